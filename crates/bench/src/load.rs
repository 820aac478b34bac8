//! Making load: workers, each on a connection of its own, that act until a span is over.
//!
//! In a closed loop a worker acts again as soon as it is done: that finds the throughput and the cost. In an open
//! loop operations are due at fixed times whether or not the former are done, and each is timed from when it was due:
//! a server that stalls cannot hide. Every loop ends by time, and a worker that only fails is stopped.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use crate::meter::{Block, Meter};
use crate::record::{Failure, Record};
use crate::target::Processes;

/// One answer in so many is checked in depth, the first among them.
const DEPTH: u64 = 50;

/// A worker with so many failures in a row has nothing more to tell.
const HOPELESS: u64 = 200;

/// Does one kind of operation, one at a time.
pub trait Worker: Send + 'static {
    type Answer: Send;

    /// Does the next operation. This is what is timed.
    fn act(&mut self) -> impl Future<Output = Result<Self::Answer, Failure>> + Send;

    /// Whether the answer is what it must be, and how many bytes it has. Not timed.
    fn check(&mut self, answer: Self::Answer, in_depth: bool) -> Result<u64, Failure>;
}

/// How operations follow one another.
#[derive(Debug, Clone, Copy)]
pub enum Pace {
    Closed,
    /// So many in a second, over all workers.
    Open(f64),
}

/// How long a block goes on: until everything that is wanted is there, `most` at the latest.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub least: Duration,
    pub most: Duration,
    pub operations: u64,
    pub server_cpu: Duration,
}

impl Span {
    pub fn seconds(seconds: f64) -> Self {
        let time = Duration::from_secs_f64(seconds.clamp(0.0, 3600.0));
        Self { least: time, most: time, operations: 0, server_cpu: Duration::ZERO }
    }

    /// Enough to compare two servers by: CPU clocks tick at 10 ms.
    pub fn comparable() -> Self {
        Self {
            least: Duration::from_secs(5),
            most: Duration::from_secs(60),
            operations: 2_000,
            server_cpu: Duration::from_secs(2),
        }
    }
}

/// Workers at their work.
pub struct Crew<W>(Vec<W>);

impl<W: Worker> Crew<W> {
    pub fn new(workers: Vec<W>) -> Self {
        Self(workers)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Warms up, then measures one block.
    pub async fn block(
        &mut self,
        label: &str,
        pace: Pace,
        warmup: Span,
        span: Span,
        processes: Processes,
    ) -> anyhow::Result<Block> {
        if !warmup.most.is_zero() {
            self.work(pace, warmup, processes).await?;
        }
        let meter = Meter::start(processes);
        let record = self.work(pace, span, processes).await?;
        let mut block = meter.finish(label, &record);
        block.workers = self.len() as u64;
        block.rate = match pace {
            Pace::Closed => None,
            Pace::Open(rate) => Some(rate),
        };
        Ok(block)
    }

    /// Lets all act until the span is over; nothing is measured but the operations themselves.
    pub async fn work(&mut self, pace: Pace, span: Span, processes: Processes) -> anyhow::Result<Record> {
        let plan = Arc::new(Plan::new(pace));
        let metronome = Metronome::start(&plan, span.most);
        let tasks: Vec<_> =
            self.0.drain(..).map(|worker| tokio::spawn(act(worker, Arc::clone(&plan)))).collect();
        plan.wait(span, processes).await;
        plan.stop();
        let mut record = Record::default();
        for task in tasks {
            let (worker, own) = task.await?;
            record.join(&own);
            self.0.push(worker);
        }
        drop(metronome);
        Ok(record)
    }
}

/// What the workers of one span share.
struct Plan {
    pace: Pace,
    started: Instant,
    is_over: AtomicBool,
    done: AtomicU64,
    next: AtomicU64,
    /// In an open loop, a permit for every operation that is due.
    due: Semaphore,
}

impl Plan {
    fn new(pace: Pace) -> Self {
        Self {
            pace,
            started: Instant::now(),
            is_over: AtomicBool::new(false),
            done: AtomicU64::new(0),
            next: AtomicU64::new(0),
            due: Semaphore::new(0),
        }
    }

    /// Waits for the next operation. Gives the time from which it counts, or nothing once the span is over.
    async fn next(&self) -> Option<Instant> {
        let start = match self.pace {
            Pace::Closed => Instant::now(),
            Pace::Open(rate) => {
                self.due.acquire().await.ok()?.forget();
                scheduled(self.started, rate, self.next.fetch_add(1, Ordering::Relaxed))
            }
        };
        (!self.is_over.load(Ordering::Relaxed)).then_some(start)
    }

    async fn wait(&self, span: Span, processes: Processes) {
        let before = processes.server.and_then(crate::proc::tree_cpu);
        loop {
            let passed = self.started.elapsed();
            let spent = processes.server.and_then(crate::proc::tree_cpu).zip(before);
            let is_enough = passed >= span.least
                && self.done.load(Ordering::Relaxed) >= span.operations
                && spent.is_none_or(|(now, before)| now.saturating_sub(before) >= span.server_cpu);
            if is_enough || passed >= span.most || self.is_over.load(Ordering::Relaxed) {
                return;
            }
            let until_next_look =
                if passed < span.least { span.least - passed } else { Duration::from_millis(250) };
            tokio::time::sleep(until_next_look.min(span.most - passed)).await;
        }
    }

    fn stop(&self) {
        self.is_over.store(true, Ordering::Relaxed);
        self.due.close();
    }
}

/// When an operation of an open loop is due.
fn scheduled(started: Instant, rate: f64, number: u64) -> Instant {
    started + Duration::from_secs_f64(number as f64 / rate)
}

async fn act<W: Worker>(mut worker: W, plan: Arc<Plan>) -> (W, Record) {
    let mut record = Record::default();
    let mut number = 0_u64;
    let mut failed_in_a_row = 0;
    while let Some(start) = plan.next().await {
        let answer = worker.act().await;
        let latency = start.elapsed();
        match answer.and_then(|answer| worker.check(answer, number.is_multiple_of(DEPTH))) {
            Ok(bytes) => {
                record.success(latency, bytes);
                failed_in_a_row = 0;
            }
            Err(failure) => {
                record.failure(&failure);
                failed_in_a_row += 1;
                if failed_in_a_row == HOPELESS {
                    break;
                }
            }
        }
        number += 1;
        // An answer that is there at once must not keep the other workers of this thread from theirs.
        tokio::task::consume_budget().await;
        plan.done.fetch_add(1, Ordering::Relaxed);
    }
    (worker, record)
}

/// Gives a permit for every operation at its time. A thread of its own, since the timers of the runtime are too
/// coarse: they would add up to a millisecond to every latency.
struct Metronome(Option<std::thread::JoinHandle<()>>);

impl Metronome {
    fn start(plan: &Arc<Plan>, most: Duration) -> Self {
        let Pace::Open(rate) = plan.pace else { return Self(None) };
        let plan = Arc::clone(plan);
        let count = (rate * most.as_secs_f64()) as u64;
        Self(Some(std::thread::spawn(move || {
            for number in 0..count {
                let due = scheduled(plan.started, rate, number);
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
                if plan.is_over.load(Ordering::Relaxed) {
                    return;
                }
                plan.due.add_permits(1);
            }
        })))
    }
}

impl Drop for Metronome {
    fn drop(&mut self) {
        if let Some(thread) = self.0.take() {
            // It has nothing to say; a panic in it would have shown as a span without operations.
            let _ended = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers at once, but for one answer that takes its time, and every seventh is wrong.
    struct Stalling {
        number: u64,
        stall: Duration,
    }

    impl Worker for Stalling {
        type Answer = u64;

        async fn act(&mut self) -> Result<u64, Failure> {
            self.number += 1;
            if self.number == 10 {
                tokio::time::sleep(self.stall).await;
            }
            Ok(self.number)
        }

        fn check(&mut self, answer: u64, _in_depth: bool) -> Result<u64, Failure> {
            if answer.is_multiple_of(7) { Err(Failure::Wrong("no multiple of seven")) } else { Ok(3) }
        }
    }

    async fn work(pace: Pace, stall: u64) -> Record {
        let worker = Stalling { number: 0, stall: Duration::from_millis(stall) };
        let mut crew = Crew::new(vec![worker]);
        crew.work(pace, Span::seconds(0.6), Processes::default()).await.unwrap()
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn in_an_open_loop_a_stall_counts_for_all_that_was_due_meanwhile() {
        let record = work(Pace::Open(100.0), 300).await;

        // Some thirty operations were due during the stall and waited for its end.
        assert!(record.latencies.milliseconds(0.7) > 20.0, "{:?}", record.latencies.summary());
        assert!(record.operations() + record.failed() <= 60);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn wrong_answers_are_no_operations() {
        let record = work(Pace::Closed, 0).await;

        assert!(record.operations() > record.failed());
        assert!(record.failures["wrong answer: no multiple of seven"] > 0);
        assert_eq!(record.bytes, 3 * record.operations());
    }

    struct Failing;

    impl Worker for Failing {
        type Answer = ();

        async fn act(&mut self) -> Result<(), Failure> {
            Err(Failure::Status(500))
        }

        fn check(&mut self, (): (), _in_depth: bool) -> Result<u64, Failure> {
            Ok(0)
        }
    }

    #[tokio::test]
    async fn a_worker_that_only_fails_is_stopped() {
        let record = Crew::new(vec![Failing])
            .work(Pace::Closed, Span::seconds(0.2), Processes::default())
            .await
            .unwrap();

        assert_eq!(record.failed(), HOPELESS);
    }

    #[test]
    fn operations_are_due_at_even_distances() {
        let start = Instant::now();

        assert_eq!(scheduled(start, 5.0, 0), start);
        assert_eq!(scheduled(start, 5.0, 7), start + Duration::from_millis(1400));
    }
}
