//! One block of measurement: readings before and after, and what lies between them.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::proc::{self, Cores, Memory};
use crate::record::{Record, Summary};
use crate::target::Processes;

/// Above this share of its threads' time the generator is at its end.
const AT_ITS_END: f64 = 0.9;

/// What one block of a scenario came to. Times in milliseconds unless named otherwise, CPU in milliseconds of one core.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Block {
    /// What was done, as in `32 workers, 1 channel`.
    pub label: String,
    pub workers: u64,
    /// Operations that were due per second; absent in a closed loop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
    pub seconds: f64,
    pub operations: u64,
    pub failures: BTreeMap<String, u64>,
    pub bytes: u64,
    pub per_second: f64,
    pub latency: Summary,
    pub server_cpu: Option<f64>,
    pub database_cpu: Option<f64>,
    pub generator_cpu: f64,
    pub memory_before: Option<u64>,
    pub memory_after: Option<u64>,
    pub memory_peak: Option<u64>,
    pub descriptors: Option<u64>,
    pub load_average: f64,
    /// Share of all cores that another guest of the host was given.
    pub stolen: f64,
    /// Share of the cores that everything else on this machine took.
    pub others: f64,
    /// Share of its threads' time that the generator worked.
    pub generator_busy: f64,
    /// The generator was at its end and the server was not: throughput says nothing about the server.
    pub is_generator_bound: bool,
    /// What only this scenario knows.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, f64>,
}

impl Block {
    /// CPU of server and database for one operation.
    pub fn cpu_per_operation(&self) -> Option<f64> {
        let server = self.server_cpu?;
        (self.operations > 0).then(|| (server + self.database_cpu.unwrap_or(0.0)) / self.operations as f64)
    }

    pub fn failed(&self) -> u64 {
        self.failures.values().sum()
    }

    pub fn fact(&self, name: &str) -> Option<f64> {
        self.facts.get(name).copied()
    }

    /// What is no number is no fact.
    pub fn with(mut self, name: &str, value: f64) -> Self {
        if value.is_finite() {
            self.facts.insert(name.to_owned(), value);
        }
        self
    }
}

/// The readings at the start of a block.
pub struct Meter {
    processes: Processes,
    started: Instant,
    before: Reading,
}

impl Meter {
    pub fn start(processes: Processes) -> Self {
        Self { processes, before: Reading::take(processes), started: Instant::now() }
    }

    pub fn finish(self, label: &str, record: &Record) -> Block {
        let elapsed = self.started.elapsed();
        let after = Reading::take(self.processes);
        block_between(label, record, elapsed, &self.before, &after)
    }
}

/// What is known at one moment.
#[derive(Debug, Clone, Default)]
struct Reading {
    server: Option<Duration>,
    database: Option<Duration>,
    generator: Duration,
    memory: Option<Memory>,
    descriptors: Option<u64>,
    cores: Cores,
    load_average: f64,
}

impl Reading {
    fn take(processes: Processes) -> Self {
        Self {
            server: processes.server.and_then(proc::tree_cpu),
            database: processes.database.and_then(proc::tree_cpu),
            generator: proc::exact_cpu(std::process::id()).unwrap_or_default(),
            memory: processes.server.and_then(proc::tree_memory),
            descriptors: processes.server.and_then(proc::descriptors),
            cores: proc::cores(),
            load_average: proc::load_average(),
        }
    }
}

fn block_between(
    label: &str,
    record: &Record,
    elapsed: Duration,
    before: &Reading,
    after: &Reading,
) -> Block {
    let (count, _) = proc::machine();
    let all_cores = elapsed.as_secs_f64().max(1e-9) * count as f64;
    let spent = |before: Option<Duration>, after: Option<Duration>| {
        Some(milliseconds(after?.saturating_sub(before?)))
    };
    let server_cpu = spent(before.server, after.server);
    let database_cpu = spent(before.database, after.database);
    let generator_cpu = milliseconds(after.generator.saturating_sub(before.generator));
    let served = server_cpu.unwrap_or(0.0) + database_cpu.unwrap_or(0.0);
    let busy = milliseconds(after.cores.busy.saturating_sub(before.cores.busy));
    let generator_busy = generator_cpu / 1000.0 / (elapsed.as_secs_f64().max(1e-9) * crate::THREADS as f64);
    let server_busy = served / 1000.0 / all_cores;
    let operations = record.operations();
    Block {
        label: label.to_owned(),
        workers: 0,
        rate: None,
        seconds: elapsed.as_secs_f64(),
        operations,
        failures: record.failures.clone(),
        bytes: record.bytes,
        per_second: operations as f64 / elapsed.as_secs_f64().max(1e-9),
        latency: record.latencies.summary(),
        server_cpu,
        database_cpu,
        generator_cpu,
        memory_before: before.memory.map(|memory| memory.resident),
        memory_after: after.memory.map(|memory| memory.resident),
        memory_peak: after.memory.map(|memory| memory.peak),
        descriptors: after.descriptors,
        load_average: after.load_average,
        stolen: after.cores.stolen.saturating_sub(before.cores.stolen).as_secs_f64() / all_cores,
        others: ((busy - served - generator_cpu) / 1000.0 / all_cores).max(0.0),
        generator_busy,
        is_generator_bound: generator_busy > AT_ITS_END && server_busy < AT_ITS_END,
        facts: BTreeMap::new(),
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Failure;

    fn reading(server: u64, database: u64, generator: u64) -> Reading {
        Reading {
            server: Some(Duration::from_millis(server)),
            database: Some(Duration::from_millis(database)),
            generator: Duration::from_millis(generator),
            ..Reading::default()
        }
    }

    fn record(operations: u64) -> Record {
        let mut record = Record::default();
        for _ in 0..operations {
            record.success(Duration::from_millis(2), 100);
        }
        record
    }

    #[test]
    fn cost_is_that_of_server_and_database_over_what_succeeded() {
        let mut record = record(100);
        record.failure(&Failure::Status(500));

        let block = block_between(
            "x",
            &record,
            Duration::from_secs(2),
            &reading(1000, 500, 0),
            &reading(1080, 520, 10),
        );

        assert_eq!(block.cpu_per_operation(), Some(1.0));
        assert_eq!(block.per_second, 50.0);
        assert_eq!((block.operations, block.failed()), (100, 1));
    }

    #[test]
    fn without_a_process_to_look_at_cost_is_unknown_and_not_zero() {
        let block =
            block_between("x", &record(10), Duration::from_secs(1), &Reading::default(), &Reading::default());

        assert_eq!(block.cpu_per_operation(), None);
        assert_eq!(block.memory_after, None);
    }

    #[test]
    fn a_generator_at_its_end_beside_an_idle_server_is_told() {
        let second = Duration::from_secs(1);
        let bound = crate::THREADS as u64 * 950;

        let at_its_end = block_between("x", &record(1), second, &reading(0, 0, 0), &reading(10, 0, bound));
        let at_ease = block_between("x", &record(1), second, &reading(0, 0, 0), &reading(10, 0, bound / 2));

        assert!(at_its_end.is_generator_bound);
        assert!(!at_ease.is_generator_bound);
    }
}
