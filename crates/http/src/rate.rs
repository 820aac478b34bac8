//! Rate limits by the generic cell rate algorithm: that of `RateLimitSettings` for requests, and those of features.
//!
//! A client has a theoretical arrival time: each request moves it on by the interval of the rate, and a request that
//! would move it further ahead of now than the burst allows is refused. That is one number for each client, and the
//! headers that clients expect are read off it.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;

use parking_lot::Mutex;
use wire::UserId;

/// Arrival times by client.
pub struct Limiter<K> {
    clients: Mutex<HashMap<K, i64>>,
}

/// Whose requests are counted together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Client {
    /// Whoever asks from there, as far as the setting tells places apart.
    Place {
        address: Option<IpAddr>,
        header: String,
    },
    User(UserId),
}

/// The rate in force.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    pub per_second: i64,
    /// What one may ask for at once beside the first.
    pub burst: i64,
    /// Clients that are remembered; beyond that the idle ones are forgotten.
    pub clients: usize,
}

impl Rate {
    pub(crate) fn of(settings: &config::sections::RateLimitSettings) -> Self {
        Self {
            per_second: settings.per_sec,
            burst: settings.max_burst,
            clients: config::sections::count(settings.memory_store_size),
        }
    }
}

/// What one request came to. Times are in seconds, rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub is_allowed: bool,
    pub limit: i64,
    pub remaining: i64,
    pub resets_in: i64,
    pub retry_in: i64,
}

impl Standing {
    /// What is to be told of a request that was counted twice: the count that leaves less.
    pub(crate) fn with(self, other: Self) -> Self {
        let leaves = |standing: &Self| (standing.is_allowed, standing.remaining);
        if leaves(&other) < leaves(&self) { other } else { self }
    }
}

impl<K> Default for Limiter<K> {
    fn default() -> Self {
        Self { clients: Mutex::default() }
    }
}

impl<K: Eq + Hash> Limiter<K> {
    /// Counts a request of `client` at `now` (milliseconds).
    pub fn count(&self, client: K, rate: Rate, now: i64) -> Standing {
        // Microseconds keep high rates exact.
        let now = now.saturating_mul(1000);
        let interval = 1_000_000 / rate.per_second.max(1);
        let tolerance = interval.saturating_mul(rate.burst.max(0));
        let limit = rate.burst.max(0) + 1;

        let mut clients = self.clients.lock();
        if clients.len() >= rate.clients.max(1) && !clients.contains_key(&client) {
            clients.retain(|_, arrival| *arrival > now);
        }
        let arrival = clients.get(&client).copied().unwrap_or(now).max(now);
        let next = arrival + interval;
        let allowed_at = next - tolerance - interval;
        if allowed_at > now {
            return Standing {
                is_allowed: false,
                limit,
                remaining: 0,
                resets_in: seconds(arrival - now),
                retry_in: seconds(allowed_at - now),
            };
        }
        clients.insert(client, next);
        let remaining = (tolerance + interval - (next - now)) / interval;
        Standing { is_allowed: true, limit, remaining, resets_in: seconds(next - now), retry_in: 0 }
    }
}

fn seconds(microseconds: i64) -> i64 {
    (microseconds + 999_999) / 1_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { per_second: 10, burst: 4, clients: 100 };

    fn from(header: &str) -> Client {
        Client::Place { address: None, header: header.to_owned() }
    }

    #[test]
    fn a_burst_passes_and_what_is_beyond_waits() {
        let limiter = Limiter::default();
        let standings: Vec<Standing> = (0..7).map(|_| limiter.count(from("a"), RATE, 1000)).collect();
        assert_eq!(
            standings.iter().map(|s| s.is_allowed).collect::<Vec<_>>(),
            [true, true, true, true, true, false, false]
        );
        assert_eq!(standings.iter().map(|s| s.remaining).collect::<Vec<_>>(), [4, 3, 2, 1, 0, 0, 0]);
        assert_eq!(standings[5].retry_in, 1);
        assert!(limiter.count(from("b"), RATE, 1000).is_allowed);
        assert!(limiter.count(from("a"), RATE, 1100).is_allowed);
        assert!(!limiter.count(from("a"), RATE, 1100).is_allowed);
    }

    #[test]
    fn idle_clients_make_room() {
        let limiter = Limiter::default();
        for number in 0..1000 {
            limiter.count(from(&format!("client {number}")), RATE, 1000 * number);
        }
        assert!(limiter.clients.lock().len() <= 100);
    }
}
