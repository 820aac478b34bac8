//! The test world: one of every kind of caller, and places whose every text is a canary.
//!
//! A [`World`] has its [`Principal`]s once. A [`Place`] is what they act on: a team with an open, a private and an
//! archived channel, a direct and a group channel, each with a thread and a reaction, and a bystander. What a principal is to a place depends on its
//! kind alone, so a fresh place costs one transaction, and a call that changes something can have one of its own.
//!
//! People sign up and in through the API. What no route offers yet (system roles, guests, memberships that have ended,
//! archived channels) is written by SQL; places are, too, because there are many.
//!
//! Every object carries a canary, a text found nowhere else. [`World::hidden`] lists those that a principal must not
//! see, so that "did it leak?" is a search in whatever came back. What is allowed follows from a copy of the built-in
//! roles' permissions ([`Facts`]) and never from the server's own code.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use wire::Permission;

use crate::people::PASSWORD;
use crate::{Client, TestServer, User};

/// The roles of a fresh server, as the schema's facts have them.
const ROLES: &str = include_str!("../../store/schema/roles.tsv");

/// What somebody is to a team or a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Outside,
    /// Was in it once.
    Former,
    Guest,
    Member,
    Admin,
}

impl Standing {
    pub fn is_in(self) -> bool {
        matches!(self, Self::Guest | Self::Member | Self::Admin)
    }

    /// The roles that it gives, by what it is a standing in (`team` or `channel`).
    fn roles(self, of: &str) -> Vec<String> {
        let names: &[&str] = match self {
            Self::Outside | Self::Former => &[],
            Self::Guest => &["guest"],
            Self::Member => &["user"],
            Self::Admin => &["user", "admin"],
        };
        names.iter().map(|name| format!("{of}_{name}")).collect()
    }
}

/// Somebody of a kind.
#[derive(Clone)]
pub struct Principal {
    pub name: &'static str,
    pub client: Client,
    /// None: anonymous.
    pub id: Option<String>,
    /// System roles, as `users.roles` has them.
    pub roles: &'static str,
    /// What they are to the team of every place.
    pub team: Standing,
    /// What they are to the channels of every place.
    pub channel: Standing,
    /// Whether their session counts.
    pub is_live: bool,
}

impl Principal {
    /// Whether they have a session that counts.
    pub fn has_session(&self) -> bool {
        self.id.is_some() && self.is_live
    }
}

/// The kinds: name, system roles, standing in the team, standing in the channels.
const KINDS: [(&str, &str, Standing, Standing); 16] = {
    use Standing::{Admin, Former, Guest, Member, Outside};
    [
        ("system-admin", "system_admin system_user", Outside, Outside),
        ("guest-in", "system_guest", Guest, Guest),
        ("guest-out-same-team", "system_guest", Guest, Outside),
        ("guest-out-other-team", "system_guest", Outside, Outside),
        ("member-in", "system_user", Member, Member),
        ("member-out-same-team", "system_user", Member, Outside),
        ("member-out-other-team", "system_user", Outside, Outside),
        ("channel-admin", "system_user", Member, Admin),
        ("team-admin", "system_user", Admin, Outside),
        ("system-manager", "system_user system_manager", Outside, Outside),
        ("user-manager", "system_user system_user_manager", Outside, Outside),
        ("read-only-admin", "system_user system_read_only_admin", Outside, Outside),
        ("custom-role", "system_user canary_role", Outside, Outside),
        ("ex-member-of-channel", "system_user", Member, Former),
        ("ex-member-of-team", "system_user", Former, Former),
        ("deactivated", "system_user", Member, Member),
    ]
};

/// A role of this world's own, and what it allows.
const CUSTOM_ROLE: (&str, &str) =
    ("canary_role", "list_private_teams read_jobs sysconsole_read_about_edition_and_license");

/// What roles allow, by a copy of the facts.
pub struct Facts(BTreeMap<String, BTreeSet<String>>);

impl Facts {
    fn read() -> Self {
        let rows = ROLES.lines().filter(|line| !line.starts_with('#')).skip(1);
        let mut roles: BTreeMap<String, BTreeSet<String>> = rows
            .map(|line| {
                let columns: Vec<&str> = line.split('\t').collect();
                let permissions = columns.get(5).copied().unwrap_or_default();
                (columns[0].to_owned(), permissions.split_whitespace().map(str::to_owned).collect())
            })
            .collect();
        let (name, permissions) = CUSTOM_ROLE;
        roles.insert(name.to_owned(), permissions.split_whitespace().map(str::to_owned).collect());
        Self(roles)
    }

    fn allow<'a>(&self, roles: impl IntoIterator<Item = &'a str>, permission: &str) -> bool {
        roles.into_iter().any(|role| self.0.get(role).is_some_and(|allowed| allowed.contains(permission)))
    }

    /// Whether the principal's system roles allow this.
    pub fn system(&self, who: &Principal, permission: Permission) -> bool {
        who.has_session() && self.allow(who.roles.split_whitespace(), permission.as_str())
    }

    /// Whether the principal's system roles allow anything whose id begins so.
    pub fn system_any(&self, who: &Principal, prefix: &str) -> bool {
        let mut roles = who.roles.split_whitespace().filter_map(|role| self.0.get(role));
        who.has_session() && roles.any(|allowed| allowed.iter().any(|id| id.starts_with(prefix)))
    }

    /// Whether the principal may do this in the team of a place.
    pub fn team(&self, who: &Principal, permission: Permission) -> bool {
        let roles = who.team.roles("team");
        self.system(who, permission)
            || who.has_session() && self.allow(roles.iter().map(String::as_str), permission.as_str())
    }

    /// Whether somebody who is in a channel without a team, or is not, may do this there.
    pub fn teamless(&self, who: &Principal, is_in: bool, permission: Permission) -> bool {
        self.system(who, permission)
            || who.has_session() && is_in && self.allow(["channel_user"], permission.as_str())
    }

    /// Whether the principal may do this in the channels of a place.
    pub fn channel(&self, who: &Principal, permission: Permission) -> bool {
        let roles = who.channel.roles("channel");
        self.team(who, permission)
            || who.has_session() && self.allow(roles.iter().map(String::as_str), permission.as_str())
    }
}

/// Which of a place's channels is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Public,
    Private,
    Archived,
    /// Between the place's author and its bystander.
    Direct,
    /// Of these two and the administrator of the place's channels.
    Group,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Public, Self::Private, Self::Archived, Self::Direct, Self::Group];

    /// Whether channels of this kind belong to no team.
    pub fn is_teamless(self) -> bool {
        matches!(self, Self::Direct | Self::Group)
    }
}

/// A channel of a place.
#[derive(Debug, Clone)]
pub struct Room {
    pub kind: Kind,
    pub id: String,
    pub name: String,
    /// The root of a thread, by [`Place::author`].
    pub post: String,
    pub reply: String,
    /// In the channel's own texts.
    pub canary: String,
    /// In what is written there.
    pub post_canary: String,
}

/// What principals act on.
#[derive(Debug, Clone)]
pub struct Place {
    pub team: String,
    pub team_name: String,
    pub is_open: bool,
    pub rooms: Vec<Room>,
    /// Who wrote everything.
    pub author: String,
    /// Somebody else who is in the channels.
    pub channel_admin: String,
    /// Somebody who is in the team and its channels, and of whom nobody else knows.
    pub other: String,
    pub other_username: String,
    /// In the team's public texts.
    pub canary: String,
    /// The team's invitation, for those who may invite.
    pub invite_canary: String,
    /// The team's address, for those who manage it.
    pub email_canary: String,
    /// In what only the bystander and those who manage users see.
    pub other_canary: String,
}

impl Place {
    /// Whether somebody is in a channel of the place that belongs to no team.
    pub fn is_in_teamless(&self, user: &str, kind: Kind) -> bool {
        let is_among = user == self.author || user == self.other;
        match kind {
            Kind::Direct => is_among,
            Kind::Group => is_among || user == self.channel_admin,
            Kind::Public | Kind::Private | Kind::Archived => false,
        }
    }

    pub fn room(&self, kind: Kind) -> &Room {
        self.rooms.iter().find(|room| room.kind == kind).expect("a place has a channel of each kind")
    }
}

/// One of every kind, on one server.
pub struct World {
    pub server: TestServer,
    pub principals: Vec<Principal>,
    pub facts: Facts,
    /// The stored form of everybody's password.
    password: String,
}

impl World {
    pub async fn new(server: &TestServer) -> Self {
        let mut principals = vec![Principal {
            name: "anonymous",
            client: server.anonymous(),
            id: None,
            roles: "",
            team: Standing::Outside,
            channel: Standing::Outside,
            is_live: false,
        }];
        let mut statements = vec![custom_role()];
        for (name, roles, team, channel) in KINDS {
            let user: User =
                if name == "system-admin" { server.admin().await } else { server.user(name).await };
            statements.push(format!("UPDATE users SET roles = '{roles}' WHERE id = '{}'", user.id));
            let is_live = name != "deactivated";
            if !is_live {
                statements
                    .push(format!("UPDATE users SET deleteat = 1700000000000 WHERE id = '{}'", user.id));
            }
            let client = user.client().clone();
            principals.push(Principal { name, client, id: Some(user.id), roles, team, channel, is_live });
        }
        let expired = server.user("expired").await;
        let token = expired.client().token().unwrap_or_default().to_owned();
        statements.push(format!("UPDATE sessions SET expiresat = 1600000000000 WHERE token = '{token}'"));
        principals.push(Principal {
            name: "expired",
            client: expired.client().clone(),
            id: Some(expired.id),
            roles: "system_user",
            team: Standing::Member,
            channel: Standing::Member,
            is_live: false,
        });
        server.sql(statements).await;
        let app = server.app();
        let password = app.hasher.hash(&*app.random, PASSWORD).await.unwrap();
        Self { server: server.clone(), principals, facts: Facts::read(), password }
    }

    /// Makes a principal what it was before a call that may have changed its account or ended its session.
    pub async fn restore(&self, who: &mut Principal) {
        let Some(id) = who.id.clone().filter(|_| who.is_live) else { return };
        let name = if who.name == "system-admin" { "admin" } else { who.name };
        let me = who.client.get("/users/me").await;
        if me.is_success() && me.json["username"] == name && me.json["roles"] == who.roles {
            return;
        }
        let (roles, password) = (who.roles, &self.password);
        let account = format!(
            "UPDATE users SET roles = '{roles}', deleteat = 0, username = '{name}', password = '{password}'
             WHERE id = '{id}'"
        );
        self.server.app().db.script(vec![account]).await.unwrap();
        self.server.forget(std::slice::from_ref(&id)).await;
        who.client = self.server.sign_in(name).await;
    }

    /// Removes places that are no longer needed, with what became of them.
    pub async fn remove(&self, places: &[Place]) {
        if places.is_empty() {
            return;
        }
        let rooms = listed(places.iter().flat_map(|place| &place.rooms).map(|room| room.id.as_str()));
        let teams = listed(places.iter().map(|place| place.team.as_str()));
        let others = listed(places.iter().map(|place| place.other.as_str()));
        let posts = format!("SELECT id FROM posts WHERE channelid IN ({rooms})");
        let statements = [
            format!("DELETE FROM threadmemberships WHERE postid IN ({posts})"),
            format!("DELETE FROM reactions WHERE postid IN ({posts})"),
            format!("DELETE FROM threads WHERE channelid IN ({rooms})"),
            format!("DELETE FROM posts WHERE channelid IN ({rooms})"),
            format!("DELETE FROM channelmembers WHERE channelid IN ({rooms})"),
            format!("DELETE FROM channelmemberhistory WHERE channelid IN ({rooms})"),
            format!("DELETE FROM publicchannels WHERE id IN ({rooms})"),
            format!("DELETE FROM channels WHERE id IN ({rooms})"),
            format!("DELETE FROM teammembers WHERE teamid IN ({teams})"),
            format!("DELETE FROM teams WHERE id IN ({teams})"),
            format!("DELETE FROM preferences WHERE userid IN ({others})"),
            format!("DELETE FROM users WHERE id IN ({others})"),
            "DELETE FROM wardroom_events".to_owned(),
        ];
        self.server.app().db.script(vec![statements.join(";\n")]).await.unwrap();
    }

    pub fn principal(&self, name: &str) -> &Principal {
        let found = self.principals.iter().find(|principal| principal.name == name);
        found.unwrap_or_else(|| panic!("no principal is called {name}"))
    }

    /// A fresh place, whose posts are by `author`.
    pub async fn place(&self, is_open: bool, author: &Principal) -> Place {
        let author = author.id.clone().expect("an author has an account");
        let place = self.plan(is_open, author);
        // In one go: a walk makes thousands of them.
        let statements = self.statements(&place).join(";\n");
        self.server.app().db.script(vec![statements]).await.unwrap();
        place
    }

    fn plan(&self, is_open: bool, author: String) -> Place {
        let id = || self.id();
        let other = id();
        let rooms = Kind::ALL.map(|kind| Room {
            kind,
            id: id(),
            name: match kind {
                Kind::Direct => {
                    let (first, second) = (author.as_str().min(&other), author.as_str().max(&other));
                    format!("{first}__{second}")
                }
                Kind::Group => {
                    format!("{:0>40}", id().replace(|letter: char| !letter.is_ascii_hexdigit(), "0"))
                }
                Kind::Public | Kind::Private | Kind::Archived => id(),
            },
            post: id(),
            reply: id(),
            canary: canary(),
            post_canary: canary(),
        });
        Place {
            team: id(),
            team_name: id(),
            is_open,
            rooms: rooms.to_vec(),
            author,
            channel_admin: self.principal("channel-admin").id.clone().unwrap_or_default(),
            other_username: format!("other{other}"),
            other,
            canary: canary(),
            invite_canary: id(),
            email_canary: canary(),
            other_canary: canary(),
        }
    }

    fn id(&self) -> String {
        self.server.app().random.token()
    }

    fn statements(&self, place: &Place) -> Vec<String> {
        let now = self.server.now() - 60_000;
        let Place { team, team_name, canary, invite_canary, email_canary, other, other_username, .. } = place;
        let password = &self.password;
        let kind = if place.is_open { 'O' } else { 'I' };
        let mut statements = vec![
            format!(
                "INSERT INTO teams (id, createat, updateat, deleteat, displayname, name, description, email, type,
                                    companyname, alloweddomains, inviteid, schemeid, allowopeninvite,
                                    lastteamiconupdate, groupconstrained, cloudlimitsarchived)
                 VALUES ('{team}', {now}, {now}, 0, '{canary}', '{team_name}', '{canary}', '{email_canary}@example.com',
                         '{kind}', '{canary}', '', '{invite_canary}', NULL, {}, 0, NULL, FALSE)",
                place.is_open
            ),
            format!(
                "INSERT INTO users (id, createat, updateat, deleteat, username, password, authdata, authservice, email,
                                    emailverified, nickname, firstname, lastname, roles, allowmarketing, props,
                                    notifyprops, lastpasswordupdate, lastpictureupdate, failedattempts, locale,
                                    mfaactive, mfasecret, position, timezone, remoteid, lastlogin)
                 VALUES ('{other}', {now}, {now}, 0, '{other_username}', '{password}', NULL, '', '{other}@example.com',
                         FALSE, '', '', '', 'system_user', FALSE, '{{}}',
                         '{{\"mention_keys\": \"{}\"}}', {now}, 0, 0, 'en',
                         FALSE, '', '', '{{}}', '', 0)",
                place.other_canary
            ),
        ];
        statements.push(format!(
            "INSERT INTO preferences (userid, category, name, value)
             VALUES ('{other}', 'system_notice', 'GMasDM', 'true')"
        ));
        let mut people: Vec<(&str, Standing, Standing)> = self
            .principals
            .iter()
            .filter_map(|who| Some((who.id.as_deref()?, who.team, who.channel)))
            .collect();
        people.push((other, Standing::Member, Standing::Member));
        let members: Vec<String> = people
            .iter()
            .filter(|(_, standing, _)| *standing != Standing::Outside)
            .map(|(user, standing, _)| {
                let left = if standing.is_in() { 0 } else { now };
                format!("('{team}', '{user}', '', {left}, {}, {now})", flags(*standing))
            })
            .collect();
        statements.push(format!(
            "INSERT INTO teammembers (teamid, userid, roles, deleteat, schemeuser, schemeadmin, schemeguest, createat)
             VALUES {}",
            members.join(", ")
        ));
        let rooms: Vec<Vec<String>> =
            place.rooms.iter().map(|room| room_rows(place, room, &people, now)).collect();
        for (table, (name, columns)) in ROOM_TABLES.iter().enumerate() {
            let rows: Vec<&str> =
                rooms.iter().map(|tables| tables[table].as_str()).filter(|rows| !rows.is_empty()).collect();
            statements.push(format!("INSERT INTO {name} ({columns}) VALUES {}", rows.join(", ")));
        }
        statements
    }

    /// The canaries of a place that the principal must not see.
    pub fn hidden<'a>(&self, who: &Principal, place: &'a Place) -> Vec<&'a str> {
        let facts = &self.facts;
        let mut hidden = Vec::new();
        let sees_team = facts.team(who, Permission::ViewTeam)
            || facts.system(
                who,
                if place.is_open { Permission::ListPublicTeams } else { Permission::ListPrivateTeams },
            );
        if !sees_team {
            hidden.push(place.canary.as_str());
        }
        if !facts.team(who, Permission::InviteUser) {
            hidden.push(&place.invite_canary);
        }
        if !facts.team(who, Permission::ManageTeam) {
            hidden.push(&place.email_canary);
        }
        if !facts.system(who, Permission::EditOtherUsers) {
            hidden.push(&place.other_canary);
        }
        for room in &place.rooms {
            if !self.knows(who, place, room) {
                hidden.push(&room.canary);
            }
            if !self.reads(who, place, room) {
                hidden.push(&room.post_canary);
            }
        }
        hidden
    }

    /// Whether the principal may know of a channel. What a team's members find when they look for public channels is
    /// for them to see as well.
    pub fn knows(&self, who: &Principal, place: &Place, room: &Room) -> bool {
        if room.kind.is_teamless() {
            return self.may_in_teamless(who, place, room.kind, Permission::ReadChannel);
        }
        let lists = [Permission::ReadPublicChannel, Permission::ListTeamChannels];
        self.facts.channel(who, Permission::ReadChannel)
            || !is_public(room) && self.facts.team(who, Permission::ReadPrivateChannelGroups)
            || is_public(room) && lists.iter().any(|permission| self.facts.team(who, *permission))
    }

    /// Whether the principal may read what is written in a channel.
    pub fn reads(&self, who: &Principal, place: &Place, room: &Room) -> bool {
        if room.kind.is_teamless() {
            return self.may_in_teamless(who, place, room.kind, Permission::ReadChannelContent);
        }
        self.facts.channel(who, Permission::ReadChannelContent)
            || is_public(room) && self.facts.team(who, Permission::ReadPublicChannel)
    }
}

impl World {
    fn may_in_teamless(&self, who: &Principal, place: &Place, kind: Kind, permission: Permission) -> bool {
        let is_in = who.id.as_deref().is_some_and(|id| place.is_in_teamless(id, kind));
        self.facts.teamless(who, is_in, permission)
    }
}

/// Archived channels of places were public.
fn is_public(room: &Room) -> bool {
    match room.kind {
        Kind::Public | Kind::Archived => true,
        Kind::Private | Kind::Direct | Kind::Group => false,
    }
}

/// The tables that a channel of a place has rows in.
const ROOM_TABLES: [(&str, &str); 8] = [
    (
        "channels",
        "id, createat, updateat, deleteat, teamid, type, displayname, name, header, purpose, lastpostat, totalmsgcount,
         extraupdateat, creatorid, totalmsgcountroot, lastrootpostat",
    ),
    ("publicchannels", "id, deleteat, teamid, displayname, name, header, purpose"),
    (
        "channelmembers",
        "channelid, userid, roles, lastviewedat, msgcount, mentioncount, notifyprops, lastupdateat, schemeuser,
         schemeadmin, schemeguest, mentioncountroot, msgcountroot, urgentmentioncount",
    ),
    ("channelmemberhistory", "channelid, userid, jointime, leavetime"),
    (
        "posts",
        "id, createat, updateat, deleteat, userid, channelid, rootid, originalid, message, type, props, hashtags,
         filenames, fileids, hasreactions, editat, ispinned, remoteid",
    ),
    ("threads", "postid, channelid, replycount, lastreplyat, participants, threaddeleteat, threadteamid"),
    ("threadmemberships", "postid, userid, following, lastviewed, lastupdated, unreadmentions"),
    ("reactions", "userid, postid, emojiname, createat, updateat, deleteat, remoteid, channelid"),
];

/// A channel's rows in each of [`ROOM_TABLES`].
fn room_rows(place: &Place, room: &Room, people: &[(&str, Standing, Standing)], now: i64) -> Vec<String> {
    let Place { team, author, .. } = place;
    let Room { id, name, post, reply, canary, post_canary, .. } = room;
    let kind = match room.kind {
        Kind::Public | Kind::Archived => 'O',
        Kind::Private => 'P',
        Kind::Direct => 'D',
        Kind::Group => 'G',
    };
    let archived = if room.kind == Kind::Archived { now } else { 0 };
    let team = if room.kind.is_teamless() { "" } else { team.as_str() };
    let people: Vec<(&str, Standing)> = people
        .iter()
        .map(|(user, _, standing)| match room.kind {
            Kind::Direct | Kind::Group if place.is_in_teamless(user, room.kind) => (*user, Standing::Member),
            Kind::Direct | Kind::Group => (*user, Standing::Outside),
            Kind::Public | Kind::Private | Kind::Archived => (*user, *standing),
        })
        .collect();
    let members: Vec<String> = people
        .iter()
        .filter(|(_, standing)| standing.is_in())
        .map(|(user, standing)| {
            format!("('{id}', '{user}', '', 0, 0, 0, '{{}}', {now}, {}, 0, 0, 0)", flags(*standing))
        })
        .collect();
    let history: Vec<String> = people
        .iter()
        .filter(|(_, standing)| *standing != Standing::Outside)
        .map(|(user, standing)| {
            let left = if standing.is_in() { "NULL".to_owned() } else { now.to_string() };
            format!("('{id}', '{user}', {now}, {left})")
        })
        .collect();
    let posts: Vec<String> = [(post, "", now + 1), (reply, post.as_str(), now + 2)]
        .iter()
        .map(|(post, root, at)| {
            format!(
                "('{post}', {at}, {at}, 0, '{author}', '{id}', '{root}', '', '{post_canary}', '', '{{}}', '', '[]',
                  '[]', {}, 0, FALSE, NULL)",
                root.is_empty()
            )
        })
        .collect();
    let (latest, latest_root) = (now + 2, now + 1);
    let channel = format!(
        "('{id}', {now}, {now}, {archived}, '{team}', '{kind}', '{canary}', '{name}', '{canary}', '{canary}', {latest}, 2,
          0, '', 1, {latest_root})"
    );
    let public = format!("('{id}', {archived}, '{team}', '{canary}', '{name}', '{canary}', '{canary}')");
    vec![
        channel,
        if kind == 'O' { public } else { String::new() },
        members.join(", "),
        history.join(", "),
        posts.join(", "),
        format!("('{post}', '{id}', 1, {latest}, '[\"{author}\"]', NULL, '{team}')"),
        format!("('{post}', '{author}', TRUE, 0, {now}, 0)"),
        format!("('{author}', '{post}', 'thumbsup', {now}, {now}, 0, '', '{id}')"),
    ]
}

/// Texts, for what `IN` takes.
fn listed<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.map(|text| format!("'{text}'")).collect::<Vec<_>>().join(", ")
}

/// `schemeuser, schemeadmin, schemeguest` of a membership.
fn flags(standing: Standing) -> &'static str {
    match standing {
        Standing::Outside | Standing::Former | Standing::Member => "TRUE, FALSE, FALSE",
        Standing::Guest => "FALSE, FALSE, TRUE",
        Standing::Admin => "TRUE, TRUE, FALSE",
    }
}

fn custom_role() -> String {
    let (name, permissions) = CUSTOM_ROLE;
    format!(
        "INSERT INTO roles (id, name, displayname, description, createat, updateat, deleteat, permissions,
                            schememanaged, builtin, schemeid)
         VALUES ('canaryrolecanaryrolecanary', '{name}', '{name}', '', 1, 1, 0, ' {permissions}', FALSE, FALSE, NULL)"
    )
}

/// A text that is found nowhere else.
fn canary() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("canary{}x{}y", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}
