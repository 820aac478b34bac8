//! `GET /users/{user_id}/tokens`, `GET /users/tokens`, `GET /users/tokens/{token_id}`, `POST /users/tokens/search`

use http_api::{Answer, Body, Extension, Params, Query, Result};
use kernel::Ctx;
use wire::token::SearchAccessTokens;
use wire::{AccessToken, Page};

use super::operations;

type Tokens = Result<Answer<Vec<AccessToken>>>;

pub async fn of_user(Extension(ctx): Extension<Ctx>, params: Params, query: Query) -> Tokens {
    let user = params.user(&ctx)?;

    Ok(Answer(operations::of_user(&ctx, user, page(&query)).await?))
}

pub async fn all(Extension(ctx): Extension<Ctx>, query: Query) -> Tokens {
    Ok(Answer(operations::all(&ctx, page(&query)).await?))
}

pub async fn search(Extension(ctx): Extension<Ctx>, Body(input): Body<SearchAccessTokens>) -> Tokens {
    Ok(Answer(operations::search(&ctx, &input.term).await?))
}

pub async fn one(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<AccessToken>> {
    let id = params.id("token_id")?;

    Ok(Answer(operations::get(&ctx, id).await?))
}

fn page(query: &Query) -> Page {
    Page::parse(query.get("page"), query.get("per_page"))
}
