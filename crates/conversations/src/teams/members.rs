//! `GET /teams/{team_id}/members`, `POST /teams/{team_id}/members/ids`, `GET /teams/{team_id}/members/{user_id}`

use accounts::users::Sight;
use http_api::{Answer, Extension, ListBody, Params, Query, Result, list};
use kernel::{Ctx, Error};
use store::teams::MemberOrder;
use wire::{Page, Permission, TeamId, TeamMember, UserId};

use super::shape;
use crate::access;

/// The user never was in the team.
const MISSING: &str = "app.team.get_member.missing.app_error";

/// A guest is told of those alone whom they may know of.
pub(crate) async fn page(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> Result<Answer<Vec<TeamMember>>> {
    let team_id = params.id::<TeamId>("team_id")?;
    let page = Page::parse(query.get("page"), query.get("per_page"));
    let order = if query.text("sort") == "Username" { MemberOrder::Username } else { MemberOrder::Id };
    let with_deactivated = !query.flag("exclude_deleted_users");

    let team = access::team(&ctx, team_id, Permission::ViewTeam).await?;

    let conn = ctx.db().read();
    let members = match Sight::of(&ctx).await? {
        Sight::Roommates { user, teams } if !teams.contains(&team.row.id) => {
            store::teams::companions(conn, team.row.id, order, with_deactivated, page, user).await?
        }
        Sight::Everybody | Sight::Roommates { .. } => {
            store::teams::members(conn, team.row.id, order, with_deactivated, page).await?
        }
    };

    Ok(Answer(members.iter().map(shape::member).collect()))
}

/// Ids that are none, users who are no members, and people of whom the caller may not know are left out.
pub(crate) async fn by_ids(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    body: ListBody,
) -> Result<Answer<Vec<TeamMember>>> {
    let team_id = params.id::<TeamId>("team_id")?;
    let texts = list::texts(body, "user_ids")?;
    let users: Vec<UserId> = texts.iter().filter_map(|text| text.parse().ok()).collect();

    let team = access::team(&ctx, team_id, Permission::ViewTeam).await?;

    let known = Sight::of(&ctx).await?.known(&ctx, users.clone()).await?;
    let mut members = store::teams::members_of(ctx.db().read(), team.row.id, &users).await?;
    members.retain(|member| {
        member.row.delete_at == 0 && known.as_ref().is_none_or(|known| known.contains(&member.row.user_id))
    });

    Ok(Answer(members.iter().map(shape::member).collect()))
}

/// Also a membership that has ended, of somebody whom the caller may know of.
pub(crate) async fn get(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<TeamMember>> {
    let team_id = params.id::<TeamId>("team_id")?;
    let user_id = params.user(&ctx)?;

    let team = access::team(&ctx, team_id, Permission::ViewTeam).await?;

    Sight::of(&ctx).await?.require(&ctx, user_id).await?;

    let member = store::teams::member(ctx.db().read(), team.row.id, user_id).await?;
    let member = member.ok_or_else(|| Error::not_found(MISSING, "the user never was in the team"))?;

    Ok(Answer(shape::member(&member)))
}
