//! `POST /teams`

use http_api::{Body, Created, Extension, Result};
use kernel::{Ctx, Error};
use wire::{CreateTeam, Team};

use super::{operations, shape};

pub(crate) async fn create(
    Extension(ctx): Extension<Ctx>,
    Body(input): Body<CreateTeam>,
) -> Result<Created<Team>> {
    let row = operations::create(&ctx, input).await?;

    let team = ctx.team(row.id).await?.ok_or_else(|| Error::internal("create a team", "it is not there"))?;
    Ok(Created(shape::team(&team)?))
}
