//! `GET /users/{user_id}/preferences/{category}`

use http_api::{Answer, Extension, Params, Result};
use kernel::{Ctx, Error};
use wire::Preference;

use super::operations;
use crate::users::standing::require_own;

/// Nothing in this category.
const MISSING: &str = "api.preference.preferences_category.get.app_error";

pub async fn handler(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<Vec<Preference>>> {
    let user = params.user(&ctx)?;
    let category = operations::in_path(&params, "category")?;
    require_own(&ctx, user).await?;

    let preferences = store::preferences::of_category(ctx.db().read(), user, category).await?;
    if preferences.is_empty() {
        return Err(Error::not_found(MISSING, "there are no preferences of this category").into());
    }

    Ok(Answer(preferences.into_iter().map(operations::shape).collect()))
}
