//! Members of a channel who wait for words, and members who follow every thread there: kept in memory for the channels
//! that are written in.
//!
//! A post asks for them, and asking the database for every post would cost as much as the channel has members. A table
//! is made when it is first needed and dropped by the signals of what it is made of: memberships, members' settings in
//! the channel, names and settings of accounts. What was read while any such change came in is used once and not kept.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use db::Json;
use kernel::event::{Entry, Logged};
use kernel::event_log::Listener;
use kernel::{Ctx, Result, Signal};
use parking_lot::Mutex;
use wire::{ChannelId, UserId};

use super::mentions::Keywords;

/// What one channel's members wait for.
#[derive(Debug, Default)]
pub struct Listeners {
    pub keywords: Keywords<UserId>,
    /// Who follows every thread of the channel.
    pub of_threads: Vec<UserId>,
}

/// The tables of every channel that was written in lately.
#[derive(Default)]
struct Tables {
    kept: Mutex<Kept>,
    hears: OnceLock<()>,
}

#[derive(Default)]
struct Kept {
    /// Rises with every change that a table could be made of.
    changes: u64,
    tables: HashMap<ChannelId, Arc<Listeners>>,
}

/// Channels whose tables are kept; beyond it all are made anew.
const MOST: usize = 2000;
/// Members who wait for anything, in one channel.
const MOST_MEMBERS: i64 = 10_000;

/// The channel's members who wait for something.
pub async fn of(ctx: &Ctx, channel: ChannelId) -> Result<Arc<Listeners>> {
    let tables = ctx.app().part::<Tables>();
    // Nothing is kept before the first change can be heard.
    tables.hears.get_or_init(|| ctx.app().events.add(Arc::new(Ears(tables.clone()))));
    let changes = {
        let kept = tables.kept.lock();
        if let Some(table) = kept.tables.get(&channel) {
            return Ok(table.clone());
        }
        kept.changes
    };

    let table = Arc::new(read(ctx, channel).await?);

    let mut kept = tables.kept.lock();
    if kept.changes == changes {
        if kept.tables.len() >= MOST {
            kept.tables.clear();
        }
        kept.tables.insert(channel, table.clone());
    }
    Ok(table)
}

async fn read(ctx: &Ctx, channel: ChannelId) -> Result<Listeners> {
    let mut listeners = Listeners::default();
    for row in store::posts::listeners(ctx.db().read(), channel, MOST_MEMBERS).await? {
        let wish = |name: &str| row.notify_props.as_ref().and_then(|Json(props)| props.get(name));
        if let Some(keys) = wish("mention_keys") {
            listeners.keywords.add_keys(&row.user_id, keys);
        }
        if wish("first_name").is_some_and(|wish| wish == "true") {
            listeners.keywords.add_first_name(&row.user_id, &row.first_name);
        }
        let here = row.channel_notify_props.as_ref();
        let wish = here.and_then(|Json(props)| props.get(wire::channel::notify_props::AUTO_FOLLOW_THREADS));
        if wish.is_some_and(|wish| wish == "on") {
            listeners.of_threads.push(row.user_id);
        }
    }
    Ok(listeners)
}

/// The tables as the event log sees them.
struct Ears(Arc<Tables>);

impl Listener for Ears {
    fn entry(&self, logged: &Arc<Logged>) {
        if let Entry::Signal(signal) = &logged.entry {
            self.signal(signal);
        }
    }

    fn signal(&self, signal: &Signal) {
        let mut kept = self.0.kept.lock();
        match signal {
            Signal::ChannelMembership { channel, .. } | Signal::ChannelChanged { channel } => {
                kept.tables.remove(channel);
            }
            Signal::UserChanged { .. } | Signal::EverythingChanged => kept.tables.clear(),
            Signal::SessionsRevoked { .. }
            | Signal::EverySessionRevoked
            | Signal::UserRemoved { .. }
            | Signal::RolesChanged
            | Signal::TeamMembership { .. }
            | Signal::ConfigurationChanged => return,
        }
        kept.changes += 1;
    }
}
