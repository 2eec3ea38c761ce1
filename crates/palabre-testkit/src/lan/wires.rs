//! Namespaces, cables and a switch. Whatever is made here is named after this process, and goes with it.

use std::net::Ipv4Addr;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// How the names of all namespaces begin; the number of the process follows.
const NAME: &str = "palabre-lan-";

/// The network that all laptops are on, in namespaces without a way out.
const NETWORK: [u8; 3] = [10, 77, 0];

/// Runs a program of the system, and returns what it printed.
fn run(program: &str, words: &[&str]) -> Result<String> {
    let output = Command::new(program).args(words).stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("{program} cannot be started"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{program} {}: {}", words.join(" "), said.trim());
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn ip(words: &[&str]) -> Result<String> {
    run("ip", words)
}

/// Returns why no networks can be made here; `None` where they can.
pub fn is_possible() -> Option<String> {
    let probe = format!("{NAME}{}-probe", std::process::id());
    let tried = ip(&["netns", "add", &probe]).and_then(|_| {
        let nft = run("ip", &["netns", "exec", &probe, "nft", "add", "table", "inet", "probe"]);
        ip(&["netns", "del", &probe])?;
        nft
    });
    tried.err().map(|error| format!("{error:#}"))
}

/// Takes away what processes left that ended without doing so.
pub fn sweep() {
    let Ok(listed) = ip(&["netns", "list"]) else { return };
    for name in listed.lines().filter_map(|line| line.split(' ').next()) {
        let number = name.strip_prefix(NAME).and_then(|rest| rest.split('-').next());
        let Some(number) = number.and_then(|number| number.parse::<u32>().ok()) else { continue };
        if !std::path::Path::new(&format!("/proc/{number}")).exists() {
            take_away(name);
        }
    }
}

/// Takes a namespace away, and ends what still runs in it: nothing but what was started here can. What is not there
/// need not be taken away, and another sweep may have been quicker.
fn take_away(namespace: &str) {
    for process in ip(&["netns", "pids", namespace]).unwrap_or_default().split_whitespace() {
        let _ = run("sh", &["-c", "kill -KILL \"$0\"", process]);
    }
    let _ = ip(&["netns", "del", namespace]);
}

/// A switch with laptops on it.
pub struct Lan {
    prefix: String,
    laptops: Vec<String>,
}

impl Drop for Lan {
    fn drop(&mut self) {
        for name in self.laptops.iter().map(String::as_str).chain(["switch"]) {
            take_away(&self.namespace(name));
        }
    }
}

impl Lan {
    /// Puts these laptops on a switch.
    ///
    /// # Errors
    /// When the system does not let us.
    pub fn new(laptops: &[&str]) -> Result<Self> {
        let prefix = format!("{NAME}{}-", std::process::id());
        let mut lan = Self { prefix, laptops: Vec::new() };
        let switch = lan.namespace("switch");
        ip(&["netns", "add", &switch])?;
        for bridge in ["one", "other"] {
            ip(&["-n", &switch, "link", "add", bridge, "type", "bridge", "mcast_snooping", "0"])?;
            ip(&["-n", &switch, "link", "set", bridge, "up"])?;
        }
        for (number, name) in (1..).zip(laptops) {
            let own = lan.namespace(name);
            lan.laptops.push((*name).to_owned());
            ip(&["netns", "add", &own])?;
            ip(&["-n", &switch, "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", &own])?;
            ip(&["-n", &switch, "link", "set", name, "master", "one"])?;
            ip(&["-n", &switch, "link", "set", name, "up"])?;
            ip(&["-n", &own, "link", "set", "lo", "up"])?;
            ip(&["-n", &own, "link", "set", "eth0", "up"])?;
            lan.give_address(name, number)?;
        }
        Ok(lan)
    }

    /// Returns the namespace of a laptop.
    pub fn namespace(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// Takes a laptop's address, and gives it this one.
    ///
    /// # Errors
    /// When the system does not let us.
    pub fn give_address(&self, name: &str, host: u8) -> Result<Ipv4Addr> {
        let own = self.namespace(name);
        let [a, b, c] = NETWORK;
        let address = Ipv4Addr::new(a, b, c, host);
        ip(&["-n", &own, "-4", "address", "flush", "dev", "eth0"])?;
        ip(&["-n", &own, "address", "add", &format!("{address}/24"), "dev", "eth0"])?;
        // Multicast goes the way of everything else, as it does where there is a way out.
        ip(&["-n", &own, "route", "replace", "224.0.0.0/4", "dev", "eth0"])?;
        Ok(address)
    }

    /// Puts these laptops on another switch, without a cable between the two.
    ///
    /// # Errors
    /// When the system does not let us.
    pub fn cut_off(&self, laptops: &[&str]) -> Result<()> {
        self.plug(laptops, "other")
    }

    /// Puts these laptops back on the first switch.
    ///
    /// # Errors
    /// When the system does not let us.
    pub fn bring_back(&self, laptops: &[&str]) -> Result<()> {
        self.plug(laptops, "one")
    }

    fn plug(&self, laptops: &[&str], bridge: &str) -> Result<()> {
        for name in laptops {
            ip(&["-n", &self.namespace("switch"), "link", "set", name, "master", bridge])?;
        }
        Ok(())
    }

    /// Drops what a laptop gets by multicast.
    ///
    /// # Errors
    /// When the system does not let us.
    pub fn drop_multicast(&self, name: &str) -> Result<()> {
        self.filter(name, "pkttype multicast counter drop")
    }

    /// Drops so many of a hundred packets that a laptop gets, at random.
    ///
    /// # Errors
    /// When the system does not let us.
    pub fn lose(&self, name: &str, percent: u32) -> Result<()> {
        self.filter(name, &format!("numgen random mod 100 < {percent} counter drop"))
    }

    fn filter(&self, name: &str, rule: &str) -> Result<()> {
        let rules = format!(
            "add table inet lan; add chain inet lan in {{ type filter hook input priority 0; }}; \
             add rule inet lan in iifname \"eth0\" {rule}"
        );
        run("ip", &["netns", "exec", &self.namespace(name), "nft", &rules]).map(drop)
    }

    /// Returns how many packets were dropped at a laptop.
    ///
    /// # Errors
    /// When the system does not say it.
    pub fn dropped(&self, name: &str) -> Result<u64> {
        let told = run(
            "ip",
            &["netns", "exec", &self.namespace(name), "nft", "list", "chain", "inet", "lan", "in"],
        )?;
        let counted = told.split("counter packets ").nth(1).and_then(|rest| rest.split(' ').next());
        counted.and_then(|number| number.parse().ok()).context("the counter of what was dropped")
    }
}
