//! The rules of personal access tokens.

use kernel::{Ctx, Error, Result};
use store::tokens::TokenRow;
use wire::{AccessToken, Page, Permission, TokenId, UserId};

use crate::sessions;
use crate::users::{missing, standing};

pub const MISSING: &str = "app.user_access_token.get_by_user.app_error";
pub const DISABLED: &str = "app.user_access_token.disabled";
pub const LONG_DESCRIPTION: &str = "model.user_access_token.is_valid.description.app_error";

/// Bytes.
const DESCRIPTION: usize = 255;
/// What a search gives.
const FOUND: i64 = 100;

/// Makes a token; its secret is told this once.
pub async fn create(ctx: &Ctx, user: UserId, description: String) -> Result<AccessToken> {
    ctx.require_sign_in()?;
    standing::require_own(ctx, user).await?;
    if description.is_empty() {
        return Err(Error::invalid_body_param("description"));
    }
    ctx.require(Permission::CreateUserAccessToken).await?;
    let owner = store::users::by_id(ctx.db().read(), user).await?.ok_or_else(missing)?;
    if !ctx.config().service.enable_user_access_tokens && !owner.is_bot {
        return Err(Error::refused(501, DISABLED, "personal access tokens are switched off"));
    }
    if owner.remote_id.as_deref().is_some_and(|id| !id.is_empty()) {
        return Err(Error::no_permission());
    }
    if description.len() > DESCRIPTION {
        return Err(Error::bad_request(LONG_DESCRIPTION, "the description is too long"));
    }

    let row = TokenRow {
        id: ctx.new_id(),
        token: ctx.app().random.token(),
        user_id: user,
        description,
        is_active: true,
    };
    let made = AccessToken { token: row.token.clone(), ..shape(row.clone()) };
    ctx.db()
        .transact(async move |tx| {
            store::tokens::insert(tx, &row).await?;
            Ok::<_, Error>(())
        })
        .await?;
    Ok(made)
}

/// The tokens of a user.
pub async fn of_user(ctx: &Ctx, user: UserId, page: Page) -> Result<Vec<AccessToken>> {
    ctx.require_sign_in()?;
    ctx.require(Permission::ReadUserAccessToken).await?;
    standing::require_own(ctx, user).await?;
    let rows = store::tokens::of_user(ctx.db().read(), user, page).await?;
    Ok(rows.into_iter().map(shape).collect())
}

/// Everybody's tokens.
pub async fn all(ctx: &Ctx, page: Page) -> Result<Vec<AccessToken>> {
    ctx.require_sign_in()?;
    let rows = store::tokens::page(ctx.db().read(), page).await?;
    Ok(rows.into_iter().map(shape).collect())
}

/// Tokens by their id, or by whose they are.
pub async fn search(ctx: &Ctx, term: &str) -> Result<Vec<AccessToken>> {
    ctx.require_sign_in()?;
    if term.is_empty() {
        return Err(Error::invalid_body_param("term"));
    }
    let rows = store::tokens::search(ctx.db().read(), term, FOUND).await?;
    Ok(rows.into_iter().map(shape).collect())
}

/// One token.
pub async fn get(ctx: &Ctx, id: TokenId) -> Result<AccessToken> {
    Ok(shape(found(ctx, Some(id), Permission::ReadUserAccessToken).await?))
}

/// Lets a token open sessions, or no more.
pub async fn set_active(ctx: &Ctx, id: Option<TokenId>, is_active: bool) -> Result<()> {
    // Switching one on is as much as making one.
    let permission =
        if is_active { Permission::CreateUserAccessToken } else { Permission::RevokeUserAccessToken };
    let token = found(ctx, id, permission).await?;
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            store::users::locked(tx, token.user_id).await?;
            store::tokens::set_active(tx, token.id, is_active).await?;
            if is_active {
                return Ok(());
            }
            sessions::operations::end_of_token(tx, now, token.user_id, &token.token).await
        })
        .await
}

/// Ends a token for good.
pub async fn revoke(ctx: &Ctx, id: Option<TokenId>) -> Result<()> {
    let token = found(ctx, id, Permission::RevokeUserAccessToken).await?;
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            store::users::locked(tx, token.user_id).await?;
            store::tokens::remove(tx, token.id).await?;
            sessions::operations::end_of_token(tx, now, token.user_id, &token.token).await
        })
        .await
}

/// A token that the caller may do this to.
async fn found(ctx: &Ctx, id: Option<TokenId>, permission: Permission) -> Result<TokenRow> {
    ctx.require_sign_in()?;
    ctx.require(permission).await?;
    let missing = || Error::not_found(MISSING, "there is no such token");
    let id = id.ok_or_else(missing)?;
    let token = store::tokens::by_id(ctx.db().read(), id).await?.ok_or_else(missing)?;
    standing::require_own(ctx, token.user_id).await?;
    Ok(token)
}

fn shape(row: TokenRow) -> AccessToken {
    let TokenRow { id, token: _, user_id, description, is_active } = row;
    AccessToken { id, token: String::new(), user_id, description, is_active }
}
