//! The edge: what happens to every request before its route and to every answer after it.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use http_body_util::{LengthLimitError, Limited};
use kernel::{App, Caller, Ctx, Error as KernelError};
use wire::Permission;

use crate::access::Access;
use crate::error::Failure;
use crate::path::{self, Path};
use crate::rate::{Client, Limiter, Rate, Standing};
use crate::route::BodyLimit;
use crate::{cookies, gzip};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const VERSION_ID: HeaderName = HeaderName::from_static("x-version-id");
const CSRF_TOKEN: HeaderName = HeaderName::from_static("x-csrf-token");
const CONNECTION_ID: HeaderName = HeaderName::from_static("connection-id");

/// The URL is over the limit.
const URL_TOO_LONG: &str = "basic_security_check.url.too_long_error";
/// A token came in the query that is no OAuth token.
const TOKEN_IN_QUERY: &str = "api.context.token_provided.app_error";
/// The user has to set up a second factor first.
const SECOND_FACTOR: &str = "api.context.mfa_required.app_error";
/// What they may ask until then, to see what they lack.
const ONESELF: &str = "/api/v4/users/me";

/// How the request proved who asks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Proof {
    None,
    /// A token that opens no session.
    Invalid,
    Cookie,
    Header,
    /// A session token where only OAuth tokens belong.
    Query,
}

/// What the door needs to know of how the caller came in.
#[derive(Clone, Copy)]
struct Entry {
    proof: Proof,
    has_csrf_token: bool,
}

/// What the edge keeps between requests.
#[derive(Clone)]
pub(crate) struct Edge {
    app: Arc<App>,
    limiter: Arc<Limiter<Client>>,
}

impl Edge {
    pub(crate) fn new(app: &Arc<App>) -> Self {
        Self { app: app.clone(), limiter: Arc::default() }
    }
}

pub(crate) async fn edge(
    State(Edge { app, limiter }): State<Edge>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = app.random.token();
    let accepts_gzip = accepts(request.headers(), "gzip");
    let method = request.method().clone();
    let started = std::time::Instant::now();

    let early = prepare(&app, &id, &mut request);
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = match early {
        Some(early) => early,
        None => limited(&app, &limiter, &id, request, next).await,
    };

    finish(&app, &mut response, &id, is_api, &method);
    tracing::debug!(
        request_id = id,
        method = %method,
        status = response.status().as_u16(),
        milliseconds = started.elapsed().as_millis() as u64,
        "answered"
    );
    if app.configuration.current().service.webserver_mode == "gzip" && method != Method::OPTIONS {
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        if accepts_gzip {
            return gzip::compressed(response);
        }
    }
    response
}

/// Lets the request through to its route, unless its client asks too often: where it comes from is counted before its
/// session is looked for, and whose it is after that.
async fn limited(
    app: &Arc<App>,
    limiter: &Limiter<Client>,
    id: &str,
    mut request: Request,
    next: Next,
) -> Response {
    let config = app.configuration.current();
    let now = app.clock.now();
    let token = token(request.headers(), request.uri());
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let address = address(&config, request.headers(), peer);
    let place = place(&config.rate_limit, address, request.headers());

    let mut standing = None;
    if let Some(place) = place.clone().filter(|_| counts_places(&config.rate_limit) || token.1 == Proof::None)
    {
        standing = Some(limiter.count(place, Rate::of(&config.rate_limit), now));
    }
    if let Some(standing) = standing.filter(|standing| !standing.is_allowed) {
        return refused(standing);
    }
    let (ctx, proof) = match enter(app, id, &mut request, token, address).await {
        Ok(entered) => entered,
        Err(error) => return crate::Error(error).into_response(),
    };
    let client = match ctx.session() {
        Some(session) if config.rate_limit.vary_by_user => Some(Client::User(session.user_id)),
        Some(_) => None,
        // Whose token opens nothing is nobody in particular.
        None => place.filter(|_| standing.is_none()),
    };
    if let Some(client) = client.filter(|_| config.rate_limit.enable) {
        let of_client = limiter.count(client, Rate::of(&config.rate_limit), now);
        standing = Some(standing.map_or(of_client, |standing| standing.with(of_client)));
    }
    if let Some(standing) = standing.filter(|standing| !standing.is_allowed) {
        return refused(standing);
    }

    let response = next.run(request).await;
    let mut response = renew(&ctx, proof, response).await;
    if let Some(standing) = standing {
        tell(&mut response, standing);
    }
    response
}

/// Where a request comes from, for a rate limit that is in force: as far as the limit tells places apart, and for those
/// who are nobody in particular always by address.
fn place(
    settings: &config::sections::RateLimitSettings,
    address: Option<IpAddr>,
    headers: &HeaderMap,
) -> Option<Client> {
    if !settings.enable {
        return None;
    }
    let header = settings.vary_by_header.parse::<HeaderName>().ok();
    let header = header.map(|name| text(headers, &name).to_owned()).unwrap_or_default();
    let tells_addresses = settings.vary_by_remote_addr || settings.vary_by_user;
    Some(Client::Place { address: address.filter(|_| tells_addresses), header })
}

/// Whether places are counted whoever asks; else users are, and the place of those who are none.
fn counts_places(settings: &config::sections::RateLimitSettings) -> bool {
    settings.vary_by_remote_addr || !settings.vary_by_header.is_empty() || !settings.vary_by_user
}

fn refused(standing: Standing) -> Response {
    let mut response = (StatusCode::TOO_MANY_REQUESTS, "limit exceeded\n").into_response();
    tell(&mut response, standing);
    response
}

fn tell(response: &mut Response, standing: Standing) {
    let mut say = |name: &'static str, number: i64| {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from(number));
    };
    say("x-ratelimit-limit", standing.limit);
    say("x-ratelimit-remaining", standing.remaining);
    say("x-ratelimit-reset", standing.resets_in);
    if !standing.is_allowed {
        say("retry-after", standing.retry_in);
    }
}

/// The limit of the URL, and the path's normal form. Gives the answer to a request that goes no further.
fn prepare(app: &Arc<App>, id: &str, request: &mut Request) -> Option<Response> {
    let config = app.configuration.current();
    let url = request.uri().path_and_query().map_or("", |both| both.as_str());
    if url.len() as i64 > config.service.maximum_url_length {
        return Some(
            crate::Error(KernelError::refused(414, URL_TOO_LONG, "the URL is too long")).into_response(),
        );
    }
    match path::normal(request.uri().path()) {
        Path::Malformed => return Some((StatusCode::BAD_REQUEST, "400 Bad Request").into_response()),
        Path::Moved(to) => {
            let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
            return Some(moved(&format!("{to}{query}")));
        }
        Path::Normal(spelled) => {
            let sub_path = crate::site::sub_path(&config.service.site_url);
            let within = match spelled.strip_prefix(sub_path) {
                Some("") if !sub_path.is_empty() => return Some(moved(&format!("{sub_path}/"))),
                // A proxy in front may have taken the sub-path off already.
                Some(within) if within.starts_with('/') => within,
                Some(_) | None => spelled.as_str(),
            };
            if within != request.uri().path() {
                let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
                match format!("{within}{query}").parse::<Uri>() {
                    Ok(uri) => *request.uri_mut() = uri,
                    Err(error) => {
                        tracing::debug!(request_id = id, error = %error, "a path cannot be spelled");
                        return Some((StatusCode::BAD_REQUEST, "400 Bad Request").into_response());
                    }
                }
            }
        }
    }
    if *request.method() == Method::HEAD && request.uri().path().starts_with("/api/") {
        return Some(crate::Error(crate::extract::no_route()).into_response());
    }
    None
}

fn moved(to: &str) -> Response {
    let mut response = StatusCode::MOVED_PERMANENTLY.into_response();
    if let Ok(location) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// Bounds the body by what its route takes; one that says that it is larger is refused at once.
fn limit_body(config: &config::Config, limit: BodyLimit, request: &mut Request) -> kernel::Result<()> {
    let most = match limit {
        BodyLimit::Payload => config.service.maximum_payload_size_bytes,
        BodyLimit::File => config.file.max_file_size,
    };
    let most = usize::try_from(most).unwrap_or(usize::MAX).saturating_add(512);
    let declared =
        request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    // What reads a form tells of its size in its own words.
    if limit == BodyLimit::Payload && declared.is_some_and(|length: usize| length > most) {
        return Err(KernelError::refused(413, crate::extract::TOO_LARGE, "the request body is too large"));
    }
    let body = std::mem::take(request.body_mut());
    *request.body_mut() = Body::new(Limited::new(body, most));
    Ok(())
}

/// Whether reading a body failed for its size.
pub(crate) fn is_too_large(error: &axum::Error) -> bool {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(cause) = next {
        if cause.is::<LengthLimitError>() {
            return true;
        }
        next = cause.source();
    }
    false
}

/// A token and where it stood. The cookie wins over the headers, the headers over the query.
fn token(headers: &HeaderMap, uri: &Uri) -> (String, Proof) {
    // A session token is 26 letters long; what is longer is cut, as the protocol has it, and found nowhere.
    let cut = |text: &str| text.chars().take(50).collect::<String>();
    if let Some(token) = cookies::get(headers, cookies::TOKEN).filter(|token| !token.is_empty()) {
        return (cut(token), Proof::Cookie);
    }
    if let Some(value) = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok())
        && let Some((scheme, token)) = value.split_once(' ')
        && (scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("token"))
    {
        return (cut(token), Proof::Header);
    }
    let query = crate::Query::parse(uri.query().unwrap_or_default());
    match query.get("access_token").filter(|token| !token.is_empty()) {
        Some(token) => (cut(token), Proof::Query),
        None => (String::new(), Proof::None),
    }
}

/// Finds the caller and hands the request its context.
async fn enter(
    app: &Arc<App>,
    id: &str,
    request: &mut Request,
    (token, proof): (String, Proof),
    address: Option<IpAddr>,
) -> kernel::Result<(Ctx, Proof)> {
    let (caller, proof) = if proof == Proof::None {
        (Caller::Anonymous, proof)
    } else {
        match kernel::session::find(app, &token).await? {
            // A session token in a URL ends up in logs and histories: only OAuth tokens may stand there.
            Some(session) if proof == Proof::Query && !session.is_oauth => (Caller::Anonymous, Proof::Query),
            Some(session) if session.is_idle(&app.configuration.current(), app.clock.now()) => {
                (Caller::Anonymous, Proof::Invalid)
            }
            Some(session) => (Caller::Session(session), proof),
            None if proof == Proof::Query => (Caller::Anonymous, Proof::Query),
            None => (Caller::Anonymous, Proof::Invalid),
        }
    };
    let has_csrf_token = match &caller {
        Caller::Session(session) if proof == Proof::Cookie => {
            let sent = request.headers().get(CSRF_TOKEN).map(HeaderValue::as_bytes).unwrap_or_default();
            let expected = session.csrf_token().as_bytes();
            !expected.is_empty() && kernel::same_secret(sent, expected)
        }
        Caller::Session(_) | Caller::Anonymous | Caller::Local | Caller::Job(_) => false,
    };
    let headers = request.headers();
    let ctx = Ctx::new(
        app.clone(),
        caller,
        kernel::Request {
            id: id.to_owned(),
            address,
            user_agent: text(headers, &header::USER_AGENT).chars().take(500).collect(),
            connection: text(headers, &CONNECTION_ID).parse().ok(),
            is_secure: text(headers, &HeaderName::from_static("x-forwarded-proto"))
                .eq_ignore_ascii_case("https"),
        },
    );
    request.extensions_mut().insert(ctx.clone());
    request.extensions_mut().insert(Entry { proof, has_csrf_token });
    Ok((ctx, proof))
}

/// The client's address. Headers of a proxy count only where the administrator named them.
fn address(config: &config::Config, headers: &HeaderMap, peer: Option<IpAddr>) -> Option<IpAddr> {
    config
        .service
        .trusted_proxy_ip_header
        .iter()
        .filter_map(|name| headers.get(name.as_str())?.to_str().ok())
        .find_map(|value| value.split(',').next()?.trim().parse().ok())
        .or(peer)
}

pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The route's own door: whether this caller may come in at all.
pub(crate) async fn door(
    access: Access,
    refusal: Option<&'static str>,
    body: BodyLimit,
    mut request: Request,
    next: Next,
) -> Response {
    let (Some(ctx), Some(entry)) =
        (request.extensions().get::<Ctx>().cloned(), request.extensions().get::<Entry>().copied())
    else {
        return crate::Error(KernelError::internal("open a door", "the edge was not passed")).into_response();
    };
    if let Err(error) = limit_body(&ctx.config(), body, &mut request) {
        return crate::Error(error).into_response();
    }
    match admit(access, &ctx, entry, request.method(), request.uri().path()).await {
        Ok(()) => next.run(request).await,
        Err(error) => {
            let error = match (error, refusal) {
                (KernelError::Refused(general), Some(id)) if general.id == kernel::PERMISSIONS => {
                    KernelError::forbidden(id, general.message)
                }
                (error, _) => error,
            };
            let mut response = crate::Error(error).into_response();
            if access.needs_session() && ctx.session().is_none() && entry.proof != Proof::None {
                cookies::clear(response.headers_mut(), &cookies::Site::of(&ctx));
            }
            response
        }
    }
}

async fn admit(access: Access, ctx: &Ctx, entry: Entry, method: &Method, path: &str) -> kernel::Result<()> {
    if entry.proof == Proof::Query && ctx.session().is_none() {
        return Err(KernelError::refused(
            401,
            TOKEN_IN_QUERY,
            "a session token does not belong into the URL",
        ));
    }
    if access.needs_session() {
        ctx.user_id()?;
    }
    let is_from_browser = entry.proof == Proof::Cookie && ctx.session().is_some();
    if access.checks_csrf() && is_from_browser && *method != Method::GET && !entry.has_csrf_token {
        return Err(KernelError::session_expired());
    }
    let owes = || ctx.session().is_some_and(|session| session.owes_second_factor(&ctx.config()));
    if access.needs_session() && path != ONESELF && owes() {
        return Err(KernelError::forbidden(SECOND_FACTOR, "a second factor is required on this server"));
    }
    match access {
        Access::System(permission) => ctx.require(permission).await,
        Access::SystemEither(one, other) => any(ctx, |held| held == one || held == other).await,
        Access::Both(one, other) => {
            Box::pin(admit(*one, ctx, entry, method, path)).await?;
            Box::pin(admit(*other, ctx, entry, method, path)).await
        }
        Access::ConsoleReader => any(ctx, Permission::reads_console).await,
        Access::ConsoleWriter => any(ctx, Permission::writes_console).await,
        Access::Anyone
        | Access::AnyoneTrusted
        | Access::Session
        | Access::Oneself
        | Access::SelfOr(_)
        | Access::SelfInChannelOr(_)
        | Access::VisibleUser
        | Access::VisibleTeam
        | Access::NamedChannel
        | Access::PublicChannel
        | Access::Team(_)
        | Access::TeamMember(_)
        | Access::Channel(_)
        | Access::ReadableChannel
        | Access::ChannelContent
        | Access::ChannelLink
        | Access::Author(_)
        | Access::AuthorOr(..)
        | Access::ChannelMember => Ok(()),
    }
}

/// Refuses unless the caller's system roles allow something of this kind.
async fn any(ctx: &Ctx, is_enough: impl Fn(Permission) -> bool) -> kernel::Result<()> {
    if ctx.system_permissions().await?.iter().any(is_enough) {
        Ok(())
    } else {
        Err(KernelError::no_permission())
    }
}

/// Extends a session that is in use, and re-sends its cookies then. An answer that sets cookies of its own (a new
/// session, or none any more) keeps those.
async fn renew(ctx: &Ctx, proof: Proof, mut response: Response) -> Response {
    match kernel::session::renew(ctx).await {
        Ok(Some(renewed))
            if proof == Proof::Cookie && !response.headers().contains_key(header::SET_COOKIE) =>
        {
            let kernel::session::Renewed { session, token, seconds } = &renewed;
            cookies::set(response.headers_mut(), &cookies::Site::of(ctx), token, session, *seconds);
        }
        Ok(_) => {}
        // The answer stands; the next request tries again.
        Err(error) => drop(error.into_wire(&ctx.request().id)),
    }
    response
}

/// Writes error bodies and the headers that every answer has.
fn finish(app: &App, response: &mut Response, id: &str, is_api: bool, method: &Method) {
    if let Some(error) = response.extensions_mut().remove::<Failure>().and_then(|failure| failure.0.take()) {
        let is_missing_route = matches!(&error, KernelError::Refused(error) if error.id == kernel::NOT_FOUND);
        // The answer for a path that is no route names no request.
        let error = error.into_wire(if is_missing_route { "" } else { id });
        *response.status_mut() =
            StatusCode::from_u16(error.status_code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let config = app.configuration.current();
        let sub_path = crate::site::sub_path(&config.service.site_url);
        let (kind, body) = if is_api {
            (crate::answer::JSON, wire::json::to_vec(&error).unwrap_or_default())
        } else {
            (HeaderValue::from_static("text/html"), crate::site::error_page(&error, sub_path).into_bytes())
        };
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        // The router counted the empty body that stood here.
        response.headers_mut().remove(header::CONTENT_LENGTH);
        *response.body_mut() = Body::from(body);
    }
    let headers = response.headers_mut();
    // A wrong method is a path that is not there, which tells nothing of others.
    headers.remove(header::ALLOW);
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
    let version = format!(
        "{}.{}.{}.false",
        app.identity.version,
        app.identity.build_number,
        app.configuration.client().hash
    );
    if let Ok(version) = HeaderValue::from_str(&version) {
        headers.insert(VERSION_ID, version);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(HeaderName::from_static("permissions-policy"), HeaderValue::from_static(""));
    if is_api && *method == Method::GET {
        headers.insert(header::EXPIRES, HeaderValue::from_static("0"));
    }
    if app.configuration.current().service.tls_strict_transport {
        let age = app.configuration.current().service.tls_strict_transport_max_age;
        if let Ok(value) = HeaderValue::from_str(&format!("max-age={age}")) {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
        }
    }
}

/// Whether the client takes answers in this coding.
pub(crate) fn accepts(headers: &HeaderMap, wanted: &str) -> bool {
    text(headers, &header::ACCEPT_ENCODING).split(',').any(|coding| {
        let (name, weight) = coding.split_once(";q=").unwrap_or((coding, "1"));
        name.trim() == wanted && weight.trim() != "0"
    })
}
