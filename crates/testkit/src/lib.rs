//! What tests are made of: real servers on either engine, people who use them, and the laws that must hold.
//!
//! A test is a claim about a server that somebody talks to over HTTP and WebSocket:
//!
//! ```no_run
//! use serde_json::json;
//! use testkit::{TestServer, engines};
//!
//! engines! {
//!     async fn a_post_reaches_who_is_in_the_channel(server: TestServer) {
//!         let scene = server.scene().await;
//!         let mut socket = scene.bob.socket().await;
//!
//!         let post = scene.alice.write(&scene.channel, "hello").await;
//!
//!         assert_eq!(socket.event("posted").await.nested("post")["id"], post["id"]);
//!         let reply = scene.outsider.get(&format!("/posts/{}", post.id)).await;
//!         reply.refused(403, "api.context.permissions.app_error");
//!     }
//! }
//! # fn main() {}
//! ```
//!
//! [`engines!`] makes two tests of it, one on a SQLite file and one on a PostgreSQL database of its own. The second is
//! skipped, loudly, where `WARDROOM_TEST_POSTGRES` names no cluster, and fails there under `CI=true`.
//!
//! | to … | there is … |
//! |---|---|
//! | start a server with settings, a clock that is moved by hand, seeded randomness | [`TestServer::builder`] |
//! | stop and start it again on the same data | [`TestServer::restart`] |
//! | have people, teams, channels, posts | [`TestServer::admin`], [`TestServer::user`], [`User`], [`Scene`] |
//! | call any route as anybody | [`Client`], [`Reply`] |
//! | hear events, be cut off, resume | [`Socket`] |
//! | have one of every kind of caller, in a world full of canaries | [`world`] |
//! | compare a body as a whole, whatever its ids | [`redact`] |
//! | show that events tell clients everything | [`reducer`] |
//! | show that nothing was changed | [`digest`] |
//! | count statements, see how the database runs them | [`TestServer::statements_of`], [`plans`] |
//! | kill a server's process | [`process`] |

#![expect(clippy::unwrap_used, reason = "this is test code: a step that fails ends the test")]

mod client;
mod connection;
mod database;
pub mod digest;
mod engines;
mod people;
pub mod plans;
pub mod process;
pub mod redact;
pub mod reducer;
mod server;
mod socket;
pub mod world;

pub use client::{Client, Reply, Request};
pub use connection::{Connection, Exchange};
pub use database::TestDatabase;
pub use db::Engine;
pub use engines::{is_available, run, run_as, runtime};
pub use people::{Channel, PASSWORD, Post, Scene, Team, User};
pub use server::{Builder, TestServer};
pub use socket::{Cut, Event, Socket};
