//! The rules of sessions: who gets one, what it holds, how it ends.

use std::collections::BTreeMap;

use db::{Json, Tx};
use kernel::roles::{self, TEAM};
use kernel::{Ctx, Error, Result, Session, Signal, signal};
use store::sessions::SessionRow;
use store::users::UserRow;
use wire::session::DeviceProps;
use wire::team::TeamMember;
use wire::{Login, Permission, SessionId, UserId};

use super::{proof, second_factor, user_agent};
use crate::users::profile;

/// Sessions that a user has at most.
pub const MOST: i64 = 500;
const LONGEST_DEVICE_ID: usize = 512;

pub const BLANK_PASSWORD: &str = "api.user.login.blank_pwd.app_error";
pub const INACTIVE: &str = "api.user.login.inactive.app_error";
pub const NOT_VERIFIED: &str = "api.user.login.not_verified.app_error";
pub const BOT: &str = "api.user.login.bot_login_forbidden.app_error";
pub const REMOTE: &str = "api.user.login.remote_users.login.error";
pub const GUESTS_DISABLED: &str = "api.user.login.guest_accounts.disabled.error";
/// The account asks for a code.
pub const CODE_MISSING: &str = "mfa.validate_token.authenticate.app_error";
/// What a failed sign-in is called, by the ways to sign in that are on.
pub const INVALID: &str = "api.user.login.invalid_credentials_email_username";
pub const INVALID_EMAIL: &str = "api.user.login.invalid_credentials_email";
pub const INVALID_USERNAME: &str = "api.user.login.invalid_credentials_username";
pub const INVALID_SSO: &str = "api.user.login.invalid_credentials_sso";

/// A session that has just begun.
pub struct Opened {
    /// As the account was before.
    pub user: UserRow,
    pub session: Session,
    /// The secret: for the client, and nobody else.
    pub token: String,
    /// How long it lives.
    pub seconds: i64,
}

/// Signs somebody in with name or address and password.
pub async fn sign_in(ctx: &Ctx, login: Login) -> Result<Opened> {
    if login.password.is_empty() {
        return Err(Error::bad_request(BLANK_PASSWORD, "the password must not be empty"));
    }
    if login.device_id.len() > LONGEST_DEVICE_ID {
        return Err(Error::invalid_body_param("device_id"));
    }

    let Some(user) = account(ctx, &login).await? else {
        proof::try_nobody(ctx, &login.password).await?;
        return Err(invalid(ctx));
    };
    let proved = match proof::try_password(ctx, &user, &login.password).await {
        Err(Error::Refused(error)) if error.id == proof::WRONG => return Err(invalid(ctx)),
        other => other?,
    };
    if let Err(refusal) = admit(ctx, &user, &login) {
        let id = user.id;
        ctx.db()
            .transact(async move |tx| {
                store::users::take_back_attempt(tx, id).await?;
                Ok::<_, Error>(())
            })
            .await?;
        return Err(refusal);
    }
    // A wrong code stays counted as an attempt.
    if gives_code(&ctx.config(), &user) {
        second_factor::spend(ctx, &user, &login.token).await?;
    }
    open(ctx, user, login.device_id, proved.renewed).await
}

/// The account that is meant, if signing in that way is on.
async fn account(ctx: &Ctx, login: &Login) -> Result<Option<UserRow>> {
    let conn = ctx.db().read();
    if let Ok(id) = login.id.parse() {
        return Ok(store::users::by_id(conn, id).await?);
    }
    let (email, name) = (&ctx.config().email, login.login_id.to_lowercase());
    if email.enable_sign_in_with_username && profile::is_username(&name) {
        return Ok(store::users::by_username(conn, &name).await?);
    }
    if email.enable_sign_in_with_email && name.contains('@') {
        return Ok(store::users::by_email(conn, &name).await?);
    }
    Ok(None)
}

/// Whether somebody who has proved to be this user may come in.
fn admit(ctx: &Ctx, user: &UserRow, login: &Login) -> Result<()> {
    let config = ctx.config();
    let refuse = |id, message: &str| Err(Error::refused(401, id, message));
    if user.is_bot {
        return refuse(BOT, "bots do not sign in");
    }
    if user.remote_id.as_deref().is_some_and(|id| !id.is_empty()) {
        return refuse(REMOTE, "users of other servers sign in there");
    }
    if user.delete_at != 0 {
        return refuse(INACTIVE, "the account is deactivated");
    }
    if config.email.require_email_verification && !user.email_verified {
        return refuse(NOT_VERIFIED, "the address has not been verified");
    }
    if roles::is_guest(&user.roles) && !config.guest_accounts.enable {
        return refuse(GUESTS_DISABLED, "guest accounts are switched off");
    }
    if gives_code(&config, user) && login.token.is_empty() {
        return refuse(CODE_MISSING, "the code of the second factor is needed");
    }
    Ok(())
}

fn gives_code(config: &config::Config, user: &UserRow) -> bool {
    user.mfa_active && config.service.enable_multifactor_authentication
}

/// The one answer for an account that does not exist and a password that is wrong.
fn invalid(ctx: &Ctx) -> Error {
    let email = &ctx.config().email;
    let id = match (email.enable_sign_in_with_email, email.enable_sign_in_with_username) {
        (true, true) => INVALID,
        (true, false) => INVALID_EMAIL,
        (false, true) => INVALID_USERNAME,
        (false, false) => INVALID_SSO,
    };
    Error::refused(401, id, "name, address or password is wrong")
}

/// Begins a session for a user who has proved who they are.
pub async fn open(ctx: &Ctx, user: UserRow, device_id: String, renewed: Option<String>) -> Result<Opened> {
    let (now, token) = (ctx.now(), ctx.app().random.token());
    let is_guest = roles::is_guest(&user.roles);
    let is_mobile = !device_id.is_empty();
    let agent = user_agent::read(&ctx.request().user_agent);
    let props: BTreeMap<String, String> = [
        ("platform", agent.platform),
        ("os", agent.os),
        ("browser", agent.browser),
        ("csrf", ctx.app().random.token()),
        ("is_guest", is_guest.to_string()),
        ("isMobile", is_mobile.to_string()),
        ("isOAuthUser", "false".to_owned()),
        ("isSaml", "false".to_owned()),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect();
    let mut row = SessionRow {
        id: ctx.new_id(),
        token: token.clone(),
        create_at: now,
        expires_at: 0,
        last_activity_at: now,
        user_id: user.id,
        device_id,
        roles: user.roles.clone(),
        is_oauth: false,
        props: Some(Json(props)),
        expired_notify: false,
        user_roles: user.roles.clone(),
        user_delete_at: 0,
        username: user.username.clone(),
        user_mfa_active: user.mfa_active,
        user_auth_service: user.auth_service.clone(),
    };
    let length = Session::from_row(row.clone()).length(&ctx.config());
    row.expires_at = now + length;

    let session = Session::from_row(row.clone());
    let checked = user.password.clone();
    let is_current = ctx
        .db()
        .transact(async move |tx| {
            let Some(user) = store::users::locked(tx, row.user_id).await? else { return Ok(false) };
            // The proof was given outside the transaction.
            if user.password != checked || user.delete_at != 0 {
                return Ok(false);
            }
            insert(tx, now, &row).await?;
            if let Some(renewed) = &renewed {
                store::users::rehash(tx, user.id, &checked, renewed).await?;
            }
            store::users::clear_attempts(tx, user.id).await?;
            store::users::note_login(tx, user.id, now).await?;
            Ok::<_, Error>(true)
        })
        .await?;
    if !is_current {
        return Err(invalid(ctx));
    }
    tracing::info!(user_id = %user.id, session_id = %session.id, "signed in");
    Ok(Opened { user, session, token, seconds: length / 1000 })
}

/// Writes a session; those of the same device, and the least used beyond the most, end.
async fn insert(tx: &Tx, now: i64, row: &SessionRow) -> Result<()> {
    let user = row.user_id;
    if !row.device_id.is_empty() {
        for id in store::sessions::of_device(tx, user, &row.device_id).await? {
            end_in(tx, now, user, id).await?;
        }
    }
    for id in store::sessions::beyond(tx, user, MOST - 1).await? {
        end_in(tx, now, user, id).await?;
    }
    Ok(store::sessions::insert(tx, row).await?)
}

/// Ends a session.
pub async fn end(ctx: &Ctx, user: UserId, id: SessionId) -> Result<()> {
    let now = ctx.now();
    ctx.db().transact(async move |tx| end_in(tx, now, user, id).await).await
}

async fn end_in(tx: &Tx, now: i64, user: UserId, id: SessionId) -> Result<()> {
    if store::sessions::remove(tx, id).await? {
        signal(tx, now, Signal::SessionsRevoked { user, session: Some(id) }).await?;
    }
    Ok(())
}

/// Ends the sessions of a user but for one.
pub async fn end_others(tx: &Tx, now: i64, user: UserId, but: SessionId) -> Result<()> {
    for id in store::sessions::remove_others(tx, user, but).await? {
        signal(tx, now, Signal::SessionsRevoked { user, session: Some(id) }).await?;
    }
    Ok(())
}

/// Ends every session of everybody.
pub async fn end_everybody(ctx: &Ctx) -> Result<()> {
    ctx.require_sign_in()?;
    ctx.require(Permission::ManageSystem).await?;
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            store::sessions::remove_all(tx).await?;
            signal(tx, now, Signal::EverySessionRevoked).await
        })
        .await
}

/// Ends the session that an access token opened, if it was used.
pub async fn end_of_token(tx: &Tx, now: i64, user: UserId, secret: &str) -> Result<()> {
    match store::sessions::by_token(tx, secret).await? {
        Some(session) => end_in(tx, now, user, session.id).await,
        None => Ok(()),
    }
}

/// Takes in what a phone tells of itself. Other sessions of the same device end.
pub async fn set_device(ctx: &Ctx, input: DeviceProps) -> Result<()> {
    let user = ctx.user_id()?;
    let session = ctx.session().ok_or_else(Error::session_expired)?.clone();
    let DeviceProps { device_id, device_notification_disabled, mobile_version } = input;
    if device_id.len() > LONGEST_DEVICE_ID {
        return Err(Error::invalid_body_param("device_id"));
    }
    if !matches!(device_notification_disabled.as_str(), "" | "true" | "false") {
        return Err(Error::invalid_body_param("device_notification_disabled"));
    }
    if !mobile_version.is_empty() && !is_version(&mobile_version) {
        return Err(Error::invalid_body_param("mobile_version"));
    }

    let (now, config) = (ctx.now(), ctx.config());
    ctx.db()
        .transact(async move |tx| {
            let mut props = session.props.clone();
            for (name, value) in [
                ("device_notification_disabled", &device_notification_disabled),
                ("mobile_version", &mobile_version),
            ] {
                if !value.is_empty() {
                    props.insert(name.to_owned(), value.clone());
                }
            }
            let (mut device, mut expires_at) = (session.device_id.clone(), session.expires_at);
            if !device_id.is_empty() {
                for id in store::sessions::of_device(tx, user, &device_id).await? {
                    if id != session.id {
                        end_in(tx, now, user, id).await?;
                    }
                }
                device.clone_from(&device_id);
                let mut phone = Session::clone(&session);
                phone.device_id.clone_from(&device_id);
                expires_at = now + phone.length(&config);
            }
            store::sessions::set_device(tx, session.id, &device, expires_at, &props).await?;
            // What is kept of the session in memory is read again.
            signal(tx, now, Signal::UserChanged { user }).await
        })
        .await
}

/// Three numbers with dots, and what may stand behind them.
fn is_version(text: &str) -> bool {
    let core = text.split(['-', '+']).next().unwrap_or_default();
    let parts: Vec<&str> = core.split('.').collect();
    text.len() <= 64
        && parts.len() == 3
        && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit()))
}

/// Ends every session of a user.
pub async fn end_all(tx: &Tx, now: i64, user: UserId) -> Result<()> {
    store::sessions::remove_of_user(tx, user).await?;
    signal(tx, now, Signal::SessionsRevoked { user, session: None }).await
}

/// The sessions of a user, without their secrets.
pub async fn list(ctx: &Ctx, user: UserId) -> Result<Vec<wire::Session>> {
    let conn = ctx.db().read();
    let rows = store::sessions::of_user(conn, user, MOST).await?;
    let memberships = store::teams::memberships(conn, user).await?;
    let team_members: Vec<TeamMember> = memberships
        .iter()
        .filter(|member| member.row.delete_at == 0)
        .map(|member| {
            let membership = member.membership();
            let names = roles::names(&membership, Some(&member.scheme), &TEAM);
            TeamMember {
                team_id: member.row.team_id,
                user_id: user,
                roles: names.collect::<Vec<_>>().join(" "),
                delete_at: 0,
                scheme_guest: member.row.scheme_guest,
                scheme_user: member.row.scheme_user,
                scheme_admin: member.row.scheme_admin,
                explicit_roles: member.row.roles.clone(),
            }
        })
        .collect();
    let now = ctx.now();
    Ok(rows
        .into_iter()
        .filter(|row| row.expires_at == 0 || row.expires_at > now)
        .map(|row| wire::Session {
            id: row.id,
            token: String::new(),
            create_at: row.create_at,
            expires_at: row.expires_at,
            last_activity_at: row.last_activity_at,
            user_id: row.user_id,
            device_id: row.device_id,
            roles: row.user_roles,
            is_oauth: row.is_oauth,
            expired_notify: row.expired_notify,
            props: row.props.map(|Json(props)| props).unwrap_or_default(),
            team_members: team_members.clone(),
            local: false,
        })
        .collect())
}
