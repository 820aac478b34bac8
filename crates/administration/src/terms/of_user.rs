//! `GET /users/{user_id}/terms_of_service`: what the caller agreed to.

use http_api::{Answer, Extension, Params, Result};
use kernel::{Ctx, Error};
use wire::UserTermsOfService;

/// They agreed to none.
const NONE: &str = "app.user_terms_of_service.get_by_user.no_rows.app_error";

pub(super) async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
) -> Result<Answer<UserTermsOfService>> {
    let id = params.user(&ctx)?;
    if ctx.user_id()? != id {
        return Err(Error::no_permission().into());
    }

    let row = store::terms::of_user(ctx.db().read(), id).await?;
    let row = row.ok_or_else(|| Error::not_found(NONE, "they agreed to no terms of service"))?;

    Ok(Answer(UserTermsOfService {
        user_id: row.user_id,
        terms_of_service_id: row.terms_id,
        create_at: row.create_at,
    }))
}
