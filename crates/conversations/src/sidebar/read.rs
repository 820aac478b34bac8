//! `GET /users/{user_id}/teams/{team_id}/channels/categories`,
//! `GET /users/{user_id}/teams/{team_id}/channels/categories/{category_id}`

use http_api::{Answer, Extension, Params, Result};
use kernel::{Ctx, Error};
use wire::{Permission, SidebarCategories, SidebarCategory, TeamId, UserId, sidebar};

use super::{operations, shape};
use crate::access;

pub(crate) async fn all(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<SidebarCategories>> {
    let (user, team) = whose(&ctx, &params).await?;

    let categories = operations::of(ctx.db().read(), user, team).await?;

    let order = categories.iter().map(|category| category.row.id.clone()).collect();
    Ok(Answer(SidebarCategories { categories: shape::categories(&categories)?, order }))
}

pub(crate) async fn one(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<SidebarCategory>> {
    let id = category_id(&params)?;
    let (user, team) = whose(&ctx, &params).await?;

    let categories = operations::of(ctx.db().read(), user, team).await?;
    let category = categories.iter().find(|category| category.row.id == id);

    Ok(Answer(shape::category(category.ok_or_else(Error::no_permission)?)?))
}

/// Whose sidebar it is, and of which team, if the caller may.
pub(super) async fn whose(ctx: &Ctx, params: &Params) -> Result<(UserId, TeamId)> {
    let user_id = params.user(ctx)?;
    let team_id = params.id::<TeamId>("team_id")?;

    access::oneself(ctx, user_id, Permission::EditOtherUsers).await?;
    let team = access::team(ctx, team_id, Permission::ViewTeam).await?;

    Ok((user_id, team.row.id))
}

/// The id in the path. A text that no id is spelled like finds no route.
pub(super) fn category_id(params: &Params) -> Result<&str> {
    let id = access::name(params, "category_id")?;
    if sidebar::is_category_id(id) { Ok(id) } else { Err(Error::invalid_url_param("category_id").into()) }
}
