//! What channels count, and what their members have read, where posts go for good: both are lowered, so that what is
//! unread stays true.

use db::{Result, Statement, Tx, Value, params};
use wire::ChannelId;

db::row! {
    /// What goes of a channel's posts, as far as it is counted.
    pub struct Going {
        pub channel_id: ChannelId,
        pub posts: i64,
        pub root_posts: i64,
        pub first: i64,
        pub last: i64,
    }
}

// As the counters of channels have it: older versions, and who came and went, are not counted.
macro_rules! counted {
    () => {
        concat!("p.originalid = '' AND p.type NOT IN ", crate::posts::comings_and_goings!())
    };
}
pub(super) use counted;

/// The posts `p` that go, by channel: a [`Going`] each.
macro_rules! going_of_channels {
    ($going:expr) => {
        concat!(
            "SELECT p.channelid, count(*), coalesce(sum(CASE WHEN p.rootid = '' THEN 1 ELSE 0 END), 0),
                    min(p.createat), max(p.createat)
             FROM posts p
             WHERE ",
            $going,
            " AND ",
            $crate::purge::counts::counted!(),
            " GROUP BY p.channelid
             ORDER BY p.channelid"
        )
    };
}
pub(super) use going_of_channels;

/// Lowers what the members of channel `$2` have read. Most have read all that goes, or nothing of it: posts are counted
/// only for those who have read a part.
macro_rules! read_of_going {
    ($going:expr) => {
        concat!(
            "UPDATE channelmembers
             SET msgcount = msgcount - CASE WHEN lastviewedat >= $6 THEN $3 WHEN lastviewedat < $5 THEN 0 ELSE ",
            $crate::purge::counts::read_part!($going, ""),
            " END,
                 msgcountroot = msgcountroot - CASE WHEN lastviewedat >= $6 THEN $4 WHEN lastviewedat < $5 THEN 0 ELSE ",
            $crate::purge::counts::read_part!($going, " AND p.rootid = ''"),
            " END
             WHERE channelid = $2"
        )
    };
}
pub(super) use read_of_going;

macro_rules! read_part {
    ($going:expr, $more:literal) => {
        concat!(
            "(SELECT count(*) FROM posts p
              WHERE p.channelid = $2 AND p.createat <= channelmembers.lastviewedat AND ",
            $going,
            " AND ",
            $crate::purge::counts::counted!(),
            $more,
            ")"
        )
    };
}
pub(super) use read_part;

db::statements! {
    COUNTS: "purge_counts.counts" =>
        "UPDATE channels SET totalmsgcount = totalmsgcount - $2, totalmsgcountroot = totalmsgcountroot - $3
         WHERE id = $1";
    BOUNDS: "purge_counts.bounds" =>
        "UPDATE channelmembers
         SET msgcount = CASE WHEN channelmembers.msgcount < 0 THEN 0
                             WHEN channelmembers.msgcount > c.totalmsgcount THEN c.totalmsgcount
                             ELSE channelmembers.msgcount END,
             msgcountroot = CASE WHEN channelmembers.msgcountroot < 0 THEN 0
                                 WHEN channelmembers.msgcountroot > c.totalmsgcountroot THEN c.totalmsgcountroot
                                 ELSE channelmembers.msgcountroot END
         FROM channels c
         WHERE c.id = channelmembers.channelid AND channelmembers.channelid = $1";
}

/// Takes the posts that go with `whose` out of the counts of their channels, which are locked, and out of what members
/// have read.
pub(super) async fn lower(
    tx: &Tx,
    going: &'static Statement,
    read: &'static Statement,
    whose: impl Into<Value>,
) -> Result<()> {
    let whose: Value = whose.into();
    for going in tx.rows::<Going>(going, params![whose.clone()]).await? {
        let (channel, posts, roots) = (going.channel_id, going.posts, going.root_posts);
        tx.send(read, params![whose.clone(), channel, posts, roots, going.first, going.last]).await?;
        tx.send(&COUNTS, params![channel, posts, roots]).await?;
        tx.send(&BOUNDS, params![channel]).await?;
    }
    Ok(())
}
