//! What a client says of itself in `User-Agent`, as the list of sessions shows it.

/// Where a session is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserAgent {
    pub platform: String,
    pub os: String,
    /// Name and version: `Chrome/120.0`.
    pub browser: String,
}

/// Reads what is known of the client; a header that says nothing gives `Unknown`.
pub fn read(header: &str) -> UserAgent {
    UserAgent { platform: platform(header).to_owned(), os: os(header), browser: browser(header) }
}

fn platform(header: &str) -> &'static str {
    const PLATFORMS: [&str; 6] = ["Windows", "iPhone", "iPad", "Macintosh", "Android", "Linux"];
    match PLATFORMS.into_iter().find(|name| header.contains(name)) {
        Some("Android") => "Linux",
        Some(name) => name,
        None => "Unknown",
    }
}

fn os(header: &str) -> String {
    if header.contains("iPhone") || header.contains("iPad") {
        return "iOS".to_owned();
    }
    if let Some(version) = after(header, "Android ") {
        return format!("Android {version}");
    }
    match after(header, "Windows NT ").as_deref() {
        Some("10.0") => return "Windows 10".to_owned(),
        Some("6.3") => return "Windows 8.1".to_owned(),
        Some("6.2") => return "Windows 8".to_owned(),
        Some("6.1") => return "Windows 7".to_owned(),
        Some(_) => return "Windows".to_owned(),
        None => {}
    }
    for (mark, name) in [("Macintosh", "Mac OS"), ("Linux", "Linux")] {
        if header.contains(mark) {
            return name.to_owned();
        }
    }
    String::new()
}

fn browser(header: &str) -> String {
    // The first that is named counts: Edge calls itself Chrome as well, and Chrome calls itself Safari.
    const BROWSERS: [(&str, &str); 9] = [
        ("Mattermost Mobile/", "Mobile App"),
        ("Mattermost/", "Desktop App"),
        ("mmctl/", "mmctl"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Version/", "Safari"),
    ];
    BROWSERS
        .into_iter()
        .find_map(|(mark, name)| Some(format!("{name}/{}", after(header, mark)?)))
        .unwrap_or_else(|| "Unknown/0.0".to_owned())
}

/// The version behind a mark, as far as it looks like one.
fn after(header: &str, mark: &str) -> Option<String> {
    let (_, rest) = header.split_once(mark)?;
    let version: String =
        rest.chars().take_while(|letter| letter.is_ascii_digit() || *letter == '.').take(32).collect();
    Some(if version.is_empty() { "0.0".to_owned() } else { version })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(header: &str) -> (String, String, String) {
        let agent = read(header);
        (agent.platform, agent.os, agent.browser)
    }

    #[test]
    fn clients_are_told_apart() {
        let is = |platform: &str, os: &str, browser: &str| (platform.into(), os.into(), browser.into());
        assert_eq!(told("python-requests/2.32"), is("Unknown", "", "Unknown/0.0"));
        assert_eq!(
            told("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36"),
            is("Linux", "Linux", "Chrome/120.0.0.0")
        );
        assert_eq!(
            told("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/120.0 Electron/28 Mattermost/5.6.0"),
            is("Windows", "Windows 10", "Desktop App/5.6.0")
        );
        assert_eq!(
            told("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Version/17.1 Safari/605"),
            is("Macintosh", "Mac OS", "Safari/17.1")
        );
    }

    #[test]
    fn sec_q06_odd_headers_are_read_as_far_as_they_go() {
        for odd in ["", "Chrome/", "Windows NT ", "Android \u{0}\u{ff}", &"Chrome/1".repeat(5000)] {
            assert!(told(odd).2.len() < 64);
        }
    }
}
