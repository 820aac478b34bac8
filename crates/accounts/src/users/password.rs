//! What a password must be like.

use config::Config;
use kernel::{Error, Result};

/// Longer ones are refused, never cut.
pub const LONGEST: usize = 72;

pub const TOO_SHORT: &str = "model.user.is_valid.pwd_min_length.app_error";
pub const TOO_LONG: &str = "model.user.is_valid.pwd_max_length.app_error";

/// Refuses a password that the administrator's policy does not allow.
pub fn check(config: &Config, password: &str) -> Result<()> {
    let policy = &config.password;
    if password.len() < config::sections::count(policy.minimum_length) {
        let message = format!("the password must be at least {} characters long", policy.minimum_length);
        return Err(Error::bad_request(TOO_SHORT, message));
    }
    if password.len() > LONGEST {
        let message = format!("the password must be at most {LONGEST} bytes long");
        return Err(Error::bad_request(TOO_LONG, message));
    }
    const SYMBOLS: &str = " !\"\\#$%&'()*+,-./:;<=>?@[]^_`|~";
    let lacks = |is_asked: bool, is_met: fn(char) -> bool| is_asked && !password.chars().any(is_met);
    let lacking = (
        lacks(policy.lowercase, |letter| letter.is_ascii_lowercase()),
        lacks(policy.uppercase, |letter| letter.is_ascii_uppercase()),
        lacks(policy.number, |letter| letter.is_ascii_digit()),
        lacks(policy.symbol, |letter| SYMBOLS.contains(letter)),
    );
    match error_id(lacking) {
        Some(id) => Err(Error::bad_request(id, "the password lacks a kind of character that it must have")),
        None => Ok(()),
    }
}

/// The error id names what is lacking: lower case, upper case, numbers, symbols.
fn error_id(lacking: (bool, bool, bool, bool)) -> Option<&'static str> {
    Some(match lacking {
        (false, false, false, false) => return None,
        (true, false, false, false) => "model.user.is_valid.pwd_lowercase.app_error",
        (false, true, false, false) => "model.user.is_valid.pwd_uppercase.app_error",
        (false, false, true, false) => "model.user.is_valid.pwd_number.app_error",
        (false, false, false, true) => "model.user.is_valid.pwd_symbol.app_error",
        (true, true, false, false) => "model.user.is_valid.pwd_lowercase_uppercase.app_error",
        (true, false, true, false) => "model.user.is_valid.pwd_lowercase_number.app_error",
        (true, false, false, true) => "model.user.is_valid.pwd_lowercase_symbol.app_error",
        (false, true, true, false) => "model.user.is_valid.pwd_uppercase_number.app_error",
        (false, true, false, true) => "model.user.is_valid.pwd_uppercase_symbol.app_error",
        (false, false, true, true) => "model.user.is_valid.pwd_number_symbol.app_error",
        (true, true, true, false) => "model.user.is_valid.pwd_lowercase_uppercase_number.app_error",
        (true, true, false, true) => "model.user.is_valid.pwd_lowercase_uppercase_symbol.app_error",
        (true, false, true, true) => "model.user.is_valid.pwd_lowercase_number_symbol.app_error",
        (false, true, true, true) => "model.user.is_valid.pwd_uppercase_number_symbol.app_error",
        (true, true, true, true) => "model.user.is_valid.pwd_lowercase_uppercase_number_symbol.app_error",
    })
}
