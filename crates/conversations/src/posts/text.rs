//! The scanner that tells what people say in a message from what they quote as code or link to.
//!
//! [`words`] gives the words of the prose in order. What stands in code spans, fenced or indented code,
//! link targets and URLs is never among them; link texts, headings, quotes and lists are. The scanner
//! knows just enough Markdown for that and takes time linear in the message whatever the message is:
//! lines are seen once, and no look-ahead crosses the same character more than a fixed number of times.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

/// The words of a message's prose: longest runs of [`is_word_character`], as slices of the message.
pub(super) fn words(message: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for range in prose(message) {
        Inline::new(&message[range]).collect_words(&mut words);
    }
    words
}

/// Letters and digits, and what joins them inside names, addresses and compounds.
fn is_word_character(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || is_joiner(character) || character == '@';
    }
    character.is_alphanumeric() || is_mark(character)
}

/// What may stand inside a word or a name without being a letter or digit.
pub(super) fn is_joiner(character: char) -> bool {
    matches!(character, '.' | '-' | '_' | ':')
}

/// Signs that belong to the letter before them: accents, and the vowel and tone signs of the Indic and
/// South-East Asian scripts (but not their full stops).
fn is_mark(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36F}' | '\u{200C}' | '\u{200D}'
        | '\u{900}'..='\u{963}' | '\u{966}'..='\u{EFF}' | '\u{1000}'..='\u{1049}' | '\u{1780}'..='\u{17D3}')
}

/// Whether a letter belongs to a script whose words run together (Chinese, Japanese, Thai, …), or carry
/// their particles attached (Korean), so that words must be looked for inside a run of letters.
pub(super) fn is_unspaced(character: char) -> bool {
    matches!(character,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1100}'..='\u{11FF}' | '\u{1780}'..='\u{17FF}'
        | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{318F}'
        | '\u{31A0}'..='\u{31BF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}')
}

/// The stretches of a message that are not blocks of code, each one paragraph, heading or list item.
fn prose(message: &str) -> Vec<Range<usize>> {
    let mut blocks = Blocks::default();
    let mut start = 0;
    for line in message.split_inclusive('\n') {
        blocks.take(Line { text: line, start, column: 0 });
        start += line.len();
    }
    blocks.end_paragraph();
    blocks.prose
}

/// What the lines so far have opened.
#[derive(Default)]
struct Blocks {
    prose: Vec<Range<usize>>,
    paragraph: Option<Range<usize>>,
    fence: Option<Fence>,
    /// How many `>` the last line began with.
    quotes: usize,
    /// The columns at which the contents of the open list items begin, from the outermost inwards.
    items: Vec<usize>,
}

struct Fence {
    mark: char,
    length: usize,
    quotes: usize,
}

/// What is left of a line, where that begins in the message, and in which column of its block.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    start: usize,
    column: usize,
}

impl Blocks {
    fn take(&mut self, line: Line) {
        if let Some(fence) = &self.fence {
            let (inner, quotes) = line.without_quotes(fence.quotes);
            if quotes == fence.quotes {
                if inner.closes(fence) {
                    self.fence = None;
                }
                return;
            }
            self.fence = None;
        }

        let (line, quotes) = line.without_quotes(usize::MAX);
        if quotes != self.quotes {
            self.end_paragraph();
            self.items.clear();
            self.quotes = quotes;
        }
        if line.text.trim().is_empty() {
            self.end_paragraph();
            return;
        }
        self.take_content(line.without_indentation());
    }

    /// Takes a line that is not blank, without its quote marks and its indentation.
    fn take_content(&mut self, mut line: Line) {
        let block_column = self.items[..self.items_up_to(line.column)].last().copied().unwrap_or(0);
        if line.column - block_column >= CODE_INDENTATION {
            if self.paragraph.is_some() {
                self.extend_paragraph(line);
            }
            return;
        }
        if line.is_rule() {
            self.end_paragraph();
            self.leave_items(line.column);
            return;
        }

        while let Some(item) = line.item() {
            self.end_paragraph();
            self.leave_items(line.column);
            self.items.push(item.content_column);
            if item.line.text.trim_start().is_empty() || item.begins_with_code() {
                return;
            }
            line = item.line;
        }
        let fence = line.opens_fence();
        let is_heading = line.is_heading();
        if fence.is_some() || is_heading {
            self.end_paragraph();
        }
        if self.paragraph.is_none() {
            self.leave_items(line.column);
        }
        if let Some((mark, length)) = fence {
            self.fence = Some(Fence { mark, length, quotes: self.quotes });
            return;
        }
        self.extend_paragraph(line);
        if is_heading {
            self.end_paragraph();
        }
    }

    /// Closes the list items whose contents begin further right than in `column`.
    fn leave_items(&mut self, column: usize) {
        let still_open = self.items_up_to(column);
        self.items.truncate(still_open);
    }

    fn items_up_to(&self, column: usize) -> usize {
        self.items.partition_point(|content_column| *content_column <= column)
    }

    fn extend_paragraph(&mut self, line: Line) {
        let end = line.start + line.text.len();
        match &mut self.paragraph {
            Some(paragraph) => paragraph.end = end,
            None => self.paragraph = Some(line.start..end),
        }
    }

    fn end_paragraph(&mut self) {
        self.prose.extend(self.paragraph.take());
    }
}

/// From this many columns on, what does not continue a paragraph is code.
const CODE_INDENTATION: usize = 4;

/// The first line of a list item.
struct Item<'a> {
    line: Line<'a>,
    content_column: usize,
}

impl Item<'_> {
    fn begins_with_code(&self) -> bool {
        self.line.column - self.content_column >= CODE_INDENTATION
    }
}

impl<'a> Line<'a> {
    /// The line behind its quote marks, at most `limit` of them, and how many those were.
    fn without_quotes(mut self, limit: usize) -> (Self, usize) {
        let mut quotes = 0;
        while quotes < limit {
            let inner = self.without_indentation();
            if inner.column - self.column >= CODE_INDENTATION || !inner.text.starts_with('>') {
                break;
            }
            self = inner.after(1);
            if self.text.starts_with(' ') {
                self = self.after(1);
            }
            self.column = 0;
            quotes += 1;
        }
        (self, quotes)
    }

    fn without_indentation(self) -> Self {
        let content = self.text.trim_start_matches([' ', '\t']);
        let mut line = self;
        for blank in self.text[..self.text.len() - content.len()].chars() {
            line = line.after(1);
            if blank == '\t' {
                line.column = (line.column - 1) / 4 * 4 + 4;
            }
        }
        line
    }

    /// The line behind so many ASCII characters.
    fn after(self, characters: usize) -> Self {
        let text = &self.text[characters..];
        Line { text, start: self.start + characters, column: self.column + characters }
    }

    /// Three or more of the same mark and nothing else: a line between paragraphs, or under a heading.
    fn is_rule(&self) -> bool {
        let mut marks = self.text.chars().filter(|character| !character.is_whitespace());
        let Some(first @ ('-' | '*' | '_' | '=')) = marks.next() else {
            return false;
        };
        let mut count = 1;
        for mark in marks {
            if mark != first {
                return false;
            }
            count += 1;
        }
        count >= 3
    }

    fn is_heading(&self) -> bool {
        let title = self.text.trim_start_matches('#');
        let level = self.text.len() - title.len();
        (1..=6).contains(&level) && title.starts_with(char::is_whitespace)
    }

    /// The item that begins here, if a list marker stands here.
    fn item(self) -> Option<Item<'a>> {
        let digits = self.text.bytes().take(10).take_while(u8::is_ascii_digit).count();
        let marker = match self.text.as_bytes().get(digits)? {
            b'-' | b'*' | b'+' if digits == 0 => 1,
            b'.' | b')' if (1..10).contains(&digits) => digits + 1,
            _ => return None,
        };
        let behind = self.after(marker);
        if !behind.text.starts_with(char::is_whitespace) {
            return None;
        }

        let line = behind.without_indentation();
        let blanks = line.column - behind.column;
        let content_column = if blanks > CODE_INDENTATION { behind.column + 1 } else { line.column };
        Some(Item { line, content_column })
    }

    fn opens_fence(&self) -> Option<(char, usize)> {
        let mark = self.text.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
        let info = self.text.trim_start_matches(mark);
        let length = self.text.len() - info.len();
        (length >= 3 && (mark == '~' || !info.contains('`'))).then_some((mark, length))
    }

    fn closes(&self, fence: &Fence) -> bool {
        let marks = self.text.trim();
        marks.len() >= fence.length && marks.chars().all(|character| character == fence.mark)
    }
}

/// Reads one paragraph from left to right.
struct Inline<'a> {
    text: &'a str,
    position: usize,
    /// Where the runs of backticks of each length begin, as far as they still lie ahead.
    backticks: HashMap<usize, VecDeque<usize>>,
    open_brackets: usize,
}

impl<'a> Inline<'a> {
    fn new(text: &'a str) -> Self {
        let mut backticks: HashMap<usize, VecDeque<usize>> = HashMap::new();
        let mut position = 0;
        while let Some(found) = text[position..].find('`') {
            position += found;
            let length = leading_backticks(&text[position..]);
            backticks.entry(length).or_default().push_back(position);
            position += length;
        }
        Inline { text, position: 0, backticks, open_brackets: 0 }
    }

    fn collect_words(mut self, words: &mut Vec<&'a str>) {
        while let Some(character) = self.rest().chars().next() {
            match character {
                '\\' => {
                    self.position += 1;
                    if self.rest().starts_with(['\\', '`', '[', ']']) {
                        self.position += 1;
                    }
                }
                '`' => self.skip_code_span(),
                '[' => {
                    self.open_brackets += 1;
                    self.position += 1;
                }
                ']' => self.skip_link_target(),
                _ if is_word_character(character) => words.extend(self.take_word()),
                _ => self.position += character.len_utf8(),
            }
        }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.position..]
    }

    /// Skips to behind the next run of as many backticks; without one, these are ordinary characters.
    fn skip_code_span(&mut self) {
        let length = leading_backticks(self.rest());
        if let Some(runs) = self.backticks.get_mut(&length) {
            while runs.front().is_some_and(|run| *run <= self.position) {
                runs.pop_front();
            }
            if let Some(closing) = runs.front() {
                self.position = *closing;
            }
        }
        self.position += length;
    }

    fn skip_link_target(&mut self) {
        self.position += 1;
        if self.open_brackets == 0 {
            return;
        }
        self.open_brackets -= 1;
        if let Some(length) = link_target(self.rest()) {
            self.position += length;
        }
    }

    /// Takes the run of word characters that begins here, without the URL that it turns out to begin.
    fn take_word(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let run = &rest[..rest.find(|character| !is_word_character(character)).unwrap_or(rest.len())];
        let url = if rest[run.len()..].starts_with("//") { scheme(run) } else { bare_host(run) };
        let Some(url) = url else {
            self.position += run.len();
            return Some(run);
        };

        let url_length = rest[url..].find(ends_url).unwrap_or(rest.len() - url);
        self.position += url + url_length;
        Some(&run[..url]).filter(|before| !before.is_empty())
    }
}

fn leading_backticks(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// Where in a word that `//` follows the scheme of a URL begins.
fn scheme(run: &str) -> Option<usize> {
    let before = run.strip_suffix(':')?;
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, character)| character.is_ascii_alphanumeric() || matches!(character, '.' | '-'))
        .last()
        .map(|(start, _)| start)?;
    before[start..].starts_with(|first: char| first.is_ascii_alphabetic()).then_some(start)
}

fn bare_host(run: &str) -> Option<usize> {
    run.get(..4).filter(|start| start.eq_ignore_ascii_case("www.")).map(|_| 0)
}

fn ends_url(character: char) -> bool {
    match character {
        '<' | '>' | ']' | '|' | '"' | '`' => true,
        _ if character.is_ascii() => character.is_ascii_whitespace(),
        _ => !is_word_character(character),
    }
}

/// How long the `(target "title")` is with which a text begins.
///
/// The bound on nested parentheses also bounds how often a character is looked at: a target that does not
/// end in time has held that many openings of other targets.
fn link_target(text: &str) -> Option<usize> {
    const NESTED_PARENTHESES: usize = 32;

    let inside = text.strip_prefix('(')?.trim_start();
    let behind = if let Some(bracketed) = inside.strip_prefix('<') {
        let end = bracketed.find(['>', '<', '\n']).filter(|end| bracketed[*end..].starts_with('>'))?;
        &bracketed[end + 1..]
    } else {
        let mut depth = 0;
        let mut escaped = false;
        let end = inside.find(|character: char| {
            match character {
                _ if character.is_whitespace() => return true,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '(' => depth += 1,
                ')' if depth == 0 => return true,
                ')' => depth -= 1,
                _ => {}
            }
            depth > NESTED_PARENTHESES
        });
        &inside[end.filter(|_| depth <= NESTED_PARENTHESES)?..]
    };

    let mut end = behind.trim_start();
    if let Some(size) = end.strip_prefix('=') {
        end = size
            .trim_start_matches(|character: char| character.is_ascii_digit() || character == 'x')
            .trim_start();
    }
    if let Some(quote @ ('"' | '\'' | '(')) = end.chars().next() {
        let title = &end[1..];
        let closing = if quote == '(' { ')' } else { quote };
        let mut escaped = false;
        let length = title.find(|character| {
            let closes = !escaped && (character == closing || character == quote);
            escaped = !escaped && character == '\\';
            closes
        })?;
        end = title[length..].strip_prefix(closing)?.trim_start();
    }
    Some(text.len() - end.strip_prefix(')')?.len())
}

#[cfg(test)]
mod tests {
    use super::words;
    use proptest::prelude::*;

    fn assert_words(cases: &[(&str, &str)]) {
        for (message, expected) in cases {
            assert_eq!(words(message).join(" "), *expected, "in {message:?}");
        }
    }

    #[test]
    fn punctuation_parts_words_and_joiners_do_not() {
        assert_words(&[
            ("ship it, (today)!", "ship it today"),
            ("v1.2-rc_3: ok", "v1.2-rc_3: ok"),
            ("it's either/or", "it s either or"),
            ("\\@ada and *@ada*", "@ada and @ada"),
            ("नमस्ते cafe\u{301}", "नमस्ते cafe\u{301}"),
            ("", ""),
        ]);
    }

    #[test]
    fn code_spans_are_not_prose() {
        assert_words(&[
            ("run `make all` now", "run now"),
            ("``a ` b`` c", "c"),
            ("one ` alone", "one alone"),
            ("`` never closed `", "never closed"),
            ("over `two\nlines` end", "over end"),
            ("no \\`code\\` here", "no code here"),
            ("`ends with \\` here", "here"),
            ("a ` in one paragraph\n\nand ` in another", "a in one paragraph and in another"),
            ("- a ` here\n- a ` there", "a here a there"),
            ("```all on a line``` after", "after"),
        ]);
    }

    #[test]
    fn fenced_code_is_not_prose() {
        assert_words(&[
            ("a\n```\nb\n```\nc", "a c"),
            ("~~~ sql\nselect\n~~~\nc", "c"),
            ("````\n```\nb\n````\nc", "c"),
            ("```\nb\n~~~\nc", ""),
            ("> ```\n> b\n> ```\n> c", "c"),
            ("> ```\n> b\nc", "c"),
            ("- item\n  ```\n  b\n  ```\n  c", "item c"),
            ("1. ```\n   b\n   ```\n2. c", "c"),
            ("```\r\nb\r\n```\r\nc", "c"),
        ]);
    }

    #[test]
    fn indented_code_is_not_prose_but_continued_paragraphs_and_list_items_are() {
        assert_words(&[
            ("    code\n\ttoo\nc", "c"),
            ("para\n    goes on", "para goes on"),
            ("para\n\n    code", "para"),
            ("# title\n    code", "title"),
            ("- item\n\n  goes on\n\n      code", "item goes on"),
            ("- item\n    - nested\n        - deeper", "item nested deeper"),
            ("-     code\n- item", "item"),
            ("- item\n\nout\n\n    code", "item out"),
            ("- item\n# title\n    code", "item title"),
            ("- item\n***\n    code", "item"),
            (">     code\n> said", "said"),
        ]);
    }

    #[test]
    fn headings_quotes_and_rules_keep_their_words() {
        assert_words(&[
            ("# big ` news\nand ` more", "big news and more"),
            ("> said\n>> twice", "said twice"),
            ("title\n---\n    code", "title"),
        ]);
    }

    #[test]
    fn link_texts_are_prose_and_link_targets_are_not() {
        assert_words(&[
            ("[the docs](/a/b) say", "the docs say"),
            ("[x](/a(b)c) y", "x y"),
            ("[x](</a b> \"the title\") y", "x y"),
            ("[x](/a 'it (is)') y", "x y"),
            ("![x](/a.png =10x20) y", "x y"),
            ("[x](not a target) y", "x not a target y"),
            ("x](/a) y", "x a y"),
            ("[x\\](/a) y", "x a y"),
        ]);
    }

    #[test]
    fn urls_are_not_prose() {
        assert_words(&[
            ("see https://example.com/a?b=@c, d", "see d"),
            ("cc:http://example.com/a b", "cc: b"),
            ("<ftp://example.com/a>b", "b"),
            ("WWW.example.com/a b", "b"),
            ("[http://example.com](/a) b", "b"),
            ("http://example.com/a。b", "b"),
            ("either//or", "either or"),
            ("12://a", "12: a"),
        ]);
    }

    #[test]
    fn hostile_messages_take_no_longer_than_others() {
        const RUNES: usize = 16_383;
        let units = [
            "`",
            "[",
            "](",
            "[](",
            "[](a ",
            "[](a \"",
            "[](<",
            "> ",
            ">",
            "- ",
            "1. ",
            "\t",
            " ",
            "\\",
            "`\\",
            "```\n",
            "- a\n",
            "@",
            "@a",
            "a:",
            "://",
            "a://",
            "_",
            "-",
            "#",
            "(",
            "a(",
            "日",
            "https:",
            "*",
            "~~~\n",
            "\n",
            "[](\\",
            "[](a '\"(",
            "`a``b```c",
        ];
        for unit in units {
            let mut message: String = unit.chars().cycle().take(RUNES).collect();
            read_to_the_end(&message);
            message.extend(["\n\n    ", unit]);
            read_to_the_end(&message);
        }
        let growing_runs: String = (1..180).map(|length| "`".repeat(length) + "a").collect();
        read_to_the_end(&growing_runs);
        let deep_list = "- ".repeat(RUNES / 2) + &"\na".repeat(RUNES / 4);
        read_to_the_end(&deep_list);
        let blanks = "- ".repeat(RUNES / 3) + &" ".repeat(RUNES / 3);
        read_to_the_end(&blanks);
    }

    /// What is quadratic in a message of this length does not come to its end while anybody waits for a test.
    fn read_to_the_end(message: &str) {
        std::hint::black_box(words(message));
    }

    proptest! {
        #[test]
        fn words_are_word_characters_in_the_order_of_the_message(message in "[ab@.:`~\\[\\]()<>#\\- \t\n\\\\/\"é日]{0,80}") {
            let mut behind = 0;
            for word in words(&message) {
                let start = word.as_ptr() as usize - message.as_ptr() as usize;
                prop_assert!(start >= behind && !word.is_empty());
                prop_assert!(word.chars().all(super::is_word_character));
                behind = start + word.len();
            }
        }

        #[test]
        fn any_message_can_be_read(message in any::<String>()) {
            words(&message);
        }

        #[test]
        fn nothing_between_fences_is_prose(before in "[a-z \n]{0,20}", code in "[a-z@ ~>#\\-\n]{0,40}", after in "[a-z]{0,5}") {
            let message = format!("{before}\n\n```\n{code}\n```\n{after}");
            let prose = format!("{before}\n\n{after}");
            prop_assert_eq!(words(&message), words(&prose));
        }
    }
}
