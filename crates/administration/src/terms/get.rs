//! `GET /terms_of_service`: the version in force.

use http_api::{Answer, Extension, Result};
use kernel::{Ctx, Error};
use wire::TermsOfService;

/// Nobody wrote any.
const NONE: &str = "app.terms_of_service.get.no_rows.app_error";

pub(super) async fn handler(Extension(ctx): Extension<Ctx>) -> Result<Answer<TermsOfService>> {
    let row = store::terms::latest(ctx.db().read()).await?;
    let row = row.ok_or_else(|| Error::not_found(NONE, "there are no terms of service"))?;

    Ok(Answer(TermsOfService { id: row.id, create_at: row.create_at, user_id: row.user_id, text: row.text }))
}
