//! The one place that makes of a stored account what somebody may see of it.
//!
//! Three views: one's own, an administrator's, everybody else's. No route, event or list writes an account in
//! another way.

use db::Json;
use kernel::{Ctx, Result};
use store::users::{Strings, UserRow};
use wire::{Disclosure, Permission, StringMap, User, UserId, etag};

/// Somebody who looks at accounts, and what they may see of them.
#[derive(Debug, Clone, Copy)]
pub struct Viewer {
    /// None: nobody who has an account.
    pub id: Option<UserId>,
    pub is_administrator: bool,
    pub disclosed: Disclosure,
}

impl Viewer {
    pub async fn of(ctx: &Ctx) -> Result<Self> {
        Ok(Self {
            id: ctx.session().map(|session| session.user_id),
            is_administrator: ctx.may(Permission::ManageSystem).await?,
            disclosed: disclosed(ctx),
        })
    }

    /// Someone without an account or a right: what everybody may see.
    pub fn everybody(ctx: &Ctx) -> Self {
        Self { id: None, is_administrator: false, disclosed: disclosed(ctx) }
    }

    /// The account as this viewer sees it.
    pub fn see(&self, user: &UserRow) -> User {
        if self.id == Some(user.id) { own(user) } else { self.see_in_list(user) }
    }

    /// The account as this viewer sees it in a list of people, where nobody stands out.
    pub fn see_in_list(&self, user: &UserRow) -> User {
        if self.is_administrator { for_administrators(user) } else { own(user).for_others(self.disclosed) }
    }

    pub fn sees_addresses(&self) -> bool {
        self.is_administrator || self.disclosed.email
    }

    /// Changes with what this viewer sees of the account.
    pub fn tag(&self, ctx: &Ctx, user: &UserRow) -> String {
        etag::of_user(
            ctx.app().identity.version,
            &etag::UserParts {
                id: user.id,
                update_at: user.update_at,
                terms_of_service_id: "",
                terms_of_service_create_at: 0,
                show_full_name: self.disclosed.full_name || self.is_administrator,
                show_email_address: self.disclosed.email || self.is_administrator,
                bot_last_icon_update: user.bot_last_icon_update,
            },
        )
    }
}

/// The account as administrators see it.
pub fn for_administrators(user: &UserRow) -> User {
    own(user).for_administrators()
}

/// The account as its owner sees it: everything but the secrets.
pub fn own(user: &UserRow) -> User {
    User {
        id: user.id,
        create_at: user.create_at,
        update_at: user.update_at,
        delete_at: user.delete_at,
        username: user.username.clone(),
        auth_data: user.auth_data.clone().filter(|data| !data.is_empty()),
        auth_service: user.auth_service.clone(),
        email: user.email.clone(),
        email_verified: user.email_verified,
        nickname: user.nickname.clone(),
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        position: user.position.clone(),
        roles: user.roles.clone(),
        props: map(&user.props),
        notify_props: map(&user.notify_props),
        last_password_update: user.last_password_update,
        last_picture_update: user.last_picture_update,
        failed_attempts: user.failed_attempts,
        locale: user.locale.clone(),
        timezone: user.timezone.as_ref().map(|Json(timezone)| timezone.clone()),
        mfa_active: user.mfa_active,
        remote_id: (!user.is_bot).then(|| user.remote_id.clone().unwrap_or_default()),
        last_activity_at: 0,
        is_bot: user.is_bot,
        bot_description: user.bot_description.clone().unwrap_or_default(),
        bot_last_icon_update: user.bot_last_icon_update,
        terms_of_service_id: String::new(),
        terms_of_service_create_at: 0,
        disable_welcome_email: false,
    }
}

pub(crate) fn map(strings: &Strings) -> StringMap {
    strings.as_ref().map(|Json(strings)| strings.clone()).unwrap_or_default()
}

fn disclosed(ctx: &Ctx) -> Disclosure {
    let privacy = &ctx.config().privacy;
    Disclosure { full_name: privacy.show_full_name, email: privacy.show_email_address }
}
