//! What the parts of a profile must be like.

use kernel::{Error, Result};
use store::users::UserRow;

use super::shape::map;
use crate::statuses::custom;

pub const USERNAME: &str = "model.user.is_valid.username.app_error";
pub const EMAIL: &str = "model.user.is_valid.email.app_error";
pub const NICKNAME: &str = "model.user.is_valid.nickname.app_error";
pub const POSITION: &str = "model.user.is_valid.position.app_error";
pub const FIRST_NAME: &str = "model.user.is_valid.first_name.app_error";
pub const LAST_NAME: &str = "model.user.is_valid.last_name.app_error";
pub const LOCALE: &str = "model.user.is_valid.locale.app_error";
pub const MAP: &str = "model.user.is_valid.invalidProperty.app_error";
pub const TIMEZONE: &str = "model.user.is_valid.timezone_limit.app_error";

const NAME_LENGTH: usize = 64;
const POSITION_LENGTH: usize = 128;
const TIMEZONE_LENGTH: usize = 256;
/// Letters of `props`, and of how somebody is notified, as JSON. Both go with every profile that is told.
const MAP_LENGTH: usize = 8_000;
/// Names that would read as something else in a message.
const RESERVED: [&str; 4] = ["all", "channel", "matterbot", "system"];

/// Refuses a profile of which a part is not as it must be.
pub fn check(user: &UserRow) -> Result<()> {
    let is_remote = user.remote_id.as_deref().is_some_and(|id| !id.is_empty());
    let username = if is_remote { user.username.replace(':', "-") } else { user.username.clone() };
    if !is_username(&username) {
        let message =
            "a user name has 1 to 64 of the characters a-z, 0-9, '.', '-' and '_', and is no reserved word";
        return Err(Error::bad_request(USERNAME, message));
    }
    if !is_email(&user.email) {
        return Err(Error::bad_request(EMAIL, "this is no e-mail address"));
    }
    for (text, length, id) in [
        (&user.nickname, NAME_LENGTH, NICKNAME),
        (&user.position, POSITION_LENGTH, POSITION),
        (&user.first_name, NAME_LENGTH, FIRST_NAME),
        (&user.last_name, NAME_LENGTH, LAST_NAME),
    ] {
        if text.chars().count() > length {
            return Err(Error::bad_request(id, format!("the text has more than {length} characters")));
        }
    }
    if !is_locale(&user.locale) {
        return Err(Error::bad_request(LOCALE, "this is no language"));
    }
    let timezone = serde_json::json!(map(&user.timezone)).to_string();
    if timezone.chars().count() > TIMEZONE_LENGTH {
        return Err(Error::bad_request(TIMEZONE, "the time zone is too long"));
    }
    Ok(())
}

/// Refuses maps that a profile is to have from now on, where they are too large or clients could not read them. What an
/// account has had before stays.
pub fn check_maps(before: Option<&UserRow>, after: &UserRow) -> Result<()> {
    for maps in [|user: &UserRow| map(&user.props), |user: &UserRow| map(&user.notify_props)] {
        let (old, new) = (before.map(maps), maps(after));
        if old.as_ref() != Some(&new) && serde_json::json!(new).to_string().chars().count() > MAP_LENGTH {
            return Err(Error::bad_request(MAP, format!("more than {MAP_LENGTH} letters are not kept")));
        }
    }
    let is_known = before.is_some_and(|before| before.props == after.props);
    if !is_known && !custom::is_well_formed(&map(&after.props)) {
        return Err(Error::bad_request(MAP, "this is no custom status"));
    }
    Ok(())
}

pub fn is_username(text: &str) -> bool {
    let is_letter =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'_');
    (1..=64).contains(&text.len()) && text.bytes().all(is_letter) && !RESERVED.contains(&text)
}

/// A plain address in lower case: one `@`, something around it, nothing that only a header's address may have.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_dotted = |text: &str| !text.is_empty() && text.split('.').all(|part| !part.is_empty());
    let is_local = |letter: char| {
        letter.is_alphanumeric() || !letter.is_ascii() || ".!#$%&'*+-/=?^_`{|}~".contains(letter)
    };
    let is_domain = |letter: char| letter.is_alphanumeric() || "-._".contains(letter);
    text.len() <= 128
        && text.to_lowercase() == text
        && !text.chars().any(|letter| letter.is_control() || letter.is_whitespace())
        && is_dotted(local)
        && is_dotted(domain)
        && local.chars().all(is_local)
        && domain.chars().all(is_domain)
}

/// A language tag of at most five bytes, such as `de` or `pt-BR`; empty is the server's own.
pub fn is_locale(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    text.is_empty()
        || text.len() <= 5
            && (2..=3).contains(&language.len())
            && language.bytes().all(|letter| letter.is_ascii_alphabetic())
            && parts.all(|part| part.len() == 2 && part.bytes().all(|letter| letter.is_ascii_alphabetic()))
}

/// Whether the address belongs to one of the domains, in any case; no domain named means any.
pub fn is_in_domains(email: &str, domains: &str) -> bool {
    let email = email.to_lowercase();
    let domains: Vec<String> = domains
        .to_lowercase()
        .replace(['@', ','], " ")
        .split_whitespace()
        .map(|domain| format!("@{domain}"))
        .collect();
    domains.is_empty() || domains.iter().any(|domain| email.ends_with(domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_plain() {
        for good in ["a@b", "mia.moss+x@example.com", "ü@example.com"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "@",
            "a@",
            "@b",
            "a@b@c",
            "A@b.c",
            "<a@b.c>",
            "a b@c.d",
            "a@b.c\r\nx: y",
            "a..b@c",
            "a@b,c",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn only_the_whole_domain_counts() {
        assert!(is_in_domains("a@allowed.test", "allowed.test, @second.test"));
        assert!(is_in_domains("a@second.test", "allowed.test, @second.test"));
        assert!(!is_in_domains("a@sub.allowed.test", "allowed.test"));
        assert!(!is_in_domains("a@notallowed.test", "allowed.test"));
        assert!(is_in_domains("A@Allowed.test", "y.test, @ALLOWED.test"));
        assert!(is_in_domains("a@b.c", " "));
    }

    #[test]
    fn languages_are_short_tags() {
        for good in ["", "de", "pt-BR", "fil"] {
            assert!(is_locale(good), "{good}");
        }
        for bad in ["xx-none", "not_a_locale", "d", "12", "de_DE"] {
            assert!(!is_locale(bad), "{bad}");
        }
    }
}
