//! `GET /users`: a page of people, of a team, a channel, or all.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use http_api::{Extension, HeaderMap, Query, Result, Tagged};
use kernel::{Ctx, Error};

use wire::etag;

use super::{listing, shape};
use crate::statuses;

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    query: Query,
) -> Result<Tagged<Vec<wire::User>>> {
    let page = wire::Page::parse(query.get("page"), query.get("per_page"));

    let users = listing::page(&ctx, &query, page).await?;

    let viewer = shape::Viewer::of(&ctx).await?;
    let mut seen: Vec<wire::User> = users.iter().map(|user| viewer.see_in_list(user)).collect();
    if query.text("sort") == "last_activity_at" {
        let ids = users.iter().map(|user| user.id).collect();
        let statuses = statuses::operations::of(&ctx, ids).await?;
        let active: HashMap<_, _> =
            statuses.into_iter().map(|status| (status.user_id, status.last_activity_at)).collect();
        for user in &mut seen {
            user.last_activity_at = active.get(&user.id).copied().unwrap_or_default();
        }
    }
    let tag = tag(&ctx, &viewer, &seen)?;
    Ok(Tagged::new(&headers, tag, seen))
}

/// The tag of a page: the last change of anybody on it, what is disclosed of them, and a digest of all that is told,
/// since who is on it depends on more than accounts.
fn tag(ctx: &Ctx, viewer: &shape::Viewer, seen: &[wire::User]) -> Result<String> {
    let told = wire::json::to_vec(seen).map_err(|error| Error::internal("encode a list of people", error))?;
    let mut digest = DefaultHasher::new();
    told.hash(&mut digest);
    let changed_at = seen.iter().map(|user| user.update_at).max().unwrap_or_default();
    let (names, addresses) = (viewer.disclosed.full_name, viewer.disclosed.email);
    let digest = digest.finish();
    Ok(etag::of(ctx.app().identity.version, &[&changed_at, &names, &addresses, &digest]))
}
