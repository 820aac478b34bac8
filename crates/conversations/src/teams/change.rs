//! `PUT /teams/{team_id}`, `PUT /teams/{team_id}/patch`, `PUT /teams/{team_id}/privacy`,
//! `POST /teams/{team_id}/regenerate_invite_id`

use http_api::{Answer, Body, Error as HttpError, Extension, Params, Result};
use kernel::{Ctx, Error, Event, Team as AllowedTeam, publish};
use serde_json::json;
use store::teams::TeamRow;
use wire::team::Hidden;
use wire::{Broadcast, EventKind, Id, Permission, SetPrivacy, Team, TeamId, TeamPatch, TeamType, UpdateTeam};

use super::{operations, shape};

/// A team's domains are among those that the setting names.
const BAD_DOMAINS: &str = "api.team.update_restricted_domains.mismatch.app_error";

pub(crate) async fn put(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<UpdateTeam>,
) -> Result<Answer<Team>> {
    let team_id = params.id::<TeamId>("team_id")?;
    if input.id.parse() != Ok(team_id) {
        return Err(Error::invalid_body_param("id").into());
    }

    let team = ctx.team_for(team_id, Permission::ManageTeam).await?;

    let patch = TeamPatch {
        display_name: Some(input.display_name),
        description: Some(input.description),
        company_name: Some(input.company_name),
        allowed_domains: Some(input.allowed_domains),
        allow_open_invite: input.allow_open_invite,
        ..TeamPatch::default()
    };
    let row = change(&ctx, &team, patch).await?;

    Ok(Answer(shape::team(&AllowedTeam { row, ..team })?))
}

pub(crate) async fn patch(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(patch): Body<TeamPatch>,
) -> Result<Answer<Team>> {
    let team_id = params.id::<TeamId>("team_id")?;

    let team = ctx.team_for(team_id, Permission::ManageTeam).await?;

    let row = change(&ctx, &team, patch).await?;

    Ok(Answer(shape::team(&AllowedTeam { row, ..team })?))
}

/// An open team lets anybody join; the others take in who is invited, by a new invitation.
pub(crate) async fn privacy(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    body: std::result::Result<Body<SetPrivacy>, HttpError>,
) -> Result<Answer<Team>> {
    let team_id = params.id::<TeamId>("team_id")?;
    let Body(input) = body?;
    let kind = TeamType::parse(&input.privacy).ok_or_else(|| Error::invalid_body_param("privacy"))?;

    let team = ctx.team_for(team_id, Permission::ManageTeam).await?;
    team.require(Permission::InviteUser)?;

    let invitation = ctx.new_id::<Id>().to_string();
    let row = update(&ctx, team_id, move |row| TeamRow {
        kind: kind.as_str().to_owned(),
        allow_open_invite: kind == TeamType::Open,
        invite_id: if kind == TeamType::Open { row.invite_id.clone() } else { invitation.clone() },
        ..row
    })
    .await?;

    Ok(Answer(shape::team(&AllowedTeam { row, ..team })?))
}

/// Makes the old invitation worthless.
pub(crate) async fn renew_invitation(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<Team>> {
    let team_id = params.id::<TeamId>("team_id")?;

    let team = ctx.team_for(team_id, Permission::ManageTeam).await?;
    team.require(Permission::InviteUser)?;

    let invitation = ctx.new_id::<Id>().to_string();
    let row = update(&ctx, team_id, move |row| TeamRow { invite_id: invitation.clone(), ..row }).await?;

    Ok(Answer(shape::team(&AllowedTeam { row, ..team })?))
}

/// Changes what is named. Who may join is for those to say who may invite, and that groups decide for administrators.
async fn change(ctx: &Ctx, team: &AllowedTeam, patch: TeamPatch) -> kernel::Result<TeamRow> {
    let old = &team.row;
    let opens = patch.allow_open_invite.is_some_and(|open| open != old.allow_open_invite);
    let admits = patch.allowed_domains.as_ref().is_some_and(|domains| *domains != old.allowed_domains);
    if opens || admits {
        team.require(Permission::InviteUser)?;
    }
    if patch.group_constrained.is_some_and(|tied| Some(tied) != old.group_constrained) {
        ctx.require(Permission::SysconsoleWriteUserManagementTeams).await?;
    }
    if let Some(domains) = patch.allowed_domains.as_ref().filter(|_| admits) {
        let restriction = ctx.config().team.restrict_creation_to_domains.clone();
        if !operations::are_among(domains, &restriction) {
            return Err(Error::bad_request(BAD_DOMAINS, "only allowed domains can be named"));
        }
    }
    operations::check_texts(&patched(old.clone(), &patch))?;
    update(ctx, old.id, move |row| patched(row, &patch)).await
}

fn patched(row: TeamRow, patch: &TeamPatch) -> TeamRow {
    let or_kept = |text: &Option<String>, kept: String| text.clone().unwrap_or(kept);
    TeamRow {
        display_name: or_kept(&patch.display_name, row.display_name.clone()),
        description: or_kept(&patch.description, row.description.clone()),
        company_name: or_kept(&patch.company_name, row.company_name.clone()),
        allowed_domains: or_kept(&patch.allowed_domains, row.allowed_domains.clone()),
        allow_open_invite: patch.allow_open_invite.unwrap_or(row.allow_open_invite),
        group_constrained: patch.group_constrained.or(row.group_constrained),
        cloud_limits_archived: patch.cloud_limits_archived.unwrap_or(row.cloud_limits_archived),
        ..row
    }
}

/// Writes what a team becomes, and tells its members.
pub(super) async fn update(
    ctx: &Ctx,
    id: TeamId,
    change: impl Fn(TeamRow) -> TeamRow + Send + 'static,
) -> kernel::Result<TeamRow> {
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            let row = locked(tx, id).await?;
            let row = TeamRow { update_at: now, ..change(row) };
            store::teams::update(tx, &row).await?;
            announce(tx, now, EventKind::UpdateTeam, &row).await?;
            Ok(row)
        })
        .await
}

pub(super) async fn locked(tx: &db::Tx, id: TeamId) -> kernel::Result<TeamRow> {
    let row = store::teams::locked(tx, id).await?;
    row.ok_or_else(|| Error::not_found(kernel::access::TEAM_MISSING, "no such team"))
}

/// Tells a team's members what it has become, without what not all of them may see.
pub(super) async fn announce(tx: &db::Tx, now: i64, kind: EventKind, team: &TeamRow) -> kernel::Result<()> {
    let shown = shape::whole(team)?.without(Hidden { email: true, invite_id: true });
    let data = json!({"team": crate::posts::nested(&shown)?});
    publish(tx, now, Event::new(kind, &data, Broadcast::to_team(team.id))?).await
}
