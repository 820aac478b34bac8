//! Which pages may open a socket (`reference/websocket.md`, "Origin check").

use config::Config;
use http_api::{HeaderMap, header};

/// A request without an origin comes from no page. Otherwise the page must be the site's own, or be named in
/// `ServiceSettings.AllowCorsFrom`.
pub(crate) fn is_allowed(config: &Config, headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    let site = origin_of(&config.service.site_url);
    let allowed = config.service.allow_cors_from.trim();
    if allowed == "*" {
        return true;
    }
    if allowed.split_whitespace().any(|friend| friend.trim_end_matches('/').eq_ignore_ascii_case(origin)) {
        return true;
    }
    match site {
        Some(site) => site.eq_ignore_ascii_case(origin),
        None => {
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
            origin.split_once("://").is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(host))
        }
    }
}

/// Scheme and host of a URL.
fn origin_of(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.find('/').unwrap_or(rest.len());
    Some(&url[..scheme.len() + 3 + host])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(site: &str, friends: &str, origin: Option<&str>) -> bool {
        let place = config::Place::new("/tmp");
        let text = format!(r#"{{"ServiceSettings":{{"SiteURL":"{site}","AllowCorsFrom":"{friends}"}}}}"#);
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, "chat.example:8065".parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        is_allowed(&Config::from_json(&text, &place).unwrap(), &headers)
    }

    #[test]
    fn sec_d05_only_pages_of_the_site_and_named_friends_connect() {
        assert!(check("", "", Some("http://chat.example:8065")));
        assert!(!check("", "", Some("http://evil.example")));
        assert!(!check("", "", Some("null")));
        assert!(check("https://chat.example/sub", "", Some("https://chat.example")));
        assert!(!check("https://chat.example", "", Some("http://chat.example")));
        assert!(!check("https://chat.example", "", Some("https://chat.example.evil.example")));
        assert!(check("https://chat.example", "http://friend.example", Some("http://friend.example")));
        assert!(!check("https://chat.example", "http://friend.example", Some("null")));
    }

    #[test]
    fn what_names_no_origin_comes_from_no_page_and_connects() {
        assert!(check("", "", None));
        assert!(check("https://chat.example", "", None));
    }
}
