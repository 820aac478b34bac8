//! The three cookies of a browser's session (`reference/limits.md`, "Request authentication").

use http::{HeaderMap, HeaderValue, header};
use kernel::Session;

/// The session token; scripts cannot read it.
pub const TOKEN: &str = "MMAUTHTOKEN";
/// The user's id: the web client takes its presence for being signed in.
pub const USER: &str = "MMUSERID";
/// The CSRF token, which a page of ours repeats in a header.
pub const CSRF: &str = "MMCSRF";

/// What the cookies of a site have in common.
#[derive(Debug, Clone)]
pub struct Site {
    /// The path of the site, `/` at the root of its host.
    pub path: String,
    /// Set with `AllowCookiesForSubdomains`.
    pub domain: Option<String>,
    pub is_secure: bool,
}

impl Site {
    pub fn of(ctx: &kernel::Ctx) -> Self {
        let config = ctx.config();
        let url = config.service.site_url.trim_end_matches('/');
        let after_scheme = url.split_once("://").map_or("", |(_, rest)| rest);
        let host = after_scheme.split(['/', ':']).next().unwrap_or_default();
        let path = crate::site::sub_path(url);
        Self {
            path: if path.is_empty() { "/".to_owned() } else { path.to_owned() },
            domain: (config.service.allow_cookies_for_subdomains && !host.is_empty())
                .then(|| host.to_owned()),
            is_secure: ctx.request().is_secure,
        }
    }
}

/// Sets the cookies of a new or extended session, living `seconds`.
pub fn set(headers: &mut HeaderMap, site: &Site, token: &str, session: &Session, seconds: i64) {
    let user = session.user_id;
    append(headers, site, TOKEN, token, seconds, true);
    append(headers, site, USER, user.as_str(), seconds, false);
    append(headers, site, CSRF, session.csrf_token(), seconds, false);
}

/// Takes the cookies back.
pub fn clear(headers: &mut HeaderMap, site: &Site) {
    append(headers, site, TOKEN, "", -1, true);
    append(headers, site, USER, "", -1, false);
    append(headers, site, CSRF, "", -1, false);
}

fn append(headers: &mut HeaderMap, site: &Site, name: &str, value: &str, seconds: i64, is_http_only: bool) {
    let mut text = format!("{name}={value}; Path={}; Max-Age={}", site.path, seconds.max(0));
    if let Some(domain) = &site.domain {
        text.push_str("; Domain=");
        text.push_str(domain);
    }
    if is_http_only {
        text.push_str("; HttpOnly");
    }
    if site.is_secure {
        text.push_str("; Secure");
    }
    if let Ok(value) = HeaderValue::from_str(&text) {
        headers.append(header::SET_COOKIE, value);
    }
}

/// The value of a cookie in a request.
pub fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value.trim_matches('"'))
}
