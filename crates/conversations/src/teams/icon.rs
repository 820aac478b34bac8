//! `GET /teams/{team_id}/image`, `POST /teams/{team_id}/image`, `DELETE /teams/{team_id}/image`
//!
//! An icon is a square PNG, made of whatever picture was sent, so that nothing of it is served as it came.

use http_api::form::{Fault, PictureIds, picture};
use http_api::{Done, Extension, Form, IntoResponse, Params, Response, Result, header};
use images::{Picture, Unfit};
use kernel::{Ctx, Error};
use store::teams::TeamRow;
use wire::{Permission, TeamId};

use super::{change, get};

const NO_ICON: &str = "api.team.get_team_icon.read_file.app_error";
const TOO_MANY_PIXELS: &str = "api.team.set_team_icon.check_image_limits.app_error";
const BROKEN: &str = "api.team.set_team_icon.decode.app_error";

const IDS: PictureIds = PictureIds {
    too_large: "api.team.set_team_icon.too_large.app_error",
    parse: "api.team.set_team_icon.parse.app_error",
    no_file: "api.team.set_team_icon.no_file.app_error",
};

/// Pixels on each side.
const SIDE: u32 = 128;

pub(crate) async fn get(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Response> {
    let team_id = params.id::<TeamId>("team_id")?;

    let team = get::visible(&ctx, team_id).await?;
    if team.row.last_team_icon_update == 0 {
        return Err(no_icon().into());
    }

    let icon = ctx.app().files.read(&blob::paths::team_icon(team_id)).await.map_err(Error::from)?;
    let icon = icon.ok_or_else(no_icon)?;

    let headers = [(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "max-age=86400, private")];
    Ok((headers, icon).into_response())
}

pub(crate) async fn set(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    form: std::result::Result<Form, Fault>,
) -> Result<Done> {
    let team_id = params.id::<TeamId>("team_id")?;

    let team = ctx.team_for(team_id, Permission::ManageTeam).await?;
    let content = picture(form, &IDS)?;

    let most_pixels = u64::try_from(ctx.config().file.max_image_resolution).unwrap_or_default();
    let icon = tokio::task::spawn_blocking(move || {
        Picture::decode(&content, most_pixels).map(|picture| picture.cover(SIDE, SIDE).to_png())
    })
    .await
    .map_err(|e| Error::internal("make an icon", e))?
    .map_err(unfit)?;
    ctx.app().files.write(&blob::paths::team_icon(team.row.id), icon.into()).await.map_err(Error::from)?;
    let now = ctx.now();
    change::update(&ctx, team_id, move |row| TeamRow { last_team_icon_update: now, ..row }).await?;

    Ok(Done)
}

/// A team without an icon has none, either.
pub(crate) async fn remove(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Done> {
    let team_id = params.id::<TeamId>("team_id")?;

    let team = ctx.team_for(team_id, Permission::ManageTeam).await?;

    change::update(&ctx, team_id, |row| TeamRow { last_team_icon_update: 0, ..row }).await?;
    ctx.app().files.remove(&blob::paths::team_icon(team.row.id)).await.map_err(Error::from)?;

    Ok(Done)
}

fn no_icon() -> Error {
    Error::not_found(NO_ICON, "the team has no icon")
}

fn unfit(why: Unfit) -> Error {
    match why {
        Unfit::NoPicture | Unfit::TooManyPixels => Error::bad_request(TOO_MANY_PIXELS, why.to_string()),
        Unfit::Broken => Error::bad_request(BROKEN, why.to_string()),
    }
}
