//! Threads for slow work: few at a time, with a bounded queue in front, so that a flood delays nobody else.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Semaphore;

use crate::{Error, Result};

/// Runs work beside the async threads.
#[derive(Clone)]
pub struct Workers {
    what: &'static str,
    threads: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    queue: usize,
    full: fn() -> Error,
}

impl Workers {
    /// `threads` run at a time, `queue` may wait for or be at work; who comes then hears `full`.
    pub fn new(what: &'static str, threads: usize, queue: usize, full: fn() -> Error) -> Self {
        Self { what, threads: Arc::new(Semaphore::new(threads.max(1))), waiting: Arc::default(), queue, full }
    }

    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let _place = Place::take(self)?;
        let thread = self.threads.clone().acquire_owned().await.map_err(|e| Error::internal(self.what, e))?;
        let work = move || {
            // Work that nobody waits for any more still holds its thread.
            let _thread = thread;
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(|e| Error::internal(self.what, e))
    }
}

struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(workers: &'a Workers) -> Result<Self> {
        if workers.waiting.fetch_add(1, Ordering::Relaxed) >= workers.queue {
            workers.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err((workers.full)());
        }
        Ok(Self(&workers.waiting))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
