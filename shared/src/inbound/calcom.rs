//! Sender `calcom`: Cal.com's booking webhooks (version 2021-10-20 of their shape). They carry far
//! more than we need and grow without notice, so everything else in them is passed over.

mod booking;

use serde_json::Value;

use super::signature::{Hook, SignatureFault, mac, same};
use super::{Origin, Translation};
use crate::domain::ids::Secret;

/// Cal.com: lower-case hexadecimal HMAC-SHA256 over the body, without a prefix or a timestamp.
const SIGNATURE: &str = "x-cal-signature-256";
/// Cal.com: what the header holds when the webhook was set up without a secret.
const NO_SECRET: &str = "no-secret-provided";

/// Checks `X-Cal-Signature-256`. Nothing in it tells when it was made; what protects from a repeated
/// message is that facts have versions.
pub(super) fn check_signature(secret: &Secret, hook: &Hook<'_>) -> Result<(), SignatureFault> {
    let given = hook.header(SIGNATURE).filter(|text| *text != NO_SECRET);
    let given = unhex(given.ok_or(SignatureFault::Missing)?).ok_or(SignatureFault::Malformed)?;
    let expected = mac(secret.expose().as_bytes(), &[hook.body]);
    if same(&expected, &given) { Ok(()) } else { Err(SignatureFault::Mismatch) }
}

/// Checks that a secret is of a length worth having and survives copying.
pub(super) fn check_secret(secret: &str) -> Result<(), &'static str> {
    let fits = (8..=256).contains(&secret.chars().count())
        && !secret.chars().any(|c| c.is_control() || c.is_whitespace());
    fits.then_some(()).ok_or("8 to 256 visible characters without blanks, the same as in Cal.com")
}

/// Translates a message in Cal.com's own shape.
pub(super) fn translate(body: &Value, origin: Origin<'_>) -> Translation {
    let Some(trigger) = body.get("triggerEvent").and_then(Value::as_str) else {
        return customised();
    };
    let read = match trigger {
        "BOOKING_CREATED" | "BOOKING_RESCHEDULED" => booking::upserted,
        // Also with `requestReschedule`: until the guest has chosen anew, nothing takes place.
        "BOOKING_CANCELLED" => booking::cancelled,
        other => return Translation::Ignored { reason: idle_because(other).to_owned() },
    };
    if body.get("payload").is_some_and(Value::is_object) {
        read(body, origin)
    } else {
        customised()
    }
}

/// The answer to a webhook whose payload somebody replaced by a template of their own: Cal.com then
/// sends any JSON or a form, and the booking can't be found in it reliably.
pub(super) fn customised() -> Translation {
    let detail = "the Cal.com webhook uses a custom payload template; switch it off, so that \
                  triggerEvent, createdAt and payload are sent";
    Translation::untranslatable("template_customised", detail)
}

/// Why a trigger asks for nothing.
fn idle_because(trigger: &str) -> &'static str {
    match trigger {
        "BOOKING_REQUESTED" => "the booking is not confirmed yet",
        "BOOKING_REJECTED" => "the booking was never confirmed",
        "BOOKING_PAYMENT_INITIATED" | "BOOKING_PAID" => "payments do not change the meeting",
        "BOOKING_NO_SHOW_UPDATED"
        | "AFTER_HOSTS_CAL_VIDEO_NO_SHOW"
        | "AFTER_GUESTS_CAL_VIDEO_NO_SHOW" => "who came does not change the meeting",
        // Cal.com fires these at the scheduled times, whether or not anybody is there.
        "MEETING_STARTED" | "MEETING_ENDED" => "the scheduled time has come; nobody has to act",
        "RECORDING_READY" | "RECORDING_TRANSCRIPTION_GENERATED" => {
            "recordings of Cal Video are not kept here"
        }
        "INSTANT_MEETING" => "an instant meeting is held in Cal Video",
        "OOO_CREATED" => "absences do not change meetings; Cal.com reports moved bookings itself",
        "FORM_SUBMITTED" | "FORM_SUBMITTED_NO_EVENT" => "a form is not a booking",
        "PING" => "the connection works",
        _ => "this trigger does not change a booking",
    }
}

/// The 32 bytes that 64 hexadecimal digits of either case stand for.
fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

fn digit(character: u8) -> Option<u8> {
    char::from(character).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::super::signing::{CALCOM_SECRET, headers, hex_mac, now};
    use super::super::{SenderKind, verify};
    use super::*;

    fn check(secret: &str, body: &[u8], signature: &str) -> Result<(), SignatureFault> {
        let headers = headers(&[("X-Cal-Signature-256", signature)]);
        let hook = Hook { headers: &headers, body };
        verify(SenderKind::Calcom, &Secret::new(secret), hook, now()).map(drop)
    }

    /// RFC 4231, test case 2.
    #[test]
    fn published_digests_verify_in_either_case() {
        let tag = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let body = b"what do ya want for nothing?";
        assert_eq!(check("Jefe", body, tag), Ok(()));
        assert_eq!(check("Jefe", body, &tag.to_uppercase()), Ok(()));
        assert_eq!(check("jefe", body, tag), Err(SignatureFault::Mismatch));
    }

    #[test]
    fn what_is_no_signature_is_told_apart() {
        let good = hex_mac(CALCOM_SECRET, b"{}");
        assert_eq!(check(CALCOM_SECRET, b"{}", &good), Ok(()));
        assert_eq!(check(CALCOM_SECRET, b"{} ", &good), Err(SignatureFault::Mismatch));
        for absent in ["", "  ", NO_SECRET] {
            assert_eq!(check(CALCOM_SECRET, b"{}", absent), Err(SignatureFault::Missing));
        }
        for bad in [&good[1..], &format!("sha256={good}"), &good.replace(&good[..1], "g"), "+1"] {
            assert_eq!(check(CALCOM_SECRET, b"{}", bad), Err(SignatureFault::Malformed), "{bad}");
        }
    }
}
