//! `GET`, `POST` and `DELETE /brand/image`: the picture of the sign-in page.

use bytes::Bytes;
use http_api::form::{self, Fault, PictureIds};
use http_api::{Done, Extension, Form, Image, IntoResponse, Response, Result, StatusCode};
use images::Unfit;
use kernel::{Ctx, Error, pictures};

const IDS: PictureIds = PictureIds {
    too_large: "api.admin.upload_brand_image.too_large.app_error",
    parse: "api.admin.upload_brand_image.parse.app_error",
    no_file: "api.admin.upload_brand_image.no_file.app_error",
};
const LIMITS: &str = "brand.save_brand_image.check_image_limits.app_error";
const BROKEN: &str = "brand.save_brand_image.decode.app_error";
const MISSING: &str = "api.admin.delete_brand_image.storage.not_found";

pub(super) async fn get(Extension(ctx): Extension<Ctx>) -> Result<Response> {
    let stored = ctx.app().files.read(blob::paths::BRAND_IMAGE).await?;

    // Nobody shows what stands in the answer for a picture that is not there.
    Ok(match stored {
        Some(png) => Image { tag: String::new(), png: Some(png), seconds: 0 }.into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    })
}

pub(super) async fn set(
    Extension(ctx): Extension<Ctx>,
    form: std::result::Result<Form, Fault>,
) -> Result<Response> {
    let sent: Bytes = form::picture(form, &IDS)?;

    let made = pictures::work(&ctx, sent, |picture| picture.to_png()).await?;
    let png = made.map_err(|unfit| match unfit {
        Unfit::NoPicture | Unfit::TooManyPixels => {
            Error::bad_request(LIMITS, "this is no picture, or it has too many pixels")
        }
        Unfit::Broken => Error::bad_request(BROKEN, "the picture cannot be read"),
    })?;
    ctx.app().files.write(blob::paths::BRAND_IMAGE, png).await?;

    Ok((StatusCode::CREATED, Done).into_response())
}

pub(super) async fn remove(Extension(ctx): Extension<Ctx>) -> Result<Done> {
    if !ctx.app().files.remove(blob::paths::BRAND_IMAGE).await? {
        return Err(Error::not_found(MISSING, "there is no such picture").into());
    }

    Ok(Done)
}
