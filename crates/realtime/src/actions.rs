//! What clients ask over the socket (`reference/websocket.md`, section 2).

use std::sync::Arc;

use http_api::rate::{Limiter, Rate};
use kernel::{Ctx, Event};
use serde_json::{Value, json};
use wire::{AppError, Broadcast, ChannelId, ClientRequest, EventKind, Permission, Props, Reply, UserId};

use crate::hub::Hub;

/// The action by which a socket says who it is.
pub(crate) const CHALLENGE: &str = "authentication_challenge";

const NO_ACTION: &str = "api.web_socket_router.no_action.app_error";
const BAD_SEQ: &str = "api.web_socket_router.bad_seq.app_error";
const BAD_ACTION: &str = "api.web_socket_router.bad_action.app_error";
const NOT_AUTHENTICATED: &str = "api.web_socket_router.not_authenticated.app_error";
const INVALID_PARAM: &str = "api.websocket_handler.invalid_param.app_error";

/// What a connection says that its user looks at.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) channel: Option<String>,
    pub(crate) team: Option<String>,
    /// The channel of an open thread, and whether the list of all threads is open.
    pub(crate) thread: Option<(String, bool)>,
}

/// Answers a request; None where the protocol is silent.
pub(crate) async fn answer(
    hub: &Arc<Hub>,
    ctx: &Ctx,
    place: &mut Place,
    request: ClientRequest,
) -> Option<Reply> {
    let seq = request.seq;
    if request.action.starts_with("custom_") {
        return None;
    }
    // A second challenge is ignored.
    if request.action == CHALLENGE {
        return None;
    }
    let outcome = if request.action.is_empty() {
        Err(AppError::new(400, NO_ACTION, "no websocket action"))
    } else if seq <= 0 {
        Err(AppError::new(400, BAD_SEQ, "invalid sequence for WebSocket message"))
    } else if ctx.session().is_none_or(|session| session.is_expired(ctx.now())) {
        Err(AppError::new(401, NOT_AUTHENTICATED, "the WebSocket connection is not authenticated"))
    } else {
        perform(hub, ctx, place, &request).await
    };
    Some(match outcome {
        Ok(data) => Reply::ok(seq, data),
        Err(error) => Reply::fail(seq, error),
    })
}

async fn perform(
    hub: &Arc<Hub>,
    ctx: &Ctx,
    place: &mut Place,
    request: &ClientRequest,
) -> Result<Props, AppError> {
    match request.action.as_str() {
        "ping" => Ok(props(json!({
            "node_id": "",
            "server_time": ctx.now(),
            "text": "pong",
            "version": ctx.app().identity.version,
        }))),
        "user_typing" => typing(ctx, request).await,
        "presence" => Ok(look(place, request)),
        "user_update_active_status" => active(hub, ctx, request).await,
        "get_statuses" => statuses(hub, ctx, None).await,
        "get_statuses_by_ids" => {
            let ids =
                request.texts("user_ids").filter(|ids| !ids.is_empty()).ok_or_else(|| invalid("user_ids"))?;
            statuses(hub, ctx, Some(ids.into_iter().map(str::to_owned).collect())).await
        }
        // Official clients report here whether they showed a notification. Nothing is kept of it.
        "posted_notify_ack" => Ok(Props::new()),
        _ => Err(AppError::new(500, BAD_ACTION, "unknown WebSocket action")),
    }
}

async fn typing(ctx: &Ctx, request: &ClientRequest) -> Result<Props, AppError> {
    let channel: ChannelId =
        request.text("channel_id").and_then(|id| id.parse().ok()).ok_or_else(|| invalid("channel_id"))?;
    let user = ctx.user_id().map_err(|error| error.into_wire(""))?;
    if ctx.channel_for(channel, Permission::CreatePost).await.is_err() {
        return Err(invalid("channel_id"));
    }
    types(ctx, user, channel, request.text("parent_id").unwrap_or_default())
        .map_err(|error| error.into_wire(""))?;
    Ok(Props::new())
}

/// How often one user's typing is told: official clients say it every five seconds, for each channel and thread.
const TYPING: Rate = Rate { per_second: 2, burst: 9, clients: 10_000 };

/// Who typed when.
#[derive(Default)]
struct Typists(Limiter<UserId>);

/// Tells a channel, in which the caller may post, that a user types. Nobody hears what a user says too often.
pub fn types(ctx: &Ctx, user: UserId, channel: ChannelId, parent: &str) -> kernel::Result<()> {
    if !ctx.config().service.enable_user_typing_messages {
        return Ok(());
    }
    if !ctx.app().part::<Typists>().0.count(user, TYPING, ctx.now()).is_allowed {
        return Ok(());
    }
    // What is no post is no thread to type in.
    let parent = if parent.parse::<wire::PostId>().is_ok() { parent } else { "" };
    let data = json!({ "parent_id": parent, "user_id": user });
    ctx.app().events.whisper(Event::new(
        EventKind::Typing,
        &data,
        Broadcast::to_channel(channel).omitting(user),
    )?);
    Ok(())
}

fn look(place: &mut Place, request: &ClientRequest) -> Props {
    if let Some(channel) = request.text("channel_id") {
        place.channel = Some(channel.to_owned());
    }
    if let Some(team) = request.text("team_id") {
        place.team = Some(team.to_owned());
    }
    if let (Some(channel), Some(is_list)) =
        (request.text("thread_channel_id"), request.flag("is_thread_view"))
    {
        place.thread = Some((channel.to_owned(), is_list));
    }
    Props::new()
}

async fn active(hub: &Hub, ctx: &Ctx, request: &ClientRequest) -> Result<Props, AppError> {
    let is_active = request.flag("user_is_active").ok_or_else(|| invalid("user_is_active"))?;
    let user = ctx.user_id().map_err(|error| error.into_wire(""))?;
    if let Some(presence) = hub.presence() {
        presence.active(ctx, user, is_active, request.flag("manual").unwrap_or_default()).await;
    }
    Ok(Props::new())
}

async fn statuses(hub: &Hub, ctx: &Ctx, users: Option<Vec<String>>) -> Result<Props, AppError> {
    if !ctx.config().service.enable_user_statuses {
        return Ok(Props::new());
    }
    let Some(presence) = hub.presence() else { return Ok(Props::new()) };
    let statuses = presence.statuses(ctx, users).await.map_err(|error| error.into_wire(""))?;
    Ok(statuses.into_iter().map(|(user, status)| (user, Value::String(status))).collect())
}

fn invalid(name: &str) -> AppError {
    AppError::new(400, INVALID_PARAM, format!("invalid {name} parameter"))
}

fn props(value: Value) -> Props {
    match value {
        Value::Object(props) => props,
        _ => Props::new(),
    }
}
