//! `POST /channels`

use http_api::{Body, Created, Extension, Result};
use kernel::Ctx;
use wire::{Channel, CreateChannel};

use super::{operations, shape};

/// The answer repeats the channel's `props`, which nobody keeps.
pub(crate) async fn create(
    Extension(ctx): Extension<Ctx>,
    Body(input): Body<CreateChannel>,
) -> Result<Created<Channel>> {
    let props = input.props.clone();

    let row = operations::create(&ctx, input).await?;

    Ok(Created(Channel { props, ..shape::channel(&row)? }))
}
