//! What is served beside the API: a built web client, or a page that says how to connect one.

use std::path::{Component, PathBuf};

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode, header};
use wire::AppError;

/// The pages outside the API. Every path that nothing else is served at is one: the client finds out which.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// The folder of a built web client, whose `root.html` stands for every page.
    pub client_folder: Option<PathBuf>,
}

/// Paths that are no pages: an unknown one below them is an error, not the client.
const NOT_PAGES: [&str; 5] = ["/api/", "/hooks/", "/plugins/", "/files/", "/login/sso/"];
const FOR_A_YEAR: HeaderValue = HeaderValue::from_static("max-age=31556926, public");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache, max-age=31556926, public");

impl Site {
    pub(crate) async fn serve(&self, request: &Parts) -> Response {
        let path = request.uri.path();
        let is_read = matches!(request.method, Method::GET | Method::HEAD);
        if NOT_PAGES.iter().any(|start| path.starts_with(start)) || !is_read {
            return crate::Error(crate::extract::no_route()).into_response();
        }
        if path == "/robots.txt" {
            return "User-agent: *\nDisallow: /\n".into_response();
        }
        match &self.client_folder {
            None => page(HOW_TO_CONNECT.to_owned()),
            Some(folder) => match path.strip_prefix("/static/") {
                Some(name) => file(folder, name).await,
                None => root(folder).await,
            },
        }
    }
}

async fn root(folder: &std::path::Path) -> Response {
    match tokio::fs::read_to_string(folder.join("root.html")).await {
        Ok(html) => {
            let mut response = page(html);
            response.headers_mut().insert(header::CACHE_CONTROL, ASK_AGAIN);
            response
        }
        Err(error) => {
            let error = kernel::Error::internal(format!("read root.html in {}", folder.display()), error);
            crate::Error(error).into_response()
        }
    }
}

async fn file(folder: &std::path::Path, name: &str) -> Response {
    let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
    let relative = PathBuf::from(name.as_ref());
    let is_plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
    let content = if is_plain && !name.ends_with('/') {
        tokio::fs::read(folder.join(&relative)).await.ok()
    } else {
        None
    };
    let Some(content) = content else {
        let mut response = (StatusCode::NOT_FOUND, "404 not found").into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache, public"));
        return response;
    };
    let caching = if name.ends_with("remote_entry.js") { ASK_AGAIN } else { FOR_A_YEAR };
    let mut response = Response::new(Body::from(content));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(&name)));
    response.headers_mut().insert(header::CACHE_CONTROL, caching);
    response
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "js" | "mjs" => "text/javascript",
        "css" => "text/css",
        "html" => "text/html",
        "json" => "application/json",
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

fn page(html: String) -> Response {
    let mut response = Response::new(Body::from(html));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("frame-ancestors 'self'; script-src 'self'"),
    );
    response
}

/// An error for a browser that asked for no JSON.
pub(crate) fn error_page(error: &AppError) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{status}</title></head>\
         <body><h1>{status}</h1><p>{message}.</p><p><a href=\"/\">Back to the start</a></p></body></html>",
        status = error.status_code,
        message = escaped(&error.message),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const HOW_TO_CONNECT: &str = include_str!("how_to_connect.html");

#[cfg(test)]
mod tests {
    use super::*;

    async fn status(method: Method, path: &str) -> StatusCode {
        let (parts, ()) = http::Request::builder().method(method).uri(path).body(()).unwrap().into_parts();
        Site::default().serve(&parts).await.status()
    }

    #[tokio::test]
    async fn what_is_below_no_path_of_the_server_s_own_is_a_page() {
        for page in ["/", "/api", "/login", "/team/channels/town-square"] {
            assert_eq!(status(Method::GET, page).await, StatusCode::OK, "{page}");
        }
        for none in ["/api/", "/api/v4", "/hooks/x"] {
            assert_eq!(status(Method::GET, none).await, StatusCode::NOT_FOUND, "{none}");
        }
        assert_eq!(status(Method::POST, "/api").await, StatusCode::NOT_FOUND);
    }
}
