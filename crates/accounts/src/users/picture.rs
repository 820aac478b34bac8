//! The picture of a user: `GET`, `POST` and `DELETE /users/{user_id}/image`, `GET /users/{user_id}/image/default`.
//!
//! Who has set none has a made one. The picture's version, in the profile, is its tag.

use bytes::Bytes;
use http_api::form::{self, Fault, PictureIds};
use http_api::{Done, Extension, Form, HeaderMap, Image, Params, Result};
use images::Unfit;
use kernel::{Ctx, Error, pictures};
use store::users::UserRow;
use wire::UserId;

use super::standing::{self, require_own};
use super::{Sight, missing};

const IDS: PictureIds = PictureIds {
    too_large: "api.user.upload_profile_user.too_large.app_error",
    parse: "api.user.upload_profile_user.parse.app_error",
    no_file: "api.user.upload_profile_user.no_file.app_error",
};
const LIMITS: &str = "api.user.upload_profile_user.check_image_limits.app_error";
const BROKEN: &str = "api.user.upload_profile_user.decode.app_error";

/// How long a made picture is kept where a real one could be.
const SOON: u32 = 300;

pub async fn get(Extension(ctx): Extension<Ctx>, params: Params, headers: HeaderMap) -> Result<Image> {
    let user = Sight::of(&ctx).await?.user(&ctx, params.user(&ctx)?).await?;

    let tag = match user.last_picture_update {
        // Nothing was ever set or taken back that a tag could tell apart.
        0 => String::new(),
        version => version.to_string(),
    };
    if Image::is_current(&headers, &tag) {
        return Ok(Image { tag, png: None, seconds: Image::DAY });
    }
    let stored = match user.last_picture_update {
        version if version > 0 => ctx.app().files.read(&blob::paths::profile_image(user.id)).await?,
        _ => None,
    };
    Ok(match stored {
        Some(png) => Image { tag, png: Some(png), seconds: Image::DAY },
        None => Image { tag, png: Some(made(&ctx, &user).await?), seconds: SOON },
    })
}

pub async fn default(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Image> {
    let user = Sight::of(&ctx).await?.user(&ctx, params.user(&ctx)?).await?;

    Ok(Image { tag: String::new(), png: Some(made(&ctx, &user).await?), seconds: Image::DAY })
}

pub async fn set(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    form: std::result::Result<Form, Fault>,
) -> Result<Done> {
    let id = params.user(&ctx)?;
    changed(&ctx, id).await?;
    let sent = form::picture(form, &IDS)?;

    let png = pictures::icon(&ctx, sent).await?.map_err(|unfit| match unfit {
        Unfit::NoPicture | Unfit::TooManyPixels => {
            Error::bad_request(LIMITS, "this is no picture, or it has too many pixels")
        }
        Unfit::Broken => Error::bad_request(BROKEN, "the picture cannot be read"),
    })?;
    ctx.app().files.write(&blob::paths::profile_image(id), png).await?;
    standing::note_picture(&ctx, id, true).await?;

    Ok(Done)
}

pub async fn remove(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Done> {
    let id = params.user(&ctx)?;
    changed(&ctx, id).await?;

    standing::note_picture(&ctx, id, false).await?;
    ctx.app().files.remove(&blob::paths::profile_image(id)).await?;

    Ok(Done)
}

/// The user, whose picture the caller may change.
async fn changed(ctx: &Ctx, id: UserId) -> kernel::Result<UserRow> {
    require_own(ctx, id).await?;
    let user = store::users::by_id(ctx.db().read(), id).await?.ok_or_else(missing)?;
    standing::require_rank(ctx, &user).await?;
    Ok(user)
}

async fn made(ctx: &Ctx, user: &UserRow) -> kernel::Result<Bytes> {
    let (name, seed) = (user.username.clone(), user.id.to_string());
    ctx.app().pictures.run(move || Bytes::from(images::initial::draw(&name, &seed).to_png())).await
}
