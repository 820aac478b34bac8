//! `POST /users/{user_id}/teams/{team_id}/channels/categories`

use http_api::{Answer, Body, Error as HttpError, Extension, Params, Result};
use kernel::{Ctx, Error};
use wire::{SaveCategory, SidebarCategory};

use super::{operations, read, shape};

pub(crate) async fn create(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    body: std::result::Result<Body<SaveCategory>, HttpError>,
) -> Result<Answer<SidebarCategory>> {
    let (user, team) = read::whose(&ctx, &params).await?;
    let Body(input) = body?;
    if !input.id.is_empty() && input.id.parse::<wire::Id>().is_err() {
        return Err(Error::invalid_body_param("category").into());
    }

    let category = operations::create(&ctx, user, team, input).await?;

    Ok(Answer(shape::category(&category)?))
}
