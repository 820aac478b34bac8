//! `GET /schemes`

use http_api::{Answer, Extension, Query, Result};
use kernel::{Ctx, Error};
use wire::{Page, Scheme};

use super::shape;

/// What schemes are for; the empty text is everything.
const SCOPES: [&str; 3] = ["", "team", "channel"];

pub async fn handler(Extension(ctx): Extension<Ctx>, query: Query) -> Result<Answer<Vec<Scheme>>> {
    let scope = query.text("scope");
    if !SCOPES.contains(&scope) {
        return Err(Error::invalid_body_param("scope").into());
    }
    let page = Page::parse(query.get("page"), query.get("per_page"));

    let schemes = store::schemes::page(ctx.db().read(), scope, page).await?;

    Ok(Answer(schemes.into_iter().map(shape).collect()))
}
