//! Binary frames: MessagePack with the keys of the JSON form.

use serde_json::Value;
use wire::ClientRequest;

/// Deeper values are refused; requests are two levels deep.
const DEPTH: usize = 16;

/// Reads a binary frame; None ends the connection.
pub(crate) fn parse(bytes: &[u8]) -> Option<ClientRequest> {
    let mut rest = bytes;
    let value = rmpv::decode::read_value_with_max_depth(&mut rest, DEPTH).ok()?;
    let text = serde_json::to_string(&json(value)?).ok()?;
    ClientRequest::parse(&text).ok()
}

fn json(value: rmpv::Value) -> Option<Value> {
    Some(match value {
        rmpv::Value::Nil => Value::Null,
        rmpv::Value::Boolean(flag) => Value::Bool(flag),
        rmpv::Value::Integer(number) => {
            number.as_i64().map(Value::from).or_else(|| number.as_u64().map(Value::from))?
        }
        rmpv::Value::F32(number) => Value::from(number),
        rmpv::Value::F64(number) => Value::from(number),
        rmpv::Value::String(text) => Value::String(text.into_str()?),
        rmpv::Value::Array(items) => Value::Array(items.into_iter().map(json).collect::<Option<_>>()?),
        rmpv::Value::Map(pairs) => Value::Object(
            pairs
                .into_iter()
                .map(|(key, value)| Some((key.as_str()?.to_owned(), json(value)?)))
                .collect::<Option<_>>()?,
        ),
        rmpv::Value::Binary(_) | rmpv::Value::Ext(..) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_ping_is_read() {
        let request = parse(b"\x83\xa3seq\x07\xa6action\xa4ping\xa4data\x80").unwrap();
        assert_eq!((request.seq, request.action.as_str()), (7, "ping"));
    }

    #[test]
    fn sec_d03_lying_lengths_and_deep_nesting_end_the_connection() {
        assert!(parse(b"\xff\x00\x01").is_none());
        assert!(parse(b"\xdf\xff\xff\xff\xff").is_none());
        assert!(parse(&[0x91; 8000]).is_none());
        assert!(parse(b"").is_none());
    }
}
