//! Serves the user interface to a browser on this machine; prints the address to open.
//!
//! `palabre-bridge --ui DIR [--home DIR] [--bind IP:PORT] [--peers IP:PORT] [--near] [--example-at MILLISECONDS]`

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use palabre_bridge::{Bridge, Options};
use palabre_demo::Room;
use palabre_node::keys::Typed;

struct Asked {
    home: Option<PathBuf>,
    options: Options,
}

fn asked() -> Result<Asked, String> {
    let bind = SocketAddr::from(([127, 0, 0, 1], 0));
    let mut asked = Asked {
        home: None,
        options: Options {
            bind,
            ui: "ui/dist".into(),
            peers: Vec::new(),
            near: false,
            example: Room::default(),
            typed: Typed::default(),
        },
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        if word == "--near" {
            asked.options.near = true;
            continue;
        }
        let value = words.next().ok_or(format!("{word} wants a value"))?;
        let address = || value.parse::<SocketAddr>().map_err(|_| format!("{value:?} is no address"));
        match word.as_str() {
            "--home" => asked.home = Some(value.into()),
            "--ui" => asked.options.ui = value.into(),
            "--bind" => asked.options.bind = address()?,
            // So that the pictures of the example are the same on every day.
            "--example-at" => {
                let at: i64 = value.parse().map_err(|_| format!("{value:?} is no time in milliseconds"))?;
                asked.options.example = Room::at(Arc::new(move || at));
            }
            "--peers" => asked.options.peers.push(address()?),
            _ => {
                return Err(format!(
                    "{word:?} is no option: --home, --ui, --bind, --peers, --near, --example-at"
                ));
            }
        }
    }
    Ok(asked)
}

#[tokio::main]
async fn main() -> ExitCode {
    let asked = match asked() {
        Ok(asked) => asked,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    match serve(asked).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(asked: Asked) -> Result<(), String> {
    let asks = asked.options.typed.clone();
    let home = move || palabre_node::machine::options(asked.home.clone(), None, asks.ask());
    let bridge = Bridge::open(home, asked.options).await.map_err(|error| error.to_string())?;
    println!("{}", bridge.url().map_err(|error| error.to_string())?);
    let stop = async {
        // A machine that cannot say so is stopped by force.
        let _ = tokio::signal::ctrl_c().await;
    };
    bridge.serve(stop).await.map_err(|error| error.to_string())
}
