//! Routing as data, and the edge that every request passes.
//!
//! A feature hands in [`Route`]s: method, path, who may call, the handler, an example. [`router`] makes a service of
//! them. In front stands the edge ([`edge`]): request ids, limits, the path's normal form, the caller; behind it the
//! route's own door ([`Access`]); on the way out error bodies, headers and compression. Handlers see none of that.

mod access;
mod answer;
pub mod cookies;
mod edge;
mod error;
mod extract;
pub mod form;
mod gzip;
pub mod list;
mod path;
pub mod rate;
mod route;
pub mod site;

pub use access::Access;
pub use answer::{Answer, Created, Done, Encoded, Image, Ndjson, Tagged};
pub use axum::Extension;
pub use axum::http::{HeaderMap, Method, StatusCode, header};
pub use axum::response::{IntoResponse, Response};
pub use error::{Error, Result};
pub use extract::{Body, Params, Query};
pub use form::Form;
pub use list::ListBody;
pub use route::{Example, Route, router};
