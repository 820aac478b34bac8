//! What is done by letters: `POST /users/password/reset[/send]`, `POST /users/email/verify[/send]`. No letter is sent
//! while mail is off, so no secret of one is valid. Whether an address is known is never told.

use http_api::{Body, Done, Extension, Result};
use kernel::{Ctx, Error};
use wire::{ResetPassword, SendTo};

use super::password;

/// The secret of a letter has so many letters.
const SECRET: usize = 64;

const BROKEN_RESET: &str = "api.user.reset_password.invalid_link.app_error";
const BROKEN_PROOF: &str = "api.user.verify_email.bad_link.app_error";

pub async fn send_reset(Body(input): Body<SendTo>) -> Result<Done> {
    if input.email.trim().is_empty() {
        return Err(Error::invalid_body_param("email").into());
    }

    Ok(Done)
}

pub async fn reset(Extension(ctx): Extension<Ctx>, Body(input): Body<ResetPassword>) -> Result<Done> {
    if input.token.len() != SECRET {
        return Err(Error::invalid_body_param("token").into());
    }
    password::check(&ctx.config(), &input.new_password)?;

    Err(Error::bad_request(BROKEN_RESET, "the link to set a new password is not valid").into())
}

pub async fn send_proof(Body(input): Body<SendTo>) -> Result<Done> {
    if input.email.trim().is_empty() {
        return Err(Error::invalid_body_param("email").into());
    }

    Ok(Done)
}

pub async fn prove(Body(input): Body<ResetPassword>) -> Result<Done> {
    if input.token.len() != SECRET {
        return Err(Error::invalid_body_param("token").into());
    }

    Err(Error::bad_request(BROKEN_PROOF, "the link to prove an address is not valid").into())
}
