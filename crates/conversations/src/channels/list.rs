//! `GET /teams/{team_id}/channels`, `GET /teams/{team_id}/channels/private`, `GET /teams/{team_id}/channels/deleted`,
//! `POST /teams/{team_id}/channels/ids`, `GET /users/{user_id}/channels`,
//! `GET /users/{user_id}/teams/{team_id}/channels`

use std::collections::HashSet;

use http_api::{Answer, Extension, HeaderMap, ListBody, Params, Query, Result, Tagged, list};
use kernel::{Ctx, Error};
use store::channels::ChannelRow;
use wire::{Channel, ChannelId, Page, Permission, TeamId, etag};

use super::shape;
use crate::access;

/// None of the channels is a public one of the team.
const NONE_FOUND: &str = "app.channel.get_channels_by_ids.not_found.app_error";

pub(crate) async fn public(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> Result<Answer<Vec<Channel>>> {
    let rows = async |team, page| store::channels::public(ctx.db().read(), team, page).await;
    of_team(&ctx, &params, &query, Permission::ListTeamChannels, rows).await
}

/// For administrators of the system.
pub(crate) async fn private(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> Result<Answer<Vec<Channel>>> {
    let rows = async |team, page| store::channels::private(ctx.db().read(), team, page).await;
    of_team(&ctx, &params, &query, Permission::ManageSystem, rows).await
}

/// Archived public channels, and private ones that the caller is in.
pub(crate) async fn archived(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> Result<Answer<Vec<Channel>>> {
    let user = ctx.user_id()?;
    let rows = async |team, page| store::channels::archived(ctx.db().read(), team, user, page).await;
    of_team(&ctx, &params, &query, Permission::ListTeamChannels, rows).await
}

/// A page of channels of the team in the path, for whoever has the permission there.
async fn of_team(
    ctx: &Ctx,
    params: &Params,
    query: &Query,
    permission: Permission,
    rows: impl AsyncFnOnce(TeamId, Page) -> db::Result<Vec<ChannelRow>>,
) -> Result<Answer<Vec<Channel>>> {
    let team_id = params.id::<TeamId>("team_id")?;
    let page = page(query);

    let team = access::team(ctx, team_id, permission).await?;

    let rows = rows(team.row.id, page).await.map_err(Error::from)?;

    Ok(Answer(shape::channels(&rows)?))
}

pub(crate) async fn public_by_ids(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    body: ListBody,
) -> Result<Answer<Vec<Channel>>> {
    let team_id = params.id::<TeamId>("team_id")?;
    let texts = list::texts(body, "channel_ids")?;
    let ids: std::result::Result<Vec<ChannelId>, _> = texts.iter().map(|text| text.parse()).collect();
    let ids = ids.map_err(|_| Error::invalid_body_param("channel_id"))?;

    let team = access::team(&ctx, team_id, Permission::ViewTeam).await?;

    let mut rows = store::channels::public_by_ids(ctx.db().read(), team.row.id, &ids).await?;
    // Guests know the channels that they are in, and no others.
    if !team.may(Permission::ReadPublicChannel) && !team.may(Permission::ListTeamChannels) {
        let own =
            store::channels::of_user_in_team(ctx.db().read(), ctx.user_id()?, team.row.id, i64::MAX).await?;
        let own: HashSet<ChannelId> = own.iter().map(|channel| channel.id).collect();
        rows.retain(|row| own.contains(&row.id));
    }
    if rows.is_empty() {
        return Err(Error::not_found(NONE_FOUND, "no such channels").into());
    }

    Ok(Answer(shape::channels(&rows)?))
}

pub(crate) async fn of_user(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> Result<Answer<Vec<Channel>>> {
    let user_id = params.user(&ctx)?;
    let archived_since = archived_since(&query)?;

    access::oneself(&ctx, user_id, Permission::EditOtherUsers).await?;

    let rows = store::channels::of_user(ctx.db().read(), user_id, archived_since).await?;

    Ok(Answer(shape::channels(&rows)?))
}

pub(crate) async fn of_user_in_team(
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    params: Params,
    query: Query,
) -> Result<Tagged<Vec<Channel>>> {
    let user_id = params.user(&ctx)?;
    let team_id = params.id::<TeamId>("team_id")?;
    let archived_since = archived_since(&query)?;

    access::oneself(&ctx, user_id, Permission::EditOtherUsers).await?;
    let team = access::team(&ctx, team_id, Permission::ViewTeam).await?;

    let rows =
        store::channels::of_user_in_team(ctx.db().read(), user_id, team.row.id, archived_since).await?;

    Ok(Tagged::new(&headers, tag(&ctx, &rows), shape::channels(&rows)?))
}

/// The tag of a list: its latest channel and when that changed, how long before that the others did all together, and
/// how many there are. So one that changes, comes or goes changes it.
fn tag(ctx: &Ctx, rows: &[ChannelRow]) -> String {
    let changed_at = |row: &ChannelRow| row.update_at.max(row.last_post_at).max(row.extra_update_at);
    let version = ctx.app().identity.version;
    let Some(latest) = rows.iter().max_by_key(|row| changed_at(row)) else {
        return etag::of(version, &[&"", &0, &0, &0]);
    };
    let time = changed_at(latest);
    let delta = rows.iter().map(|row| time - changed_at(row)).fold(0, i64::saturating_add);
    etag::of(version, &[&latest.id, &time, &delta, &rows.len()])
}

pub(super) fn page(query: &Query) -> Page {
    Page::parse(query.get("page"), query.get("per_page"))
}

/// From when on archived channels are wanted, too; never, unless asked for. What is no number counts as absent.
fn archived_since(query: &Query) -> kernel::Result<i64> {
    let since = query.number("last_delete_at").unwrap_or(0);
    if since < 0 {
        return Err(Error::invalid_url_param("last_delete_at"));
    }
    Ok(if query.flag("include_deleted") { since } else { i64::MAX })
}
