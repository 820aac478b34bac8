//! Randomness, handed in.

use parking_lot::Mutex;
use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use wire::Id;

/// Gives random bytes, fit for secrets.
pub trait Random: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

impl dyn Random + '_ {
    /// A fresh id; tokens are spelled the same way and carry 122 bits or more.
    pub fn id<T: From<Id>>(&self) -> T {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        Id::from_random(bytes).into()
    }

    /// A fresh secret in the form of an id.
    pub fn token(&self) -> String {
        self.id::<Id>().to_string()
    }
}

/// The operating system's generator, through a seeded stream cipher per thread.
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}

/// The same numbers in every run, for tests.
pub struct SeededRandom(Mutex<StdRng>);

impl SeededRandom {
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().fill_bytes(bytes);
    }
}
