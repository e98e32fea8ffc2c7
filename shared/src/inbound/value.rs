//! Single values of a message: what each may look like, and what to say when it doesn't.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::strict::Complaint;
use crate::domain::ids::{is_email, is_external_id, is_id};

/// Characters of a session's title.
pub(super) const MAX_TITLE: usize = 500;
/// Characters of somebody's name.
pub(super) const MAX_NAME: usize = 200;
/// Characters of one further field; a session travels whole in messages, whose size is limited.
pub(super) const MAX_FIELD: usize = 5_000;
/// How deep objects and lists may stand in each other. `DynamoDB`: at most 32, with what surrounds
/// them in a session's item.
const MAX_DEPTH: usize = 16;

/// A text of any length.
pub(super) fn text(value: &Value) -> Result<&str, Complaint> {
    value.as_str().ok_or_else(|| complaint("not_text", "must be a JSON string"))
}

/// One line of at most `most` characters, which may be empty. Line breaks and other controls are
/// refused, because such texts end up in mail headers and meeting topics.
pub(super) fn line(most: usize) -> impl Fn(&Value) -> Result<String, Complaint> {
    move |value| {
        let line = text(value)?.trim();
        if line.chars().any(char::is_control) {
            return Err(complaint("not_one_line", "must be one line without control characters"));
        }
        if line.chars().count() > most {
            return Err(("too_long", format!("at most {most} characters")));
        }
        Ok(line.to_owned())
    }
}

/// Like [`line`], but something must stand in it.
pub(super) fn filled_line(most: usize) -> impl Fn(&Value) -> Result<String, Complaint> {
    move |value| {
        let line = line(most)(value)?;
        if line.is_empty() {
            return Err(("required", format!("1 to {most} characters")));
        }
        Ok(line)
    }
}

/// One of our own ids.
pub(super) fn id(value: &Value) -> Result<String, Complaint> {
    let id = value.as_str().filter(|text| is_id(text));
    id.map(ToOwned::to_owned).ok_or_else(|| {
        let detail = "1 to 64 letters, digits, -, _, ., : or @, beginning with a letter or digit";
        complaint("id_invalid", detail)
    })
}

/// The sender's own id of a session.
pub(super) fn external_id(value: &Value) -> Result<String, Complaint> {
    let id = value.as_str().filter(|text| is_external_id(text));
    id.map(ToOwned::to_owned).ok_or_else(|| {
        complaint("external_id_invalid", "a string of 1 to 512 bytes without control characters")
    })
}

/// A mail address, trimmed.
pub(super) fn email(value: &Value) -> Result<String, Complaint> {
    let address = value.as_str().map(str::trim).filter(|text| is_email(text));
    let address = address.map(ToOwned::to_owned);
    address.ok_or_else(|| complaint("email_invalid", "one plain mail address"))
}

/// A person's id or one of that person's mail addresses.
pub(super) fn person_reference(value: &Value) -> Result<String, Complaint> {
    id(value)
        .or_else(|_| email(value))
        .map_err(|_| complaint("host_invalid", "a person's id or one plain mail address"))
}

/// A version: a positive whole number, at most what a signed 64-bit number holds.
pub(super) fn version(value: &Value) -> Result<u64, Complaint> {
    let version = value.as_u64().filter(|n| (1..=i64::MAX.unsigned_abs()).contains(n));
    version.ok_or_else(|| {
        complaint("version_invalid", "a positive whole number that grows with each change")
    })
}

/// An instant.
pub(super) fn instant(value: &Value) -> Result<Timestamp, Complaint> {
    value.as_str().and_then(|text| text.parse().ok()).ok_or_else(|| {
        let detail = "an RFC 3339 instant with its offset, like 2027-03-04T08:00:00Z";
        complaint("instant_invalid", detail)
    })
}

/// An IANA time zone, by the name and case it has in the time zone database.
pub(super) fn zone(value: &Value) -> Result<String, Complaint> {
    value.as_str().and_then(zone_name).ok_or_else(|| {
        complaint("time_zone_unknown", "an IANA time zone name like Europe/Helsinki")
    })
}

/// The database's own spelling of a zone's name; `None` when it has no such zone.
pub(super) fn zone_name(name: &str) -> Option<String> {
    let zone = TimeZone::get(name).ok().filter(|zone| !zone.is_unknown())?;
    zone.iana_name().map(ToOwned::to_owned)
}

/// A language tag.
pub(super) fn locale(value: &Value) -> Result<String, Complaint> {
    let tag = value.as_str().filter(|text| is_locale(text));
    let tag = tag.map(ToOwned::to_owned);
    tag.ok_or_else(|| complaint("locale_invalid", "a language tag like fi or en-GB"))
}

/// Whether the text has the shape of a language tag.
pub(super) fn is_locale(text: &str) -> bool {
    let part_fits = |part: &str| {
        (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
    };
    (1..=3).contains(&text.split(['-', '_']).count()) && text.split(['-', '_']).all(part_fits)
}

/// Yes or no.
pub(super) fn flag(value: &Value) -> Result<bool, Complaint> {
    value.as_bool().ok_or_else(|| complaint("not_a_boolean", "must be true or false"))
}

/// A JSON object.
pub(super) fn object(value: &Value) -> Result<&Map<String, Value>, Complaint> {
    value.as_object().ok_or_else(|| complaint("not_an_object", "must be a JSON object"))
}

/// A JSON object that is kept as it is. What the table would not take is refused here: later it
/// would only be in the way until it is given up.
pub(super) fn kept_object(value: &Value) -> Result<&Value, Complaint> {
    object(value)?;
    keepable(value, MAX_DEPTH).map(|()| value)
}

fn keepable(value: &Value, depth: usize) -> Result<(), Complaint> {
    if depth == 0 {
        return Err(("too_deep", format!("at most {MAX_DEPTH} objects or lists in each other")));
    }
    match value {
        Value::Array(values) => values.iter().try_for_each(|value| keepable(value, depth - 1)),
        Value::Object(map) => map.iter().try_for_each(|(name, value)| {
            name_of_field(name)?;
            keepable(value, depth - 1)
        }),
        Value::Number(number) if !number.as_f64().is_some_and(is_keepable) => {
            Err(complaint("number_out_of_range", "at most 125 digits before or after the point"))
        }
        Value::Number(_) | Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
    }
}

/// `DynamoDB`: numbers from 1E-130 to 9.9…E+125, of either sign, and zero.
fn is_keepable(number: f64) -> bool {
    number == 0.0 || (1e-125..1e125).contains(&number.abs())
}

/// What a sender calls a further field.
pub(super) fn name_of_field(name: &str) -> Result<(), Complaint> {
    if (1..=MAX_NAME).contains(&name.chars().count()) {
        return Ok(());
    }
    Err(("field_name_invalid", format!("a field's name has 1 to {MAX_NAME} characters")))
}

/// One of the named choices; otherwise `code`, with all of them listed.
pub(super) fn choice<'c, T: Copy>(
    code: &'static str,
    choices: &'c [(&'static str, T)],
) -> impl Fn(&Value) -> Result<T, Complaint> + 'c {
    move |value| {
        let chosen = choices.iter().find(|(name, _)| value.as_str() == Some(name));
        chosen.map(|(_, choice)| *choice).ok_or_else(|| {
            let names: Vec<_> = choices.iter().map(|(name, _)| *name).collect();
            (code, format!("choose one of {}", names.join(", ")))
        })
    }
}

fn complaint(code: &'static str, detail: &str) -> Complaint {
    (code, detail.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn zones_come_from_the_bundled_database_in_its_own_spelling() {
        assert_eq!(zone(&json!("europe/helsinki")).unwrap(), "Europe/Helsinki");
        assert_eq!(zone(&json!("UTC")).unwrap(), "UTC");
        for bad in
            [json!("Europe/Espoo"), json!("+02:00"), json!("Etc/Unknown"), json!(""), json!(2)]
        {
            assert_eq!(zone(&bad).unwrap_err().0, "time_zone_unknown", "{bad}");
        }
    }

    #[test]
    fn versions_are_positive_whole_numbers() {
        for good in [1, 9_007_199_254_740_993, i64::MAX] {
            assert_eq!(version(&json!(good)).unwrap(), good.unsigned_abs());
        }
        for bad in [json!(0), json!(-1), json!(1.5), json!("1"), json!(i64::MAX.unsigned_abs() + 1)]
        {
            assert_eq!(version(&bad).unwrap_err().0, "version_invalid", "{bad}");
        }
    }

    #[test]
    fn instants_need_an_offset() {
        assert_eq!(
            instant(&json!("2027-03-04T10:00:00+02:00")).unwrap(),
            instant(&json!("2027-03-04T08:00:00Z")).unwrap()
        );
        for bad in [json!("2027-03-04T10:00:00"), json!("2027-03-04"), json!(1), json!("soon")] {
            assert_eq!(instant(&bad).unwrap_err().0, "instant_invalid", "{bad}");
        }
    }

    #[test]
    fn lines_stay_lines() {
        assert_eq!(line(5)(&json!(" äiti ")).unwrap(), "äiti");
        assert_eq!(line(3)(&json!("äiti")).unwrap_err().0, "too_long");
        assert_eq!(line(9)(&json!("a\r\nBcc: b")).unwrap_err().0, "not_one_line");
        assert_eq!(filled_line(9)(&json!("  ")).unwrap_err().0, "required");
    }

    /// The table would refuse each of these, and the booking would go round until it is given up.
    #[test]
    fn what_the_table_does_not_take_is_refused() {
        let nested =
            |depth: usize| format!("{}{}{}", "{\"a\":[".repeat(depth), 1, "]}".repeat(depth));
        let code =
            |text: &str| kept_object(&serde_json::from_str(text).unwrap()).err().map(|e| e.0);
        for good in [nested(7), r#"{"a":[0,-0.0,1e100,-1e-100,9007199254740993]}"#.to_owned()] {
            assert_eq!(code(&good), None, "{good}");
        }
        assert_eq!(code(&nested(8)), Some("too_deep"));
        for number in ["1e125", "-1e300", "1e-126", "5e-324"] {
            let text = format!(r#"{{"a":[{{"b":{number}}}]}}"#);
            assert_eq!(code(&text), Some("number_out_of_range"), "{number}");
        }
        for name in ["", &"n".repeat(201)] {
            assert_eq!(code(&format!(r#"{{"{name}":1}}"#)), Some("field_name_invalid"));
        }
        assert_eq!(code("[]"), Some("not_an_object"));
    }

    #[test]
    fn language_tags_have_one_to_three_parts() {
        for good in ["fi", "en-GB", "zh-Hant-TW", "pt_BR"] {
            assert!(is_locale(good), "{good}");
        }
        for bad in ["", "f", "fi-", "a/b", "en-GB-x-y", "fi\n"] {
            assert!(!is_locale(bad), "{bad}");
        }
    }
}
