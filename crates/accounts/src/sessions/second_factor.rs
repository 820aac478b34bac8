//! The second factor: codes of six digits that an app shows, a new one every half minute (RFC 6238).
//!
//! A code counts once. The one before and the one after are right as well, since clocks differ.

use hmac::{Hmac, Mac};
use kernel::{Ctx, Error, Result, same_secret};
use sha1::Sha1;
use store::users::UserRow;

pub const WRONG: &str = "api.user.check_user_mfa.bad_code.app_error";

/// How long a code is shown, in milliseconds.
const STEP: i64 = 30_000;
/// How many codes there are.
const CODES: u32 = 1_000_000;

/// Takes in the code of a user who signs in; refuses one that is wrong, or was used before.
pub async fn spend(ctx: &Ctx, user: &UserRow, code: &str) -> Result<()> {
    let wrong = || Error::refused(401, WRONG, "the code is wrong");
    let present = ctx.now() / STEP;
    let step = step_of(&user.mfa_secret, code, present).ok_or_else(wrong)?;
    let id = user.id;
    let is_fresh = ctx
        .db()
        .transact(async move |tx| {
            // Two at once do not spend the same code.
            store::users::locked(tx, id).await?;
            let mut used: Vec<i64> = store::users::used_codes(tx, id).await?;
            used.retain(|used| *used >= present - 1);
            if used.contains(&step) {
                return Ok(false);
            }
            used.push(step);
            store::users::set_used_codes(tx, id, &used).await?;
            Ok::<_, Error>(true)
        })
        .await?;
    if is_fresh { Ok(()) } else { Err(wrong()) }
}

/// Which of the half minutes about now the code is shown in.
fn step_of(secret: &str, code: &str, present: i64) -> Option<i64> {
    let key = decoded(secret)?;
    (present - 1..=present + 1).find(|step| same_secret(code_of(&key, *step).as_bytes(), code.as_bytes()))
}

fn code_of(key: &[u8], step: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).expect("a key has any length");
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let start = usize::from(hash[19] & 15);
    let number = hash[start..start + 4].iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    format!("{:06}", (number & 0x7fff_ffff) % CODES)
}

/// The bytes of a secret, which is spelled in base32. None: it is none, or nothing.
fn decoded(secret: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for letter in secret.trim_end_matches('=').bytes() {
        let five = match letter.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' => letter - b'A',
            digit @ b'2'..=b'7' => digit - b'2' + 26,
            _ => return None,
        };
        bits = bits << 5 | u32::from(five);
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    (!bytes.is_empty()).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 6238, appendix B; the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        assert_eq!(decoded(secret).unwrap(), b"12345678901234567890");
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            let step = seconds / 30;
            assert_eq!(code_of(&decoded(secret).unwrap(), step), code);
            for present in [step - 1, step, step + 1] {
                assert_eq!(step_of(secret, code, present), Some(step));
            }
            assert_eq!(step_of(secret, code, step + 2), None);
            assert_eq!(step_of(secret, "", step), None);
        }
    }

    #[test]
    fn what_is_no_secret_lets_nobody_in() {
        for secret in ["", "=", "1", "not base32"] {
            assert_eq!(decoded(secret), None);
        }
    }
}
