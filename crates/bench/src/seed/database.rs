//! Writes a shape into a database that a server of ours has made, through the store crate.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use db::{Database, Json, Location, Options, Tx};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use sha1::{Digest as _, Sha1};
use sha2::Sha256;
use store::channels::{ChannelMemberRow, ChannelRow};
use store::posts::{Place, PostRow};
use store::reactions::ReactionRow;
use store::sessions::SessionRow;
use store::teams::{TeamMemberRow, TeamRow};
use store::users::UserRow;
use wire::{ChannelId, PostId, TeamId, UserId};

use super::Counts;
use super::shape::{Kind, Room, Shape, Thread};
use crate::options::Common;
use crate::world::{PASSWORD, Person, write_sessions};

/// Things written by one transaction.
const BATCH: usize = 500;

/// A transaction of this size, or the statistics of a large table, may take long.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(600);

/// Users, teams and channels with their ids.
struct Ids {
    users: Vec<UserId>,
    teams: Vec<TeamId>,
    channels: Vec<ChannelId>,
}

/// Fills the database; the first person is the administrator of `--admin`.
pub async fn seed(url: &str, shape: &Shape, options: &Common) -> anyhow::Result<Counts> {
    let location = Location::parse(url)?;
    let _lock = db::Lock::take(&location).await?.context("a server serves this database: stop it first")?;
    let patient = Options { transaction_limit: PATIENCE, read_limit: PATIENCE, ..Options::default() };
    let db = Database::open(&location, patient, Arc::new(|_| {})).await?;
    if !store::setup::is_prepared(&db).await? {
        bail!("no server has made this database yet: start one on it and stop it again");
    }
    if store::users::any(db.read()).await? {
        bail!("there are users in this database already");
    }
    let now = jiff::Timestamp::now().as_millisecond();
    let mut random = StdRng::seed_from_u64(options.seed ^ 0x6964);
    let ids = Ids {
        users: (0..shape.size.users).map(|_| id(&mut random)).collect(),
        teams: (0..shape.size.teams).map(|_| id(&mut random)).collect(),
        channels: shape.rooms.iter().map(|_| id(&mut random)).collect(),
    };

    let people = people(&db, &ids, now, &mut random, &options.admin).await?;
    if let Some(path) = &options.sessions {
        write_sessions(path, &people)?;
    }
    teams(&db, shape, &ids, now, &mut random).await?;
    channels(&db, shape, &ids, now).await?;
    let mut batch = Vec::new();
    let mut held = 0;
    for thread in shape.threads() {
        held += thread.posts.len();
        batch.push(thread);
        if held >= BATCH {
            write(&db, shape, &ids, std::mem::take(&mut batch), &mut random).await?;
            held = 0;
        }
    }
    write(&db, shape, &ids, batch, &mut random).await?;
    // PostgreSQL would do so by itself within minutes; on SQLite no server ever does.
    if db.engine() == db::Engine::Postgres {
        db.script(vec!["ANALYZE".to_owned()]).await?;
    }
    counts(&db).await
}

fn id<T: From<wire::Id>>(random: &mut StdRng) -> T {
    wire::Id::from_random(random.random()).into()
}

/// Accounts with one password and a session each, whose token is what the scenarios use.
async fn people(
    db: &Database,
    ids: &Ids,
    now: i64,
    random: &mut StdRng,
    admin: &str,
) -> anyhow::Result<Vec<Person>> {
    let (admin_name, admin_password) = admin.split_once(':').context("--admin is LOGIN:PASSWORD")?;
    let (shared, admins) = (stored(PASSWORD, random), stored(admin_password, random));
    let mut people = Vec::with_capacity(ids.users.len());
    let numbers: Vec<usize> = (0..ids.users.len()).collect();
    for numbers in numbers.chunks(BATCH) {
        let mut rows = Vec::with_capacity(numbers.len());
        for number in numbers {
            let is_admin = *number == 0;
            let name = if is_admin { admin_name.to_owned() } else { Shape::user_name(*number) };
            let password = if is_admin { &admins } else { &shared };
            let user = user(ids.users[*number], &name, password, is_admin, now);
            let token: wire::Id = id(random);
            let session = SessionRow {
                id: id(random),
                token: token.to_string(),
                create_at: now,
                expires_at: 0,
                last_activity_at: now,
                user_id: user.id,
                device_id: String::new(),
                roles: user.roles.clone(),
                is_oauth: false,
                props: None,
                expired_notify: false,
                user_roles: user.roles.clone(),
                user_delete_at: 0,
                username: name.clone(),
                user_mfa_active: false,
                user_auth_service: String::new(),
            };
            // The administrator is no one of the crowd.
            if !is_admin {
                people.push(Person { id: user.id.to_string(), name, token: token.to_string() });
            }
            rows.push((user, session));
        }
        db.transact(async move |tx| {
            for (user, session) in &rows {
                store::users::insert(tx, user).await?;
                store::sessions::insert(tx, session).await?;
            }
            Ok::<_, db::Error>(())
        })
        .await?;
    }
    Ok(people)
}

/// The stored form of a password, as the schema has it.
fn stored(password: &str, random: &mut StdRng) -> String {
    const ROUNDS: u32 = 600_000;
    let salt: [u8; 16] = random.random();
    let key: [u8; 32] = pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(password.as_bytes(), &salt, ROUNDS);
    let (salt, key) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(key));
    format!("$pbkdf2$f=SHA256,w={ROUNDS},l=32${salt}${key}")
}

fn user(id: UserId, name: &str, password: &str, is_admin: bool, now: i64) -> UserRow {
    UserRow {
        id,
        create_at: now,
        update_at: now,
        delete_at: 0,
        username: name.to_owned(),
        password: password.to_owned(),
        auth_data: None,
        auth_service: String::new(),
        email: format!("{name}@bench.example"),
        email_verified: true,
        nickname: String::new(),
        first_name: String::new(),
        last_name: String::new(),
        roles: if is_admin { "system_admin system_user" } else { "system_user" }.to_owned(),
        allow_marketing: false,
        props: Some(Json(Default::default())),
        notify_props: Some(Json(wire::user::default_notify_props())),
        last_password_update: now,
        last_picture_update: 0,
        failed_attempts: 0,
        locale: "en".to_owned(),
        mfa_active: false,
        mfa_secret: String::new(),
        position: String::new(),
        timezone: Some(Json(wire::user::default_timezone())),
        remote_id: None,
        last_login: 0,
        bot_description: None,
        bot_last_icon_update: 0,
        is_bot: false,
    }
}

async fn teams(db: &Database, shape: &Shape, ids: &Ids, now: i64, random: &mut StdRng) -> anyhow::Result<()> {
    for (number, team) in ids.teams.iter().enumerate() {
        let row = team_row(*team, number, id::<wire::Id>(random).to_string(), now);
        let defaults = [("town-square", "Town Square"), ("off-topic", "Off-Topic")];
        let defaults = defaults.map(|(name, title)| {
            let mut channel = channel(id(random), Kind::Public, Some(*team), name.to_owned(), now);
            channel.display_name = title.to_owned();
            channel
        });
        let everywhere: Vec<ChannelId> = defaults.iter().map(|channel| channel.id).collect();
        db.transact(async move |tx| {
            store::teams::insert(tx, &row).await?;
            for channel in &defaults {
                store::channels::insert(tx, channel).await?;
            }
            Ok::<_, db::Error>(())
        })
        .await?;
        let members: Vec<usize> =
            (0..ids.users.len()).filter(|user| Shape::is_in_team(shape.size, *user, number)).collect();
        for members in members.chunks(BATCH) {
            let (team, everywhere) = (*team, everywhere.clone());
            let members: Vec<UserId> = members.iter().map(|user| ids.users[*user]).collect();
            db.transact(async move |tx| {
                for user in &members {
                    store::teams::put_member(tx, &team_member(team, *user, now)).await?;
                    for channel in &everywhere {
                        store::channels::insert_member(tx, &member(*channel, *user, now), now).await?;
                    }
                }
                Ok::<_, db::Error>(())
            })
            .await?;
        }
    }
    Ok(())
}

fn team_row(id: TeamId, number: usize, invite_id: String, now: i64) -> TeamRow {
    TeamRow {
        id,
        create_at: now,
        update_at: now,
        delete_at: 0,
        display_name: format!("Team {number}"),
        name: super::import::team_name(number),
        description: String::new(),
        email: String::new(),
        kind: "O".to_owned(),
        company_name: String::new(),
        allowed_domains: String::new(),
        invite_id,
        scheme_id: None,
        allow_open_invite: true,
        last_team_icon_update: 0,
        group_constrained: None,
        cloud_limits_archived: false,
    }
}

fn team_member(team_id: TeamId, user_id: UserId, now: i64) -> TeamMemberRow {
    TeamMemberRow {
        team_id,
        user_id,
        roles: String::new(),
        delete_at: 0,
        scheme_user: true,
        scheme_admin: false,
        scheme_guest: false,
        create_at: now,
    }
}

async fn channels(db: &Database, shape: &Shape, ids: &Ids, now: i64) -> anyhow::Result<()> {
    for (number, room) in shape.rooms.iter().enumerate() {
        let team = room.team.map(|team| ids.teams[team]);
        let row = channel(ids.channels[number], room.kind, team, name(number, room, ids), now);
        let members: Vec<ChannelMemberRow> =
            room.members.iter().map(|user| member(row.id, ids.users[*user], now)).collect();
        db.transact(async move |tx| {
            store::channels::insert(tx, &row).await?;
            for member in &members {
                store::channels::insert_member(tx, member, now).await?;
            }
            Ok::<_, db::Error>(())
        })
        .await?;
    }
    Ok(())
}

/// Direct and group channels are named by their members, so that there is one for each set of people.
fn name(number: usize, room: &Room, ids: &Ids) -> String {
    let mut members: Vec<String> = room.members.iter().map(|user| ids.users[*user].to_string()).collect();
    members.sort_unstable();
    match room.kind {
        Kind::Direct => members.join("__"),
        Kind::Group => {
            Sha1::digest(members.concat().as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
        }
        Kind::Public | Kind::Private => super::import::channel_name(number),
    }
}

fn channel(id: ChannelId, kind: Kind, team_id: Option<TeamId>, name: String, now: i64) -> ChannelRow {
    ChannelRow {
        id,
        create_at: now,
        update_at: now,
        delete_at: 0,
        team_id,
        kind: match kind {
            Kind::Public => "O",
            Kind::Private => "P",
            Kind::Direct => "D",
            Kind::Group => "G",
        }
        .to_owned(),
        display_name: if kind == Kind::Direct { String::new() } else { name.clone() },
        name,
        header: String::new(),
        purpose: String::new(),
        last_post_at: 0,
        total_msg_count: 0,
        extra_update_at: 0,
        creator_id: None,
        scheme_id: None,
        group_constrained: None,
        shared: None,
        total_msg_count_root: 0,
        last_root_post_at: 0,
        banner_info: None,
        default_category_name: String::new(),
        autotranslation: false,
    }
}

fn member(channel_id: ChannelId, user_id: UserId, now: i64) -> ChannelMemberRow {
    ChannelMemberRow {
        channel_id,
        user_id,
        roles: String::new(),
        last_viewed_at: 0,
        msg_count: 0,
        mention_count: 0,
        notify_props: Some(Json(wire::channel::default_notify_props())),
        last_update_at: now,
        scheme_user: true,
        scheme_admin: false,
        scheme_guest: false,
        mention_count_root: 0,
        msg_count_root: 0,
        urgent_mention_count: 0,
        autotranslation_disabled: false,
    }
}

/// A post with what hangs on it.
struct Entry {
    post: PostRow,
    mentioned: Option<UserId>,
    reactor: Option<UserId>,
    team: Option<TeamId>,
}

/// Writes threads with all that is counted by them, in one transaction.
async fn write(
    db: &Database,
    shape: &Shape,
    ids: &Ids,
    threads: Vec<Thread>,
    random: &mut StdRng,
) -> anyhow::Result<()> {
    let entries: Vec<Entry> = threads.iter().flat_map(|thread| entries(shape, ids, thread, random)).collect();
    db.transact(async move |tx| {
        let mut root_author = None;
        for entry in &entries {
            if entry.post.root_id.is_none() {
                root_author = Some(entry.post.user_id);
            }
            one(tx, entry, root_author).await?;
        }
        Ok::<_, db::Error>(())
    })
    .await?;
    Ok(())
}

fn entries(shape: &Shape, ids: &Ids, thread: &Thread, random: &mut StdRng) -> Vec<Entry> {
    let team = shape.rooms[thread.room].team.map(|team| ids.teams[team]);
    let mut root: Option<PostId> = None;
    let mut entries = Vec::with_capacity(thread.posts.len());
    for written in &thread.posts {
        let post = PostRow {
            id: id(random),
            create_at: written.at,
            update_at: written.at,
            edit_at: 0,
            delete_at: 0,
            is_pinned: false,
            user_id: ids.users[written.author],
            channel_id: ids.channels[thread.room],
            root_id: root,
            original_id: None,
            message: written.message.clone(),
            kind: String::new(),
            props: Some(Json(Default::default())),
            hashtags: String::new(),
            file_ids: Some(Json(Some(Vec::new()))),
            has_reactions: written.reactor.is_some(),
            remote_id: Some(String::new()),
        };
        root = root.or(Some(post.id));
        entries.push(Entry {
            mentioned: written.mentioned.map(|user| ids.users[user]),
            reactor: written.reactor.map(|user| ids.users[user]),
            team,
            post,
        });
    }
    entries
}

async fn one(tx: &Tx, entry: &Entry, root_author: Option<UserId>) -> Result<(), db::Error> {
    let Entry { post, .. } = entry;
    let (at, is_root) = (post.create_at, post.root_id.is_none());
    let place = Place { channel: post.channel_id, author: post.user_id, is_root, counts: true };
    store::posts::count(tx, place, at).await?;
    store::posts::insert(tx, &[post]).await?;
    if let Some(user) = entry.mentioned {
        store::posts::count_mentions(tx, post.channel_id, &[user], is_root, at).await?;
    }
    if let Some(root) = post.root_id {
        store::posts::touch(tx, root, at).await?;
        store::threads::add_reply(tx, root, post, entry.team).await?;
        store::threads::follow_by_writing(tx, root, post.user_id, at).await?;
        let author = root_author.filter(|author| *author != post.user_id);
        if let Some(author) = author {
            store::threads::follow(tx, root, post.channel_id, &[author], at).await?;
        }
        if let Some(user) = entry.mentioned {
            store::threads::follow_by_mention(tx, root, &[user], at).await?;
        }
    }
    if let Some(user_id) = entry.reactor {
        let reaction = ReactionRow {
            user_id,
            post_id: post.id,
            emoji_name: "thumbsup".to_owned(),
            create_at: at,
            update_at: at,
            delete_at: 0,
            remote_id: Some(String::new()),
            channel_id: Some(post.channel_id),
        };
        store::reactions::save(tx, &reaction).await?;
    }
    Ok(())
}

/// What is there now, counted by the database.
async fn counts(db: &Database) -> anyhow::Result<Counts> {
    let sql =
        "SELECT (SELECT COUNT(*) FROM users), (SELECT COUNT(*) FROM channels), (SELECT COUNT(*) FROM posts),
                      (SELECT COUNT(*) FROM posts WHERE rootid <> ''), (SELECT COUNT(*) FROM reactions)";
    let rows = db.read().query::<(i64, i64, i64, i64, i64)>(sql).await?;
    let (users, channels, posts, replies, reactions) = *rows.first().context("nothing was counted")?;
    let count = |count: i64| usize::try_from(count).unwrap_or_default();
    Ok(Counts {
        users: count(users),
        channels: count(channels),
        posts: count(posts),
        replies: count(replies),
        reactions: count(reactions),
    })
}
