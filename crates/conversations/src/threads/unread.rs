//! How many replies of a thread call somebody who has read it up to a time.

use kernel::{Channel, Ctx, Result};
use store::posts::Mark;
use wire::{PostId, UserId};

use crate::posts::called::Called;

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
    let member = store::channels::member(conn, channel.row.id, user).await?;
    let calls = Called::of(&reader, member.as_ref().and_then(|member| member.row.notify_props.as_ref()));
    Ok(replies.iter().filter(|reply| calls.are_in(&reply.message)).count() as i64)
}
