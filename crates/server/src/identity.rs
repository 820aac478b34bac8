//! What a server is for its lifetime: its keys, its names, its run.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::Random;
use p256::elliptic_curve::sec1::ToEncodedPoint;

/// A fresh P-256 key as the schema stores it: JSON with decimal numbers.
pub(crate) fn fresh_signing_key(random: &dyn Random) -> String {
    loop {
        let mut bytes = [0u8; 32];
        random.fill(&mut bytes);
        // One in four thousand million is no key of the curve.
        let Ok(key) = p256::SecretKey::from_slice(&bytes) else { continue };
        let point = key.public_key().to_encoded_point(false);
        let (Some(x), Some(y)) = (point.x(), point.y()) else { continue };
        return format!(
            r#"{{"ecdsa_key":{{"curve":"P-256","x":{},"y":{},"d":{}}}}}"#,
            decimal(x),
            decimal(y),
            decimal(&bytes)
        );
    }
}

/// A fresh secret for the cookies of interactive messages, as the schema stores it.
pub(crate) fn fresh_cookie_secret(random: &dyn Random) -> String {
    let mut bytes = [0u8; 32];
    random.fill(&mut bytes);
    serde_json::json!({ "key": STANDARD.encode(bytes) }).to_string()
}

/// The public half of a stored key, as clients get it: a SubjectPublicKeyInfo (RFC 5480) in base64.
pub(crate) fn public_key(stored: &str) -> Option<String> {
    const HEADER: [u8; 27] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
        0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ];
    let x = number_after(stored, "\"x\":")?;
    let y = number_after(stored, "\"y\":")?;
    let mut der = HEADER.to_vec();
    der.extend(x);
    der.extend(y);
    Some(STANDARD.encode(der))
}

/// The numbers have 78 digits, more than a JSON parser keeps.
fn number_after(text: &str, mark: &str) -> Option<[u8; 32]> {
    let (_, rest) = text.split_once(mark)?;
    let digits: Vec<u8> = rest.trim_start().bytes().take_while(u8::is_ascii_digit).collect();
    let mut number = [0u8; 32];
    for digit in &digits {
        let mut carry = u32::from(digit - b'0');
        for byte in number.iter_mut().rev() {
            let value = u32::from(*byte) * 10 + carry;
            *byte = (value & 0xff) as u8;
            carry = value >> 8;
        }
        if carry != 0 {
            return None;
        }
    }
    (!digits.is_empty()).then_some(number)
}

fn decimal(bytes: &[u8]) -> String {
    let mut number = bytes.to_vec();
    let mut digits = Vec::new();
    while number.iter().any(|byte| *byte != 0) {
        let mut rest = 0u32;
        for byte in &mut number {
            let value = (rest << 8) | u32::from(*byte);
            *byte = (value / 10) as u8;
            rest = value % 10;
        }
        digits.push(char::from(b'0' + rest as u8));
    }
    if digits.is_empty() {
        digits.push('0');
    }
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_make_the_round_trip() {
        let random = kernel::SeededRandom::new(7);
        for _ in 0..20 {
            let mut bytes = [0u8; 32];
            random.fill(&mut bytes);
            assert_eq!(number_after(&format!("\"x\": {},", decimal(&bytes)), "\"x\":"), Some(bytes));
        }
        assert_eq!(number_after("\"x\": ,", "\"x\":"), None);
    }

    #[test]
    fn a_fresh_key_has_a_public_half() {
        let stored = fresh_signing_key(&kernel::SeededRandom::new(1));
        let der = STANDARD.decode(public_key(&stored).unwrap()).unwrap();
        assert_eq!(der.len(), 91);
        assert!(p256::PublicKey::from_sec1_bytes(&der[26..]).is_ok());
    }
}
