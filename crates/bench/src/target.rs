//! The server under test: where it is, and by which processes its cost is counted.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};

use anyhow::{Context as _, bail};

/// A server that is spoken to over plain HTTP.
#[derive(Debug, Clone)]
pub struct Target {
    pub url: String,
    pub address: SocketAddr,
    pub processes: Processes,
}

/// The roots of the process trees whose CPU is counted; without them those columns stay empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct Processes {
    pub server: Option<u32>,
    pub database: Option<u32>,
}

impl Target {
    /// Refuses whatever is not this machine, unless the caller has said that it may be measured.
    pub fn new(url: &str, processes: Processes, may_be_remote: bool) -> anyhow::Result<Self> {
        let rest =
            url.strip_prefix("http://").with_context(|| format!("{url} does not start with http://"))?;
        let authority = rest.trim_end_matches('/');
        if authority.is_empty() || authority.contains('/') {
            bail!("{url} is not of the form http://HOST:PORT");
        }
        let with_port = if has_port(authority) { authority.to_owned() } else { format!("{authority}:80") };
        let mut addresses = with_port.to_socket_addrs().with_context(|| format!("look up {authority}"))?;
        let address = addresses.next().with_context(|| format!("{authority} has no address"))?;
        if !may_be_remote && !is_this_machine(address.ip()) {
            bail!("{authority} is not a loopback address; --allow-remote measures other machines");
        }
        Ok(Self { url: format!("http://{authority}"), address, processes })
    }
}

fn has_port(authority: &str) -> bool {
    authority.rsplit_once(':').is_some_and(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_this_machine(ip: IpAddr) -> bool {
    ip.to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(url: &str, may_be_remote: bool) -> anyhow::Result<Target> {
        Target::new(url, Processes::default(), may_be_remote)
    }

    #[test]
    fn only_loopback_addresses_are_loaded_unless_told_otherwise() {
        assert!(target("http://127.0.0.1:8065", false).is_ok());
        assert!(target("http://127.8.9.10:8065/", false).is_ok());
        assert!(target("http://[::1]:8065", false).is_ok());
        assert!(target("http://192.0.2.1:8065", false).is_err());
        assert!(target("http://0.0.0.0:8065", false).is_err());
        assert_eq!(target("http://192.0.2.1", true).unwrap().address, "192.0.2.1:80".parse().unwrap());
    }

    #[test]
    fn what_is_no_plain_http_address_is_refused() {
        assert!(target("https://127.0.0.1:8065", false).is_err());
        assert!(target("http://127.0.0.1:8065/sub", false).is_err());
        assert!(target("127.0.0.1:8065", false).is_err());
    }
}
