//! `GET /users/{user_id}/teams/{team_id}/channels/categories/order`,
//! `PUT /users/{user_id}/teams/{team_id}/channels/categories/order`

use http_api::{Answer, Extension, ListBody, Params, Result, list};
use kernel::Ctx;

use super::{operations, read};

pub(crate) async fn get(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<Vec<String>>> {
    let (user, team) = read::whose(&ctx, &params).await?;

    let categories = operations::of(ctx.db().read(), user, team).await?;

    Ok(Answer(categories.into_iter().map(|category| category.row.id).collect()))
}

/// Names every category once.
pub(crate) async fn set(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    body: ListBody,
) -> Result<Answer<Vec<String>>> {
    let (user, team) = read::whose(&ctx, &params).await?;
    let order = list::texts(body, "category")?;

    operations::arrange(&ctx, user, team, order.clone()).await?;

    Ok(Answer(order))
}
