//! What the operations of a block came to: latencies as a histogram, failures by kind, bytes.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};

/// The longest time that is told apart; anything longer counts as this.
const LONGEST: Duration = Duration::from_secs(600);

/// Why an operation counts as failed. The text of `Wrong` says what was expected, never a whole body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    Status(u16),
    Wrong(&'static str),
    TimedOut,
    Cut(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "status {status}"),
            Self::Wrong(what) => write!(f, "wrong answer: {what}"),
            Self::TimedOut => write!(f, "timed out"),
            Self::Cut(why) => write!(f, "connection: {why}"),
        }
    }
}

impl std::error::Error for Failure {}

/// Latencies of one kind of operation, to a microsecond and three digits.
#[derive(Debug, Clone)]
pub struct Latencies(Histogram<u64>);

impl Default for Latencies {
    fn default() -> Self {
        let bound = LONGEST.as_micros() as u64;
        Self(Histogram::new_with_bounds(1, bound, 3).expect("the bounds are constants that it accepts"))
    }
}

impl Latencies {
    pub fn add(&mut self, latency: Duration) {
        self.0.saturating_record((latency.as_micros() as u64).max(1));
    }

    pub fn join(&mut self, other: &Self) {
        self.0.add(&other.0).expect("all have the same bounds");
    }

    pub fn count(&self) -> u64 {
        self.0.len()
    }

    pub fn milliseconds(&self, quantile: f64) -> f64 {
        self.0.value_at_quantile(quantile) as f64 / 1000.0
    }

    pub fn summary(&self) -> Summary {
        if self.0.is_empty() {
            return Summary::default();
        }
        Summary {
            count: self.count(),
            p50: self.milliseconds(0.5),
            p90: self.milliseconds(0.9),
            p95: self.milliseconds(0.95),
            p99: self.milliseconds(0.99),
            p999: self.milliseconds(0.999),
            max: self.0.max() as f64 / 1000.0,
        }
    }
}

/// Latencies in milliseconds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    pub count: u64,
    pub p50: f64,
    pub p90: f64,
    pub p95: f64,
    pub p99: f64,
    pub p999: f64,
    pub max: f64,
}

/// What happened so far.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Those that succeeded; failed ones have no latency.
    pub latencies: Latencies,
    pub failures: BTreeMap<String, u64>,
    pub bytes: u64,
}

impl Record {
    pub fn success(&mut self, latency: Duration, bytes: u64) {
        self.latencies.add(latency);
        self.bytes += bytes;
    }

    pub fn failure(&mut self, failure: &Failure) {
        *self.failures.entry(failure.to_string()).or_default() += 1;
    }

    pub fn join(&mut self, other: &Self) {
        self.latencies.join(&other.latencies);
        self.bytes += other.bytes;
        for (kind, count) in &other.failures {
            *self.failures.entry(kind.clone()).or_default() += count;
        }
    }

    pub fn operations(&self) -> u64 {
        self.latencies.count()
    }

    pub fn failed(&self) -> u64 {
        self.failures.values().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_joined_records_are_those_of_all_operations_not_averages() {
        let mut quick = Record::default();
        let mut slow = Record::default();
        for _ in 0..990 {
            quick.success(Duration::from_millis(1), 10);
        }
        for _ in 0..10 {
            slow.success(Duration::from_millis(500), 10);
        }
        quick.join(&slow);

        let summary = quick.latencies.summary();
        assert_eq!(summary.count, 1000);
        assert!((0.99..1.01).contains(&summary.p50), "{summary:?}");
        assert!((0.99..1.01).contains(&summary.p99), "{summary:?}");
        assert!((499.0..501.0).contains(&summary.p999), "{summary:?}");
        assert_eq!(quick.bytes, 10_000);
    }

    #[test]
    fn failures_are_counted_by_kind_and_have_no_latency() {
        let mut record = Record::default();
        record.failure(&Failure::Status(403));
        record.failure(&Failure::Status(403));
        record.failure(&Failure::Wrong("the message"));

        assert_eq!(record.operations(), 0);
        assert_eq!(record.failed(), 3);
        assert_eq!(record.failures["status 403"], 2);
        assert_eq!(record.latencies.summary(), Summary::default());
    }

    #[test]
    fn a_latency_beyond_all_bounds_counts_as_the_longest() {
        let mut latencies = Latencies::default();
        latencies.add(Duration::from_secs(100_000));
        latencies.add(Duration::ZERO);

        assert!((599_000.0..601_000.0).contains(&latencies.summary().max));
        assert_eq!(latencies.count(), 2);
    }
}
