//! Texts as patterns of `LIKE … ESCAPE '\'`, on columns in lower case.

/// A text as a pattern that finds it anywhere, in any case.
pub(crate) fn anywhere(term: &str) -> String {
    format!("%{}%", literally(term))
}

/// A text as a pattern that finds it at the beginning, in any case.
pub(crate) fn beginning(term: &str) -> String {
    format!("{}%", literally(term))
}

fn literally(term: &str) -> String {
    let mut pattern = String::with_capacity(term.len() + 2);
    for letter in term.to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}
