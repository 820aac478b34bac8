//! `GET /users/{user_id}/teams/{team_id}/channels/members`, `GET /users/{user_id}/channel_members`

use http_api::{Answer, Extension, IntoResponse, Ndjson, Params, Query, Response, Result};
use kernel::Ctx;
use wire::{ChannelMember, Page, Permission, TeamId};

use super::shape;
use crate::access;

pub(crate) async fn in_team(
    Extension(ctx): Extension<Ctx>,
    params: Params,
) -> Result<Answer<Vec<ChannelMember>>> {
    let user_id = params.user(&ctx)?;
    let team_id = params.id::<TeamId>("team_id")?;

    access::oneself(&ctx, user_id, Permission::EditOtherUsers).await?;
    let team = access::team(&ctx, team_id, Permission::ViewTeam).await?;

    let members = store::channels::memberships_in_team(ctx.db().read(), user_id, team.row.id).await?;

    let viewer = ctx.user_id()?;
    Ok(Answer(members.iter().map(|member| shape::member_for(viewer, member)).collect()))
}

/// A page, or with page -1 everything, one membership a line.
pub(crate) async fn everywhere(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> Result<Response> {
    let user_id = params.user(&ctx)?;
    let wants_all = query.number("page") == Some(-1);
    let page = Page::parse(query.get("page"), query.get("per_page"));

    access::oneself(&ctx, user_id, Permission::EditOtherUsers).await?;

    let conn = ctx.db().read();
    let members = match wants_all {
        true => store::channels::all_memberships(conn, user_id).await?,
        false => store::channels::memberships(conn, user_id, page).await?,
    };

    let mut shapes: Vec<_> = members.into_iter().map(shape::member_with_team).collect();
    if user_id != ctx.user_id()? {
        for shape in &mut shapes {
            shape.member = shape.member.clone().for_others();
        }
    }
    Ok(if wants_all { Ndjson(shapes).into_response() } else { Answer(shapes).into_response() })
}
