//! `POST /caches/invalidate`: what is kept in memory of rows is read again.

use http_api::{Done, Extension, Result};
use kernel::{Ctx, Error, Signal, signal};

pub(super) async fn invalidate(Extension(ctx): Extension<Ctx>) -> Result<Done> {
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            signal(tx, now, Signal::EverythingChanged).await?;
            Ok::<_, Error>(())
        })
        .await?;

    Ok(Done)
}
