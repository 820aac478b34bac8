//! Texts as people write them: words by a Zipf law, so that a word in most posts, in some and in almost none exists.

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

/// Words that there are.
const VOCABULARY: usize = 30_000;

/// Words of a post on average.
const MEAN: usize = 12;

/// The same texts for the same seed.
pub struct Words {
    random: StdRng,
    /// For each word, the share of all words up to it.
    shares: std::sync::Arc<[f64]>,
}

impl Words {
    pub fn new(seed: u64) -> Self {
        let mut total = 0.0;
        let sums: Vec<f64> = (1..=VOCABULARY)
            .map(|rank| {
                total += 1.0 / rank as f64;
                total
            })
            .collect();
        Self {
            random: StdRng::seed_from_u64(seed),
            shares: sums.into_iter().map(|sum| sum / total).collect(),
        }
    }

    /// Another source of texts that shares the law.
    pub fn fork(&self, seed: u64) -> Self {
        Self { random: StdRng::seed_from_u64(seed), shares: std::sync::Arc::clone(&self.shares) }
    }

    /// A sentence of one to twice the usual number of words.
    pub fn sentence(&mut self) -> String {
        let count = self.random.random_range(1..2 * MEAN);
        let words: Vec<String> = (0..count).map(|_| self.word()).collect();
        words.join(" ")
    }

    fn word(&mut self) -> String {
        let at = self.random.random::<f64>();
        spell(self.shares.partition_point(|share| *share < at).min(VOCABULARY - 1))
    }
}

/// The word of a rank: pronounceable, the frequent ones short.
fn spell(mut rank: usize) -> String {
    const CONSONANTS: &[u8] = b"bdfgklmnprstvz";
    const VOWELS: &[u8] = b"aeiou";
    let mut word = String::new();
    loop {
        let syllable = rank % (CONSONANTS.len() * VOWELS.len());
        word.push(char::from(CONSONANTS[syllable % CONSONANTS.len()]));
        word.push(char::from(VOWELS[syllable / CONSONANTS.len()]));
        rank /= CONSONANTS.len() * VOWELS.len();
        if rank == 0 {
            return word;
        }
        rank -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_rank_has_a_word_of_its_own() {
        let words: HashSet<String> = (0..VOCABULARY).map(spell).collect();

        assert_eq!(words.len(), VOCABULARY);
    }

    #[test]
    fn the_same_seed_gives_the_same_texts_and_the_first_word_is_frequent() {
        let mut words = Words::new(7);
        let mut again = Words::new(7);
        let sentences: Vec<String> = (0..1000).map(|_| words.sentence()).collect();

        assert!(sentences.iter().all(|sentence| *sentence == again.sentence()));
        let with_first =
            sentences.iter().filter(|sentence| sentence.split(' ').any(|word| word == spell(0))).count();
        assert!((400..900).contains(&with_first), "{with_first}");
    }
}
