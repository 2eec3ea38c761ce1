//! Letting peers in: from a stranger's first packet to a link whose first frame has come.

use iroh::{
    Endpoint,
    endpoint::{Accepting, Incoming as Knock},
};
use tokio::{sync::mpsc, task::JoinSet, time::timeout};
use tracing::debug;

use crate::{
    Alpn, Deadlines, Incoming,
    files::Asking,
    gate::{Gate, Seat},
    link::{CloseReason, Link, LinkError},
};

/// Accepts connections until the endpoint closes. One task each, so that a slow stranger delays nobody.
pub(crate) async fn run(
    endpoint: Endpoint,
    gate: Gate,
    deadlines: Deadlines,
    offered: mpsc::Sender<Incoming>,
    asked: mpsc::Sender<Asking>,
) {
    let mut guests = JoinSet::new();
    loop {
        tokio::select! {
            knock = endpoint.accept() => {
                let Some(knock) = knock else { break };
                if let Some((accepting, seat)) = open(knock, &gate) {
                    guests.spawn(welcome(accepting, seat, gate.clone(), deadlines, (offered.clone(), asked.clone())));
                }
            }
            Some(_) = guests.join_next(), if !guests.is_empty() => {}
        }
    }
}

/// Decides on a connection from nothing but its first packet.
fn open(knock: Knock, gate: &Gate) -> Option<(Accepting, Seat)> {
    if gate.is_crowded() && !knock.remote_addr_validated() {
        // Forged sender addresses must not fill the seats: whoever means it comes back with the token.
        let _ = knock.retry();
        return None;
    }
    let Some(seat) = gate.seat() else {
        knock.refuse();
        return None;
    };
    match knock.accept() {
        Ok(accepting) => Some((accepting, seat)),
        Err(error) => {
            debug!(%error, "not a connection");
            None
        }
    }
}

async fn welcome(
    accepting: Accepting,
    seat: Seat,
    gate: Gate,
    deadlines: Deadlines,
    (offered, asked): (mpsc::Sender<Incoming>, mpsc::Sender<Asking>),
) {
    // The block list is asked within the handshake.
    let Ok(Ok(connection)) = timeout(deadlines.handshake, accepting).await else {
        return;
    };
    let Some(alpn) = Alpn::from_bytes(connection.alpn()) else {
        return CloseReason::Refused.close(&connection);
    };
    let pass = match gate.admit(&connection, Some(seat)) {
        Ok(pass) => pass,
        Err(reason) => return reason.close(&connection),
    };
    if alpn == Alpn::Files {
        // What it asks for is looked at by those who know whether it may.
        let _ = timeout(deadlines.first_frame, asked.send(Asking::new(connection, pass))).await;
        return;
    }
    let first = async {
        let streams = connection.accept_bi().await?;
        let mut link = Link::new(connection.clone(), pass, streams, alpn, deadlines);
        link.read_first(alpn).await?;
        Ok::<_, LinkError>(link)
    };
    match timeout(deadlines.first_frame, first).await {
        Ok(Ok(link)) => {
            // A peer that leaves while it waits to be heard gives its seat to the next.
            tokio::select! {
                _ = offered.send(Incoming { link, alpn }) => {}
                _ = connection.closed() => {}
            }
        }
        Ok(Err(error)) => debug!(%error, "no first frame"),
        Err(_) => CloseReason::TooSlow.close(&connection),
    }
}
