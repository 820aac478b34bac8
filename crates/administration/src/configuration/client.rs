//! `GET /config/client`, `GET /license/client`: the maps of texts that every client starts from.

use std::collections::BTreeMap;

use http_api::{Answer, Extension, Query};
use kernel::{Ctx, Error};

/// The one form in which clients are told of a licence was not asked for.
const OLD_FORMAT: &str = "api.license.client.old_format.app_error";

pub(super) async fn configuration(Extension(ctx): Extension<Ctx>) -> Answer<BTreeMap<&'static str, String>> {
    let view = ctx.app().configuration.client();
    Answer(if ctx.session().is_some() { view.maps.full.clone() } else { view.maps.limited.clone() })
}

pub(super) async fn license(query: Query) -> http_api::Result<Answer<BTreeMap<&'static str, String>>> {
    match query.text("format") {
        "old" => Ok(Answer(config::client_license())),
        "" => Err(Error::bad_request(OLD_FORMAT, "the licence is told in the old format only").into()),
        _ => Err(Error::invalid_url_param("format").into()),
    }
}
