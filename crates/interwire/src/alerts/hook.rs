//! An alert as a webhook, signed as Standard Webhooks 1.0.0 says, so that the receiver needs no code of ours to check it.
//! spec: github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

use base64::{Engine, engine::general_purpose::STANDARD};
use interwire_core::time::Time;
use sha2::{Digest, Sha256};

/// Bytes of a secret: spec "Signature scheme", between 24 and 64.
pub const SECRET_BYTES: usize = 32;
/// What a secret begins with when people copy it.
const PREFIX: &str = "whsec_";
/// Bytes that the hash function takes at once.
const BLOCK: usize = 64;

/// The headers of a message.
#[must_use]
pub fn headers(secret: &[u8], id: &str, now: Time, body: &[u8]) -> [(&'static str, String); 3] {
    let timestamp = now.ms().div_euclid(1000);
    let signed = [format!("{id}.{timestamp}.").as_bytes(), body].concat();
    let signature = format!("v1,{}", STANDARD.encode(hmac(secret, &signed)));
    [("webhook-id", id.to_owned()), ("webhook-timestamp", timestamp.to_string()), ("webhook-signature", signature)]
}

/// A secret as people copy it.
#[must_use]
pub fn spelled(secret: &[u8]) -> String {
    format!("{PREFIX}{}", STANDARD.encode(secret))
}

/// A new secret.
///
/// # Errors
/// If the system gives no random bytes.
pub fn secret() -> Result<Vec<u8>, getrandom::Error> {
    let mut bytes = [0; SECRET_BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.to_vec())
}

/// HMAC with SHA-256. spec: RFC 2104
fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut block = [0; BLOCK];
    let short = if key.len() > BLOCK { Sha256::digest(key).to_vec() } else { key.to_vec() };
    block.iter_mut().zip(short).for_each(|(place, byte)| *place = byte);
    let (inner, outer) = (block.map(|byte| byte ^ 0x36), block.map(|byte| byte ^ 0x5c));
    let inner = Sha256::new().chain_update(inner).chain_update(message).finalize();
    Sha256::new().chain_update(outer).chain_update(inner).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// RFC 4231, test cases 2 and 6.
    #[test]
    fn the_code_is_that_of_the_standard() {
        let short = hmac(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(hex(&short), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        let long = hmac(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First");
        assert_eq!(hex(&long), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    /// The example of the specification's own libraries.
    #[test]
    fn a_message_is_signed_as_the_standard_says() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let headers = headers(
            &secret,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            Time::from_ms(1_614_265_330_000),
            br#"{"test": 2432232314}"#,
        );
        assert_eq!(headers[2].1, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert_eq!(spelled(&secret), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }
}
