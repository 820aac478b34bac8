//! `GET /users/{user_id}/teams/{team_id}/threads/{thread_id}`

use http_api::{Answer, Extension, Params, Query};
use kernel::Ctx;
use wire::{PostId, ThreadResponse};

use super::own;
use super::shape::Participants;

pub(super) async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> http_api::Result<Answer<ThreadResponse>> {
    let id: PostId = params.id("thread_id")?;
    let (user, _) = own::user_in_team(&ctx, &params).await?;
    let (root, _) = own::root(&ctx, id).await?;

    own::membership(&ctx, root.id, user).await?;
    let thread = own::followed(&ctx, root.id, user, Participants::wanted(&query)).await?;

    Ok(Answer(thread))
}
