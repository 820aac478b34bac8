//! `GET /users/{user_id}/preferences/{category}/name/{preference_name}`

use http_api::{Answer, Extension, Params, Result};
use kernel::{Ctx, Error};
use wire::Preference;

use super::operations;
use crate::users::standing::require_own;

/// No such preference.
const MISSING: &str = "app.preference.get.app_error";

pub async fn handler(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<Preference>> {
    let user = params.user(&ctx)?;
    let category = operations::in_path(&params, "category")?;
    let name = params.text("preference_name");
    require_own(&ctx, user).await?;

    let preference = store::preferences::one(ctx.db().read(), user, category, name)
        .await?
        .ok_or_else(|| Error::bad_request(MISSING, "there is no such preference"))?;

    Ok(Answer(operations::shape(preference)))
}
