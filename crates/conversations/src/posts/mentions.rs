//! Mentions: whom a message calls, by `@name`, by `@all`, `@channel` and `@here`, or by a word that
//! somebody asked to be notified of.
//!
//! Only prose calls anybody: never code, link targets and URLs. Whether a name exists is
//! for the caller to find out: [`of`] gives the names to look up, all at once, and [`Mentions::resolve`]
//! takes what was found. [`Keywords`] holds the words that the members of a channel wait for and finds
//! their owners in one pass over a message, however many there are.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::text::{is_joiner, is_unspaced, words};

/// The longest name that a user or group can have, in bytes.
const MAX_NAME: usize = 64;

/// Whom a message calls by `@`.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Mentions {
    /// What may be names of users or groups, each once, in the order of the message.
    pub names: Vec<Candidate>,
    pub all: bool,
    pub channel: bool,
    pub here: bool,
}

/// What follows an `@`, in lower case: a name, or a name and punctuation that names may contain as well.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Candidate(String);

/// Finds whom a message calls by `@`.
pub fn of(message: &str) -> Mentions {
    let mut mentions = Mentions::default();
    let mut seen = HashSet::new();
    for name in words(message).into_iter().flat_map(segments).filter_map(called) {
        let name = name.to_ascii_lowercase();
        match name.trim_end_matches(is_joiner) {
            "all" => mentions.all = true,
            "channel" => mentions.channel = true,
            "here" => mentions.here = true,
            _ if seen.insert(name.clone()) => mentions.names.push(Candidate(name)),
            _ => {}
        }
    }
    mentions
}

impl Mentions {
    /// Whether the whole channel is called.
    pub fn call_everybody(&self) -> bool {
        self.all || self.channel || self.here
    }

    /// Every name that the message may mean, to be looked up in one query. The message's length bounds it.
    pub fn lookup(&self) -> BTreeSet<&str> {
        self.names.iter().flat_map(Candidate::readings).collect()
    }

    /// What the names mean: for each candidate the longest reading that exists, none twice.
    pub fn resolve<T>(&self, exists: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let mut taken = HashSet::new();
        let mut found = Vec::new();
        for candidate in &self.names {
            let existing = candidate.readings().find_map(|name| exists(name).map(|thing| (name, thing)));
            if let Some((name, thing)) = existing
                && taken.insert(name)
            {
                found.push(thing);
            }
        }
        found
    }
}

impl Candidate {
    /// The names this may be, the longest first: all of it, then with ever less of the `.`, `-`, `_` and
    /// `:` at its end.
    pub fn readings(&self) -> impl Iterator<Item = &str> {
        let shortest = self.0.trim_end_matches(is_joiner).len().max(1);
        (shortest..=self.0.len().min(MAX_NAME)).rev().map(|length| &self.0[..length])
    }
}

/// The parts of a word that may each be a call: an `@` begins a new part where it cannot belong to an
/// e-mail address or to a name.
fn segments(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(word);
    std::iter::from_fn(move || {
        let word = rest.take()?;
        let mut before = None;
        let next = word.char_indices().find_map(|(at, character)| {
            let may_begin = before.is_some_and(|c| matches!(c, '.' | '-' | ':') || is_unspaced(c));
            before = Some(character);
            (character == '@' && may_begin).then_some(at)
        });
        let Some(next) = next else {
            return Some(word);
        };
        rest = Some(&word[next..]);
        Some(&word[..next])
    })
}

/// The name that a part of a word calls.
fn called(segment: &str) -> Option<&str> {
    let name = segment.trim_start_matches(is_joiner).strip_prefix('@')?;
    let name = name.split(is_unspaced).next()?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || is_joiner(c));
    is_name.then_some(name)
}

/// Words that users wait for: their keywords in any case, their first names as they are written.
///
/// A keyword matches a whole word, or a whole part of a compound (`deploy` in `re-deploy`, not in
/// `redeploy`). One in a script without blanks between words matches wherever it stands. A keyword that is
/// not one word (`hot fix`, `c++`) never matches.
#[derive(Debug, Clone)]
pub struct Keywords<U> {
    /// The users of each distinct keyword, which is known by its place here.
    users: Vec<Vec<U>>,
    folded: HashMap<String, usize>,
    exact: HashMap<String, usize>,
    unspaced: Trie,
}

impl<U> Default for Keywords<U> {
    fn default() -> Self {
        Keywords {
            users: Vec::new(),
            folded: HashMap::new(),
            exact: HashMap::new(),
            unspaced: Trie::default(),
        }
    }
}

impl<U: Ord + Clone> Keywords<U> {
    /// Adds what a user's setting `mention_keys` lists, separated by commas.
    pub fn add_keys(&mut self, user: &U, mention_keys: &str) {
        for key in mention_keys.split(',').map(str::trim).filter(|key| !key.is_empty()) {
            let key = key.to_lowercase();
            let place = if key.contains(is_unspaced) {
                self.unspaced.insert(&key, self.users.len())
            } else {
                Some(*self.folded.entry(key).or_insert(self.users.len()))
            };
            self.add_user(user, place);
        }
    }

    pub fn add_first_name(&mut self, user: &U, first_name: &str) {
        let name = first_name.trim();
        if name.is_empty() {
            return;
        }
        let place = if name.contains(is_unspaced) {
            self.unspaced.insert(&name.to_lowercase(), self.users.len())
        } else {
            Some(*self.exact.entry(name.to_owned()).or_insert(self.users.len()))
        };
        self.add_user(user, place);
    }

    fn add_user(&mut self, user: &U, place: Option<usize>) {
        let Some(place) = place else {
            return;
        };
        if place == self.users.len() {
            self.users.push(Vec::new());
        }
        self.users[place].push(user.clone());
    }

    /// Whose words the message says.
    pub fn mentioned_in(&self, message: &str) -> BTreeSet<U> {
        if self.users.is_empty() {
            return BTreeSet::new();
        }
        let mut said = HashSet::new();
        for word in words(message) {
            if word.contains(is_unspaced) {
                self.unspaced.find(&word.to_lowercase(), &mut said);
            }
            for part in segments(word).flat_map(parts) {
                said.extend(self.exact.get(part));
                said.extend(self.folded.get(&part.to_lowercase()));
            }
        }
        said.into_iter().flat_map(|place| &self.users[place]).cloned().collect()
    }
}

/// Whether a message says one of the keywords that a user's setting `mention_keys` lists.
pub fn says_keyword(message: &str, mention_keys: &str) -> bool {
    let mut keywords = Keywords::default();
    keywords.add_keys(&(), mention_keys);
    !keywords.mentioned_in(message).is_empty()
}

/// What of a part of a word can be a keyword: the whole of it and, unless it is a name or an address, the
/// parts of the compound.
fn parts(segment: &str) -> impl Iterator<Item = &str> {
    let whole = segment.trim_matches(is_joiner);
    let separates = |character| matches!(character, '.' | '-' | ':') || is_unspaced(character);
    let is_compound = !whole.contains('@') && whole.contains(separates);
    let compound = if is_compound { whole } else { "" };
    let parts = compound.split(separates).map(|part| part.trim_matches(is_joiner));
    std::iter::once(whole).chain(parts).filter(|part| !part.is_empty())
}

/// Keywords by their letters, to be found at any place of a word.
#[derive(Debug, Clone, Default)]
struct Trie {
    /// Node and letter to the next node; the root is 0 and the first node to be made 1.
    edges: HashMap<(usize, char), usize>,
    /// The place of the keyword that ends in a node.
    ends: HashMap<usize, usize>,
}

impl Trie {
    /// The longest keyword that is kept, in letters. It bounds how often a search looks at a letter.
    const MAX_DEPTH: usize = 32;

    /// The place of a keyword: the one it has, or else the new one. A keyword that is too long has none.
    fn insert(&mut self, keyword: &str, new: usize) -> Option<usize> {
        if keyword.chars().count() > Self::MAX_DEPTH {
            return None;
        }
        let mut node = 0;
        for letter in keyword.chars() {
            let fresh = self.edges.len() + 1;
            node = *self.edges.entry((node, letter)).or_insert(fresh);
        }
        Some(*self.ends.entry(node).or_insert(new))
    }

    fn find(&self, word: &str, found: &mut HashSet<usize>) {
        for (start, _) in word.char_indices() {
            let mut node = 0;
            for letter in word[start..].chars() {
                let Some(next) = self.edges.get(&(node, letter)) else {
                    break;
                };
                node = *next;
                found.extend(self.ends.get(&node));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whom a message calls where the users `ada`, `ada-2` and `ada.` and the group `crew` exist.
    fn called_by(message: &str) -> Vec<String> {
        let exists = |name: &str| ["ada", "ada-2", "ada.", "crew"].contains(&name).then(|| name.to_owned());
        of(message).resolve(exists)
    }

    fn assert_calls(expected: &[&str], messages: &[&str]) {
        for message in messages {
            assert_eq!(called_by(message), expected, "in {message:?}");
        }
    }

    #[test]
    fn a_name_after_an_at_sign_is_called_whatever_its_case_and_its_punctuation() {
        assert_calls(
            &["ada"],
            &[
                "@ada",
                "hey @ada, look",
                "@ada!",
                "(@ada)",
                "@ADA",
                "@Ada's",
                "*@ada*",
                "**@ada**",
                "~~@ada~~",
                "_@ada_",
                "@ada-",
                "@ada_",
                "@ada:",
                "@ada-_:",
                "@ada/eve",
                "\\@ada",
                "> @ada",
                "# @ada",
                "- @ada",
                "cc:@ada",
                "well...@ada",
                "[@ada](/profile)",
                "@ada and @ada, @ada-",
                "请@ada看一下",
            ],
        );
    }

    #[test]
    fn names_inside_other_words_are_not_called() {
        assert_calls(
            &[],
            &[
                "ada",
                "@adaline",
                "x@ada",
                "mail@ada.example",
                "@@ada",
                "@ada@ada",
                "@adaé",
                "@ ada",
                "@",
                "@nobody",
            ],
        );
    }

    #[test]
    fn nobody_is_called_from_code_link_targets_and_urls() {
        assert_calls(
            &[],
            &[
                "`@ada`",
                "``@ada ` ``",
                "```\n@ada\n```",
                "~~~\n@ada",
                "    @ada",
                "\t@ada",
                "[page](/@ada)",
                "[page](http://example.com/@ada)",
                "http://example.com/@ada",
                "https://example.com/?to=@ada",
                "www.example.com/@ada",
            ],
        );
    }

    #[test]
    fn the_longest_name_that_exists_is_meant() {
        assert_calls(&["ada."], &["@ada.", "@ada.-", "@ada.."]);
        assert_calls(&["ada-2"], &["@ada-2", "@ada-2."]);
    }

    #[test]
    fn names_come_in_the_order_of_the_message_and_once() {
        assert_eq!(called_by("@crew: @ada-2, @nobody, @Crew and @ada"), ["crew", "ada-2", "ada"]);
    }

    #[test]
    fn everything_that_could_be_meant_is_looked_up_at_once() {
        let mentions = of("@Ada.- @crew, @remote:home @crew");
        let names: Vec<_> = mentions.lookup().into_iter().collect();
        assert_eq!(names, ["ada", "ada.", "ada.-", "crew", "remote:home"]);
    }

    #[test]
    fn longer_names_than_can_exist_are_not_looked_up() {
        let longest = "a".repeat(MAX_NAME);
        assert_eq!(of(&format!("@{longest} @b{longest}")).lookup(), BTreeSet::from([longest.as_str()]));
        assert_eq!(of(&format!("@ab{}", "-".repeat(5000))).lookup().len(), MAX_NAME - 1);
    }

    #[test]
    fn everybody_is_called_by_three_words_in_any_case() {
        let flags = |message| {
            let mentions = of(message);
            assert!(mentions.names.is_empty() || !mentions.call_everybody(), "in {message:?}");
            (mentions.all, mentions.channel, mentions.here)
        };
        for message in ["@all", "@ALL", "@all.", "ask @all!", "> @all"] {
            assert_eq!(flags(message), (true, false, false), "in {message:?}");
        }
        assert_eq!(flags("@Channel: news"), (false, true, false));
        assert_eq!(flags("@here - @channel"), (false, true, true));
        for message in
            ["all channel here", "`@all`", "@everyone", "@alles", "x@all", "@@here", "```\n@channel\n```"]
        {
            assert_eq!(flags(message), (false, false, false), "in {message:?}");
        }
    }

    #[test]
    fn keywords_match_whole_words_in_any_case() {
        let says = |message| says_keyword(message, "Release,hotfix , größe,v1.2,@ops");
        for message in [
            "release",
            "RELEASE!",
            "the #release is near",
            "_release_",
            "release: now",
            "pre-release",
            "re:release",
            "Größe",
            "GRÖSSE größe",
            "fix v1.2.",
            "hotfix",
            "@ops please",
        ] {
            assert!(says(message), "in {message:?}");
        }
        for message in [
            "prerelease",
            "released",
            "`release`",
            "me@release.example",
            "v1.20",
            "ops",
            "",
            ",",
            "@releases",
        ] {
            assert!(!says(message), "in {message:?}");
        }
    }

    #[test]
    fn what_is_not_one_word_never_matches() {
        for keyword in ["hot fix", "c++", "", " , ,"] {
            assert!(!says_keyword("a hot fix for c++, c and ,", keyword), "{keyword:?}");
        }
    }

    #[test]
    fn keywords_of_scripts_without_blanks_match_anywhere() {
        assert!(says_keyword("東京都に行く", "東京"));
        assert!(says_keyword("東京", "東京"));
        assert!(says_keyword("新V2版です", "v2版"));
        assert!(says_keyword("请Release一下", "release"));
        assert!(says_keyword("배포를 시작", "배포"));
        assert!(!says_keyword("東の京", "東京"));
        assert!(!says_keyword("`東京`", "東京"));
    }

    #[test]
    fn first_names_match_as_they_are_written() {
        let mut keywords = Keywords::default();
        keywords.add_first_name(&"ada", "Ada");
        keywords.add_first_name(&"taro", "太郎");
        keywords.add_first_name(&"nameless", " ");
        assert_eq!(keywords.mentioned_in("Ada, look"), BTreeSet::from(["ada"]));
        assert_eq!(keywords.mentioned_in("太郎さん"), BTreeSet::from(["taro"]));
        assert!(keywords.mentioned_in("ada ADA Adas").is_empty());
    }

    #[test]
    fn one_pass_finds_everybody_who_waits_for_a_word() {
        let mut keywords = Keywords::default();
        keywords.add_keys(&1, "deploy,本");
        keywords.add_keys(&2, "Deploy");
        keywords.add_keys(&3, "outage,日本");
        keywords.add_first_name(&4, "Grace");
        assert_eq!(keywords.mentioned_in("deploy, Grace"), BTreeSet::from([1, 2, 4]));
        assert_eq!(keywords.mentioned_in("日本で"), BTreeSet::from([1, 3]));
        assert!(Keywords::<u8>::default().mentioned_in("deploy").is_empty());
    }

    #[test]
    fn hostile_messages_and_keywords_are_read_to_their_end() {
        let mut keywords = Keywords::default();
        for length in 1..2000 {
            keywords.add_keys(&length, &"日".repeat(length));
            keywords.add_keys(&length, &format!("{},a{length}", "a".repeat(length)));
        }
        for unit in ["日", "a", "@", "@a", "-@a", "日@", "a-", "a.b:", "@-", ":", "@a ", "日 ", "é@"] {
            let message: String = unit.chars().cycle().take(16_383).collect();
            // What is quadratic does not come to its end while anybody waits for a test.
            of(&message).resolve(|_| None::<()>);
            keywords.mentioned_in(&message);
        }
    }

    proptest! {
        // Before the fence stand words, and none of the keywords.
        #[test]
        fn nothing_between_fences_calls_anybody(before in "[b-z \n]{0,20}", code in "[a-z@ .~>#-]{0,40}") {
            let message = format!("{before}\n```\n{code} @ada @all\n```\n");
            prop_assert_eq!(of(&message), Mentions::default());
            prop_assert!(!says_keyword(&message, "ada,all"));
        }

        #[test]
        fn a_name_between_blanks_is_called(before in "[a-z,.!?]{0,10}", name in "[a-z0-9._-]{1,64}", after in "[a-z@:]{0,10}") {
            let mentions = of(&format!("{before} @{name} {after}"));
            prop_assert!(mentions.call_everybody() || mentions.lookup().contains(name.as_str()));
        }

        #[test]
        fn candidates_are_names_and_there_are_no_more_than_the_message_is_long(message in "[a-zA-Z@:._ é日`\n-]{0,80}") {
            let mentions = of(&message);
            let lookup = mentions.lookup();
            prop_assert!(lookup.len() <= message.len());
            for name in lookup {
                prop_assert!((1..=MAX_NAME).contains(&name.len()));
                prop_assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || is_joiner(c)));
            }
        }

        #[test]
        fn any_message_can_be_read(message in any::<String>(), keys in any::<String>()) {
            of(&message);
            says_keyword(&message, &keys);
        }
    }
}
