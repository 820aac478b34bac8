//! ETags of the protocol: parts joined with dots, most behind the server's version, never in quotes.
//!
//! The client repeats the text in `If-None-Match`; equal texts are answered with 304.

use std::fmt::{Display, Write};

use crate::{PostId, UserId};

/// An ETag whose parts stand behind the server's version, such as `11.6.0.<part>.<part>`.
pub fn of(version: &str, parts: &[&dyn Display]) -> String {
    let mut text = version.to_owned();
    for part in parts {
        write!(text, ".{part}").expect("a text takes whatever is written to it");
    }
    text
}

/// What the ETag of a user depends on.
#[derive(Debug, Clone, Copy)]
pub struct UserParts<'a> {
    pub id: UserId,
    pub update_at: i64,
    pub terms_of_service_id: &'a str,
    pub terms_of_service_create_at: i64,
    pub show_full_name: bool,
    pub show_email_address: bool,
    pub bot_last_icon_update: i64,
}

pub fn of_user(version: &str, user: &UserParts<'_>) -> String {
    of(
        version,
        &[
            &user.id,
            &user.update_at,
            &user.terms_of_service_id,
            &user.terms_of_service_create_at,
            &user.show_full_name,
            &user.show_email_address,
            &user.bot_last_icon_update,
        ],
    )
}

pub fn of_post(version: &str, id: PostId, update_at: i64) -> String {
    of(version, &[&id, &update_at])
}

/// The ETag of a page of a channel's posts: when the channel's posts changed last.
pub fn of_channel_posts(version: &str, last_update_at: i64) -> String {
    of(version, &[&last_update_at])
}

/// Whether the client has what it asks for already. Quotes, which some proxies add, do not count.
pub fn matches(if_none_match: &str, etag: &str) -> bool {
    !etag.is_empty() && if_none_match.trim().trim_matches('"') == etag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_joined_with_dots() {
        let id: UserId = "aaaaaaaaaaaaaaaaaaaaaaaaaa".parse().unwrap();
        let etag = of_user(
            "11.6.0",
            &UserParts {
                id,
                update_at: 5,
                terms_of_service_id: "",
                terms_of_service_create_at: 0,
                show_full_name: true,
                show_email_address: false,
                bot_last_icon_update: 0,
            },
        );
        assert_eq!(etag, "11.6.0.aaaaaaaaaaaaaaaaaaaaaaaaaa.5..0.true.false.0");
        assert!(matches(&etag, &etag));
        assert!(!matches("", &etag));
        assert!(!matches("", ""));
    }
}
