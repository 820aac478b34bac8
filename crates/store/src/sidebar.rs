//! Tables `sidebarcategories` and `sidebarchannels`.
//!
//! A channel that no row names stands in a category of the built-in ones by its kind, so rows are only written for what
//! a user has moved.

use db::{Conn, Result, Tx, Value, params};
use wire::{ChannelId, TeamId, UserId};

db::row! {
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct CategoryRow {
        /// An id, or `{type}_{user}_{team}` for a built-in category.
        pub id: String,
        pub user_id: UserId,
        pub team_id: TeamId,
        pub sort_order: i64,
        pub sorting: String,
        pub kind: String,
        pub display_name: String,
        pub muted: bool,
        pub collapsed: bool,
    }
}

db::row! {
    /// A channel that a user has put into a category.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PlacedRow {
        pub category_id: String,
        pub channel_id: ChannelId,
    }
}

db::row! {
    /// A channel of a user that is in none of their categories.
    #[derive(Debug, Clone)]
    pub struct UnplacedRow {
        pub channel_id: ChannelId,
        /// `O`, `P`, `D` or `G`.
        pub kind: String,
    }
}

db::statements! {
    OF_USER: "sidebar.of_user" =>
        "SELECT id, userid, teamid, sortorder, sorting, type, displayname, muted, collapsed
         FROM sidebarcategories
         WHERE userid = $1 AND teamid = $2
         ORDER BY sortorder, id";
    PLACED: "sidebar.placed" =>
        "SELECT sc.categoryid, sc.channelid
         FROM sidebarcategories cat
             JOIN sidebarchannels sc ON sc.categoryid = cat.id AND sc.userid = cat.userid
             JOIN channelmembers cm ON cm.channelid = sc.channelid AND cm.userid = sc.userid
         WHERE cat.userid = $1 AND cat.teamid = $2
         ORDER BY sc.categoryid, sc.sortorder, sc.channelid";
    UNPLACED: "sidebar.unplaced" =>
        "SELECT c.id, c.type
         FROM channelmembers cm JOIN channels c ON c.id = cm.channelid
         WHERE cm.userid = $1 AND c.teamid IN ('', $2) AND c.deleteat = 0
           AND NOT EXISTS (SELECT 1
                           FROM sidebarchannels sc JOIN sidebarcategories cat ON cat.id = sc.categoryid
                           WHERE sc.userid = $1 AND sc.channelid = c.id AND cat.teamid = $2)
         ORDER BY lower(c.displayname), c.id";
    MEMBERSHIPS_AMONG: "sidebar.memberships_among" =>
        "SELECT c.id, c.type
         FROM channelmembers cm JOIN channels c ON c.id = cm.channelid
         WHERE cm.userid = $1 AND c.teamid IN ('', $2) AND c.id IN (ANY_OF($3))
         ORDER BY c.id";
    LOCK: "sidebar.lock" =>
        "SELECT tm.userid FROM teammembers tm WHERE tm.userid = $1 AND tm.teamid = $2 FOR UPDATE";
    INSERT: "sidebar.insert" =>
        "INSERT INTO sidebarcategories (id, userid, teamid, sortorder, sorting, type, displayname, muted, collapsed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (id) DO NOTHING";
    UPDATE: "sidebar.update" =>
        "UPDATE sidebarcategories SET sorting = $2, displayname = $3, muted = $4, collapsed = $5 WHERE id = $1";
    SET_ORDER: "sidebar.set_order" => "UPDATE sidebarcategories SET sortorder = $2 WHERE id = $1";
    DELETE: "sidebar.delete" => "DELETE FROM sidebarcategories WHERE id = $1";
    PLACE: "sidebar.place" =>
        "INSERT INTO sidebarchannels (channelid, userid, categoryid, sortorder)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (channelid, userid, categoryid) DO UPDATE SET sortorder = excluded.sortorder";
    EMPTY: "sidebar.empty" => "DELETE FROM sidebarchannels WHERE categoryid = $1 AND userid = $2";
    TAKE_OUT: "sidebar.take_out" =>
        "DELETE FROM sidebarchannels
         WHERE userid = $1 AND channelid IN (ANY_OF($3))
           AND categoryid IN (SELECT cat.id FROM sidebarcategories cat WHERE cat.userid = $1 AND cat.teamid = $2)";
    TAKE_OUT_OF: "sidebar.take_out_of" =>
        "DELETE FROM sidebarchannels WHERE userid = $1 AND channelid = $2 AND categoryid = $3";
    FORGET_CHANNELS: "sidebar.forget_channels" =>
        "DELETE FROM sidebarchannels WHERE userid = $1 AND channelid IN (ANY_OF($2))";
    FORGET_CHANNELS_OF_TEAM: "sidebar.forget_channels_of_team" =>
        "DELETE FROM sidebarchannels
         WHERE userid = $1
           AND categoryid IN (SELECT cat.id FROM sidebarcategories cat WHERE cat.userid = $1 AND cat.teamid = $2)";
    FORGET_TEAM: "sidebar.forget_team" => "DELETE FROM sidebarcategories WHERE userid = $1 AND teamid = $2";
}

/// A user's categories in a team, in their order. Built-in ones that nobody has changed may be missing.
pub async fn of_user(conn: &Conn, user: UserId, team: TeamId) -> Result<Vec<CategoryRow>> {
    conn.rows(&OF_USER, params![user, team]).await
}

/// The channels that a user is in and has put into categories of a team, in their order.
pub async fn placed(conn: &Conn, user: UserId, team: TeamId) -> Result<Vec<PlacedRow>> {
    conn.rows(&PLACED, params![user, team]).await
}

/// A user's channels of a team, and direct and group channels, that are in no category; archived ones left out.
pub async fn unplaced(conn: &Conn, user: UserId, team: TeamId) -> Result<Vec<UnplacedRow>> {
    conn.rows(&UNPLACED, params![user, team]).await
}

/// Those of the channels that a user is in and that can stand in a team's sidebar.
pub async fn memberships_among(
    conn: &Conn,
    user: UserId,
    team: TeamId,
    channels: Vec<String>,
) -> Result<Vec<UnplacedRow>> {
    conn.rows(&MEMBERSHIPS_AMONG, params![user, team, channels]).await
}

/// Lets one change of a member's categories in a team wait for the other.
pub async fn lock(tx: &Tx, user: UserId, team: TeamId) -> Result<()> {
    tx.rows::<(UserId,)>(&LOCK, params![user, team]).await.map(|_| ())
}

/// Writes a category, unless there is one of its id.
pub async fn insert(tx: &Tx, category: &CategoryRow) -> Result<()> {
    let params = params![
        &category.id,
        category.user_id,
        category.team_id,
        category.sort_order,
        &category.sorting,
        &category.kind,
        &category.display_name,
        category.muted,
        category.collapsed,
    ];
    tx.send(&INSERT, params).await
}

/// Replaces what may change of a category but for its place.
pub async fn update(tx: &Tx, category: &CategoryRow) -> Result<()> {
    let CategoryRow { id, sorting, display_name, muted, collapsed, .. } = category;
    tx.send(&UPDATE, params![id, sorting, display_name, *muted, *collapsed]).await
}

/// Moves a category to its place among the others.
pub async fn set_order(tx: &Tx, category: &str, sort_order: i64) -> Result<()> {
    tx.send(&SET_ORDER, params![category, sort_order]).await
}

/// Removes a category and what says that channels are in it.
pub async fn delete(tx: &Tx, user: UserId, category: &str) -> Result<()> {
    tx.send(&EMPTY, params![category, user]).await?;
    tx.send(&DELETE, params![category]).await
}

/// Puts exactly these channels into a category, in this order.
pub async fn fill(tx: &Tx, user: UserId, category: &str, channels: &[ChannelId]) -> Result<()> {
    tx.send(&EMPTY, params![category, user]).await?;
    for (place, channel) in (0..).zip(channels) {
        tx.send(&PLACE, params![*channel, user, category, place * 10_i64]).await?;
    }
    Ok(())
}

/// Puts a channel into a category in front of all others.
pub async fn put_first(tx: &Tx, user: UserId, category: &str, channel: ChannelId, now: i64) -> Result<()> {
    // The later, the further in front.
    tx.send(&PLACE, params![channel, user, category, -now]).await
}

/// Takes channels out of every category of a user in a team.
pub async fn take_out(tx: &Tx, user: UserId, team: TeamId, channels: &[ChannelId]) -> Result<()> {
    tx.send(&TAKE_OUT, params![user, team, Value::from_iter(channels.iter().copied())]).await
}

/// Takes a channel out of one category.
pub async fn take_out_of(tx: &Tx, user: UserId, category: &str, channel: ChannelId) -> Result<()> {
    tx.send(&TAKE_OUT_OF, params![user, channel, category]).await
}

/// Forgets where channels stood for a user who has left them.
pub async fn forget_channels(tx: &Tx, user: UserId, channels: &[ChannelId]) -> Result<()> {
    tx.send(&FORGET_CHANNELS, params![user, Value::from_iter(channels.iter().copied())]).await
}

/// Forgets a user's categories in a team that the user has left.
pub async fn forget_team(tx: &Tx, user: UserId, team: TeamId) -> Result<()> {
    tx.send(&FORGET_CHANNELS_OF_TEAM, params![user, team]).await?;
    tx.send(&FORGET_TEAM, params![user, team]).await
}
