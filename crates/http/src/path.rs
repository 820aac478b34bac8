//! The normal form of a path.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What a path means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Path {
    /// A broken escape: no path at all.
    Malformed,
    /// The same thing is better known under this path.
    Moved(String),
    /// The path to route by, with each escape that need not be one spelled out.
    Normal(String),
}

/// What must stay escaped in a path.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'\\')
    .add(b'^')
    .add(b'|');

/// Decodes, cleans and spells a path again. Dot segments and doubled slashes are answered with a redirect.
pub(crate) fn normal(raw: &str) -> Path {
    if !escapes_are_whole(raw) {
        return Path::Malformed;
    }
    let decoded = percent_decode_str(raw).decode_utf8_lossy();
    let clean = clean(&decoded);
    let spelled = utf8_percent_encode(&clean, ESCAPED).to_string();
    if clean == decoded { Path::Normal(spelled) } else { Path::Moved(spelled) }
}

/// Whether each `%` is followed by two hexadecimal digits.
pub(crate) fn escapes_are_whole(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    bytes
        .iter()
        .enumerate()
        .filter(|(_, letter)| **letter == b'%')
        .all(|(at, _)| is_digit(at + 1) && is_digit(at + 2))
}

/// Removes empty and dot segments; keeps a slash at the end.
fn clean(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            name => kept.push(name),
        }
    }
    let mut clean = String::with_capacity(path.len() + 1);
    for segment in &kept {
        clean.push('/');
        clean.push_str(segment);
    }
    if clean.is_empty() || path.ends_with('/') {
        clean.push('/');
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_one_spelling() {
        let normal_form = |text: &str| Path::Normal(text.to_owned());
        let moved = |text: &str| Path::Moved(text.to_owned());
        assert_eq!(normal("/api/v4/users%2Fme"), normal_form("/api/v4/users/me"));
        assert_eq!(normal("/a/../b"), moved("/b"));
        assert_eq!(normal("/a/./b"), moved("/a/b"));
        assert_eq!(normal("/a/%2e%2e/b"), moved("/b"));
        assert_eq!(normal("/a//b"), moved("/a/b"));
        assert_eq!(normal("*"), moved("/*"));
        assert_eq!(normal("/a/"), normal_form("/a/"));
        assert_eq!(normal("/"), normal_form("/"));
        assert_eq!(normal("/a%20b"), normal_form("/a%20b"));
        assert_eq!(normal("/%C3%BC"), normal_form("/%C3%BC"));
        assert_eq!(normal("/%zz"), Path::Malformed);
        assert_eq!(normal("/%2"), Path::Malformed);
    }
}
