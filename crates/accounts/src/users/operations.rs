//! The rules of accounts: who may make one, what a profile may become, who hears of it.

use std::collections::BTreeMap;

use db::{Json, Tx};
use kernel::roles::{ADMINISTRATOR, has_role};
use kernel::{Caller, Ctx, Error, Event, Result, Signal, publish, signal};
use serde::Serialize;
use store::preferences::PreferenceRow;
use store::users::UserRow;
use wire::{
    Broadcast, ChangePassword, EventKind, Permission, SignUp, StringMap, TeamId, UpdateUser, UserId,
    UserPatch,
};

use super::shape::{self, Viewer, map};
use super::standing::{require_own, require_rank};
use super::{missing, password, profile};
use crate::sessions;

/// Whoever signs up does not choose an id.
pub const HAS_AN_ID: &str = "app.user.save.existing.app_error";
pub const USERNAME_TAKEN: &str = "app.user.save.username_exists.app_error";
pub const EMAIL_TAKEN: &str = "app.user.save.email_exists.app_error";
/// Nobody may sign up.
pub const CLOSED: &str = "api.user.create_user.signup_email_disabled.app_error";
/// Nobody may sign up without an invitation.
pub const NOT_OPEN: &str = "api.user.create_user.no_open_server";
/// The team of an invitation takes addresses of other domains only.
pub const TEAM_DOMAIN: &str = "api.team.join_user_to_team.allowed_domains.app_error";
/// The members of the team are those of its groups, and no invitation makes one.
pub const TIED_TO_GROUPS: &str = "app.team.invite_id.group_constrained.error";
pub const DOMAIN: &str = "api.user.create_user.accepted_domain.app_error";
pub const NEW_DOMAIN: &str = "api.user.update_user.accepted_domain.app_error";
/// An invitation that leads nowhere.
pub const NO_INVITATION: &str = "api.user.create_user.signup_link_invalid.app_error";
/// No team has this invitation.
pub const NO_TEAM: &str = "app.team.get_by_invite_id.finding.app_error";

/// Whose password it is, the caller may not change.
pub const PASSWORD_REFUSED: &str = "api.user.update_password.context.app_error";
pub const PASSWORD_WRONG: &str = "api.user.update_password.incorrect.app_error";
pub const PASSWORD_ELSEWHERE: &str = "api.user.update_password.oauth.app_error";

/// What somebody brings who was asked in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invitation {
    /// A team's invite id, which anybody may pass on.
    Team(String),
    /// The secret of an invitation by mail.
    Token(String),
}

/// A sign-up by a team's invitation: proposed to the interceptors once the account is made, so that the layer which
/// knows teams lets the user in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JoinByInvitation {
    pub user: UserId,
    pub team: TeamId,
}

/// An account to be made, proposed to the interceptors. They may change the profile.
#[derive(Debug, Clone)]
pub struct NewUser(pub UserRow);

/// A profile as it will be, proposed to the interceptors.
#[derive(Debug, Clone)]
pub struct ChangedUser {
    pub before: UserRow,
    pub after: UserRow,
}

/// Who a new account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The administrator if nobody is there yet, else a member.
    FirstIsAdministrator,
    Member,
    Administrator,
}

impl Standing {
    fn roles(self, is_first: bool) -> &'static str {
        match self {
            Self::FirstIsAdministrator if is_first => "system_admin system_user",
            Self::Administrator => "system_admin system_user",
            Self::FirstIsAdministrator | Self::Member => "system_user",
        }
    }
}

/// Somebody makes an account: for themselves, or an administrator for another.
pub async fn sign_up(ctx: &Ctx, input: SignUp, invitation: Option<Invitation>) -> Result<UserRow> {
    let config = ctx.config();
    let is_by_administrator = ctx.may(Permission::SysconsoleWriteUserManagementUsers).await?;
    let is_open = config.team.enable_user_creation && config.email.enable_sign_up_with_email;
    if !is_by_administrator && !is_open {
        return Err(Error::refused(501, CLOSED, "signing up is switched off"));
    }
    let team = match invitation {
        None => None,
        Some(Invitation::Token(_)) => {
            return Err(Error::not_found(NO_INVITATION, "the invitation is not valid"));
        }
        Some(Invitation::Team(id)) => {
            let team = store::teams::by_invite_id(ctx.db().read(), &id).await?;
            Some(team.ok_or_else(|| Error::not_found(NO_TEAM, "no team has this invitation"))?)
        }
    };
    let is_asked_in = is_by_administrator || team.is_some() || config.team.enable_open_server;
    if !is_asked_in && store::users::any(ctx.db().read()).await? {
        return Err(Error::forbidden(NOT_OPEN, "this server takes members by invitation only"));
    }

    let email = input.email.to_lowercase();
    if !is_by_administrator && !profile::is_in_domains(&email, &config.team.restrict_creation_to_domains) {
        return Err(Error::bad_request(DOMAIN, "addresses of this domain may not sign up here"));
    }
    // An invitation that leads nowhere makes no account, least of all on a server that takes nobody without one.
    if let Some(team) = &team {
        if !profile::is_in_domains(&email, &team.allowed_domains) {
            return Err(Error::bad_request(TEAM_DOMAIN, "the address is of none of the allowed domains"));
        }
        if team.group_constrained == Some(true) {
            return Err(Error::forbidden(TIED_TO_GROUPS, "the team's members follow its groups"));
        }
    }
    if !input.id.is_empty() {
        return Err(Error::bad_request(HAS_AN_ID, "a new account has no id yet"));
    }
    let standing = match ctx.caller() {
        Caller::Anonymous => Standing::FirstIsAdministrator,
        Caller::Session(_) | Caller::Local | Caller::Job(_) => Standing::Member,
    };

    let user = create(ctx, input, standing).await?;
    if let Some(team) = team {
        ctx.app().interceptors.ask(ctx, JoinByInvitation { user: user.id, team: team.id }).await?;
    }
    Ok(user)
}

/// Makes an account with a password. The caller has decided that it may be made.
pub async fn create(ctx: &Ctx, input: SignUp, standing: Standing) -> Result<UserRow> {
    let config = ctx.config();
    let now = ctx.now();
    let locale = if !input.locale.is_empty() && profile::is_locale(&input.locale) {
        input.locale
    } else {
        config.localization.default_client_locale.clone()
    };
    let some = |map: Option<StringMap>, otherwise: fn() -> StringMap| {
        Some(Json(map.filter(|map| !map.is_empty()).unwrap_or_else(otherwise)))
    };
    let mut user = UserRow {
        id: ctx.new_id(),
        create_at: now,
        update_at: now,
        delete_at: 0,
        username: input.username.to_lowercase(),
        password: String::new(),
        auth_data: None,
        auth_service: String::new(),
        email: input.email.to_lowercase(),
        email_verified: false,
        nickname: input.nickname,
        first_name: input.first_name,
        last_name: input.last_name,
        roles: standing.roles(false).to_owned(),
        allow_marketing: false,
        props: some(input.props, StringMap::new),
        notify_props: some(input.notify_props, wire::user::default_notify_props),
        last_password_update: now,
        last_picture_update: 0,
        failed_attempts: 0,
        locale,
        mfa_active: false,
        mfa_secret: String::new(),
        position: input.position,
        timezone: some(input.timezone, wire::user::default_timezone),
        remote_id: None,
        last_login: 0,
        bot_description: None,
        bot_last_icon_update: 0,
        is_bot: false,
    };
    profile::check(&user)?;
    profile::check_maps(None, &user)?;
    password::check(&config, &input.password)?;
    user.password = ctx.app().hasher.hash(&*ctx.app().random, &input.password).await?;
    let NewUser(user) = ctx.app().interceptors.ask(ctx, NewUser(user)).await?;

    let user = ctx
        .db()
        .transact(async move |tx| {
            let mut user = user.clone();
            let is_first = standing == Standing::FirstIsAdministrator && is_first(tx).await?;
            user.roles = standing.roles(is_first).to_owned();
            insert(tx, &user).await?;
            announce_new(tx, now, user.id).await?;
            Ok::<_, Error>(user)
        })
        .await?;
    ctx.app().configuration.account_was_made();
    tracing::info!(user_id = %user.id, roles = user.roles, "an account was made");
    Ok(user)
}

/// Writes an account with the preferences that everybody begins with.
pub async fn insert(tx: &Tx, user: &UserRow) -> Result<()> {
    store::users::insert(tx, user).await.map_err(taken)?;
    let id = user.id.to_string();
    for (category, name, value) in [
        ("recommended_next_steps", "hide", "false"),
        ("tutorial_step", id.as_str(), "0"),
        ("system_notice", "GMasDM", "true"),
    ] {
        let preference = PreferenceRow {
            user_id: user.id,
            category: category.to_owned(),
            name: name.to_owned(),
            value: value.to_owned(),
        };
        store::preferences::save(tx, &preference).await?;
    }
    Ok(())
}

/// Whether this transaction makes the first account. Those who ask at the same time wait for each other.
async fn is_first(tx: &Tx) -> Result<bool> {
    if store::users::any(tx).await? {
        return Ok(false);
    }
    store::users::lock_first(tx).await?;
    Ok(!store::users::any(tx).await?)
}

async fn announce_new(tx: &Tx, now: i64, user: UserId) -> Result<()> {
    #[derive(Serialize)]
    struct Data {
        user_id: UserId,
    }
    let event = Event::new(EventKind::NewUser, &Data { user_id: user }, Broadcast::to_everyone())?;
    publish(tx, now, event).await
}

fn taken(error: db::Error) -> Error {
    if error.is_conflict_on("users.username") {
        return Error::bad_request(USERNAME_TAKEN, "an account with that user name exists");
    }
    if error.is_conflict_on("users.email") {
        return Error::bad_request(EMAIL_TAKEN, "an account with that address exists");
    }
    error.into()
}

/// Changes parts of a profile: of one's own, or of another's with the right to.
pub async fn change_profile(ctx: &Ctx, id: UserId, patch: UserPatch) -> Result<UserRow> {
    require_own(ctx, id).await?;
    let before = store::users::by_id(ctx.db().read(), id)
        .await?
        .ok_or_else(|| Error::invalid_body_param("user_id"))?;
    let after = patched(&before, &patch);
    put_profile(ctx, before, after, patch.password.as_deref().unwrap_or_default()).await
}

/// Puts a whole profile in the place of the present one. What is left out becomes empty, but how its user is notified.
pub async fn replace_profile(ctx: &Ctx, id: UserId, input: UpdateUser) -> Result<UserRow> {
    require_own(ctx, id).await?;
    let before = store::users::by_id(ctx.db().read(), id).await?.ok_or_else(missing)?;
    let notify_props = input.notify_props.filter(|props| !props.is_empty());
    let after = UserRow {
        username: input.username.to_lowercase(),
        email: input.email.to_lowercase(),
        nickname: input.nickname,
        first_name: input.first_name,
        last_name: input.last_name,
        position: input.position,
        locale: input.locale,
        props: Some(Json(input.props.unwrap_or_default())),
        notify_props: notify_props
            .map(|props| Json(with_plain_keys(&props)))
            .or_else(|| before.notify_props.clone()),
        timezone: input.timezone.map(Json),
        ..before.clone()
    };
    put_profile(ctx, before, after, &input.password).await
}

/// Writes a profile. The caller may change the account, unless it is one of a higher rank.
async fn put_profile(ctx: &Ctx, before: UserRow, mut after: UserRow, password: &str) -> Result<UserRow> {
    let id = before.id;
    let is_own = ctx.user_id()? == id;
    require_rank(ctx, &before).await?;
    if after.username != before.username {
        // The made picture shows the name's first letter.
        after.last_picture_update = ctx.now();
    }
    if after.email != before.email {
        let config = ctx.config();
        if is_own {
            ctx.require_sign_in()?;
            if password.is_empty() {
                return Err(Error::invalid_body_param("password"));
            }
            sessions::proof::check_password(ctx, &before, password).await?;
        }
        let is_restricted = !ctx.may(Permission::SysconsoleWriteUserManagementUsers).await?;
        if is_restricted && !profile::is_in_domains(&after.email, &config.team.restrict_creation_to_domains) {
            return Err(Error::bad_request(NEW_DOMAIN, "addresses of this domain may not be used here"));
        }
        // Until the new address is proved, the old one stays the identity.
        if is_own && config.email.require_email_verification {
            profile::check(&after)?;
            after.email.clone_from(&before.email);
        } else {
            after.email_verified = false;
        }
    }
    profile::check(&after)?;
    profile::check_maps(Some(&before), &after)?;
    let proposal = ChangedUser { before, after };
    let ChangedUser { before, after } = ctx.app().interceptors.ask(ctx, proposal).await?;

    let everybody = Viewer::everybody(ctx);
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            // What others changed meanwhile, and this change does not touch, stays.
            let current = store::users::locked(tx, id).await?.ok_or_else(missing)?;
            let mut user = merged(&current, &before, &after);
            user.update_at = now.max(current.update_at + 1);
            store::users::set_profile(tx, &user).await.map_err(taken)?;
            announce_changed(tx, now, &user, &everybody).await?;
            let calls = |user: &UserRow| (user.first_name.clone(), super::shape::map(&user.notify_props));
            if user.username != current.username || calls(&user) != calls(&current) {
                signal(tx, now, Signal::UserChanged { user: id }).await?;
            }
            Ok::<_, Error>(user)
        })
        .await
}

fn patched(before: &UserRow, patch: &UserPatch) -> UserRow {
    let set = |text: &mut String, new: &Option<String>| {
        if let Some(new) = new {
            text.clone_from(new);
        }
    };
    let mut user = before.clone();
    if let Some(username) = &patch.username {
        user.username = username.to_lowercase();
    }
    if let Some(email) = patch.email.as_ref().filter(|email| !email.is_empty()) {
        user.email = email.to_lowercase();
    }
    set(&mut user.nickname, &patch.nickname);
    set(&mut user.first_name, &patch.first_name);
    set(&mut user.last_name, &patch.last_name);
    set(&mut user.position, &patch.position);
    set(&mut user.locale, &patch.locale);
    if let Some(props) = &patch.props {
        user.props = Some(Json(props.clone()));
    }
    if let Some(props) = &patch.notify_props {
        user.notify_props = Some(Json(with_plain_keys(props)));
    }
    if let Some(timezone) = &patch.timezone {
        user.timezone = Some(Json(timezone.clone()));
    }
    user
}

/// Mention keys are matched in lower case, and an empty one would match everywhere.
fn with_plain_keys(props: &StringMap) -> BTreeMap<String, String> {
    let mut props = props.clone();
    if let Some(keys) = props.get_mut("mention_keys") {
        *keys =
            keys.to_lowercase().split(',').filter(|key| !key.trim().is_empty()).collect::<Vec<_>>().join(",");
    }
    props
}

/// `current`, with what differs between `before` and `after`.
fn merged(current: &UserRow, before: &UserRow, after: &UserRow) -> UserRow {
    let mut user = current.clone();
    macro_rules! take {
        ($($field:ident),*) => {$(
            if before.$field != after.$field {
                user.$field = after.$field.clone();
            }
        )*};
    }
    take!(
        username,
        email,
        email_verified,
        nickname,
        first_name,
        last_name,
        position,
        locale,
        props,
        notify_props,
        timezone,
        last_picture_update
    );
    user
}

#[derive(Serialize)]
struct Changed {
    user: wire::User,
}

/// Tells of a changed account: the user sees all of it, administrators nearly all, everybody else what is disclosed.
pub async fn announce_changed(tx: &Tx, now: i64, user: &UserRow, everybody: &Viewer) -> Result<()> {
    let others = || Broadcast::to_everyone().omitting(user.id);
    let copies = [
        (shape::own(user), Broadcast::to_user(user.id)),
        (everybody.see(user), Broadcast { contains_sanitized_data: true, ..others() }),
        (shape::for_administrators(user), Broadcast { contains_sensitive_data: true, ..others() }),
    ];
    for (user, broadcast) in copies {
        publish(tx, now, Event::new(EventKind::UserUpdated, &Changed { user }, broadcast)?).await?;
    }
    Ok(())
}

/// Changes a password: one's own, given the present one, or another's with the right to.
pub async fn change_password(ctx: &Ctx, id: UserId, input: ChangePassword) -> Result<()> {
    let refuse = || Error::forbidden(PASSWORD_REFUSED, "you may not change this password");
    let own = ctx.session().filter(|session| session.user_id == id).map(|session| session.id);
    ctx.require_sign_in()?;
    let user = store::users::by_id(ctx.db().read(), id).await?;
    let keeps_session = if own.is_some() {
        let user = user.ok_or_else(missing)?;
        if input.current_password.is_empty() {
            return Err(Error::invalid_body_param("current_password"));
        }
        if !user.auth_service.is_empty() {
            return Err(Error::bad_request(PASSWORD_ELSEWHERE, "this account signs in elsewhere"));
        }
        match sessions::proof::check_password(ctx, &user, &input.current_password).await {
            Err(Error::Refused(error)) if error.id == sessions::proof::WRONG => {
                return Err(Error::bad_request(PASSWORD_WRONG, "the current password is wrong"));
            }
            other => other?,
        }
        own
    } else {
        let user = user.filter(|_| ctx.session().is_some()).ok_or_else(refuse)?;
        if !ctx.may(Permission::SysconsoleWriteUserManagementUsers).await? {
            return Err(refuse());
        }
        let is_administrator = has_role(&user.roles, ADMINISTRATOR);
        if is_administrator && !ctx.may(Permission::ManageSystem).await? {
            return Err(refuse());
        }
        None
    };

    password::check(&ctx.config(), &input.new_password)?;
    let stored = ctx.app().hasher.hash(&*ctx.app().random, &input.new_password).await?;
    let (now, ends_sessions) = (ctx.now(), ctx.config().service.terminate_sessions_on_password_change);
    ctx.db()
        .transact(async move |tx| {
            if !store::users::set_password(tx, id, &stored, now).await? {
                return Err(missing());
            }
            match keeps_session {
                _ if !ends_sessions => Ok(()),
                Some(session) => sessions::operations::end_others(tx, now, id, session).await,
                None => sessions::operations::end_all(tx, now, id).await,
            }
        })
        .await
}

/// Gives an account a password and ends its sessions.
pub async fn set_password(ctx: &Ctx, id: UserId, new: &str) -> Result<()> {
    password::check(&ctx.config(), new)?;
    let stored = ctx.app().hasher.hash(&*ctx.app().random, new).await?;
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            if !store::users::set_password(tx, id, &stored, now).await? {
                return Err(missing());
            }
            sessions::operations::end_all(tx, now, id).await
        })
        .await
}

/// The notification settings of an account.
pub fn notify_props(user: &UserRow) -> StringMap {
    map(&user.notify_props)
}
