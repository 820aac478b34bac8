//! Where the protocol keeps the files that belong to a thing.

use std::fmt::Display;

pub const BRAND_IMAGE: &str = "brand/image.png";

pub fn profile_image(user: impl Display) -> String {
    format!("users/{user}/profile.png")
}

pub fn team_icon(team: impl Display) -> String {
    format!("teams/{team}/teamIcon.png")
}

pub fn emoji(emoji: impl Display) -> String {
    format!("emoji/{emoji}/image")
}
