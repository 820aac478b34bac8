//! How many replies of a thread call somebody who has read it up to a time.

use db::Json;
use kernel::{Channel, Ctx, Result};
use store::posts::Mark;
use store::users::UserRow;
use wire::{PostId, UserId};

use crate::posts::mentions::{self, Keywords};

/// The most replies that are looked through; later ones are taken to call nobody.
const MAX: i64 = 1000;

/// The replies behind a time that call the user, as far as [`MAX`].
pub(super) async fn mentions_after(
    ctx: &Ctx,
    channel: &Channel,
    root: PostId,
    user: UserId,
    time: i64,
) -> Result<i64> {
    let conn = ctx.db().read();
    // Behind every post of that moment: no id comes after this one.
    let last: PostId = "zzzzzzzzzzzzzzzzzzzzzzzzzz".parse().expect("26 letters are an id");
    let mut replies = store::posts::thread_down(conn, root, Mark { create_at: time, id: last }, MAX).await?;
    replies.retain(|reply| reply.user_id != user && !reply.kind.starts_with("system_"));
    if replies.is_empty() || channel.is_direct_or_group() {
        return Ok(replies.len() as i64);
    }
    let Some(reader) = store::users::by_id(conn, user).await? else { return Ok(0) };
    let calls = Calls::of(&reader);
    Ok(replies.iter().filter(|reply| calls.are_in(&reply.message)).count() as i64)
}

/// What calls one user.
struct Calls<'a> {
    username: &'a str,
    by_everybody: bool,
    keywords: Keywords<()>,
}

impl<'a> Calls<'a> {
    fn of(user: &'a UserRow) -> Self {
        let wish = |name: &str| {
            user.notify_props.as_ref().and_then(|Json(props)| props.get(name)).map(String::as_str)
        };
        let mut keywords = Keywords::default();
        keywords.add_keys(&(), wish("mention_keys").unwrap_or_default());
        if wish("first_name") == Some("true") {
            keywords.add_first_name(&(), &user.first_name);
        }
        Self { username: &user.username, by_everybody: wish("channel") != Some("false"), keywords }
    }

    fn are_in(&self, message: &str) -> bool {
        let called = mentions::of(message);
        let is_name = |name: &str| (name == self.username).then_some(());
        self.by_everybody && called.call_everybody()
            || !called.resolve(is_name).is_empty()
            || !self.keywords.mentioned_in(message).is_empty()
    }
}
