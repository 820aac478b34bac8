//! What everyday requests cost the database: as many statements in a channel of 10,000 members and 100,000 posts as in
//! one of 10 and 100, and none that reads a large table from end to end.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;
use testkit::{Channel, Engine, Scene, TestServer, engines, plans};

/// What grows with a server's use.
const LARGE: [&str; 9] = [
    "posts",
    "channelmembers",
    "threadmemberships",
    "threads",
    "users",
    "teammembers",
    "reactions",
    "sidebarcategories",
    "sidebarchannels",
];

/// How many there are in a channel.
struct Size {
    /// What the ids of its posts begin with.
    letter: char,
    members: u32,
    posts: u32,
}

const SMALL: Size = Size { letter: 's', members: 10, posts: 100 };
const BIG: Size = Size { letter: 'b', members: 10_000, posts: 100_000 };
/// Channels beside these two, so that they are not all that there is.
const OTHERS: u32 = 60;

engines! {
    async fn requests_cost_the_same_in_channels_of_any_size(server: TestServer) {
        let scene = server.scene().await;
        let large = scene.alice.channel(&scene.team).await;
        scene.alice.add_to_channel(&large, &scene.bob).await;
        seed(&server, &scene, &large).await;

        let few = costs(&server, &scene, &scene.channel, &SMALL).await;
        let many = costs(&server, &scene, &large, &BIG).await;

        assert_eq!(few, many);
        let stats = scene.bob.get(&format!("/channels/{}/stats", large.id)).await;
        assert_eq!(stats.ok()["member_count"], json!(BIG.members));

        server.app().db.record();
        for request in requests(&scene, &large, &BIG) {
            request.send(&scene).await;
        }
        let mut runs = server.app().db.recorded();
        runs.sort_by_key(|(statement, _)| statement.name);
        runs.dedup_by_key(|(statement, _)| statement.name);
        assert!(runs.len() > 30, "only {} statements were run", runs.len());
        let mut scanned = Vec::new();
        for run in &runs {
            for step in plans::full_scans(&server, run, &LARGE).await {
                scanned.push(format!("{}: {}", run.0.name, step.trim()));
            }
        }
        assert_eq!(scanned, [""; 0]);
    }
}

/// A request that clients send all day.
struct Request {
    name: &'static str,
    method: &'static str,
    /// `{n}` is another number every time: pages that were asked for before are kept, and are to be made.
    path: String,
    body: serde_json::Value,
    sent: AtomicU32,
}

impl Request {
    async fn send(&self, scene: &Scene) {
        let number = 60 + self.sent.fetch_add(1, Ordering::Relaxed);
        let path = self.path.replace("{n}", &number.to_string());
        let request = scene.bob.request(self.method, &path);
        let request = if self.method == "GET" { request } else { request.json(&self.body) };
        request.send().await.ok();
    }
}

/// Posts, the calls of a switch, and pages.
fn requests(scene: &Scene, channel: &Channel, size: &Size) -> Vec<Request> {
    let id = &channel.id;
    let of = |name, method, path, body| Request { name, method, path, body, sent: AtomicU32::new(0) };
    let get = |name, path| of(name, "GET", path, json!(null));
    let (first, middle) = (post_id(size.letter, 0), post_id(size.letter, size.posts / 2));
    let message = |text: &str| json!({"channel_id": id, "message": text});
    let answer = json!({"channel_id": id, "root_id": first, "message": "hello @alice"});
    let reaction = json!({"user_id": scene.bob.id, "post_id": middle, "emoji_name": "smile"});
    let (posts, post, view) =
        (format!("/channels/{id}/posts"), format!("/posts/{first}"), "/channels/members/me/view");
    let sidebar = format!("/users/me/teams/{}/channels/categories", scene.team.id);
    let threads = format!("/users/me/teams/{}/threads", scene.team.id);
    let around = "limit_after=30&limit_before=30&skipFetchThreads=false&collapsedThreads=true";
    let now = scene.alice.server().now();
    vec![
        of("post", "POST", "/posts".into(), message("hello")),
        of("mention", "POST", "/posts".into(), message("hello @alice")),
        of("reply", "POST", "/posts".into(), answer),
        of("edit", "PUT", format!("{post}/patch"), json!({"is_pinned": true})),
        of("react", "POST", "/reactions".into(), reaction),
        get("stats", format!("/channels/{id}/stats?exclude_files_count=true")),
        get("unread", format!("/users/me/channels/{id}/posts/unread?{around}")),
        of("view", "POST", view.into(), json!({"channel_id": id, "collapsed_threads_supported": true})),
        of("view with threads", "POST", view.into(), json!({"channel_id": id})),
        get("page", format!("{posts}?per_page={{n}}")),
        get("page of roots", format!("{posts}?per_page={{n}}&collapsedThreads=true")),
        get("kept page", format!("{posts}?per_page=60")),
        get("kept page of roots", format!("{posts}?per_page=60&collapsedThreads=true")),
        get("later page", format!("{posts}?page=1&per_page=30")),
        get("before", format!("{posts}?before={middle}&page=0&per_page=30")),
        get("after", format!("{posts}?after={middle}&page=0&per_page=30")),
        get("since", format!("{posts}?since={}", now - 1000)),
        get("thread", format!("{post}/thread?direction=down&perPage=60")),
        get("read post", post),
        of("read thread", "PUT", format!("{threads}/{first}/read/{now}"), json!({})),
        get("inbox", format!("{threads}?per_page=25&extended=true&threadsOnly=true")),
        get("totals", format!("{threads}?totalsOnly=true")),
        get("categories", sidebar),
        get("member", format!("/channels/{id}/members/me")),
    ]
}

async fn costs(
    server: &TestServer,
    scene: &Scene,
    channel: &Channel,
    size: &Size,
) -> BTreeMap<&'static str, u64> {
    let mut costs = BTreeMap::new();
    for request in requests(scene, channel, size) {
        costs.insert(request.name, server.statements_of(async || request.send(scene).await).await);
    }
    costs
}

/// Ids count up from here, so that all have as many letters.
const ZERO: u32 = 100_000_000;

fn post_id(letter: char, number: u32) -> String {
    format!("{}{}", letter.to_string().repeat(17), ZERO + number)
}

/// The id, in SQL, of the thing with a number that SQL computes.
fn id(letter: char, number: &str) -> String {
    format!("'{}' || CAST({ZERO} + {number} AS text)", letter.to_string().repeat(17))
}

/// Fills both channels and many others.
async fn seed(server: &TestServer, scene: &Scene, large: &Channel) {
    let (begin, bob) = (server.now() - 1_000_000, scene.bob.id.as_str());
    let mut statements = people(&scene.team.id, &large.id);
    // Five hundred members and posts in each of the others; Bob is in all of them.
    let (other, all) = (id('c', "i / 500"), OTHERS * 500);
    statements.push(members(all, &other, &id('u', "(i / 500 * 100 + i % 500) % 10000")));
    statements.push(members(OTHERS, &id('c', "i"), &format!("'{bob}'")));
    statements.extend(posts(all, 'o', &other, begin, bob));
    for (channel, size) in [(&scene.channel, &SMALL), (large, &BIG)] {
        let channel = format!("'{}'", channel.id);
        // Two are there already.
        statements.push(members(size.members - 2, &channel, &id('u', "i")));
        statements.extend(posts(size.posts, size.letter, &channel, begin, bob));
    }
    // PostgreSQL does this by itself, sooner or later. SQLite's planner is never told how much there is: it plans for
    // many channels, and would walk all posts by time for one that has most of them.
    let analyze = || (server.app().db.engine() == Engine::Postgres).then(|| "ANALYZE".to_owned());
    statements.extend(analyze());
    statements.push(
        "UPDATE channels SET
             totalmsgcount = (SELECT count(*) FROM posts p WHERE p.channelid = channels.id),
             totalmsgcountroot = (SELECT count(*) FROM posts p WHERE p.channelid = channels.id AND p.rootid = ''),
             lastpostat = coalesce((SELECT max(p.createat) FROM posts p WHERE p.channelid = channels.id), 0)"
            .to_owned(),
    );
    statements.extend(analyze());
    for statement in statements {
        server.app().db.script(vec![statement]).await.unwrap();
    }
}

/// A statement over the numbers `n.i` from 0 on.
fn series(count: u32, statement: &str) -> String {
    let (insert, select) = statement.split_at(statement.find("SELECT").expect("numbers are selected from"));
    format!(
        "{insert} WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count}) {select}"
    )
}

/// A crowd, in the team, with a category each that the large channel stands in; and the other channels.
fn people(team: &str, large: &str) -> Vec<String> {
    let (user, category, channel) = (id('u', "i"), id('g', "i"), id('c', "i"));
    let users = format!(
        "INSERT INTO users (id, createat, updateat, deleteat, username, password, authdata, authservice, email,
                            emailverified, nickname, firstname, lastname, roles, allowmarketing, props, notifyprops,
                            lastpasswordupdate, lastpictureupdate, failedattempts, locale, mfaactive, mfasecret,
                            position, timezone, remoteid, lastlogin)
         SELECT {user}, 1, 1, 0, 'crowd' || i, '', NULL, '', 'crowd' || i || '@example.com',
                FALSE, '', '', '', 'system_user', FALSE, '{{}}', '{{}}',
                1, 0, 0, 'en', FALSE, '',
                '', '{{}}', '', 0
         FROM n"
    );
    let of_team = format!(
        "INSERT INTO teammembers (teamid, userid, roles, deleteat, schemeuser, schemeadmin, schemeguest, createat)
         SELECT '{team}', {user}, '', 0, TRUE, FALSE, FALSE, 1 FROM n"
    );
    let categories = format!(
        "INSERT INTO sidebarcategories (id, userid, teamid, sortorder, sorting, type, displayname, muted, collapsed)
         SELECT {category}, {user}, '{team}', 0, '', 'custom', 'Mine', FALSE, FALSE FROM n"
    );
    let placed = format!(
        "INSERT INTO sidebarchannels (channelid, userid, categoryid, sortorder)
         SELECT '{large}', {user}, {category}, 0 FROM n"
    );
    let channels = format!(
        "INSERT INTO channels (id, createat, updateat, deleteat, teamid, type, displayname, name, header, purpose,
                               lastpostat, totalmsgcount, extraupdateat, creatorid, totalmsgcountroot, lastrootpostat)
         SELECT {channel}, 1, 1, 0, '{team}', 'P', 'other', 'other' || i, '', '',
                1, 0, 0, '', 0, 1
         FROM n"
    );
    let of_everybody = [users, of_team, categories, placed].map(|statement| series(BIG.members, &statement));
    of_everybody.into_iter().chain([series(OTHERS, &channels)]).collect()
}

fn members(count: u32, channel: &str, user: &str) -> String {
    let members = format!(
        "INSERT INTO channelmembers (channelid, userid, roles, lastviewedat, msgcount, mentioncount, notifyprops,
                                     lastupdateat, schemeuser, schemeadmin, schemeguest, mentioncountroot,
                                     msgcountroot, urgentmentioncount, autotranslationdisabled)
         SELECT {channel}, {user}, '', 0, 0, 0, '{{}}', 1, TRUE, FALSE, FALSE, 0, 0, 0, FALSE FROM n"
    );
    series(count, &members)
}

/// Posts, every fifth a reply to the fourth before it; some threads are followed by Bob, all by somebody.
fn posts(count: u32, letter: char, channel: &str, begin: i64, bob: &str) -> Vec<String> {
    // The channel is computed from the number of the post.
    let channel_of = |post: &str| channel.replace("i /", &format!("{post} /"));
    let (own, reply_to, author) = (id(letter, "i"), id(letter, "i - 4"), id('u', "i % 10000"));
    let (root, of_root) = (id(letter, "i * 5"), channel_of("i * 5"));
    let (tenth, of_tenth) = (id(letter, "i * 10"), channel_of("i * 10"));
    let posts = format!(
        "INSERT INTO posts (id, createat, updateat, deleteat, userid, channelid,
                            rootid, originalid, message, type, props, hashtags,
                            filenames, fileids, hasreactions, editat, ispinned, remoteid)
         SELECT {own}, {begin} + i, {begin} + i, 0, CASE WHEN i = 0 THEN '{bob}' ELSE {author} END, {channel},
                CASE WHEN i % 5 = 4 THEN {reply_to} ELSE '' END, '', 'words', '', '{{}}', '',
                '[]', '[]', i % 10 = 0, 0, FALSE, NULL
         FROM n"
    );
    let threads = format!(
        "INSERT INTO threads (postid, channelid, replycount, lastreplyat, participants, threaddeleteat, threadteamid)
         SELECT {root}, {of_root}, 1, {begin} + i * 5 + 4, '[]', 0,
                (SELECT c.teamid FROM channels c WHERE c.id = {of_root})
         FROM n"
    );
    let followed = |user: &str| {
        format!(
            "INSERT INTO threadmemberships (postid, userid, following, lastviewed, lastupdated, unreadmentions)
             SELECT {root}, {user}, TRUE, 0, 1, 0 FROM n"
        )
    };
    let by_bob = followed(&format!("'{bob}'")) + " WHERE i % 100 = 0";
    let reactions = format!(
        "INSERT INTO reactions (userid, postid, emojiname, createat, updateat, deleteat, remoteid, channelid)
         SELECT {author}, {tenth}, 'smile', 1, 1, 0, '', {of_tenth} FROM n"
    );
    vec![
        series(count, &posts),
        series(count / 5, &threads),
        series(count / 5, &followed(&author)),
        series(count / 5, &by_bob),
        series(count / 10, &reactions),
    ]
}
