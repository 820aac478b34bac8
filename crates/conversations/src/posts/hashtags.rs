//! Hashtags: the words of a message by which it can be found again as one of a topic.
//!
//! A hashtag is a `#` and at least two characters: first a letter, then letters, digits, `-`, `_` and `.`,
//! and last a letter or digit. It stands between blanks, where punctuation around it does not count but
//! anything else that touches it does: `(#one)!` has one, `#one,#two` has none. Code has hashtags too.

/// The longest text that a post's `hashtags` field holds, in characters.
const MAX_LENGTH: usize = 1000;

/// The value of a post's `hashtags` field: the hashtags of its message as they are written, in order,
/// repeated if repeated there, with a blank between two; those that don't fit any more are left out.
pub fn of(message: &str) -> String {
    let mut hashtags = String::new();
    let mut length = 0;
    for hashtag in message.split_whitespace().filter_map(hashtag) {
        let separator = if length == 0 { "" } else { " " };
        length += separator.len() + hashtag.chars().count();
        if length > MAX_LENGTH {
            break;
        }
        hashtags.push_str(separator);
        hashtags.push_str(hashtag);
    }
    hashtags
}

/// The hashtag in a word, if all of the word but the punctuation around it is one.
fn hashtag(word: &str) -> Option<&str> {
    let word = word.trim_end_matches(|character: char| !character.is_alphanumeric());
    let word = word.trim_start_matches(|character: char| !character.is_alphanumeric() && character != '#');
    let name = word.trim_start_matches('#');
    let hashtag = &word[word.len().checked_sub(name.len() + 1)?..];

    let mut characters = name.chars();
    let begins_with_letter = characters.next().is_some_and(char::is_alphabetic);
    let rest = characters.as_str();
    let is_whole =
        !rest.is_empty() && rest.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    (begins_with_letter && is_whole).then_some(hashtag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn assert_hashtags(cases: &[(&str, &str)]) {
        for (message, expected) in cases {
            assert_eq!(of(message), *expected, "of {message:?}");
        }
    }

    #[test]
    fn hashtags_keep_their_order_their_case_and_their_repetitions() {
        assert_hashtags(&[
            ("#Launch", "#Launch"),
            ("the #launch is a #success, #launch", "#launch #success #launch"),
            ("#first\n#second\tand\u{a0}#third", "#first #second #third"),
            ("no topic at all", ""),
            ("", ""),
        ]);
    }

    #[test]
    fn a_name_begins_with_a_letter_and_has_two_characters_or_more() {
        assert_hashtags(&[
            ("#ok", "#ok"),
            ("#x", ""),
            ("#", ""),
            ("# title", ""),
            ("#2026", ""),
            ("#2nd", ""),
            ("#q3", "#q3"),
            ("#_private", ""),
            ("&#8217;", ""),
            ("#🚀", ""),
        ]);
    }

    #[test]
    fn hyphen_underscore_and_dot_join_but_do_not_end_a_name() {
        assert_hashtags(&[
            ("#road-map #to_do #v.next #A-b_C.7", "#road-map #to_do #v.next #A-b_C.7"),
            ("#done. #done- #done_ #done...", "#done #done #done #done"),
        ]);
    }

    #[test]
    fn letters_of_every_script_count() {
        assert_hashtags(&[("#привет #日本語 #회의 #größe #مرحبا", "#привет #日本語 #회의 #größe #مرحبا")]);
    }

    #[test]
    fn punctuation_around_a_hashtag_is_left_out() {
        assert_hashtags(&[
            (
                "(#one) [#two] \"#three\" #four!?; *#five* **#six** ~~#seven~~",
                "#one #two #three #four #five #six #seven",
            ),
            ("##one ###two @#three ~#four #five🚀", "#one #two #three #four #five"),
            ("> #said\n- #listed", "#said #listed"),
        ]);
    }

    #[test]
    fn what_touches_something_else_is_no_hashtag() {
        assert_hashtags(&[
            ("#one#two #one,#two #one/two #one:two #one@two one#two", ""),
            ("#c++ #f#", ""),
            ("#one\u{200b}two", ""),
            ("https://example.com/#part [text](/page#part) [#topic](/page)", ""),
        ]);
    }

    #[test]
    fn code_has_hashtags_too() {
        assert_hashtags(&[("`#span` ```\n#block\n```\n\n    #indented", "#span #block #indented")]);
    }

    #[test]
    fn the_field_ends_with_the_last_hashtag_that_fits() {
        let fits = format!("#{}", "é".repeat(498));
        assert_eq!(
            of(&format!("{fits} #{} #left-out #x1", "é".repeat(499))),
            format!("{fits} #{}", "é".repeat(499))
        );
        assert_eq!(of(&format!("{fits} #{}", "é".repeat(500))), fits);
        assert_eq!(of(&format!("#{}", "a".repeat(1000))), "");
    }

    proptest! {
        #[test]
        fn the_field_gives_itself_again(message in "([#ab1é日._,\\-]{0,6}[ \n]){0,20}", tail in any::<String>()) {
            let hashtags = of(&(message + &tail));
            prop_assert!(hashtags.chars().count() <= MAX_LENGTH);
            prop_assert_eq!(of(&hashtags), hashtags);
        }
    }
}
