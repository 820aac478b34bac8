//! `DELETE /users/{user_id}/teams/{team_id}/channels/categories/{category_id}`

use http_api::{Done, Extension, Params, Result};
use kernel::Ctx;

use super::{operations, read};

pub(crate) async fn delete(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Done> {
    let id = read::category_id(&params)?.to_owned();
    let (user, team) = read::whose(&ctx, &params).await?;

    operations::delete(&ctx, user, team, id).await?;

    Ok(Done)
}
