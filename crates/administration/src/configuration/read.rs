//! `GET /config`, `GET /config/environment`: what an administrator may see.

use config::View;
use http_api::{Answer, Extension, Query};
use kernel::Ctx;
use serde_json::Value;

use super::operations;

pub(super) async fn configuration(
    Extension(ctx): Extension<Ctx>,
    query: Query,
) -> http_api::Result<Answer<Value>> {
    let view =
        View { remove_masked: query.flag("remove_masked"), remove_defaults: query.flag("remove_defaults") };

    Ok(Answer(operations::read(&ctx, view).await?))
}

pub(super) async fn environment(Extension(ctx): Extension<Ctx>) -> http_api::Result<Answer<Option<Value>>> {
    Ok(Answer(operations::environment(&ctx).await?))
}
