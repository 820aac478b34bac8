//! What an account is to the server: its roles, whether it is active, its picture's version, its attempts to sign in.
//!
//! Nobody changes an account of a higher rank: what an administrator is takes one who manages the system.

use db::Tx;
use kernel::roles::{ADMINISTRATOR, has_role, is_guest};
use kernel::{Ctx, Error, Event, Result, Signal, publish, signal};
use serde_json::json;
use store::users::UserRow;
use wire::{Broadcast, EventKind, Permission, UserId};

use super::shape::Viewer;
use super::{MISSING, missing, operations};
use crate::{sessions, statuses};

pub const NO_SUCH_ROLE: &str = "app.role.check_roles_exist.role_not_found";
pub const LAST_ADMINISTRATOR: &str = "app.user.update.lastAdmin.app_error";
pub const ACTIVE_REFUSED: &str = "api.user.update_active.permissions.app_error";
pub const OWN_DEACTIVATION_OFF: &str = "api.user.update_active.not_enable.app_error";
pub const GUESTS_OFF: &str =
    "api.user.update_active.cannot_enable_guest_when_guest_feature_is_disabled.app_error";
pub const DELETION_OFF: &str = "api.user.delete_user.not_enabled.for_admin.app_error";
pub const ATTEMPTS_REFUSED: &str = "api.user.reset_password_failed_attempts.permissions.app_error";
pub const ATTEMPTS_ELSEWHERE: &str = "api.user.reset_password_failed_attempts.ldap_and_email_only.app_error";

/// Guests that one transaction deactivates.
const GUESTS_AT_ONCE: i64 = 100;

/// Bytes of a user's roles.
const ROLES: usize = 256;
const TOO_MANY_ROLES: &str = "model.user.is_valid.roles_limit.app_error";

/// Refuses unless the user is the caller, or one of no higher rank whom the caller may change.
pub async fn require_own(ctx: &Ctx, id: UserId) -> Result<()> {
    if ctx.user_id()? == id {
        return Ok(());
    }
    ctx.require(Permission::EditOtherUsers).await?;
    match store::users::by_id(ctx.db().read(), id).await? {
        Some(user) => require_rank(ctx, &user).await,
        None => Ok(()),
    }
}

/// Refuses if the user manages the system, and the caller does not.
pub async fn require_rank(ctx: &Ctx, user: &UserRow) -> Result<()> {
    let is_own = ctx.session().is_some_and(|session| session.user_id == user.id);
    if !is_own && has_role(&user.roles, ADMINISTRATOR) {
        ctx.require(Permission::ManageSystem).await?;
    }
    Ok(())
}

/// Replaces a user's system roles. Nobody gives what they do not have.
pub async fn set_roles(ctx: &Ctx, id: UserId, roles: &str) -> Result<()> {
    ctx.require(Permission::ManageRoles).await?;
    let names: Vec<String> = roles.split_whitespace().map(str::to_owned).collect();
    // Administrators are users, too; who is nothing else was not meant.
    if names == [ADMINISTRATOR] {
        return Err(Error::invalid_body_param("roles"));
    }
    let roles = names.join(" ");
    if roles.len() > ROLES {
        return Err(Error::bad_request(TOO_MANY_ROLES, "these are too many roles"));
    }
    let known = ctx.app().roles.current(ctx.db().read()).await?;
    let before = store::users::by_id(ctx.db().read(), id).await?;
    let before = before.ok_or_else(|| Error::bad_request(MISSING, "no such user"))?;
    require_rank(ctx, &before).await?;
    if !names.iter().all(|name| known.contains(name)) {
        return Err(Error::bad_request(NO_SUCH_ROLE, "the provided role does not exist"));
    }
    let own = ctx.system_permissions().await?;
    if !own.contains(Permission::ManageSystem) {
        let given = names.iter().map(String::as_str).filter(|name| !has_role(&before.roles, name));
        if known.allow(given).iter().any(|permission| !own.contains(permission)) {
            return Err(Error::no_permission());
        }
    }

    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            let current = store::users::locked(tx, id).await?.ok_or_else(missing)?;
            let gives_up = has_role(&current.roles, ADMINISTRATOR) && !has_role(&roles, ADMINISTRATOR);
            if gives_up && !store::users::has_other_administrator(tx, id).await? {
                return Err(Error::bad_request(LAST_ADMINISTRATOR, "somebody has to manage the system"));
            }
            change_roles(tx, now, &current, &roles).await
        })
        .await
}

/// Writes a user's roles, and tells their connections.
pub async fn change_roles(tx: &Tx, now: i64, user: &UserRow, roles: &str) -> Result<()> {
    store::users::set_roles(tx, user.id, roles, now.max(user.update_at + 1)).await?;
    let data = json!({ "roles": roles, "user_id": user.id });
    publish(tx, now, Event::new(EventKind::UserRoleUpdated, &data, Broadcast::to_user(user.id))?).await?;
    signal(tx, now, Signal::UserChanged { user: user.id }).await
}

/// Deactivates an account, or activates it again.
pub async fn set_active(ctx: &Ctx, id: UserId, is_active: bool) -> Result<()> {
    let is_own = ctx.user_id()? == id;
    let may = ctx.may(Permission::SysconsoleWriteUserManagementUsers).await?;
    if is_own && !is_active {
        require_own_deactivation(ctx, may)?;
    } else if !may {
        return Err(Error::forbidden(ACTIVE_REFUSED, "you may not change whether this account is active"));
    }
    let user = store::users::by_id(ctx.db().read(), id).await?.ok_or_else(missing)?;
    if !is_own && has_role(&user.roles, ADMINISTRATOR) && !ctx.may(Permission::ManageSystem).await? {
        return Err(Error::forbidden(ACTIVE_REFUSED, "you may not change whether this account is active"));
    }
    if is_active && is_guest(&user.roles) && !ctx.config().guest_accounts.enable {
        return Err(Error::refused(401, GUESTS_OFF, "guest accounts are switched off"));
    }

    activate(ctx, id, is_active, true).await
}

/// Deactivates an account, as those who delete one do; or removes it for good, where the setting allows it.
pub async fn delete(ctx: &Ctx, id: UserId, is_permanent: bool) -> Result<()> {
    let is_own = ctx.user_id()? == id;
    let may = ctx.may(Permission::SysconsoleWriteUserManagementUsers).await?;
    if is_own {
        require_own_deactivation(ctx, may)?;
    } else if !may {
        return Err(Error::no_permission());
    }
    let user = store::users::by_id(ctx.db().read(), id).await?.ok_or_else(missing)?;
    require_rank(ctx, &user).await?;
    if is_permanent && !(may && ctx.config().service.enable_api_user_deletion) {
        let why = "ServiceSettings.EnableAPIUserDeletion does not allow it";
        return Err(Error::refused(401, DELETION_OFF, why));
    }
    if is_permanent && is_last_administrator(ctx, &user).await? {
        return Err(Error::bad_request(LAST_ADMINISTRATOR, "somebody has to manage the system"));
    }

    activate(ctx, id, false, false).await?;
    if is_permanent {
        purge(ctx, id).await?;
    }
    Ok(())
}

async fn is_last_administrator(ctx: &Ctx, user: &UserRow) -> Result<bool> {
    Ok(has_role(&user.roles, ADMINISTRATOR)
        && !store::users::has_other_administrator(ctx.db().read(), user.id).await?)
}

/// Removes a deactivated account with all that its user wrote.
async fn purge(ctx: &Ctx, id: UserId) -> Result<()> {
    let now = ctx.now();
    let gone = ctx
        .db()
        .transact(async move |tx| {
            let user = store::users::locked(tx, id).await?.ok_or_else(missing)?;
            if has_role(&user.roles, ADMINISTRATOR) && !store::users::has_other_administrator(tx, id).await? {
                return Err(Error::bad_request(LAST_ADMINISTRATOR, "somebody has to manage the system"));
            }
            let gone = store::purge::user(tx, id).await?;
            for &channel in &gone.channels {
                signal(tx, now, Signal::ChannelMembership { channel, user: id, is_member: false }).await?;
            }
            for &team in &gone.teams {
                signal(tx, now, Signal::TeamMembership { team, user: id, is_member: false }).await?;
            }
            signal(tx, now, Signal::UserChanged { user: id }).await?;
            signal(tx, now, Signal::UserRemoved { user: id }).await?;
            Ok::<_, Error>(gone)
        })
        .await?;

    // Files go last: the account is gone by now, and what is left of them is out of reach and lists nobody.
    for path in gone.paths.into_iter().chain([blob::paths::profile_image(id)]) {
        if let Err(error) = ctx.app().files.remove(&path).await {
            tracing::warn!(error = %error, path, "could not remove a file of a deleted account");
        }
    }
    Ok(())
}

fn require_own_deactivation(ctx: &Ctx, may: bool) -> Result<()> {
    if may || ctx.config().team.enable_user_deactivation {
        return Ok(());
    }
    Err(Error::refused(401, OWN_DEACTIVATION_OFF, "you cannot deactivate yourself on this server"))
}

async fn activate(ctx: &Ctx, id: UserId, is_active: bool, tells_clients: bool) -> Result<()> {
    let (now, everybody) = (ctx.now(), Viewer::everybody(ctx));
    ctx.db()
        .transact(async move |tx| {
            let mut user = store::users::locked(tx, id).await?.ok_or_else(missing)?;
            user.update_at = now.max(user.update_at + 1);
            user.delete_at = match user.delete_at {
                _ if is_active => 0,
                0 => user.update_at,
                since => since,
            };
            store::users::set_deleted(tx, id, user.delete_at, user.update_at).await?;
            if !is_active {
                sessions::operations::end_all(tx, now, id).await?;
            }
            signal(tx, now, Signal::UserChanged { user: id }).await?;
            // Clients hear it again when it was so before; the protocol has it so.
            operations::announce_changed(tx, now, &user, &everybody).await?;
            if tells_clients {
                let event =
                    Event::new(EventKind::UserActivationStatusChange, &json!({}), Broadcast::to_everyone())?;
                publish(tx, now, event).await?;
            }
            Ok::<_, Error>(())
        })
        .await?;
    if !is_active {
        statuses::operations::end(ctx, id).await?;
    }
    Ok(())
}

/// Deactivates every guest: guest accounts were switched off. Clients are told once, for all.
pub async fn deactivate_guests(ctx: &Ctx) -> Result<()> {
    let now = ctx.now();
    loop {
        let guests = store::users::active_guests(ctx.db().read(), GUESTS_AT_ONCE).await?;
        if guests.is_empty() {
            break;
        }
        ctx.db()
            .transact(async move |tx| {
                for id in &guests {
                    store::users::set_deleted(tx, *id, now, now).await?;
                    sessions::operations::end_all(tx, now, *id).await?;
                    signal(tx, now, Signal::UserChanged { user: *id }).await?;
                }
                Ok::<_, Error>(())
            })
            .await?;
    }
    ctx.db()
        .transact(async move |tx| {
            let event = Event::new(EventKind::GuestsDeactivated, &json!({}), Broadcast::to_everyone())?;
            publish(tx, now, event).await
        })
        .await
}

/// Lets somebody try to sign in again.
pub async fn forgive_attempts(ctx: &Ctx, id: UserId) -> Result<()> {
    let refuse = || Error::forbidden(ATTEMPTS_REFUSED, "you may not reset the attempts of this account");
    if !ctx.may(Permission::SysconsoleWriteUserManagementUsers).await? {
        return Err(refuse());
    }
    let user = store::users::by_id(ctx.db().read(), id).await?.ok_or_else(missing)?;
    if has_role(&user.roles, ADMINISTRATOR) && !ctx.may(Permission::ManageSystem).await? {
        return Err(refuse());
    }
    if !matches!(user.auth_service.as_str(), "" | "ldap") {
        return Err(Error::bad_request(ATTEMPTS_ELSEWHERE, "this account signs in elsewhere"));
    }

    ctx.db()
        .transact(async move |tx| {
            store::users::clear_attempts(tx, id).await?;
            Ok(())
        })
        .await
}

/// Notes that a user's picture has changed, or was taken back, and tells everybody.
pub async fn note_picture(ctx: &Ctx, id: UserId, is_own: bool) -> Result<()> {
    let now = ctx.now();
    let disclosed = Viewer::everybody(ctx);
    ctx.db()
        .transact(async move |tx| {
            let mut user = store::users::locked(tx, id).await?.ok_or_else(missing)?;
            user.update_at = now.max(user.update_at + 1);
            // A version below zero is one of a made picture.
            user.last_picture_update = if is_own { user.update_at } else { -user.update_at };
            store::users::set_picture(tx, id, user.last_picture_update, user.update_at).await?;
            let seen = disclosed.see(&user);
            let event =
                Event::new(EventKind::UserUpdated, &json!({ "user": seen }), Broadcast::to_everyone())?;
            publish(tx, now, event).await
        })
        .await
}
