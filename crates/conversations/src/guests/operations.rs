//! The rules of becoming a guest, and of being one no longer.

use accounts::users::shape::Viewer;
use accounts::users::standing::{self, LAST_ADMINISTRATOR};
use accounts::users::{missing, operations as users};
use kernel::roles::{ADMINISTRATOR, GUEST, has_role, is_guest};
use kernel::{Ctx, Error, Event, Result, Signal, publish, signal};
use serde_json::json;
use store::users::UserRow;
use wire::{Broadcast, EventKind, Permission, TeamId, UserId};

use crate::members::{Newcomer, Person};
use crate::teams::Arrival;
use crate::{members, teams};

/// Guest accounts are switched off.
const DISABLED: &str = "api.team.demote_user_to_guest.disabled.error";
const ALREADY_GUEST: &str = "api.user.demote_user_to_guest.already_guest.app_error";
const NO_GUEST: &str = "api.user.promote_guest_to_user.no_guest.app_error";

const USER: &str = "system_user";

/// Makes a guest of a user, who keeps their channels and loses every role.
pub async fn demote(ctx: &Ctx, id: UserId) -> Result<()> {
    ctx.require(Permission::DemoteToGuest).await?;
    let user = user(ctx, id).await?;
    if !ctx.config().guest_accounts.enable {
        return Err(Error::refused(501, DISABLED, "guest accounts are switched off"));
    }
    if is_guest(&user.roles) {
        return Err(already_guest());
    }

    let (now, everybody) = (ctx.now(), Viewer::everybody(ctx));
    ctx.db()
        .transact(async move |tx| {
            let mut user = store::users::locked(tx, id).await?.ok_or_else(missing)?;
            if is_guest(&user.roles) {
                return Err(already_guest());
            }
            let is_last = has_role(&user.roles, ADMINISTRATOR)
                && !store::users::has_other_administrator(tx, id).await?;
            if is_last {
                return Err(Error::bad_request(LAST_ADMINISTRATOR, "somebody has to manage the system"));
            }
            GUEST.clone_into(&mut user.roles);
            apply(tx, now, user, &everybody, &[]).await.map(|_| ())
        })
        .await
}

/// Makes a user of a guest, who keeps their other roles and comes into the default channels of their teams.
pub async fn promote(ctx: &Ctx, id: UserId) -> Result<()> {
    ctx.require(Permission::PromoteGuest).await?;
    let user = user(ctx, id).await?;
    if !is_guest(&user.roles) {
        return Err(no_guest());
    }

    let arrivals: Vec<Arrival> = store::teams::memberships(ctx.db().read(), id)
        .await?
        .into_iter()
        .filter(|member| member.row.delete_at == 0)
        .map(|member| Arrival::new(ctx, member.row.team_id, &user, members::Role::Member))
        .collect();
    let (now, everybody) = (ctx.now(), Viewer::everybody(ctx));
    ctx.db()
        .transact(async move |tx| {
            let mut user = store::users::locked(tx, id).await?.ok_or_else(missing)?;
            if !is_guest(&user.roles) {
                return Err(no_guest());
            }
            user.roles = promoted(&user.roles);
            let person = Person::from(&user);
            let current = apply(tx, now, user, &everybody, &arrivals).await?;
            let newcomer = Newcomer::hold_one(tx, &person).await?;
            // Whoever was removed from a team meanwhile does not come back by its channels.
            for arrival in arrivals.iter().filter(|arrival| current.contains(&arrival.team)) {
                teams::enter_default_channels(tx, now, arrival, &newcomer).await?;
            }
            Ok(())
        })
        .await
}

/// The user, whom the caller may demote or promote.
async fn user(ctx: &Ctx, id: UserId) -> Result<UserRow> {
    let user = store::users::by_id(ctx.db().read(), id).await?.ok_or_else(missing)?;
    standing::require_rank(ctx, &user).await?;
    Ok(user)
}

fn promoted(roles: &str) -> String {
    let mut names = vec![USER];
    names.extend(roles.split_whitespace().filter(|role| ![GUEST, USER].contains(role)));
    names.join(" ")
}

/// Writes the roles of a locked account, makes each of its memberships say the same, and tells of it. Gives the teams
/// that the user is in, whose memberships stay until the transaction ends. Locks the channels of the arrivals with the
/// user's own, so that all of them are locked in one order.
async fn apply(
    tx: &db::Tx,
    now: i64,
    mut user: UserRow,
    everybody: &Viewer,
    arrivals: &[Arrival],
) -> Result<Vec<TeamId>> {
    let (id, is_guest) = (user.id, is_guest(&user.roles));
    user.update_at = now.max(user.update_at + 1);
    store::users::set_roles(tx, id, &user.roles, user.update_at).await?;
    signal(tx, now, Signal::UserChanged { user: id }).await?;
    users::announce_changed(tx, now, &user, everybody).await?;

    store::teams::set_guest(tx, id, is_guest).await?;
    let mut current = Vec::new();
    for member in store::teams::memberships(tx, id).await?.iter().filter(|member| member.row.delete_at == 0) {
        current.push(member.row.team_id);
        let data = json!({"member": crate::posts::nested(&teams::member(member))?});
        publish(tx, now, Event::new(EventKind::MemberroleUpdated, &data, Broadcast::to_user(id))?).await?;
    }
    let mut channels = store::access::channels_of_user(tx, id).await?;
    for arrival in arrivals.iter().filter(|arrival| current.contains(&arrival.team)) {
        channels.extend(teams::default_channels(tx, arrival).await?.iter().map(|channel| channel.id));
    }
    store::channels::lock(tx, &channels).await?;
    let channels = store::channels::set_guest(tx, id, is_guest, now).await?;
    for member in store::channels::memberships_of(tx, id, &channels).await? {
        let channel = member.row.channel_id;
        signal(tx, now, Signal::ChannelChanged { channel }).await?;
        let data = json!({"channelMember": crate::posts::nested(&members::member(&member))?});
        publish(tx, now, Event::new(EventKind::ChannelMemberUpdated, &data, Broadcast::to_user(id))?).await?;
    }
    Ok(current)
}

fn already_guest() -> Error {
    Error::refused(501, ALREADY_GUEST, "the user is a guest already")
}

fn no_guest() -> Error {
    Error::refused(501, NO_GUEST, "the user is no guest")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promoted_guest_keeps_other_roles() {
        assert_eq!(promoted("system_guest"), "system_user");
        assert_eq!(promoted("system_guest system_admin"), "system_user system_admin");
    }
}
