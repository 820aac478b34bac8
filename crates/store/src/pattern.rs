//! Texts as patterns of `LIKE … ESCAPE '\'`, on columns in lower case.

/// Letters of a text that are sought: more than any column has that is searched so, so what is longer is nowhere with
/// or without the rest. SQLite refuses patterns of more than 50,000 bytes.
const LONGEST: usize = 4000;

/// A text as a pattern that finds it anywhere, in any case.
pub(crate) fn anywhere(term: &str) -> String {
    format!("%{}%", literally(term))
}

/// A text as a pattern that finds it at the beginning, in any case.
pub(crate) fn beginning(term: &str) -> String {
    format!("{}%", literally(term))
}

fn literally(term: &str) -> String {
    let mut pattern = String::new();
    for letter in term.to_lowercase().chars().take(LONGEST) {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}
