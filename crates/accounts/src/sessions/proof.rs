//! The one place where a password is checked.
//!
//! The attempt is counted first, in one conditional statement, so that a hundred at once are no more tries than ten.
//! Whoever has too many stays out, with the right password, too. For an account that does not exist the same
//! statement is run and the same hashing done.

use kernel::{Ctx, Error, Result, Verdict};
use store::users::UserRow;
use wire::UserId;

use crate::users::password;

pub const WRONG: &str = "api.user.check_user_password.invalid.app_error";
pub const TOO_MANY: &str = "api.user.check_user_login_attempts.too_many.app_error";

/// The right password, and what should be stored of it from now on.
pub struct Proved {
    /// Another stored form, when the present one is out of date.
    pub renewed: Option<String>,
}

/// Checks a user's password. The attempt stays counted until [`forgive`]n, which a sign-in does in its transaction.
pub async fn try_password(ctx: &Ctx, user: &UserRow, password: &str) -> Result<Proved> {
    if password.len() > password::LONGEST {
        return Err(wrong());
    }
    if !count_attempt(ctx, user.id).await? {
        return Err(Error::refused(
            401,
            TOO_MANY,
            "too many failed attempts; ask an administrator to unlock",
        ));
    }
    // Who signs in elsewhere has no password here.
    if !user.auth_service.is_empty() || user.password.is_empty() {
        ctx.app().hasher.check_nobody(password).await?;
        return Err(wrong());
    }
    match ctx.app().hasher.check(password, &user.password).await? {
        Verdict::Wrong => Err(wrong()),
        Verdict::Right => Ok(Proved { renewed: None }),
        Verdict::RightButOld => {
            let renewed = ctx.app().hasher.hash(&*ctx.app().random, password).await?;
            Ok(Proved { renewed: Some(renewed) })
        }
    }
}

/// Checks a password that somebody signed in gives again.
pub async fn check_password(ctx: &Ctx, user: &UserRow, password: &str) -> Result<()> {
    try_password(ctx, user, password).await?;
    forgive(ctx, user.id).await
}

/// Does what checking a password does, for nobody.
pub async fn try_nobody(ctx: &Ctx, password: &str) -> Result<()> {
    if password.len() > password::LONGEST {
        return Ok(());
    }
    count_attempt(ctx, ctx.new_id()).await?;
    ctx.app().hasher.check_nobody(password).await
}

/// Takes the attempts back: the password was right.
async fn forgive(ctx: &Ctx, user: UserId) -> Result<()> {
    ctx.db()
        .transact(async move |tx| {
            store::users::clear_attempts(tx, user).await?;
            Ok(())
        })
        .await
}

async fn count_attempt(ctx: &Ctx, user: UserId) -> Result<bool> {
    let limit = ctx.config().service.maximum_login_attempts;
    ctx.db().transact(async move |tx| Ok(store::users::count_attempt(tx, user, limit).await?)).await
}

fn wrong() -> Error {
    Error::refused(401, WRONG, "the password is wrong")
}
