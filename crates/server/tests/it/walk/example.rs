//! A route's example, made concrete on a place.

use std::sync::atomic::{AtomicU64, Ordering};

use http_api::Route;
use testkit::PASSWORD;
use testkit::world::{Kind, Place, Principal};

/// A request as it is sent.
pub struct Concrete {
    /// Path and query.
    pub target: String,
    pub body: String,
}

/// Fills in what the example leaves open. Unless it is the caller's own, `{self}` is somebody else.
pub fn resolve(route: &Route, place: &Place, kind: Kind, who: &Principal, is_own: bool) -> Concrete {
    static FRESH: AtomicU64 = AtomicU64::new(0);
    let room = place.room(kind);
    // Whoever has no account names somebody who has.
    let own = who.id.as_ref().filter(|_| is_own).unwrap_or(&place.other);
    let fresh = format!("fresh{}", FRESH.fetch_add(1, Ordering::Relaxed));
    let email = format!("{}@example.com", place.other);
    // Somebody else who is in the channels, and of whom whoever knows the bystander knows, too.
    let companion = if own == &place.author { &place.channel_admin } else { &place.author };
    let things: [(&str, &str); 16] = [
        ("{team}", &place.team),
        ("{team_name}", &place.team_name),
        ("{channel}", &room.id),
        ("{channel_name}", &room.name),
        ("{post}", &room.post),
        ("{reply}", &room.reply),
        ("{archived}", &place.room(Kind::Archived).id),
        ("{companion}", companion),
        ("{invite}", &place.invite_canary),
        ("{self}", own),
        ("{other}", &place.other),
        ("{other_username}", &place.other_username),
        ("{other_email}", &email),
        ("{author}", &place.author),
        ("{password}", PASSWORD),
        ("{fresh}", &fresh),
    ];
    let fill =
        |text: &str| things.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value));

    let mut segments = Vec::new();
    for segment in route.path.split('/') {
        let Some(name) = segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) else {
            segments.push(segment.to_owned());
            continue;
        };
        let named = route.example.at.iter().find(|(known, _)| *known == name).map(|(_, thing)| *thing);
        let thing = named.unwrap_or_else(|| match name {
            "user_id" => "{self}",
            "team_id" => "{team}",
            "channel_id" => "{channel}",
            "post_id" => "{post}",
            "username" => "{other_username}",
            "email" => "{other_email}",
            "team_name" => "{team_name}",
            "channel_name" => "{channel_name}",
            "emoji_name" => "thumbsup",
            other => panic!("{}: nothing stands for {other}; its example must name something", route.name),
        });
        segments.push(fill(thing));
    }
    let mut target = segments.join("/");
    if !route.example.query.is_empty() {
        target = format!("{target}?{}", fill(route.example.query));
    }
    Concrete { target, body: fill(route.example.body.unwrap_or_default()) }
}
