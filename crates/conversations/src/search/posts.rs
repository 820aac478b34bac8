//! `POST /teams/{team_id}/posts/search`

use http_api::{Body, Done, Error, Extension, Params, Result};
use kernel::{Ctx, Error as KernelError};
use wire::{Permission, SearchPosts, TeamId};

/// The body is no question.
const INVALID_BODY: &str = "api.post.search_posts.invalid_body.app_error";
/// Searching is off.
const DISABLED: &str = "store.sql_post.search.disabled";

pub(super) async fn in_team(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    body: Result<Body<SearchPosts>>,
) -> Result<Done> {
    let id: TeamId = params.id("team_id")?;
    let team = ctx.team(id).await?.ok_or_else(KernelError::no_permission)?;
    team.require(Permission::ViewTeam)?;
    let question = match body {
        Ok(Body(question)) => question,
        Err(Error(KernelError::Refused(error))) if error.id == kernel::INVALID_BODY_PARAM => {
            return Err(KernelError::bad_request(INVALID_BODY, "the body is no question").into());
        }
        Err(other) => return Err(other),
    };
    if question.terms.is_empty() {
        return Err(KernelError::invalid_body_param("terms").into());
    }

    Err(KernelError::refused(501, DISABLED, "searching in messages is off").into())
}
