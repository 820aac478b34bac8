//! `PUT /teams/{team_id}/members/{user_id}/roles`, `PUT /teams/{team_id}/members/{user_id}/schemeRoles`

use http_api::{Body, Done, Extension, Params, Result};
use kernel::{Ctx, Error, Event, publish, roles};
use serde_json::json;
use store::access::Membership;
use store::teams::TeamMember;
use wire::{Broadcast, EventKind, Permission, SetRoles, SetSchemeRoles, TeamId, UserId};

use super::shape;
use crate::access;
use crate::members::NOT_IN_TEAM;
use crate::roles::{Refusals, from_names, from_scheme};

/// The refusals of teams.
const REFUSALS: Refusals = Refusals {
    no_user: "api.team.update_team_member_roles.unset_user_scheme.app_error",
    of_scheme: "api.channel.update_team_member_roles.scheme_role.app_error",
    changes_guest: "api.channel.update_team_member_roles.changing_guest_role.app_error",
    user_as_guest: "api.team.update_team_member_roles.user_and_guest.app_error",
    guest_as_user: "api.team.update_team_member_roles.guest.app_error",
};

pub(crate) async fn set(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<SetRoles>,
) -> Result<Done> {
    let team_id = params.id::<TeamId>("team_id")?;
    let user_id = params.user(&ctx)?;

    access::team(&ctx, team_id, Permission::ManageTeamRoles).await?;

    let member = current(&ctx, team_id, user_id).await?;
    let wanted =
        from_names(&ctx, &member.membership(), &member.scheme, &roles::TEAM, &input.roles, &REFUSALS).await?;
    apply(&ctx, team_id, user_id, wanted).await?;

    Ok(Done)
}

pub(crate) async fn set_scheme(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<SetSchemeRoles>,
) -> Result<Done> {
    let team_id = params.id::<TeamId>("team_id")?;
    let user_id = params.user(&ctx)?;

    access::team(&ctx, team_id, Permission::ManageTeamRoles).await?;

    let member = current(&ctx, team_id, user_id).await?;
    let wanted = from_scheme(&member.membership(), &input, &REFUSALS)?;
    apply(&ctx, team_id, user_id, wanted).await?;

    Ok(Done)
}

async fn current(ctx: &Ctx, team: TeamId, user: UserId) -> kernel::Result<TeamMember> {
    let member = store::teams::member(ctx.db().read(), team, user).await?;
    member.filter(|member| member.row.delete_at == 0).ok_or_else(not_a_member)
}

fn not_a_member() -> Error {
    Error::not_found(NOT_IN_TEAM, "the user is not in the team")
}

/// Makes of a member what the roles say, and tells them.
async fn apply(ctx: &Ctx, team: TeamId, user: UserId, wanted: Membership) -> kernel::Result<()> {
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            if !store::teams::set_roles(tx, team, user, &wanted).await? {
                return Err(not_a_member());
            }
            let member = store::teams::member(tx, team, user).await?.ok_or_else(not_a_member)?;
            let data = json!({"member": crate::posts::nested(&shape::member(&member))?});
            publish(tx, now, Event::new(EventKind::MemberroleUpdated, &data, Broadcast::to_user(user))?).await
        })
        .await
}
