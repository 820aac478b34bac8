//! JSON text as the protocol writes and reads it.
//!
//! Written: compact, `<`, `>`, `&` and the separators U+2028 and U+2029 escaped, so that a body can stand inside
//! a page. Replies and events go through [`to_string`] and [`to_vec`]; a `RawValue` inside them is copied as it
//! is, so raw JSON must come from here as well.
//!
//! Read ([`read`]): the first value of the text counts and whatever follows is ignored; bytes that are no UTF-8,
//! and halves of surrogate pairs (clients cut texts in the middle of an emoji), become U+FFFD; a byte order mark
//! is an error. What an object's keys may look like is told in [`crate::input`].

use std::io::{self, Write};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::ser::Formatter;

/// The error of a text that is not the JSON asked for.
pub type Error = serde_json::Error;

/// Writes a value. It fails only where a map has a key that is no text, which our shapes never have.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(256);
    write(&mut out, value)?;
    Ok(out)
}

/// [`to_vec`], as text.
pub fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    Ok(String::from_utf8(to_vec(value)?).expect("JSON is written from text only"))
}

/// Writes a value behind what stands in `out`.
pub fn write<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) -> Result<(), Error> {
    value.serialize(&mut serde_json::Serializer::with_formatter(out, Escaping))
}

/// Reads the first value of a body.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    let text = String::from_utf8_lossy(bytes);
    match first_value(&text) {
        Err(error) if error.is_syntax() => match without_halves(&text) {
            Some(mended) => first_value(&mended),
            None => Err(error),
        },
        result => result,
    }
}

fn first_value<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    T::deserialize(&mut serde_json::Deserializer::from_str(text))
}

/// Replaces the escapes of lone halves of surrogate pairs; `None` where there is none.
fn without_halves(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let (mut copied, mut at) = (0, 0);
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            at += 1;
            continue;
        }
        match (surrogate(text, at), surrogate(text, at + 6)) {
            (Some(Half::High), Some(Half::Low)) => at += 12,
            (Some(_), _) => {
                out.push_str(&text[copied..at]);
                out.push_str("\\ufffd");
                at += 6;
                copied = at;
            }
            (None, _) => at += 2,
        }
    }
    (copied > 0).then(|| out + &text[copied..])
}

enum Half {
    High,
    Low,
}

/// The half of a surrogate pair that the escape at this place names.
fn surrogate(text: &str, at: usize) -> Option<Half> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    match u16::from_str_radix(digits, 16).ok()? {
        0xd800..=0xdbff => Some(Half::High),
        0xdc00..=0xdfff => Some(Half::Low),
        _ => None,
    }
}

/// The compact format with the protocol's additional escapes.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let bytes = fragment.as_bytes();
        if memchr::memchr3(b'<', b'>', b'&', bytes).is_none() && memchr::memchr(0xe2, bytes).is_none() {
            return out.write_all(bytes);
        }
        let mut written = 0;
        for (at, byte) in bytes.iter().enumerate() {
            let (escape, length): (&[u8], usize) = match byte {
                b'<' => (b"\\u003c", 1),
                b'>' => (b"\\u003e", 1),
                b'&' => (b"\\u0026", 1),
                0xe2 => match bytes[at + 1..] {
                    [0x80, 0xa8, ..] => (b"\\u2028", 3),
                    [0x80, 0xa9, ..] => (b"\\u2029", 3),
                    _ => continue,
                },
                _ => continue,
            };
            out.write_all(&bytes[written..at])?;
            out.write_all(escape)?;
            written = at + length;
        }
        out.write_all(&bytes[written..])
    }
}

/// Serde adapter (`serialize_with`) for an object that the protocol carries as a text inside JSON.
pub fn nested<T: Serialize, S: serde::Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&to_string(value).map_err(serde::ser::Error::custom)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn what_could_end_a_script_is_escaped() {
        assert_eq!(
            to_string(&json!({"<a>": "x & y < \u{2028}\u{2029} \u{2027} é\n\"\\"})).unwrap(),
            "{\"\\u003ca\\u003e\":\"x \\u0026 y \\u003c \\u2028\\u2029 \u{2027} é\\n\\\"\\\\\"}"
        );
    }

    #[test]
    fn what_is_written_reads_back() {
        let value = json!({"text": "</script> & \u{2028}", "list": [1, null, true, 1.5]});
        assert_eq!(read::<Value>(&to_vec(&value).unwrap()).unwrap(), value);
    }

    #[test]
    fn only_the_first_value_counts() {
        assert_eq!(read::<Value>(b" {\"a\":1} rubbish").unwrap(), json!({"a": 1}));
        assert!(read::<Value>(b"").is_err());
        assert!(read::<Value>(b"{\"a\":1").is_err());
        assert!(read::<Value>(b"\xef\xbb\xbf{}").is_err());
    }

    #[test]
    fn broken_text_is_replaced() {
        assert_eq!(read::<String>(b"\"a\xffb\"").unwrap(), "a\u{fffd}b");
        assert_eq!(read::<String>(br#""x\ud83d""#).unwrap(), "x\u{fffd}");
        assert_eq!(
            read::<String>(br#""\ud83d\ud83d\ude00\udc00\\ud83d""#).unwrap(),
            "\u{fffd}😀\u{fffd}\\ud83d"
        );
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert!(read::<Value>("[".repeat(100_000).as_bytes()).is_err());
    }
}
