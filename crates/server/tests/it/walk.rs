//! Every route, called by every kind of caller.
//!
//! Whom a route lets in is computed from its declaration ([`Access`]) and a copy of the roles' facts. Who is let in
//! must get a 2xx with the route's example; who is not must be refused, and then nothing may have changed: no row, no
//! event. No answer may hold a canary of something that its caller must not see.
//!
//! Three lists stand beside this file. `declared.tsv` says who may call each route: changing a declaration is a change
//! of that list. `uncovered.txt` names the routes that are left out; it only ever shrinks.

mod example;

use std::collections::BTreeMap;
use std::net::SocketAddr;

use http_api::{Access, Method, Route};
use testkit::digest::Digester;
use testkit::world::{Facts, Kind, Place, Principal, World};
use testkit::{Engine, Reply, TestServer, engines};
use wire::Permission;

const DECLARED: &str = include_str!("walk/declared.tsv");
const UNCOVERED: &str = include_str!("walk/uncovered.txt");

engines! {
    async fn every_route_lets_in_whom_it_declares_and_nobody_else_1_of_4(server: TestServer) {
        walk_share(&server, 0).await;
    }

    async fn every_route_lets_in_whom_it_declares_and_nobody_else_2_of_4(server: TestServer) {
        walk_share(&server, 1).await;
    }

    async fn every_route_lets_in_whom_it_declares_and_nobody_else_3_of_4(server: TestServer) {
        walk_share(&server, 2).await;
    }

    async fn every_route_lets_in_whom_it_declares_and_nobody_else_4_of_4(server: TestServer) {
        walk_share(&server, 3).await;
    }
}

/// Tests that share the routes, so that they go on beside each other.
const SHARES: usize = 4;

/// Walks every fourth route, from the one of this number on.
async fn walk_share(server: &TestServer, number: usize) {
    let world = World::new(server).await;
    let share: Vec<Route> = covered(routes(server)).skip(number).step_by(SHARES).collect();
    assert!(share.len() > 20, "only {} routes to walk", share.len());
    let objections = walk(&world, &share, server.anonymous().address()).await;
    assert!(objections.is_empty(), "{} objections:\n{}", objections.len(), objections.join("\n"));
}

#[test]
fn a_wrong_declaration_is_objected_to() {
    testkit::run(Engine::Sqlite, async |server: TestServer| {
        let world = World::new(&server).await;
        let address = server.anonymous().address();
        for route in covered(routes(&server)) {
            let mut wrong = route.clone();
            wrong.access = another(route.access);
            let objections = walk(&world, &[wrong], address).await;
            assert!(!objections.is_empty(), "{} would be walked as {:?}", route.name, another(route.access));
        }
    });
}

#[test]
fn a_missing_door_is_objected_to() {
    testkit::run(Engine::Sqlite, async |server: TestServer| {
        let world = World::new(&server).await;
        let table = routes(&server);
        let address = serve(&server, without_doors(&table)).await;
        let guarded = covered(table).filter(|route| {
            matches!(
                route.access,
                Access::System(_) | Access::SystemEither(..) | Access::ConsoleReader | Access::ConsoleWriter
            )
        });
        for route in guarded {
            let objections = walk(&world, std::slice::from_ref(&route), address).await;
            assert!(!objections.is_empty(), "nobody noticed that {} is open to anyone", route.name);
        }
    });
}

engines! {
    async fn a_foreign_page_changes_nothing(server: TestServer) {
        let world = World::new(&server).await;
        let admin = world.principal("system-admin").clone();
        let token = admin.client.token().unwrap().to_owned();
        let place = world.place(true, world.principal("member-in")).await;
        let digester = Digester::of(&server).await;
        let before = digester.digest(&server).await;
        for route in covered(routes(&server)).filter(|route| route.method != Method::GET && route.access.checks_csrf()) {
            let example = example::resolve(&route, &place, Kind::Public, &admin, false);
            let reply = server
                .anonymous()
                .request(route.method.as_str(), &format!("/{}", example.target))
                .header("Cookie", &format!("MMAUTHTOKEN={token}"))
                .raw(example.body.into_bytes())
                .send()
                .await;
            assert_eq!(reply.status, 401, "{}: {reply:?}", route.name);
        }
        assert_eq!(digester.digest(&server).await.changed(&before), Vec::<String>::new());
    }
}

#[test]
fn declarations_are_those_that_were_decided() {
    testkit::run(Engine::Sqlite, async |server: TestServer| {
        let mut found: Vec<String> = routes(&server)
            .iter()
            .map(|route| format!("{}\t{}\t{}\t{:?}", route.method, route.path, route.name, route.access))
            .collect();
        found.sort();
        settle("declared.tsv", DECLARED, &found);
    });
}

#[test]
fn what_is_not_walked_is_known() {
    testkit::run(Engine::Sqlite, async |server: TestServer| {
        let mut found: Vec<String> = routes(&server)
            .iter()
            .filter_map(|route| Some(format!("{}: {}", route.name, route.example.skip?)))
            .collect();
        found.sort();
        found.dedup();
        settle("uncovered.txt", UNCOVERED, &found);
    });
}

/// Compares with a committed list; `WARDROOM_BLESS=1` writes it anew.
fn settle(name: &str, committed: &str, found: &[String]) {
    let known: Vec<&str> = committed.lines().filter(|line| !line.starts_with('#')).collect();
    if known == found {
        return;
    }
    if std::env::var_os("WARDROOM_BLESS").is_some() {
        let head = committed.lines().filter(|line| line.starts_with('#'));
        let lines: String =
            head.map(str::to_owned).chain(found.iter().cloned()).map(|line| line + "\n").collect();
        std::fs::write(format!("{}/tests/it/walk/{name}", env!("CARGO_MANIFEST_DIR")), lines).unwrap();
        return;
    }
    let added: Vec<_> = found.iter().filter(|line| !known.contains(&line.as_str())).collect();
    let removed: Vec<_> = known.iter().filter(|line| !found.iter().any(|other| other == *line)).collect();
    panic!(
        "crates/server/tests/it/walk/{name} differs (WARDROOM_BLESS=1 writes it anew); not in it: {added:#?}; only \
         in it: {removed:#?}"
    );
}

/// The whole table, as the server has it.
fn routes(server: &TestServer) -> Vec<Route> {
    let mut routes = server::routes();
    routes.extend(realtime::routes(&realtime::Hub::start(&server.app())));
    routes
}

fn covered(routes: Vec<Route>) -> impl Iterator<Item = Route> {
    routes.into_iter().filter(|route| route.example.skip.is_none())
}

fn without_doors(routes: &[Route]) -> Vec<Route> {
    let open = |route: &Route| {
        let mut open = route.clone();
        open.access = Access::AnyoneTrusted;
        open
    };
    routes.iter().map(open).collect()
}

/// Serves a table beside the server, over the same application.
async fn serve(server: &TestServer, table: Vec<Route>) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let site = server::Site::HowToConnect;
    let router = http_api::router(&server.app(), table, site);
    tokio::spawn(async move {
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service).await.unwrap();
    });
    address
}

/// A declaration with which the walk must disagree.
fn another(access: Access) -> Access {
    match access {
        Access::Anyone | Access::AnyoneTrusted => Access::Session,
        Access::Session
        | Access::Oneself
        | Access::SelfOr(_)
        | Access::SelfInChannelOr(_)
        | Access::Both(..) => Access::System(Permission::ManageSystem),
        _ => Access::Session,
    }
}

/// One way to make a route's example concrete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Case {
    is_open_team: bool,
    kind: Kind,
    subject: Subject,
    /// Whether exactly those may who are declared; else they at most, since the state of things adds its own rules.
    is_exact: bool,
}

/// Whose thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    /// The user in the path, or the author, is the caller.
    Caller,
    /// It is somebody else.
    Other,
}

impl Case {
    const PLAIN: Self =
        Self { is_open_team: true, kind: Kind::Public, subject: Subject::Other, is_exact: true };

    /// The cases that tell apart whom a declaration means.
    fn of(access: Access) -> Vec<Self> {
        let plain = Self::PLAIN;
        let own = Self { subject: Subject::Caller, ..plain };
        let closed = Self { is_open_team: false, ..plain };
        let private = Self { kind: Kind::Private, ..plain };
        let archived = Self { kind: Kind::Archived, is_exact: false, ..plain };
        let direct = Self { kind: Kind::Direct, is_exact: false, ..plain };
        let group = Self { kind: Kind::Group, ..direct };
        match access {
            Access::Anyone
            | Access::AnyoneTrusted
            | Access::Session
            | Access::System(_)
            | Access::SystemEither(..)
            | Access::VisibleUser
            | Access::ConsoleReader
            | Access::ConsoleWriter => vec![own],
            Access::Oneself | Access::SelfOr(_) | Access::SelfInChannelOr(_) => vec![own, plain],
            Access::Both(one, other) => {
                let (one, other) = (Self::of(*one), Self::of(*other));
                one.iter().flat_map(|a| other.iter().map(|b| Self { subject: a.subject, ..*b })).collect()
            }
            Access::Team(_) | Access::TeamMember(_) | Access::VisibleTeam | Access::PublicChannel => {
                vec![plain, closed]
            }
            Access::Channel(_)
            | Access::ReadableChannel
            | Access::NamedChannel
            | Access::ChannelContent
            | Access::ChannelMember => {
                vec![plain, private, archived, direct, group]
            }
            Access::ChannelLink => vec![plain, closed, private, archived, direct, group],
            Access::Author(_) | Access::AuthorOr(..) => {
                vec![plain, private, archived, direct, own, Self { subject: Subject::Caller, ..private }]
            }
        }
    }
}

/// Whether a declaration lets somebody in.
fn is_allowed(facts: &Facts, access: Access, who: &Principal, case: Case, place: &Place) -> bool {
    let is_public = matches!(case.kind, Kind::Public | Kind::Archived);
    let is_in_teamless = who.id.as_deref().is_some_and(|id| place.is_in_teamless(id, case.kind));
    let in_channel = |permission| match case.kind.is_teamless() {
        true => facts.teamless(who, is_in_teamless, permission),
        false => facts.channel(who, for_kind(permission, case.kind)),
    };
    let is_in_channel = match case.kind.is_teamless() {
        true => is_in_teamless,
        false => who.channel.is_in(),
    };
    let reads_team = is_public && facts.team(who, Permission::ReadPublicChannel);
    match access {
        Access::Anyone | Access::AnyoneTrusted => true,
        Access::Session => who.has_session(),
        Access::System(permission) => facts.system(who, permission),
        Access::SystemEither(one, other) => facts.system(who, one) || facts.system(who, other),
        Access::Both(one, other) => {
            is_allowed(facts, *one, who, case, place) && is_allowed(facts, *other, who, case, place)
        }
        Access::SelfInChannelOr(permission) => match case.subject {
            Subject::Caller => who.has_session() && is_in_channel,
            Subject::Other => facts.system(who, permission),
        },
        Access::VisibleTeam => {
            facts.team(who, Permission::ViewTeam)
                || case.is_open_team && facts.system(who, Permission::ListPublicTeams)
        }
        Access::ConsoleReader => facts.system_any(who, "sysconsole_read_"),
        Access::ConsoleWriter => facts.system_any(who, "sysconsole_write_"),
        Access::Oneself => who.has_session() && case.subject == Subject::Caller,
        Access::SelfOr(permission) => {
            who.has_session() && case.subject == Subject::Caller || facts.system(who, permission)
        }
        Access::Team(permission) => facts.team(who, permission),
        Access::TeamMember(permission) => {
            who.has_session() && who.team.is_in() || facts.system(who, permission)
        }
        Access::Channel(permission) => in_channel(permission),
        Access::VisibleUser => {
            facts.system(who, Permission::ViewMembers) || who.has_session() && who.channel.is_in()
        }
        Access::NamedChannel => {
            in_channel(Permission::ReadChannel)
                || reads_team
                || facts.team(who, for_kind(Permission::ReadPublicChannelGroups, case.kind))
                    && case.kind == Kind::Private
        }
        Access::ReadableChannel | Access::PublicChannel => in_channel(Permission::ReadChannel) || reads_team,
        Access::ChannelContent => in_channel(Permission::ReadChannelContent) || reads_team,
        Access::ChannelLink => {
            let joining = match case.is_open_team {
                true => Permission::JoinPublicTeams,
                false => Permission::JoinPrivateTeams,
            };
            let looks_after =
                case.kind == Kind::Private && facts.channel(who, Permission::ManagePrivateChannelMembers);
            let reads = in_channel(Permission::ReadChannelContent) || reads_team;
            let may_enter = case.kind.is_teamless() || who.team.is_in() || facts.system(who, joining);
            reads && is_in_channel || may_enter && (reads || looks_after)
        }
        Access::Author(permission) => {
            who.has_session() && who.id.as_deref() == Some(&place.author) && in_channel(permission)
        }
        Access::AuthorOr(own, others) => {
            let is_author = who.id.as_deref() == Some(&place.author);
            who.has_session() && in_channel(if is_author { own } else { others })
        }
        Access::ChannelMember => who.has_session() && is_in_channel,
    }
}

/// Whether it matters whose thing a path names.
fn names_a_subject(access: Access) -> bool {
    match access {
        Access::Oneself | Access::SelfOr(_) | Access::SelfInChannelOr(_) => true,
        Access::Both(one, other) => names_a_subject(*one) || names_a_subject(*other),
        _ => false,
    }
}

/// Whether the things of the place are to be the caller's own.
fn is_by_caller(route: &Route, case: Case) -> bool {
    matches!(route.access, Access::Author(_) | Access::AuthorOr(..)) && case.subject == Subject::Caller
}

/// Declarations name the permission for public channels; for private ones its sister counts.
fn for_kind(permission: Permission, kind: Kind) -> Permission {
    match kind {
        Kind::Public | Kind::Archived | Kind::Direct | Kind::Group => permission,
        Kind::Private => {
            Permission::parse(&permission.as_str().replace("public", "private")).unwrap_or(permission)
        }
    }
}

/// Calls the routes' examples at `address` as everybody; gives what was not as declared.
async fn walk(world: &World, routes: &[Route], address: SocketAddr) -> Vec<String> {
    let mut walk = Walk {
        world,
        address,
        digester: Digester::of(&world.server).await,
        places: BTreeMap::new(),
        changed: Vec::new(),
        principals: world.principals.clone(),
        objections: Vec::new(),
    };
    for route in routes.iter().filter(|route| route.example.skip.is_none()) {
        for case in Case::of(route.access) {
            walk.case(route, case).await;
            // A single route is walked to see whether anything is wrong with it.
            if routes.len() == 1 && !walk.objections.is_empty() {
                break;
            }
        }
    }
    walk.clean().await;
    walk.objections
}

struct Walk<'a> {
    world: &'a World,
    address: SocketAddr,
    digester: Digester,
    /// Places that no call has changed: by the openness of the team and the author.
    places: BTreeMap<(bool, String), Place>,
    /// Places that a call has changed, to be removed before the next digest.
    changed: Vec<Place>,
    principals: Vec<Principal>,
    objections: Vec<String>,
}

impl Walk<'_> {
    async fn case(&mut self, route: &Route, case: Case) {
        let mut refused = Vec::new();
        let mut allowed = Vec::new();
        for at in 0..self.principals.len() {
            let place = self.place(route, case, at).await;
            let who = &self.principals[at];
            if is_allowed(&self.world.facts, route.access, who, case, &place) {
                allowed.push(at);
            } else {
                refused.push(at);
            }
        }

        // The fewer rows there are, the quicker is the digest.
        self.world.remove(&std::mem::take(&mut self.changed)).await;
        let before = self.digester.digest(&self.world.server).await;
        for at in refused {
            let place = self.place(route, case, at).await;
            let reply = self.call(route, case, at, &place).await;
            let who = &self.principals[at];
            let expected: &[u16] = if who.has_session() { &[403, 404] } else { &[401] };
            if !expected.contains(&reply.status) {
                self.object(route, case, at, &format!("must be refused with one of {expected:?}: {reply:?}"));
            }
            if reply.text().contains("canary") {
                self.object(route, case, at, &format!("a refusal holds a canary: {reply:?}"));
            }
        }
        let changed = self.digester.digest(&self.world.server).await.changed(&before);
        if !changed.is_empty() {
            self.objections.push(format!("{} {case:?}: refused calls changed {changed:?}", route.name));
        }

        for at in allowed {
            let place = self.place(route, case, at).await;
            let reply = self.call(route, case, at, &place).await;
            if case.is_exact && !reply.is_success() {
                self.object(route, case, at, &format!("must be let in: {reply:?}"));
            }
            if reply.status >= 500 {
                self.object(route, case, at, &format!("fails: {reply:?}"));
            }
            let text = reply.text();
            let hidden = self.world.hidden(&self.principals[at], &place);
            // Whoever knows the bystander's password is the bystander.
            let is_bystander = route.example.body.is_some_and(|body| body.contains("{password}"));
            for canary in hidden.iter().filter(|canary| text.contains(**canary)) {
                if !(is_bystander && **canary == place.other_canary) {
                    self.object(route, case, at, &format!("sees {canary}: {reply:?}"));
                }
            }
            if route.method != Method::GET && reply.is_success() {
                if is_by_caller(route, case) {
                    // Each caller has places of their own, and what the call changed is in one of them.
                    self.places.retain(|_, other| other.team != place.team);
                    self.changed.push(place);
                } else {
                    self.changed.extend(std::mem::take(&mut self.places).into_values());
                }
                let mut who = self.principals[at].clone();
                self.world.restore(&mut who).await;
                self.principals[at] = who;
            }
        }
    }

    async fn clean(&mut self) {
        self.changed.extend(std::mem::take(&mut self.places).into_values());
        self.world.remove(&std::mem::take(&mut self.changed)).await;
    }

    /// A place that nothing was done to.
    async fn place(&mut self, route: &Route, case: Case, at: usize) -> Place {
        let author = match &self.principals[at] {
            who if is_by_caller(route, case) && who.id.is_some() => who.clone(),
            _ => self.world.principal("member-in").clone(),
        };
        let key = (case.is_open_team, author.id.clone().unwrap());
        if !self.places.contains_key(&key) {
            let place = self.world.place(case.is_open_team, &author).await;
            self.places.insert(key.clone(), place);
        }
        self.places[&key].clone()
    }

    async fn call(&self, route: &Route, case: Case, at: usize, place: &Place) -> Reply {
        let who = &self.principals[at];
        let is_own = case.subject == Subject::Caller || !names_a_subject(route.access);
        let example = example::resolve(route, place, case.kind, who, is_own);
        let client = who.client.at(self.address);
        client
            .request(route.method.as_str(), &format!("/{}", example.target))
            .raw(example.body.into_bytes())
            .send()
            .await
    }

    fn object(&mut self, route: &Route, case: Case, at: usize, what: &str) {
        let team = if case.is_open_team { "open" } else { "closed" };
        let who = self.principals[at].name;
        self.objections.push(format!(
            "{} ({:?}, {team} team, {:?} channel, {:?}), {who}: {what}",
            route.name, route.access, case.kind, case.subject
        ));
    }
}
