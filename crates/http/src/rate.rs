//! The request rate limit of `RateLimitSettings`, by the generic cell rate algorithm.
//!
//! A client has a theoretical arrival time: each request moves it on by the interval of the rate, and a request that
//! would move it further ahead of now than the burst allows is refused. That is one number for each client, and the
//! headers that clients expect are read off it.

use std::collections::HashMap;

use parking_lot::Mutex;

/// Arrival times by client.
#[derive(Default)]
pub(crate) struct Limiter {
    clients: Mutex<HashMap<String, i64>>,
}

/// The rate in force.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rate {
    pub(crate) per_second: i64,
    pub(crate) burst: i64,
    /// Clients that are remembered; beyond that the idle ones are forgotten.
    pub(crate) clients: usize,
}

/// What one request came to. Times are in seconds, rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) is_allowed: bool,
    pub(crate) limit: i64,
    pub(crate) remaining: i64,
    pub(crate) resets_in: i64,
    pub(crate) retry_in: i64,
}

impl Limiter {
    /// Counts a request of `client` at `now` (milliseconds).
    pub(crate) fn count(&self, client: &str, rate: Rate, now: i64) -> Standing {
        // Microseconds keep high rates exact.
        let now = now.saturating_mul(1000);
        let interval = 1_000_000 / rate.per_second.max(1);
        let tolerance = interval.saturating_mul(rate.burst.max(0));
        let limit = rate.burst.max(0) + 1;

        let mut clients = self.clients.lock();
        if clients.len() >= rate.clients.max(1) && !clients.contains_key(client) {
            clients.retain(|_, arrival| *arrival > now);
        }
        let arrival = clients.get(client).copied().unwrap_or(now).max(now);
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
        clients.insert(client.to_owned(), next);
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

    #[test]
    fn a_burst_passes_and_what_is_beyond_waits() {
        let limiter = Limiter::default();
        let standings: Vec<Standing> = (0..7).map(|_| limiter.count("a", RATE, 1000)).collect();
        assert_eq!(
            standings.iter().map(|s| s.is_allowed).collect::<Vec<_>>(),
            [true, true, true, true, true, false, false]
        );
        assert_eq!(standings.iter().map(|s| s.remaining).collect::<Vec<_>>(), [4, 3, 2, 1, 0, 0, 0]);
        assert_eq!(standings[5].retry_in, 1);
        assert!(limiter.count("b", RATE, 1000).is_allowed);
        assert!(limiter.count("a", RATE, 1100).is_allowed);
        assert!(!limiter.count("a", RATE, 1100).is_allowed);
    }

    #[test]
    fn idle_clients_make_room() {
        let limiter = Limiter::default();
        for number in 0..1000 {
            limiter.count(&format!("client {number}"), RATE, 1000 * number);
        }
        assert!(limiter.clients.lock().len() <= 100);
    }
}
