//! One connection's outgoing side: its queue, its numbers and what it remembers.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use tokio::sync::Notify;
use wire::event::EncodedEvent;
use wire::{ConnectionId, EventKind, SessionId, UserId};

/// Messages that wait for a slow reader before it is cut off.
const QUEUE: usize = 256;
/// Events that a connection remembers to resume from, and for how long.
const REMEMBERED: usize = 1000;
pub(crate) const REMEMBERED_FOR: Duration = Duration::from_secs(5 * 60);

pub(crate) struct Connection {
    pub(crate) user: UserId,
    pub(crate) session: SessionId,
    /// Whether the client asked to be told which posts to acknowledge.
    pub(crate) acknowledges: bool,
    outbox: Mutex<Outbox>,
    pub(crate) wake: Notify,
}

struct Outbox {
    id: ConnectionId,
    phase: Phase,
    queue: VecDeque<Outgoing>,
    /// The number of the next event.
    next: i64,
    /// What was sent, newest last; the last one has number `next - 1`.
    sent: VecDeque<Remembered>,
    /// Counts returns.
    runs: u64,
}

/// Where a connection stands.
enum Phase {
    Live,
    /// Its socket is gone; events are remembered from number `unsent` on.
    Parked {
        since: Instant,
        unsent: i64,
    },
    /// Its socket is back; what it missed, and what comes meanwhile, is read from the log and told in this order by
    /// the one task that knows `run`.
    Resuming {
        run: u64,
        missed: VecDeque<i64>,
    },
    Closed(Close),
}

/// Why the server ends a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Close {
    /// The reader does not keep up.
    TooSlow,
    /// The session has ended.
    SessionEnded,
    /// The server stops.
    GoingAway,
}

#[derive(Clone, Copy)]
struct Remembered {
    /// In the event log, or [`kernel::event::Logged::UNLOGGED`].
    event: i64,
    at: Instant,
}

/// Something to write.
pub(crate) enum Outgoing {
    Event { event: Arc<EncodedEvent>, seq: i64, extra: Extra },
    Text(String),
}

/// What only this connection is told in an event's data.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Extra {
    pub(crate) is_mentioned: bool,
    pub(crate) is_follower: bool,
    pub(crate) should_acknowledge: bool,
}

/// How a connection begins anew or goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Resumption {
    /// Names this return: who tells what was missed shows it, so that nobody tells on behalf of an earlier one.
    pub(crate) run: u64,
    /// Whether the client keeps its connection id and numbers.
    pub(crate) is_continued: bool,
}

/// What is to be told next to a connection that has returned.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Missed {
    /// These events, oldest first. They stay until each is [`Connection::told`].
    Next(Vec<i64>),
    /// The reader has to catch up with what was written first.
    Wait,
    /// Nothing: the connection is live, or this return is over.
    Nothing,
}

impl Connection {
    pub(crate) fn new(id: ConnectionId, user: UserId, session: SessionId, acknowledges: bool) -> Arc<Self> {
        Arc::new(Self {
            user,
            session,
            acknowledges,
            outbox: Mutex::new(Outbox {
                id,
                phase: Phase::Live,
                queue: VecDeque::new(),
                next: 0,
                sent: VecDeque::new(),
                runs: 0,
            }),
            wake: Notify::new(),
        })
    }

    pub(crate) fn id(&self) -> ConnectionId {
        self.outbox.lock().id
    }

    /// Hands over an event. `id` is its number in the log.
    pub(crate) fn push(&self, kind: EventKind, id: i64, event: &Arc<EncodedEvent>, extra: Extra) {
        let mut outbox = self.outbox.lock();
        match &mut outbox.phase {
            Phase::Live => {}
            Phase::Parked { .. } => {
                if id != kernel::event::Logged::UNLOGGED {
                    outbox.number(id);
                }
                return;
            }
            Phase::Resuming { missed, .. } => {
                if id != kernel::event::Logged::UNLOGGED {
                    missed.push_back(id);
                }
                if missed.len() > REMEMBERED {
                    outbox.close(Close::TooSlow);
                    drop(outbox);
                    self.wake.notify_one();
                }
                return;
            }
            Phase::Closed(_) => return,
        }
        let is_fleeting = matches!(kind, EventKind::Typing | EventKind::StatusChange);
        if outbox.queue.len() >= QUEUE {
            outbox.close(Close::TooSlow);
        } else if !(is_fleeting && outbox.queue.len() >= QUEUE / 2) {
            let seq = outbox.number(id);
            outbox.queue.push_back(Outgoing::Event { event: event.clone(), seq, extra });
        }
        drop(outbox);
        self.wake.notify_one();
    }

    /// What a returned connection is to be told next, at most `count` events. The last call of a return, which finds
    /// nothing left, makes the connection live.
    pub(crate) fn missed(&self, run: u64, count: usize) -> Missed {
        let mut outbox = self.outbox.lock();
        let is_full = outbox.queue.len() >= QUEUE / 2;
        match &outbox.phase {
            Phase::Resuming { run: current, missed } if *current == run => {
                if missed.is_empty() {
                    outbox.phase = Phase::Live;
                    Missed::Nothing
                } else if is_full {
                    Missed::Wait
                } else {
                    Missed::Next(missed.iter().take(count).copied().collect())
                }
            }
            _ => Missed::Nothing,
        }
    }

    /// Tells the first event of what was missed, or passes it over when the user may not hear it any more.
    pub(crate) fn told(&self, run: u64, id: i64, event: Option<(Arc<EncodedEvent>, Extra)>) {
        let mut outbox = self.outbox.lock();
        match &mut outbox.phase {
            Phase::Resuming { run: current, missed } if *current == run && missed.front() == Some(&id) => {
                missed.pop_front();
            }
            _ => return,
        }
        if let Some((event, extra)) = event {
            let seq = outbox.number(id);
            outbox.queue.push_back(Outgoing::Event { event, seq, extra });
            drop(outbox);
            self.wake.notify_one();
        }
    }

    /// Hands over the greeting, which comes before anything else.
    pub(crate) fn greet(&self, hello: &Arc<EncodedEvent>) {
        let mut outbox = self.outbox.lock();
        let seq = outbox.number(kernel::event::Logged::UNLOGGED);
        outbox.queue.push_back(Outgoing::Event { event: hello.clone(), seq, extra: Extra::default() });
        drop(outbox);
        self.wake.notify_one();
    }

    /// Hands over a reply; replies have no numbers and are not remembered.
    pub(crate) fn reply(&self, text: String) {
        let mut outbox = self.outbox.lock();
        if outbox.queue.len() >= QUEUE {
            outbox.close(Close::TooSlow);
        } else {
            outbox.queue.push_back(Outgoing::Text(text));
        }
        drop(outbox);
        self.wake.notify_one();
    }

    /// What waits to be written.
    pub(crate) fn take(&self) -> VecDeque<Outgoing> {
        std::mem::take(&mut self.outbox.lock().queue)
    }

    pub(crate) fn is_closed(&self) -> Option<Close> {
        match self.outbox.lock().phase {
            Phase::Closed(why) => Some(why),
            Phase::Live | Phase::Parked { .. } | Phase::Resuming { .. } => None,
        }
    }

    pub(crate) fn is_parked(&self) -> bool {
        self.parked_since().is_some()
    }

    /// Since when its socket is gone, while it can be taken up again.
    pub(crate) fn parked_since(&self) -> Option<Instant> {
        match self.outbox.lock().phase {
            Phase::Parked { since, .. } => Some(since),
            Phase::Live | Phase::Resuming { .. } | Phase::Closed(_) => None,
        }
    }

    /// Whether nobody comes back to the connection: it has waited too long, or it is over.
    pub(crate) fn is_forgotten(&self, now: Instant) -> bool {
        match self.outbox.lock().phase {
            Phase::Parked { since, .. } => now.duration_since(since) >= REMEMBERED_FOR,
            Phase::Closed(_) => true,
            Phase::Live | Phase::Resuming { .. } => false,
        }
    }

    pub(crate) fn close(&self, why: Close) {
        self.outbox.lock().close(why);
        self.wake.notify_one();
    }

    /// Notes that the socket is gone; false when the connection is over anyway. `taken` are messages that the socket
    /// took from the queue and did not write.
    pub(crate) fn park(&self, taken: &VecDeque<Outgoing>) -> bool {
        let mut outbox = self.outbox.lock();
        if matches!(outbox.phase, Phase::Closed(_)) {
            return false;
        }
        let unsent = taken
            .iter()
            .chain(&outbox.queue)
            .find_map(|message| match message {
                Outgoing::Event { seq, .. } => Some(*seq),
                Outgoing::Text(_) => None,
            })
            .unwrap_or(outbox.next);
        // What was not told yet goes behind what was: the next return begins where this one stood.
        if let Phase::Resuming { missed, .. } = &mut outbox.phase {
            for id in std::mem::take(missed) {
                outbox.number(id);
            }
        }
        outbox.queue.clear();
        outbox.phase = Phase::Parked { since: Instant::now(), unsent };
        true
    }

    /// Takes a parked connection up again where the client expects number `expected`; None when it is not parked.
    ///
    /// A number that the client cannot be told everything from begins a new connection: `fresh` is its id, numbers
    /// start at 0, and only what was never sent is told behind its greeting.
    pub(crate) fn resume(&self, expected: i64, fresh: ConnectionId) -> Option<Resumption> {
        let mut outbox = self.outbox.lock();
        let Phase::Parked { unsent, .. } = outbox.phase else { return None };
        outbox.forget_old();
        let first = outbox.next - outbox.sent.len() as i64;
        // Number 0 asks for what was never sent, numbered anew.
        let from = if expected == 0 { unsent } else { expected };
        let is_continued = (first..=outbox.next).contains(&from) && expected >= 0;
        let from = if is_continued { from } else { unsent };
        let missed = if from >= first {
            let behind = outbox.sent.iter().skip((from - first) as usize).map(|remembered| remembered.event);
            behind.filter(|event| *event != kernel::event::Logged::UNLOGGED).collect()
        } else {
            VecDeque::new()
        };
        outbox.runs += 1;
        let run = outbox.runs;
        outbox.phase = Phase::Resuming { run, missed };
        if is_continued && expected != 0 {
            outbox.sent.truncate((from - first) as usize);
            outbox.next = from;
        } else {
            outbox.sent.clear();
            outbox.next = 0;
        }
        if !is_continued {
            outbox.id = fresh;
        }
        Some(Resumption { run, is_continued })
    }
}

impl Outbox {
    /// Gives an event the next number and remembers it.
    fn number(&mut self, event: i64) -> i64 {
        let seq = self.next;
        self.next += 1;
        self.sent.push_back(Remembered { event, at: Instant::now() });
        self.forget_old();
        seq
    }

    fn forget_old(&mut self) {
        let now = Instant::now();
        while self.sent.len() > REMEMBERED
            || self.sent.front().is_some_and(|oldest| now.duration_since(oldest.at) > REMEMBERED_FOR)
        {
            self.sent.pop_front();
        }
    }

    fn close(&mut self, why: Close) {
        self.queue.clear();
        self.phase = Phase::Closed(why);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::{Broadcast, Id};

    fn id<T: From<Id>>(number: u8) -> T {
        Id::from_random([number; 16]).into()
    }

    fn connection() -> Arc<Connection> {
        Connection::new(id(1), id(2), id(3), false)
    }

    fn event() -> Arc<EncodedEvent> {
        Arc::new(EncodedEvent::from_raw("posted", "{}", &Broadcast::default()).unwrap())
    }

    fn push(connection: &Connection, number: i64) {
        connection.push(EventKind::Posted, number, &event(), Extra::default());
    }

    /// Three events sent, the socket cut, two more missed.
    fn parked() -> Arc<Connection> {
        let connection = connection();
        for number in 101..=103 {
            push(&connection, number);
        }
        connection.take();
        assert!(connection.park(&VecDeque::new()));
        push(&connection, 104);
        connection.push(EventKind::Typing, 0, &event(), Extra::default());
        push(&connection, 105);
        connection
    }

    /// Everything that is still to be told.
    fn missed(connection: &Connection, run: u64) -> Vec<i64> {
        match connection.missed(run, 10_000) {
            Missed::Next(ids) => ids,
            Missed::Wait | Missed::Nothing => Vec::new(),
        }
    }

    fn tell(connection: &Connection, run: u64, id: i64) {
        connection.told(run, id, Some((event(), Extra::default())));
    }

    fn numbers(connection: &Connection) -> Vec<i64> {
        let frames = connection.take();
        frames
            .iter()
            .filter_map(|message| match message {
                Outgoing::Event { seq, .. } => Some(*seq),
                Outgoing::Text(_) => None,
            })
            .collect()
    }

    #[test]
    fn what_was_missed_is_told_from_the_number_that_the_client_expects() {
        for (expected, told) in [(3, vec![104, 105]), (2, vec![103, 104, 105]), (5, vec![])] {
            let connection = parked();
            let resumption = connection.resume(expected, id(9)).unwrap();
            assert!(resumption.is_continued);
            assert_eq!(missed(&connection, resumption.run), told);
        }
    }

    #[test]
    fn numbers_go_on_where_the_client_is() {
        let connection = parked();
        let run = connection.resume(3, id(9)).unwrap().run;
        push(&connection, 106);
        for id in [104, 105, 106] {
            assert_eq!(missed(&connection, run)[0], id);
            tell(&connection, run, id);
        }
        assert_eq!(connection.missed(run, 1), Missed::Nothing);
        push(&connection, 107);
        assert_eq!(numbers(&connection), [3, 4, 5, 6]);
    }

    #[test]
    fn sec_d10_what_may_not_be_heard_any_more_takes_no_number() {
        let connection = parked();
        let run = connection.resume(3, id(9)).unwrap().run;
        connection.told(run, 104, None);
        tell(&connection, run, 105);
        assert_eq!(numbers(&connection), [3]);
    }

    #[test]
    fn a_cut_while_returning_loses_nothing() {
        let connection = parked();
        let run = connection.resume(3, id(9)).unwrap().run;
        tell(&connection, run, 104);
        assert!(connection.park(&VecDeque::new()));
        push(&connection, 106);
        for (expected, told) in [(4, vec![105, 106]), (3, vec![104, 105, 106])] {
            let again = connection.resume(expected, id(9)).unwrap();
            assert!(again.is_continued);
            assert_eq!(missed(&connection, again.run), told);
            connection.park(&VecDeque::new());
        }
    }

    #[test]
    fn nobody_tells_on_behalf_of_an_earlier_return() {
        let connection = parked();
        let first = connection.resume(3, id(9)).unwrap().run;
        connection.park(&VecDeque::new());
        let second = connection.resume(3, id(9)).unwrap().run;
        tell(&connection, first, 104);
        assert_eq!(connection.missed(first, 1), Missed::Nothing);
        assert_eq!(missed(&connection, second), [104, 105]);
    }

    #[test]
    fn a_long_absence_is_told_in_pieces_and_cuts_nobody() {
        let connection = connection();
        push(&connection, 1);
        connection.take();
        connection.park(&VecDeque::new());
        for number in 0..900 {
            push(&connection, 100 + number);
        }
        let run = connection.resume(1, id(9)).unwrap().run;
        let mut told = Vec::new();
        loop {
            match connection.missed(run, 100) {
                Missed::Next(ids) => ids.into_iter().for_each(|id| tell(&connection, run, id)),
                Missed::Wait => told.extend(numbers(&connection)),
                Missed::Nothing => break,
            }
        }
        push(&connection, 5000);
        told.extend(numbers(&connection));
        assert_eq!(connection.is_closed(), None);
        assert_eq!(told, (1..=901).collect::<Vec<i64>>());
    }

    #[test]
    fn a_connection_that_is_over_is_forgotten() {
        let connection = parked();
        assert!(!connection.is_forgotten(Instant::now()));
        connection.close(Close::SessionEnded);
        assert!(connection.is_forgotten(Instant::now()));
    }

    #[test]
    fn a_number_that_was_never_reached_begins_a_new_connection() {
        for expected in [6, 99, -1] {
            let connection = parked();
            let resumption = connection.resume(expected, id(9)).unwrap();
            assert!(!resumption.is_continued);
            assert_eq!(missed(&connection, resumption.run), [104, 105]);
            assert_eq!(connection.id(), id(9));
        }
    }

    #[test]
    fn a_connection_that_missed_too_much_begins_anew() {
        let connection = connection();
        push(&connection, 1);
        connection.take();
        connection.park(&VecDeque::new());
        for number in 0..REMEMBERED as i64 + 1 {
            push(&connection, 100 + number);
        }
        let resumption = connection.resume(1, id(9)).unwrap();
        assert!(!resumption.is_continued);
        assert!(missed(&connection, resumption.run).is_empty());
    }

    #[test]
    fn sec_d11_a_slow_reader_is_cut_off() {
        let connection = connection();
        for number in 0..=QUEUE as i64 {
            push(&connection, number + 1);
        }
        assert_eq!(connection.is_closed(), Some(Close::TooSlow));
        assert!(connection.take().is_empty());
    }

    #[test]
    fn fleeting_events_make_room_for_lasting_ones() {
        let connection = connection();
        for number in 0..(QUEUE / 2) as i64 {
            push(&connection, number + 1);
        }
        connection.push(EventKind::Typing, 0, &event(), Extra::default());
        assert_eq!(connection.take().len(), QUEUE / 2);
    }
}
