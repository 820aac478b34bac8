//! `PUT /users/{user_id}/teams/{team_id}/channels/categories`,
//! `PUT /users/{user_id}/teams/{team_id}/channels/categories/{category_id}`

use http_api::{Answer, Body, Error as HttpError, Extension, Params, Result};
use kernel::{Ctx, Error};
use wire::{SaveCategory, SidebarCategory};

use super::{operations, read, shape};

pub(crate) async fn several(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    body: std::result::Result<Body<Option<Vec<SaveCategory>>>, HttpError>,
) -> Result<Answer<Vec<SidebarCategory>>> {
    let (user, team) = read::whose(&ctx, &params).await?;
    let Body(inputs) = body?;

    let changed = operations::change(&ctx, user, team, inputs.unwrap_or_default()).await?;

    Ok(Answer(shape::categories(&changed)?))
}

/// The category of the path, whatever the body calls it.
pub(crate) async fn one(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    body: std::result::Result<Body<SaveCategory>, HttpError>,
) -> Result<Answer<SidebarCategory>> {
    let id = read::category_id(&params)?.to_owned();
    let (user, team) = read::whose(&ctx, &params).await?;
    let Body(input) = body?;
    if !operations::is_there(ctx.db().read(), user, team, &id).await? {
        return Err(Error::no_permission().into());
    }

    let changed = operations::change(&ctx, user, team, vec![SaveCategory { id, ..input }]).await?;

    let category = changed.first().ok_or_else(|| Error::invalid_body_param("category"))?;
    Ok(Answer(shape::category(category)?))
}
