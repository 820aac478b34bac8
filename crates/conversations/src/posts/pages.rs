//! The newest pages of channels that are read often: kept in memory for seconds, so that they are not made twice.
//!
//! What always holds: whether its reader may read the channel, and when the channel's posts changed last, is asked of the
//! database for every request, and a kept page is told under that time alone. A page is read after its time was, so that
//! it is never older than it says. What is told to one reader alone is asked for every time ([`list::Shared`]).
//!
//! Changes that leave the time of the last one as it is, such as a post that goes for good or is dated back, are heard
//! from the event log: whatever it says of a channel drops its pages, on this node before the change is acknowledged and
//! on others when they hear of it; and what was being read meanwhile is not kept. What nobody tells of, such as a row
//! that was removed by hand, is seen after [`LIFE`].

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, OnceLock};

use http_api::Encoded;
use kernel::event::{Entry, Event, Logged};
use kernel::event_log::Listener;
use kernel::{Channel, Ctx, Result, Signal};
use parking_lot::Mutex;
use wire::{ChannelId, Page, PostList};

use super::list::{self, Shared, View};
use super::of_channel;
use super::shape::Threads;

/// The longest that a page is kept, in milliseconds.
const LIFE: i64 = 5_000;
/// What all kept pages take in memory, about, in bytes.
const MOST: usize = 16 * 1024 * 1024;
/// The longest text of a page that is kept, in bytes.
const LONGEST: usize = 256 * 1024;
/// Different pages of one channel.
const MOST_OF_CHANNEL: usize = 8;

/// A page as it is told to a reader.
pub enum Told {
    /// As to everybody.
    Alike(Encoded),
    /// With something of their own.
    Apart(PostList),
}

/// Whether pages of this view are kept. What is told of people changes with them, and they are in many channels.
pub fn are_kept(view: View) -> bool {
    view.collapsed != Some(Threads::CollapsedExtended)
}

/// The newest posts of a channel that the caller may read and that changed last at this time.
pub async fn newest(ctx: &Ctx, channel: &Channel, view: View, page: Page, last_update: i64) -> Result<Told> {
    let pages = ctx.app().part::<Pages>();
    // Nothing is kept before the first change can be heard.
    pages.hears.get_or_init(|| ctx.app().events.add(Arc::new(Ears(pages.clone()))));
    let id = channel.row.id;
    let kind = Kind {
        is_collapsed: view.collapsed.is_some(),
        skips_threads: view.skips_threads,
        per_page: page.per_page,
        last_update,
    };
    let found = pages.kept.lock().visit(id, kind, ctx.now());
    let visit = match found {
        Ok(made) => return made.for_caller(ctx).await,
        Err(visit) => visit,
    };

    let shared = of_channel::shared_page(ctx, channel, view, page).await?;
    let text = Encoded::of(&shared.list)?;
    if text.length() > LONGEST {
        return shared.for_caller(ctx).await.map(Told::Apart);
    }
    let made = Arc::new(Made { text, personal: (!shared.is_for_everybody()).then_some(shared) });
    pages.kept.lock().keep(id, visit, kind, made.clone());
    made.for_caller(ctx).await
}

/// Which page of a channel it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Kind {
    is_collapsed: bool,
    skips_threads: bool,
    per_page: u32,
    /// When the channel's posts had changed last before it was read.
    last_update: i64,
}

impl Kind {
    /// Whether the other one is the same page at another time.
    fn replaces(self, other: Self) -> bool {
        Self { last_update: other.last_update, ..self } == other
    }
}

/// A page that was made.
struct Made {
    /// As it is told to everybody of whom nothing else is known.
    text: Encoded,
    /// What it is made of, where readers are told something of their own.
    personal: Option<Shared>,
}

impl Made {
    async fn for_caller(&self, ctx: &Ctx) -> Result<Told> {
        let alike = || Told::Alike(self.text.clone());
        let Some(shared) = &self.personal else { return Ok(alike()) };
        let own = shared.of_caller(ctx).await?;
        Ok(if own.is_empty() { alike() } else { Told::Apart(list::with(shared.list.clone(), own)) })
    }

    /// About what it takes in memory: the text with its compressed form, and several times as much as values.
    fn size(&self) -> usize {
        self.text.length() * if self.personal.is_some() { 6 } else { 2 }
    }
}

#[derive(Default)]
struct Pages {
    kept: Mutex<Kept>,
    hears: OnceLock<()>,
}

#[derive(Default)]
struct Kept {
    channels: HashMap<ChannelId, OfChannel>,
    /// The channels by when their pages began to be kept, some of them gone by now.
    in_order: VecDeque<(ChannelId, u64)>,
    visits: u64,
    size: usize,
}

/// The pages of one channel, which go together.
struct OfChannel {
    /// Changes whenever what was kept is dropped; what was read before that is not kept after it.
    visit: u64,
    since: i64,
    pages: Vec<(Kind, Arc<Made>)>,
    size: usize,
}

impl OfChannel {
    /// What it takes without pages.
    const EMPTY: usize = 256;
}

impl Kept {
    /// The page, or under which visit it can be kept when it was made.
    fn visit(&mut self, channel: ChannelId, kind: Kind, now: i64) -> std::result::Result<Arc<Made>, u64> {
        self.forget_old(now);
        if let Some(known) = self.channels.get(&channel) {
            let page = known.pages.iter().find(|(known, _)| *known == kind);
            return page.map(|(_, made)| made.clone()).ok_or(known.visit);
        }
        self.visits += 1;
        let visit = self.visits;
        let empty = OfChannel { visit, since: now, pages: Vec::new(), size: OfChannel::EMPTY };
        self.channels.insert(channel, empty);
        self.in_order.push_back((channel, visit));
        self.size += OfChannel::EMPTY;
        Err(visit)
    }

    /// Keeps a page, unless something was dropped since the visit began.
    fn keep(&mut self, channel: ChannelId, visit: u64, kind: Kind, made: Arc<Made>) {
        let Some(known) = self.channels.get_mut(&channel).filter(|known| known.visit == visit) else {
            return;
        };
        known.pages.retain(|(known, _)| !kind.replaces(*known));
        if known.pages.len() < MOST_OF_CHANNEL {
            known.pages.push((kind, made));
        }
        let size = OfChannel::EMPTY + known.pages.iter().map(|(_, made)| made.size()).sum::<usize>();
        self.size += size;
        self.size -= std::mem::replace(&mut known.size, size);
        while self.size > MOST {
            self.forget_first();
        }
    }

    fn forget_old(&mut self, now: i64) {
        while let Some((channel, visit)) = self.in_order.front() {
            let lives = |known: &OfChannel| known.visit == *visit && (0..LIFE).contains(&(now - known.since));
            if self.channels.get(channel).is_some_and(lives) {
                return;
            }
            self.forget_first();
        }
    }

    fn forget_first(&mut self) {
        if let Some((channel, visit)) = self.in_order.pop_front()
            && self.channels.get(&channel).is_some_and(|known| known.visit == visit)
        {
            self.forget(channel);
        }
    }

    fn forget(&mut self, channel: ChannelId) {
        if let Some(gone) = self.channels.remove(&channel) {
            self.size -= gone.size;
        }
    }

    fn forget_all(&mut self) {
        self.channels.clear();
        self.in_order.clear();
        self.size = 0;
    }
}

/// The pages as the event log sees them.
struct Ears(Arc<Pages>);

impl Listener for Ears {
    fn entry(&self, logged: &Arc<Logged>) {
        match &logged.entry {
            // Who is typing changes nothing.
            Entry::Event(_) if logged.id == Logged::UNLOGGED => {}
            Entry::Event(event) => self.event(event),
            Entry::Signal(signal) => self.signal(signal),
        }
    }

    fn event(&self, event: &Event) {
        if let Some(channel) = event.broadcast.channel_id {
            self.0.kept.lock().forget(channel);
        }
    }

    fn signal(&self, signal: &Signal) {
        match signal {
            Signal::ChannelChanged { channel } => self.0.kept.lock().forget(*channel),
            Signal::UserRemoved { .. } | Signal::EverythingChanged => self.0.kept.lock().forget_all(),
            Signal::SessionsRevoked { .. }
            | Signal::EverySessionRevoked
            | Signal::UserChanged { .. }
            | Signal::RolesChanged
            | Signal::TeamMembership { .. }
            | Signal::ChannelMembership { .. }
            | Signal::ConfigurationChanged => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: Kind = Kind { is_collapsed: false, skips_threads: false, per_page: 60, last_update: 1 };

    fn channel(number: u8) -> ChannelId {
        ChannelId::from(wire::Id::from_random([number; 16]))
    }

    fn page(length: usize) -> Arc<Made> {
        Arc::new(Made { text: Encoded::of(&"x".repeat(length)).unwrap(), personal: None })
    }

    fn keep(kept: &mut Kept, channel: ChannelId, kind: Kind, now: i64) {
        let visit = kept.visit(channel, kind, now).err().expect("the page is not there yet");
        kept.keep(channel, visit, kind, page(LONGEST - 2));
    }

    fn has(kept: &mut Kept, channel: ChannelId, kind: Kind, now: i64) -> bool {
        kept.visit(channel, kind, now).is_ok()
    }

    #[test]
    fn a_page_is_found_under_its_time_alone_and_not_for_long() {
        let (mut kept, one) = (Kept::default(), channel(1));
        keep(&mut kept, one, KIND, 1000);

        assert!(has(&mut kept, one, KIND, 1000 + LIFE - 1));
        assert!(!has(&mut kept, one, Kind { last_update: 2, ..KIND }, 1000));
        assert!(!has(&mut kept, one, Kind { per_page: 30, ..KIND }, 1000));
        assert!(!has(&mut kept, channel(2), KIND, 1000));
        assert!(!has(&mut kept, one, KIND, 1000 + LIFE));
        keep(&mut kept, one, KIND, 1000 + LIFE);
        assert!(!has(&mut kept, one, KIND, LIFE), "the clock went back");
    }

    #[test]
    fn what_was_read_while_a_change_came_in_is_not_kept() {
        let (mut kept, one) = (Kept::default(), channel(1));
        let visit = kept.visit(one, KIND, 0).err().unwrap();
        kept.forget(one);
        kept.keep(one, visit, KIND, page(10));
        assert!(!has(&mut kept, one, KIND, 0));

        kept.keep(one, visit, KIND, page(10));
        assert!(!has(&mut kept, one, KIND, 0));
    }

    #[test]
    fn pages_take_no_more_than_their_share_and_those_that_began_first_go_first() {
        let mut kept = Kept::default();
        for number in 0..=255 {
            keep(&mut kept, channel(number), KIND, 0);
            for per_page in 100..200 {
                let other = Kind { per_page, ..KIND };
                let visit = kept.visit(channel(number), other, 0).err().unwrap();
                kept.keep(channel(number), visit, other, page(10));
            }
        }

        assert!(kept.size <= MOST && kept.size > MOST - 3 * LONGEST, "{}", kept.size);
        assert!(has(&mut kept, channel(255), KIND, 0) && !has(&mut kept, channel(0), KIND, 0));
        assert_eq!(kept.channels[&channel(255)].pages.len(), MOST_OF_CHANNEL);
        kept.visit(channel(1), KIND, LIFE).err().unwrap();
        assert_eq!((kept.size, kept.channels.len(), kept.in_order.len()), (OfChannel::EMPTY, 1, 1));
    }
}
