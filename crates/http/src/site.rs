//! What is served beside the API: a web client, or a page that says how to connect one.

use std::borrow::Cow;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use wire::AppError;

use crate::edge::accepts;

/// The pages outside the API. Every path that nothing else is served at is one: the client finds out which.
///
/// A client is a folder of files, of which `root.html` stands for every page; beside a file
/// may lie its compressed forms, `NAME.br` and `NAME.gz`.
#[derive(Clone, Default)]
pub enum Site {
    /// No client: a page that says how to connect one.
    #[default]
    HowToConnect,
    /// A built client in a folder.
    Folder(PathBuf),
    /// A built client inside the program: its files by name.
    BuiltIn(fn(&str) -> Option<Cow<'static, [u8]>>),
}

/// Paths that are no pages: an unknown one below them is an error, not the client.
const NOT_PAGES: [&str; 5] = ["/api/", "/hooks/", "/plugins/", "/files/", "/login/sso/"];
const FOR_A_YEAR: HeaderValue = HeaderValue::from_static("max-age=31556926, public");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache, max-age=31556926, public");
/// The page that stands for all.
const ROOT: &str = "root.html";
/// The client's service worker: it lies with the files and works for the whole site.
const SERVICE_WORKER: &str = "worker.js";
const SERVICE_WORKER_ALLOWED: HeaderName = HeaderName::from_static("service-worker-allowed");

/// Where the site is, and who may show it in a frame.
pub(crate) struct Place {
    /// `""`, or the sub-path of the site's URL: `/chat`.
    pub sub_path: String,
    /// Further origins whose pages may frame the site's, separated by blanks.
    pub frame_ancestors: String,
}

impl Place {
    pub(crate) fn of(config: &config::Config) -> Self {
        Self {
            sub_path: sub_path(&config.service.site_url).to_owned(),
            frame_ancestors: config.service.frame_ancestors.clone(),
        }
    }
}

/// The path of a site's URL, without a slash at its end.
pub(crate) fn sub_path(site_url: &str) -> &str {
    let after_scheme = site_url.split_once("://").map_or("", |(_, rest)| rest).trim_end_matches('/');
    after_scheme.find('/').map_or("", |at| &after_scheme[at..])
}

impl Site {
    pub(crate) async fn serve(&self, request: &Parts, place: Place) -> Response {
        let path = request.uri.path();
        let is_read = matches!(request.method, Method::GET | Method::HEAD);
        if NOT_PAGES.iter().any(|start| path.starts_with(start)) || !is_read {
            return crate::Error(crate::extract::no_route()).into_response();
        }
        if path == "/robots.txt" {
            return "User-agent: *\nDisallow: /\n".into_response();
        }
        match (self, path.strip_prefix("/static/")) {
            (Self::HowToConnect, _) => page(HOW_TO_CONNECT.to_owned(), &place),
            (Self::Folder(_) | Self::BuiltIn(_), Some(name)) => {
                self.file(name, &request.headers, &place).await
            }
            (Self::Folder(_) | Self::BuiltIn(_), None) => self.root(&place).await,
        }
    }

    async fn root(&self, place: &Place) -> Response {
        let Some(html) = self.plain(ROOT).await else {
            let error = kernel::Error::internal("show the client", "it has no root.html");
            return crate::Error(error).into_response();
        };
        let html = String::from_utf8_lossy(&html);
        // The client is built for the root of a host; its own scripts find each other by where they are.
        let html = if place.sub_path.is_empty() {
            html.into_owned()
        } else {
            html.replace("=\"/static/", &format!("=\"{}/static/", place.sub_path))
        };
        let mut response = page(html, place);
        response.headers_mut().insert(header::CACHE_CONTROL, ASK_AGAIN);
        response
    }

    async fn file(&self, name: &str, headers: &HeaderMap, place: &Place) -> Response {
        let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
        // The page itself is served as a page only, which says who may frame it.
        let coded = if name.starts_with(ROOT) { None } else { self.coded(&name, headers).await };
        let Some((content, coding)) = coded else {
            let mut response = (StatusCode::NOT_FOUND, "404 not found").into_response();
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache, public"));
            return response;
        };
        let is_worker = name == SERVICE_WORKER;
        let caching = if is_never_changed(&name) { FOR_A_YEAR } else { ASK_AGAIN };
        let mut response = Response::new(match content {
            Cow::Borrowed(content) => Body::from(content),
            Cow::Owned(content) => Body::from(content),
        });
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(&name)));
        headers.insert(header::CACHE_CONTROL, caching);
        if let Some(coding) = coding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
            headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        }
        if is_worker && let Ok(scope) = HeaderValue::from_str(&format!("{}/", place.sub_path)) {
            headers.insert(SERVICE_WORKER_ALLOWED, scope);
        }
        response
    }

    /// A file as the browser takes it best, and how it is coded.
    async fn coded(
        &self,
        name: &str,
        headers: &HeaderMap,
    ) -> Option<(Cow<'static, [u8]>, Option<&'static str>)> {
        for (coding, ending) in [("br", "br"), ("gzip", "gz")] {
            if accepts(headers, coding)
                && let Some(content) = self.read(&format!("{name}.{ending}")).await
            {
                return Some((content, Some(coding)));
            }
        }
        self.plain(name).await.map(|content| (content, None))
    }

    /// A file as it was written; it may be there in a compressed form only.
    async fn plain(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        if let Some(content) = self.read(name).await {
            return Some(content);
        }
        let packed = self.read(&format!("{name}.gz")).await?;
        let mut content = Vec::new();
        flate2::read::GzDecoder::new(packed.as_ref()).read_to_end(&mut content).ok()?;
        Some(Cow::Owned(content))
    }

    async fn read(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        match self {
            Self::HowToConnect => None,
            Self::BuiltIn(file) => file(name),
            Self::Folder(folder) => {
                let relative = Path::new(name);
                let is_plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
                if !is_plain || name.ends_with('/') {
                    return None;
                }
                tokio::fs::read(folder.join(relative)).await.ok().map(Cow::Owned)
            }
        }
    }
}

/// Whether a file of this name has one content for ever: the build put a hash of it into the name, or it lies in a
/// folder of pictures. What is called by a plain name is another file after an upgrade.
fn is_never_changed(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).as_bytes();
    let is_hash =
        |hash: &[u8]| hash.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let is_hashed = (8..=64).any(|length| {
        stem.len().checked_sub(length + 1).is_some_and(|at| match stem[at] {
            b'.' => is_hash(&stem[at + 1..]),
            // Eight letters of base64, which may be hyphens, behind a hyphen.
            b'-' => length == 8 && is_hash(&stem[at + 1..]),
            _ => false,
        })
    });
    name.contains('/') || is_hashed
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "js" | "mjs" => "text/javascript",
        "css" => "text/css",
        "html" => "text/html",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "apng" => "image/apng",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "mp3" => "audio/mpeg",
        "wasm" => "application/wasm",
        "txt" => "text/plain",
        _ => "application/octet-stream",
    }
}

fn page(html: String, place: &Place) -> Response {
    let mut response = Response::new(Body::from(html));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    // The built page says the rest of its policy itself; who may frame it is for the server to say.
    let policy =
        format!("frame-ancestors {}; script-src 'self'", format!("'self' {}", place.frame_ancestors).trim());
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// An error for a browser that asked for no JSON.
pub(crate) fn error_page(error: &AppError, sub_path: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{status}</title></head>\
         <body><h1>{status}</h1><p>{message}.</p><p><a href=\"{sub_path}/\">Back to the start</a></p></body></html>",
        status = error.status_code,
        message = escaped(&error.message),
        sub_path = escaped(sub_path),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const HOW_TO_CONNECT: &str = include_str!("how_to_connect.html");
