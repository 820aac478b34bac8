//! `GET /teams/invite/{invite_id}`, `POST /teams/members/invite`

use accounts::users::operations::TIED_TO_GROUPS;
use http_api::{Answer, Created, Extension, Params, Query, Result};
use kernel::{Ctx, Error};
use wire::{InviteInfo, TeamMember};

use super::{operations, shape};
use crate::access;

/// No team is entered by this invitation.
const MISSING: &str = "app.team.get_by_invite_id.finding.app_error";
/// What a team is called is told of open ones alone.
const NOT_OPEN: &str = "api.team.get_invite_info.not_open_team";
const NOTHING_GIVEN: &str = "api.team.add_user_to_team.missing_parameter.app_error";
/// Guests come where they are asked to.
const IS_GUEST: &str = "api.team.add_user_to_team_from_invite.guest.app_error";
/// An invitation by mail that is worth nothing, or nothing any more.
const BAD_TOKEN: &str = "api.user.create_user.signup_link_invalid.app_error";

pub(crate) async fn info(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<InviteInfo>> {
    let invitation = access::name(&params, "invite_id")?;

    let team = store::teams::any_by_invite_id(ctx.db().read(), invitation).await?.ok_or_else(missing)?;
    if team.kind != "O" {
        return Err(Error::forbidden(NOT_OPEN, "the team is not open").into());
    }
    if team.delete_at != 0 {
        return Err(missing().into());
    }

    Ok(Answer(InviteInfo {
        id: team.id,
        display_name: team.display_name,
        description: team.description,
        name: team.name,
    }))
}

pub(crate) async fn join(Extension(ctx): Extension<Ctx>, query: Query) -> Result<Created<TeamMember>> {
    let user_id = ctx.user_id()?;
    if ctx.is_guest() {
        return Err(Error::forbidden(IS_GUEST, "guests are added to teams by others").into());
    }
    let invitation = query.text("invite_id");
    if !query.text("token").is_empty() {
        return Err(Error::bad_request(BAD_TOKEN, "the invitation is worth nothing").into());
    }
    if invitation.is_empty() {
        return Err(Error::bad_request(NOTHING_GIVEN, "there is no invitation").into());
    }
    let row = store::teams::by_invite_id(ctx.db().read(), invitation).await?.ok_or_else(missing)?;
    if row.group_constrained == Some(true) {
        return Err(Error::forbidden(TIED_TO_GROUPS, "the team's members follow its groups").into());
    }
    let team = ctx.team(row.id).await?.ok_or_else(missing)?;
    let user = store::users::by_id(ctx.db().read(), user_id).await?.ok_or_else(Error::session_expired)?;

    let member = operations::join(&ctx, &team, &user).await?;

    Ok(Created(shape::member(&member)))
}

fn missing() -> Error {
    Error::not_found(MISSING, "no such invitation")
}
