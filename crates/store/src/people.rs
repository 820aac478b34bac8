//! Lists of people: pages, searches and counts over tables `users`, `teammembers` and `channelmembers`.
//!
//! What a list is of decides which table is walked; every other wish is a condition on the user. What a viewer may not
//! know is left out here, so that pages are full.

use db::{Conn, Params, Result, params};
use wire::{ChannelId, TeamId, UserId};

use crate::users::{UserRow, user_columns};

/// What a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    Everybody,
    /// In no team.
    Teamless,
    InTeam(TeamId),
    NotInTeam(TeamId),
    InChannel(ChannelId),
    /// In the team, and not in the channel.
    NotInChannel(TeamId, ChannelId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    #[default]
    Username,
    /// Newest first; of a team.
    Created,
    /// Who did something last first; of a team.
    Active,
    /// Online, away, do not disturb, offline; of a channel.
    Status,
    /// Administrators first; of a channel.
    Administrators,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Activation {
    #[default]
    Any,
    Active,
    Inactive,
}

/// Which members of the team or channel count, by what they are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    pub administrators: bool,
    pub members: bool,
    pub guests: bool,
}

/// Further wishes. By default everybody is listed.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub activation: Activation,
    /// Names of system roles, any of which the user has. Who is more than a `system_user` is none.
    pub roles: Vec<String>,
    /// None: whatever they are there.
    pub standing: Option<Standing>,
    /// Words, all of which stand in the names of the user.
    pub words: Vec<String>,
    /// Whether words are looked for in full names and in addresses.
    pub sees_full_names: bool,
    pub sees_addresses: bool,
    pub omits_bots: bool,
    /// Empty, as the next two: whatever groups they are in.
    pub in_group: String,
    pub not_in_group: String,
    /// A team or channel, to which a group of theirs is linked.
    pub linked_to: String,
    /// None: everybody may be known. Otherwise who shares a channel with the user, or is in one of the teams.
    pub known_to: Option<(UserId, Vec<TeamId>)>,
}

/// Words that are looked for each by itself; what follows counts as one.
const WORDS: usize = 4;

macro_rules! conditions {
    () => {
        "(CAST($1 AS BIGINT) = 0 OR (CAST($1 AS BIGINT) = 1 AND u.deleteat = 0)
              OR (CAST($1 AS BIGINT) = 2 AND u.deleteat <> 0))
         AND (CAST($2 AS BIGINT) = 0 OR (CAST($3 AS BIGINT) = 1 AND u.roles = 'system_user')
              OR EXISTS (SELECT 1 FROM roles r
                         WHERE r.name IN (ANY_OF($4))
                           AND REPLACE(' ' || u.roles || ' ', ' ' || r.name || ' ', '') <> ' ' || u.roles || ' '))
         AND (CAST($5 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM bots b2 WHERE b2.userid = u.id))
         AND ($6 = '' OR EXISTS (SELECT 1 FROM groupmembers gm
                                 WHERE gm.groupid = $6 AND gm.userid = u.id AND gm.deleteat = 0))
         AND ($7 = '' OR NOT EXISTS (SELECT 1 FROM groupmembers gm
                                     WHERE gm.groupid = $7 AND gm.userid = u.id AND gm.deleteat = 0))
         AND ($8 = '' OR EXISTS (SELECT 1 FROM groupteams gt JOIN groupmembers gm ON gm.groupid = gt.groupid
                                 WHERE gt.teamid = $8 AND gt.deleteat = 0 AND gm.userid = u.id AND gm.deleteat = 0)
              OR EXISTS (SELECT 1 FROM groupchannels gc JOIN groupmembers gm ON gm.groupid = gc.groupid
                         WHERE gc.channelid = $8 AND gc.deleteat = 0 AND gm.userid = u.id AND gm.deleteat = 0))
         AND ($9 = '' OR u.id = $9
              OR EXISTS (SELECT 1
                         FROM channelmembers own JOIN channelmembers other ON other.channelid = own.channelid
                         WHERE own.userid = $9 AND other.userid = u.id)
              OR EXISTS (SELECT 1 FROM teammembers known
                         WHERE known.teamid IN (ANY_OF($10)) AND known.userid = u.id AND known.deleteat = 0))
         AND ($11 = '' OR "
    };
}

macro_rules! names {
    () => {
        "LOWER(u.username || ' ' || COALESCE(u.nickname, '')
               || CASE WHEN CAST($12 AS BIGINT) = 1
                       THEN ' ' || COALESCE(u.firstname, '') || ' ' || COALESCE(u.lastname, '') ELSE '' END
               || CASE WHEN CAST($13 AS BIGINT) = 1 THEN ' ' || COALESCE(u.email, '') ELSE '' END) LIKE "
    };
}

macro_rules! wishes {
    () => {
        concat!(
            conditions!(),
            names!(),
            "$11 ESCAPE '\\')
         AND ($14 = '' OR ",
            names!(),
            "$14 ESCAPE '\\')
         AND ($15 = '' OR ",
            names!(),
            "$15 ESCAPE '\\')
         AND ($16 = '' OR ",
            names!(),
            "$16 ESCAPE '\\')"
        )
    };
}

/// What somebody is where the list is of. Administrators of the system are neither members nor administrators there.
macro_rules! standing {
    ($member:literal) => {
        concat!(
            " AND (CAST($18 AS BIGINT) = 0
                   OR (REPLACE(' ' || u.roles || ' ', ' system_admin ', '') = ' ' || u.roles || ' '
                       AND ((CAST($19 AS BIGINT) = 1 AND ",
            $member,
            ".schemeadmin = TRUE)
                            OR (CAST($20 AS BIGINT) = 1 AND ",
            $member,
            ".schemeuser = TRUE
                                AND (",
            $member,
            ".schemeadmin IS NULL OR ",
            $member,
            ".schemeadmin = FALSE))
                            OR (CAST($21 AS BIGINT) = 1 AND ",
            $member,
            ".schemeguest = TRUE))))"
        )
    };
}

macro_rules! everybody {
    () => {
        concat!(" FROM users u LEFT JOIN bots b ON b.userid = u.id WHERE ", wishes!(), " AND $17 = ''")
    };
}

macro_rules! teamless {
    () => {
        concat!(
            " FROM users u LEFT JOIN bots b ON b.userid = u.id
             WHERE NOT EXISTS (SELECT 1 FROM teammembers tm WHERE tm.userid = u.id AND tm.deleteat = 0)
               AND ",
            wishes!(),
            " AND $17 = ''"
        )
    };
}

macro_rules! in_team {
    () => {
        concat!(
            " FROM teammembers tm
              JOIN users u ON u.id = tm.userid
              LEFT JOIN bots b ON b.userid = u.id
              LEFT JOIN status s ON s.userid = u.id
             WHERE tm.teamid = $17 AND tm.deleteat = 0 AND ",
            wishes!(),
            standing!("tm")
        )
    };
}

macro_rules! not_in_team {
    () => {
        concat!(
            " FROM users u LEFT JOIN bots b ON b.userid = u.id
             WHERE NOT EXISTS (SELECT 1 FROM teammembers tm
                               WHERE tm.teamid = $17 AND tm.userid = u.id AND tm.deleteat = 0)
               AND ",
            wishes!()
        )
    };
}

macro_rules! in_channel {
    () => {
        concat!(
            " FROM channelmembers cm
              JOIN users u ON u.id = cm.userid
              LEFT JOIN bots b ON b.userid = u.id
              LEFT JOIN status s ON s.userid = u.id
             WHERE cm.channelid = $17 AND ",
            wishes!(),
            standing!("cm")
        )
    };
}

macro_rules! not_in_channel {
    () => {
        concat!(
            " FROM teammembers tm
              JOIN users u ON u.id = tm.userid
              LEFT JOIN bots b ON b.userid = u.id
             WHERE tm.teamid = $17 AND tm.deleteat = 0
               AND NOT EXISTS (SELECT 1 FROM channelmembers cm WHERE cm.channelid = $22 AND cm.userid = u.id)
               AND ", wishes!(), standing!("tm"))
    };
}

db::statements! {
    EVERYBODY: "people.everybody" => concat!(
        "SELECT ", user_columns!(), everybody!(), " ORDER BY u.username LIMIT $18 OFFSET $19");
    TEAMLESS: "people.teamless" => concat!(
        "SELECT ", user_columns!(), teamless!(), " ORDER BY u.username LIMIT $18 OFFSET $19");
    NOT_IN_TEAM: "people.not_in_team" => concat!(
        "SELECT ", user_columns!(), not_in_team!(), " ORDER BY u.username LIMIT $18 OFFSET $19");
    IN_TEAM: "people.in_team" => concat!(
        "SELECT ", user_columns!(), in_team!(), " ORDER BY u.username LIMIT $22 OFFSET $23");
    IN_TEAM_CREATED: "people.in_team_created" => concat!(
        "SELECT ", user_columns!(), in_team!(), " ORDER BY u.createat DESC, u.id LIMIT $22 OFFSET $23");
    IN_TEAM_ACTIVE: "people.in_team_active" => concat!(
        "SELECT ", user_columns!(), in_team!(),
        " ORDER BY COALESCE(s.lastactivityat, 0) DESC, u.username LIMIT $22 OFFSET $23");
    IN_CHANNEL: "people.in_channel" => concat!(
        "SELECT ", user_columns!(), in_channel!(), " ORDER BY u.username LIMIT $22 OFFSET $23");
    IN_CHANNEL_STATUS: "people.in_channel_status" => concat!(
        "SELECT ", user_columns!(), in_channel!(),
        " ORDER BY CASE s.status WHEN 'online' THEN 1 WHEN 'away' THEN 2 WHEN 'dnd' THEN 3 ELSE 4 END, u.username
          LIMIT $22 OFFSET $23");
    IN_CHANNEL_ADMINISTRATORS: "people.in_channel_administrators" => concat!(
        "SELECT ", user_columns!(), in_channel!(),
        " ORDER BY CASE WHEN cm.schemeadmin = TRUE THEN 0 ELSE 1 END, u.username LIMIT $22 OFFSET $23");
    NOT_IN_CHANNEL: "people.not_in_channel" => concat!(
        "SELECT ", user_columns!(), not_in_channel!(), " ORDER BY u.username LIMIT $23 OFFSET $24");
    COUNT_EVERYBODY: "people.count_everybody" => concat!("SELECT CAST(COUNT(*) AS BIGINT)", everybody!());
    COUNT_IN_TEAM: "people.count_in_team" => concat!("SELECT CAST(COUNT(*) AS BIGINT)", in_team!());
    COUNT_IN_CHANNEL: "people.count_in_channel" => concat!("SELECT CAST(COUNT(*) AS BIGINT)", in_channel!());
    KNOWN: "people.known" =>
        "SELECT DISTINCT other.userid
         FROM channelmembers own JOIN channelmembers other ON other.channelid = own.channelid
         WHERE own.userid = $1 AND other.userid <> $1
         ORDER BY other.userid
         LIMIT $2";
    IN_GROUP_CHANNELS: "people.in_group_channels" =>
        "SELECT other.channelid, other.userid
         FROM channelmembers own
         JOIN channels c ON c.id = own.channelid AND c.type = 'G'
         JOIN channelmembers other ON other.channelid = own.channelid
         WHERE own.userid = $1 AND own.channelid IN (ANY_OF($2)) AND other.userid <> $1
         ORDER BY other.channelid, other.userid
         LIMIT $3";
}

/// A page of a list. An order that the list does not have is that of user names.
pub async fn page(
    conn: &Conn,
    base: Base,
    filter: &Filter,
    order: Order,
    limit: i64,
    offset: i64,
) -> Result<Vec<UserRow>> {
    let statement = match (base, order) {
        (Base::Everybody, _) => &EVERYBODY,
        (Base::Teamless, _) => &TEAMLESS,
        (Base::NotInTeam(_), _) => &NOT_IN_TEAM,
        (Base::InTeam(_), Order::Created) => &IN_TEAM_CREATED,
        (Base::InTeam(_), Order::Active) => &IN_TEAM_ACTIVE,
        (Base::InTeam(_), Order::Username | Order::Status | Order::Administrators) => &IN_TEAM,
        (Base::InChannel(_), Order::Status) => &IN_CHANNEL_STATUS,
        (Base::InChannel(_), Order::Administrators) => &IN_CHANNEL_ADMINISTRATORS,
        (Base::InChannel(_), Order::Username | Order::Created | Order::Active) => &IN_CHANNEL,
        (Base::NotInChannel(..), _) => &NOT_IN_CHANNEL,
    };
    let mut values = values(base, filter);
    values.extend(params![limit, offset]);
    conn.rows(statement, values).await
}

/// Who is counted. Of those who are missing somewhere there is no count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    Everybody,
    InTeam(TeamId),
    InChannel(ChannelId),
}

pub async fn count(conn: &Conn, counted: Counted, filter: &Filter) -> Result<i64> {
    let (statement, base) = match counted {
        Counted::Everybody => (&COUNT_EVERYBODY, Base::Everybody),
        Counted::InTeam(team) => (&COUNT_IN_TEAM, Base::InTeam(team)),
        Counted::InChannel(channel) => (&COUNT_IN_CHANNEL, Base::InChannel(channel)),
    };
    Ok(conn.one::<(i64,)>(statement, values(base, filter)).await?.0)
}

fn values(base: Base, filter: &Filter) -> Params {
    let number = |flag: bool| i64::from(flag);
    let activation: i64 = match filter.activation {
        Activation::Any => 0,
        Activation::Active => 1,
        Activation::Inactive => 2,
    };
    let others: Vec<String> = filter.roles.iter().filter(|role| *role != "system_user").cloned().collect();
    let (viewer, teams) = match &filter.known_to {
        None => (String::new(), Vec::new()),
        Some((user, teams)) => (user.to_string(), teams.iter().map(TeamId::to_string).collect()),
    };
    let words = words(&filter.words);
    let of = match base {
        Base::Everybody | Base::Teamless => String::new(),
        Base::InTeam(team) | Base::NotInTeam(team) | Base::NotInChannel(team, _) => team.to_string(),
        Base::InChannel(channel) => channel.to_string(),
    };
    let [first, second, third, fourth] = words;
    let mut values = params![
        activation,
        number(!filter.roles.is_empty()),
        number(others.len() < filter.roles.len()),
        others,
        number(filter.omits_bots),
        &filter.in_group,
        &filter.not_in_group,
        &filter.linked_to,
        viewer,
        teams,
        first,
        number(filter.sees_full_names),
        number(filter.sees_addresses),
        second,
        third,
        fourth,
        of
    ];
    if matches!(base, Base::InTeam(_) | Base::InChannel(_) | Base::NotInChannel(..)) {
        let standing = filter.standing.unwrap_or_default();
        values.extend(params![
            number(filter.standing.is_some()),
            number(standing.administrators),
            number(standing.members),
            number(standing.guests)
        ]);
    }
    if let Base::NotInChannel(_, channel) = base {
        values.extend(params![channel]);
    }
    values
}

/// The patterns of the words; an empty one asks nothing.
fn words(words: &[String]) -> [String; WORDS] {
    let mut patterns: [String; WORDS] = Default::default();
    for (index, pattern) in patterns.iter_mut().enumerate() {
        let word = if index + 1 == WORDS {
            words.get(index..).unwrap_or_default().join(" ")
        } else {
            words.get(index).cloned().unwrap_or_default()
        };
        if !word.is_empty() {
            *pattern = crate::pattern::anywhere(&word);
        }
    }
    patterns
}

/// Those who share a channel with the user.
pub async fn known(conn: &Conn, user: UserId, limit: i64) -> Result<Vec<UserId>> {
    let rows = conn.rows::<(UserId,)>(&KNOWN, params![user, limit]).await?;
    Ok(rows.into_iter().map(|(user,)| user).collect())
}

/// The others in those of the channels that are group channels of the user.
pub async fn in_group_channels(
    conn: &Conn,
    user: UserId,
    channels: Vec<String>,
    limit: i64,
) -> Result<Vec<(ChannelId, UserId)>> {
    conn.rows(&IN_GROUP_CHANNELS, params![user, channels, limit]).await
}
