//! Threads that read, each with a connection of its own, fed by one queue.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

use parking_lot::{Condvar, Mutex};
use tokio::sync::oneshot;

use super::Session;
use crate::{Error, Result};

type Task = Box<dyn FnOnce(&Session) + Send>;

#[derive(Clone)]
pub(crate) struct Readers(Arc<Handle>);

struct Handle {
    queue: Arc<Queue>,
}

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    wake: Condvar,
}

#[derive(Default)]
struct State {
    tasks: VecDeque<Task>,
    is_closed: bool,
}

impl Readers {
    pub(crate) fn open(path: &Path, count: usize) -> Result<Self> {
        let queue = Arc::new(Queue::default());
        for number in 0..count.max(1) {
            let session = Session::open_reader(path)?;
            let queue = queue.clone();
            std::thread::Builder::new()
                .name(format!("sqlite-read-{number}"))
                .spawn(move || work(&session, &queue))
                .map_err(|e| Error::backend("start a reader", e))?;
        }
        Ok(Self(Arc::new(Handle { queue })))
    }

    /// Runs `task` on a reader.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        task: impl FnOnce(&Session) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        let task: Task = Box::new(move |session| {
            // Nobody reads for a caller that went away.
            if !answer.is_closed() {
                let _gone = answer.send(task(session));
            }
        });
        self.0.queue.state.lock().tasks.push_back(task);
        self.0.queue.wake.notify_one();
        answered.await.map_err(|e| Error::backend("read", e))?
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.queue.state.lock().is_closed = true;
        self.queue.wake.notify_all();
    }
}

fn work(session: &Session, queue: &Queue) {
    loop {
        let task = {
            let mut state = queue.state.lock();
            loop {
                if let Some(task) = state.tasks.pop_front() {
                    break task;
                }
                if state.is_closed {
                    return;
                }
                queue.wake.wait(&mut state);
            }
        };
        // Whoever asked hears that the answer will not come; the thread serves the next.
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| task(session))).is_err() {
            tracing::error!("a read panicked");
        }
    }
}
