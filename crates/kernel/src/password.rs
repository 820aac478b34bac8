//! Passwords: the schema's stored forms, checked and made on a few threads of their own.
//!
//! Stored as `$pbkdf2$f=SHA256,w=<rounds>,l=32$<salt>$<key>` (standard base64 without padding); bcrypt is read, too,
//! and anything that is no known form is tried as bcrypt. Hashing is slow on purpose, so it runs beside the async
//! threads, few at a time, with a bounded queue in front: a flood of sign-ins is answered 429 and slows nobody else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::{Error, Random, Result, Workers};

/// Rounds of a password that is stored today.
pub const ROUNDS: u32 = 600_000;
/// Work that may wait for a thread.
const QUEUE: usize = 128;
/// Longer input is refused before hashing; the schema's policy allows far less.
const LONGEST: usize = 4096;

/// Too many sign-ins at once.
pub const TOO_MANY: &str = "api.user.login.too_many_attempts.app_error";

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Hasher {
    rounds: u32,
    workers: Workers,
}

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Wrong,
    Right,
    /// Right, and stored in a form that should be replaced.
    RightButOld,
}

impl Hasher {
    /// `rounds` is the cost of new hashes; `threads` run at a time.
    pub fn new(rounds: u32, threads: usize) -> Self {
        let workers = Workers::new("hash a password", threads, QUEUE, || {
            Error::refused(429, TOO_MANY, "too many sign-ins at once, please try again in a moment")
        });
        Self { rounds, workers }
    }

    /// The stored form of a password.
    pub async fn hash(&self, random: &dyn Random, password: &str) -> Result<String> {
        let mut salt = [0u8; 16];
        random.fill(&mut salt);
        let (rounds, password) = (self.rounds, password.to_owned());
        self.workers.run(move || stored(&password, &salt, rounds)).await
    }

    /// Checks a password against its stored form.
    pub async fn check(&self, password: &str, stored: &str) -> Result<Verdict> {
        if password.len() > LONGEST {
            return Ok(Verdict::Wrong);
        }
        let (rounds, password, stored) = (self.rounds, password.to_owned(), stored.to_owned());
        self.workers.run(move || verify(&password, &stored, rounds)).await
    }

    /// Costs what a check costs: for accounts that do not exist.
    pub async fn check_nobody(&self, password: &str) -> Result<()> {
        let (rounds, password) = (self.rounds, password.chars().take(LONGEST).collect::<String>());
        self.workers.run(move || std::hint::black_box(stored(&password, &[0; 16], rounds))).await.map(|_| ())
    }
}

fn stored(password: &str, salt: &[u8], rounds: u32) -> String {
    let key = pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(password.as_bytes(), salt, rounds);
    format!(
        "$pbkdf2$f=SHA256,w={rounds},l=32${}${}",
        STANDARD_NO_PAD.encode(salt),
        STANDARD_NO_PAD.encode(key)
    )
}

fn verify(password: &str, stored: &str, rounds: u32) -> Verdict {
    match Pbkdf2::parse(stored) {
        Some(form) => {
            let mut key = vec![0; form.key.len()];
            pbkdf2::pbkdf2_hmac::<Sha256>(password.as_bytes(), &form.salt, form.rounds, &mut key);
            match bool::from(key.ct_eq(&form.key)) {
                false => Verdict::Wrong,
                true if form.rounds == rounds && form.key.len() == 32 => Verdict::Right,
                true => Verdict::RightButOld,
            }
        }
        None if bcrypt::verify(password, stored).unwrap_or(false) => Verdict::RightButOld,
        None => Verdict::Wrong,
    }
}

struct Pbkdf2 {
    rounds: u32,
    salt: Vec<u8>,
    key: Vec<u8>,
}

impl Pbkdf2 {
    fn parse(stored: &str) -> Option<Self> {
        let mut parts = stored.strip_prefix("$pbkdf2$")?.split('$');
        let (settings, salt, key) = (parts.next()?, parts.next()?, parts.next()?);
        let setting = |name: &str| settings.split(',').find_map(|s| s.strip_prefix(name)?.strip_prefix('='));
        if setting("f")? != "SHA256" || parts.next().is_some() {
            return None;
        }
        let rounds = setting("w")?.parse().ok().filter(|rounds| (1..=10_000_000).contains(rounds))?;
        let key = STANDARD_NO_PAD.decode(key).ok().filter(|key| (16..=64).contains(&key.len()))?;
        Some(Self { rounds, salt: STANDARD_NO_PAD.decode(salt).ok()?, key })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRandom;

    #[tokio::test]
    async fn a_stored_password_is_recognised_and_no_other() {
        let hasher = Hasher::new(10, 1);
        let form = hasher.hash(&SeededRandom::new(1), "Correct-1").await.unwrap();
        assert!(form.starts_with("$pbkdf2$f=SHA256,w=10,l=32$"));
        assert_eq!(hasher.check("Correct-1", &form).await.unwrap(), Verdict::Right);
        assert_eq!(hasher.check("correct-1", &form).await.unwrap(), Verdict::Wrong);
        assert_eq!(hasher.check("", "").await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn older_forms_are_read_and_marked_for_renewal() {
        let hasher = Hasher::new(10, 1);
        let fewer = Hasher::new(5, 1).hash(&SeededRandom::new(1), "pw").await.unwrap();
        assert_eq!(hasher.check("pw", &fewer).await.unwrap(), Verdict::RightButOld);
        let bcrypt = bcrypt::hash("pw", 4).unwrap();
        assert_eq!(hasher.check("pw", &bcrypt).await.unwrap(), Verdict::RightButOld);
        assert_eq!(hasher.check("no", &bcrypt).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn sec_h05_a_huge_password_is_refused_before_hashing() {
        let hasher = Hasher::new(10, 1);
        let form = hasher.hash(&SeededRandom::new(1), "pw").await.unwrap();
        assert_eq!(hasher.check(&"\0".repeat(1_000_000), &form).await.unwrap(), Verdict::Wrong);
    }
}
