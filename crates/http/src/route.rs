//! Routes as data.

use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::middleware;
use axum::routing::{MethodFilter, MethodRouter, on};
use http::Method;
use kernel::App;

use crate::{Access, edge};

/// One line of a feature's route table.
#[derive(Clone)]
pub struct Route {
    pub method: Method,
    /// As axum writes it: `/api/v4/users/{user_id}`. Written nowhere else.
    pub path: &'static str,
    /// The protocol's name of the operation, as in metrics: `getUser`.
    pub name: &'static str,
    pub access: Access,
    pub example: Example,
    /// What the door says to whom it does not let in, where that has an id of its own.
    refusal: Option<&'static str>,
    body: BodyLimit,
    handler: MethodRouter<Arc<App>>,
}

/// Which setting limits a route's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyLimit {
    /// `ServiceSettings.MaximumPayloadSizeBytes`
    Payload,
    /// `FileSettings.MaxFileSize`
    File,
}

/// A request of the route that succeeds for whoever may make it, on the test world of `security-cases.md` 0.1.
///
/// `{name}` stands for a thing of that world (`{team}`, `{channel}`, `{post}`, `{other}`, `{self}`, `{fresh}`).
/// Placeholders of the path have defaults by their name; [`Example::at`] names another thing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Example {
    pub query: &'static str,
    pub body: Option<&'static str>,
    pub at: &'static [(&'static str, &'static str)],
    /// A success that is no 2xx for some callers, or a route that the walk cannot call twice; with the reason.
    pub skip: Option<&'static str>,
}

impl Example {
    pub const fn new() -> Self {
        Self { query: "", body: None, at: &[], skip: None }
    }

    pub const fn query(mut self, query: &'static str) -> Self {
        self.query = query;
        self
    }

    pub const fn body(mut self, body: &'static str) -> Self {
        self.body = Some(body);
        self
    }

    /// Names the things that stand in the path.
    pub const fn at(mut self, at: &'static [(&'static str, &'static str)]) -> Self {
        self.at = at;
        self
    }

    /// Leaves the route out of the walk. The reason is kept beside it.
    pub const fn skip(mut self, why: &'static str) -> Self {
        self.skip = Some(why);
        self
    }
}

impl Route {
    pub fn get<H, T>(path: &'static str, name: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        Self::new(Method::GET, MethodFilter::GET, path, name, access, handler)
    }

    pub fn post<H, T>(path: &'static str, name: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        Self::new(Method::POST, MethodFilter::POST, path, name, access, handler)
    }

    pub fn put<H, T>(path: &'static str, name: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        Self::new(Method::PUT, MethodFilter::PUT, path, name, access, handler)
    }

    pub fn patch<H, T>(path: &'static str, name: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        Self::new(Method::PATCH, MethodFilter::PATCH, path, name, access, handler)
    }

    pub fn delete<H, T>(path: &'static str, name: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        Self::new(Method::DELETE, MethodFilter::DELETE, path, name, access, handler)
    }

    fn new<H, T>(
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        name: &'static str,
        access: Access,
        handler: H,
    ) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        Self {
            method,
            path,
            name,
            access,
            example: Example::new(),
            refusal: None,
            body: BodyLimit::Payload,
            handler: on(filter, handler),
        }
    }

    pub fn example(mut self, example: Example) -> Self {
        self.example = example;
        self
    }

    /// Whoever lacks the permission is refused with this id.
    pub fn refused_as(mut self, id: &'static str) -> Self {
        self.refusal = Some(id);
        self
    }

    /// The body may be as large as a file.
    pub fn takes_files(mut self) -> Self {
        self.body = BodyLimit::File;
        self
    }
}

/// The routes, and behind every spelled-out path the methods that only a path with names serves: `GET` of
/// `…/users/login` is the user called so, whom there cannot be.
fn with_shadowed(routes: Vec<Route>) -> Vec<Route> {
    let is_name = |segment: &str| segment.starts_with('{');
    let covers = |pattern: &str, path: &str| {
        let (mut wide, mut narrow) = (pattern.split('/'), path.split('/'));
        loop {
            match (wide.next(), narrow.next()) {
                (None, None) => return true,
                (Some(wide), Some(narrow)) if wide == narrow || is_name(wide) && !is_name(narrow) => {}
                _ => return false,
            }
        }
    };
    let mut more: Vec<Route> = Vec::new();
    let serves = |routes: &[Route], path: &str, method: &Method| {
        routes.iter().any(|route| route.path == path && route.method == *method)
    };
    let paths: std::collections::BTreeSet<&'static str> = routes.iter().map(|route| route.path).collect();
    for path in paths {
        for route in routes.iter().filter(|route| route.path != path && covers(route.path, path)) {
            if !serves(&routes, path, &route.method) && !serves(&more, path, &route.method) {
                more.push(Route { path, ..route.clone() });
            }
        }
    }
    [routes, more].concat()
}

/// The service that all routes make together, edge included. What no route serves goes to `site`.
pub fn router(app: &Arc<App>, routes: Vec<Route>, site: crate::site::Site) -> Router {
    let mut router = Router::new();
    for Route { path, access, refusal, body, handler, .. } in with_shadowed(routes) {
        let door = middleware::from_fn(move |request: axum::extract::Request, next: middleware::Next| {
            edge::door(access, refusal, body, request, next)
        });
        router = router.route(path, handler.layer(door));
    }
    let (app_of_site, site) = (app.clone(), Arc::new(site));
    let elsewhere = move |request: axum::extract::Request| {
        let place = crate::site::Place::of(&app_of_site.configuration.current());
        let (site, (parts, _)) = (site.clone(), request.into_parts());
        async move { site.serve(&parts, place).await }
    };
    let routes =
        router.method_not_allowed_fallback(elsewhere.clone()).fallback(elsewhere).with_state(app.clone());
    // The edge stands in front of the routing, since it brings paths into their normal form.
    Router::new()
        .fallback_service(routes)
        .layer(middleware::from_fn_with_state(edge::Edge::new(app), edge::edge))
}
