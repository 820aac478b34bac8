//! Reading: where it is asked for while it is brief, else on a thread.
//!
//! Most reads cost less than it takes to wake a thread for them and to be woken again. So a read starts on the thread
//! that asks, with a connection that stops after a bounded number of steps. One that is stopped starts over on a thread
//! of its own, where it holds up nobody; those are fed by one queue, and what takes them too long is given up.

use std::collections::VecDeque;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};
use tokio::sync::oneshot;

use super::Session;
use crate::sink::Sink;
use crate::{Error, Params, Result, Statement};

type Task = Box<dyn FnOnce(&Session) + Send>;

#[derive(Clone)]
pub(crate) struct Readers(Arc<Handle>);

struct Handle {
    /// Connections for brief reads that nobody uses right now.
    brief: Mutex<Vec<Session>>,
    queue: Arc<Queue>,
    /// The longest that a read on a thread may take.
    limit: Duration,
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
    /// Opens `count` connections for brief reads, and as many threads for others, which are over after `limit`.
    pub(crate) fn open(path: &Path, count: usize, limit: Duration) -> Result<Self> {
        let queue = Arc::new(Queue::default());
        let count = count.max(1);
        let brief = (0..count).map(|_| Session::open_brief_reader(path)).collect::<Result<_>>()?;
        for number in 0..count {
            let session = Session::open_bounded_reader(path)?;
            let queue = queue.clone();
            std::thread::Builder::new()
                .name(format!("sqlite-read-{number}"))
                .spawn(move || work(&session, &queue))
                .map_err(|e| Error::backend("start a reader", e))?;
        }
        Ok(Self(Arc::new(Handle { brief: Mutex::new(brief), queue, limit })))
    }

    /// Every row of the result.
    pub(crate) async fn rows(
        &self,
        statement: &'static Statement,
        params: Params,
        mut sink: Box<dyn Sink>,
    ) -> Result<Box<dyn Sink>> {
        if let Some(session) = self.idle() {
            match session.briefly(|session| session.rows(statement, &params, &mut *sink)) {
                Err(Error::TimedOut) => sink.restart(),
                outcome => return outcome.map(|()| sink),
            }
        }
        let limit = self.0.limit;
        let read = move |session: &Session| {
            session.within(limit, |session| session.rows(statement, &params, &mut *sink)).map(|()| sink)
        };
        let rows = self.run(read).await;
        if matches!(rows, Err(Error::TimedOut)) {
            tracing::warn!(statement = statement.name, "a read took too long");
        }
        rows
    }

    /// A connection for brief reads, unless all are in use.
    fn idle(&self) -> Option<Idle<'_>> {
        let session = self.0.brief.lock().pop()?;
        Some(Idle { session: Some(session), home: &self.0.brief })
    }

    /// Runs `task` on a thread, for as long as it takes.
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

/// A connection that goes back when it is no longer used.
struct Idle<'a> {
    session: Option<Session>,
    home: &'a Mutex<Vec<Session>>,
}

impl Deref for Idle<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        self.session.as_ref().expect("it is taken when dropped only")
    }
}

impl Drop for Idle<'_> {
    fn drop(&mut self) {
        self.home.lock().extend(self.session.take());
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
