//! Sockets: who is connected, what they hear, how they come back after a cut.
//!
//! * [`Hub`] listens to the event log. An event is encoded once; each connection that may hear it gets a reference and a
//!   number of its own. The hub knows the memberships of everyone online and follows them through the log, so a removal
//!   counts for every event behind it.
//! * A connection never makes anyone wait: its queue has a bound, and a reader that is too slow is cut off.
//! * A connection remembers what it sent by the numbers of the log only. When it comes back, what it missed is read from
//!   the log again, seen through the memberships of that moment; what cannot be told completely is not told at all, and
//!   the client gets a new connection id, which makes it fetch.
//!
//! Typing and presence are not logged, and not replayed.

mod actions;
mod binary;
mod composer;
mod connection;
mod hub;
mod origin;
mod presence;
mod socket;

use std::sync::Arc;

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use http_api::{Access, Example, Extension, HeaderMap, IntoResponse, Query, Response, Route};
use kernel::{Ctx, Error};

pub use actions::types;
pub use composer::Composer;
pub use hub::Hub;
pub use presence::{Future, Presence};

/// The request is no upgrade to a WebSocket, or comes from a page that may not.
pub const UPGRADE: &str = "api.web_socket.connect.upgrade.app_error";

/// The socket's only route; a slash at its end is accepted.
pub fn routes(hub: &Arc<Hub>) -> Vec<Route> {
    ["/api/v4/websocket", "/api/v4/websocket/"]
        .into_iter()
        .map(|path| {
            let hub = hub.clone();
            let handler =
                move |ctx: Extension<Ctx>,
                      query: Query,
                      headers: HeaderMap,
                      upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>| {
                    let hub = hub.clone();
                    async move { connect(hub, ctx.0, &query, &headers, upgrade) }
                };
            Route::get(path, "connectWebSocket", Access::AnyoneTrusted, handler)
                .example(Example::new().skip("an upgrade; sockets have tests of their own"))
        })
        .collect()
}

fn connect(
    hub: Arc<Hub>,
    ctx: Ctx,
    query: &Query,
    headers: &HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let Ok(upgrade) = upgrade else {
        return http_api::Error(Error::bad_request(UPGRADE, "this is the address of a WebSocket"))
            .into_response();
    };
    if !origin::is_allowed(&ctx.config(), headers) {
        return http_api::Error(Error::forbidden(UPGRADE, "this page may not open a WebSocket here"))
            .into_response();
    }
    let wish = socket::Wish::read(query);
    upgrade
        .read_buffer_size(socket::BUFFER)
        .write_buffer_size(socket::BUFFER)
        .max_message_size(socket::LARGEST_FRAME)
        .max_frame_size(socket::LARGEST_FRAME)
        .on_upgrade(move |stream| socket::run(hub, ctx, wish, stream))
}
