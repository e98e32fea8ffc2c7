//! A meeting's settings: which there are, of which type, and what they are when nobody says.
//!
//! Source: Zoom API, create and update a meeting.

use serde_json::{Map, Value, json};

use super::refusal::FieldError;

/// What a setting may be.
enum Kind {
    Flag,
    Text(usize),
    Word(&'static [&'static str]),
    Number(&'static [i64]),
    /// Addresses or ids, separated by semicolons.
    Users,
    /// `[{email}]`
    Invitees,
    List,
    Object,
}

use Kind::{Flag, Invitees, List, Number, Object, Text, Users, Word};

const KNOWN: &[(&str, Kind)] = &[
    ("additional_data_center_regions", List),
    ("allow_host_control_participant_mute_state", Flag),
    ("allow_multiple_devices", Flag),
    ("alternative_host_manage_cloud_recording", Flag),
    ("alternative_host_manage_meeting_summary", Flag),
    ("alternative_host_update_polls", Flag),
    ("alternative_hosts", Users),
    ("alternative_hosts_email_notification", Flag),
    ("approval_type", Number(&[0, 1, 2])),
    ("approved_or_denied_countries_or_regions", Object),
    ("audio", Word(&["both", "telephony", "voip", "thirdParty"])),
    ("audio_conference_info", Text(2048)),
    ("authentication_domains", Text(usize::MAX)),
    ("authentication_exception", List),
    ("authentication_name", Text(usize::MAX)),
    ("authentication_option", Text(usize::MAX)),
    ("auto_add_recording_to_video_management", Object),
    ("auto_recording", Word(&["none", "local", "cloud"])),
    ("auto_start_ai_companion_questions", Flag),
    ("auto_start_deepfake_detection", Flag),
    ("auto_start_meeting_summary", Flag),
    ("breakout_room", Object),
    ("calendar_type", Number(&[1, 2])),
    ("close_registration", Flag),
    ("cn_meeting", Flag),
    ("contact_email", Text(usize::MAX)),
    ("contact_name", Text(usize::MAX)),
    ("continuous_meeting_chat", Object),
    ("custom_keys", List),
    ("device_testing", Flag),
    ("disable_participant_video", Flag),
    ("email_in_attendee_report", Flag),
    ("email_notification", Flag),
    ("encryption_type", Word(&["enhanced_encryption", "e2ee"])),
    ("enforce_login", Flag),
    ("enforce_login_domains", Text(usize::MAX)),
    ("focus_mode", Flag),
    ("global_dial_in_countries", List),
    ("global_dial_in_numbers", List),
    ("host_pause_stop_recording", Flag),
    ("host_save_video_order", Flag),
    ("host_video", Flag),
    ("in_meeting", Flag),
    ("internal_meeting", Flag),
    ("jbh_time", Number(&[0, 5, 10, 15])),
    ("join_before_host", Flag),
    ("language_interpretation", Object),
    ("meeting_authentication", Flag),
    ("meeting_invitees", Invitees),
    ("mute_upon_entry", Flag),
    ("participant_focused_meeting", Flag),
    ("participant_video", Flag),
    ("private_meeting", Flag),
    ("push_change_to_calendar", Flag),
    ("question_and_answer", Object),
    ("registrants_confirmation_email", Flag),
    ("registrants_email_notification", Flag),
    ("registration_type", Number(&[1, 2, 3])),
    ("request_permission_to_unmute_participants", Flag),
    ("resources", List),
    ("show_join_info", Flag),
    ("show_share_button", Flag),
    ("sign_language_interpretation", Object),
    ("summary_template_id", Text(usize::MAX)),
    ("use_pmi", Flag),
    ("waiting_room", Flag),
    ("waiting_room_options", Object),
    ("watermark", Flag),
    ("who_can_ask_questions", Number(&[1, 2, 3, 4, 5])),
    ("who_will_receive_summary", Number(&[1, 2, 3, 4])),
];

/// Refuses settings that do not exist or have the wrong type.
pub fn check(settings: &Map<String, Value>, errors: &mut Vec<FieldError>) {
    for (name, value) in settings {
        let known = KNOWN.iter().find(|(known, _)| known == name);
        let wrong = match known {
            Some((_, kind)) => complaint(kind, value),
            None => Some("Unknown field.".to_owned()),
        };
        errors.extend(wrong.map(|message| FieldError::new(format!("settings.{name}"), message)));
    }
}

/// Whether there is a setting of this name.
#[cfg(test)]
pub fn is_known(name: &str) -> bool {
    KNOWN.iter().any(|(known, _)| *known == name)
}

fn complaint(kind: &Kind, value: &Value) -> Option<String> {
    let (fits, expected) = match kind {
        Flag => (value.is_boolean(), "A boolean is expected."),
        List => (value.is_array(), "A list is expected."),
        Object => (value.is_object(), "An object is expected."),
        Users => (is_user_list(value), "Users separated by semicolons are expected."),
        Invitees => (are_invitees(value), "A list of objects with an email is expected."),
        Text(max) => {
            let fits = value.as_str().is_some_and(|text| text.chars().count() <= *max);
            return (!fits).then(|| format!("Text of at most {max} characters is expected."));
        }
        Word(words) => {
            let fits = value.as_str().is_some_and(|word| words.contains(&word));
            return (!fits).then(|| format!("One of {} is expected.", words.join(", ")));
        }
        Number(numbers) => {
            let fits = value.as_i64().is_some_and(|number| numbers.contains(&number));
            return (!fits).then(|| format!("One of {numbers:?} is expected."));
        }
    };
    (!fits).then(|| expected.to_owned())
}

fn is_user_list(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.contains([',', ' ']))
}

fn are_invitees(value: &Value) -> bool {
    let email = |item: &Value| item["email"].as_str().is_some_and(|email| email.contains('@'));
    value.as_array().is_some_and(|items| items.iter().all(email))
}

/// The users that `alternative_hosts` names.
pub fn alternative_hosts(settings: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let text = settings.get("alternative_hosts").and_then(Value::as_str).unwrap_or_default();
    text.split(';').filter(|host| !host.is_empty())
}

/// Lays given settings over others, and lets the ones that exclude each other win as Zoom does.
pub fn apply(settings: &mut Map<String, Value>, given: &Map<String, Value>, may_record: bool) {
    for (name, value) in given {
        settings.insert(name.clone(), value.clone());
    }
    if settings.get("waiting_room") == Some(&Value::Bool(true)) {
        // Zoom API: a waiting room disables joining before the host.
        settings.insert("join_before_host".into(), Value::Bool(false));
    }
    if settings.get("auto_recording") == Some(&Value::from("cloud")) && !may_record {
        // Nothing is refused; the meeting is just not recorded. The API says nothing of what an
        // account without cloud recording is answered: that it reads `none` is unconfirmed.
        settings.insert("auto_recording".into(), Value::from("none"));
    }
}

/// The settings of a meeting for which none are given.
pub fn defaults() -> Map<String, Value> {
    let defaults = json!({
        "allow_multiple_devices": false,
        "alternative_hosts": "",
        "alternative_hosts_email_notification": true,
        "approval_type": 2,
        "audio": "both",
        "auto_recording": "none",
        "close_registration": false,
        "cn_meeting": false,
        "device_testing": false,
        "email_notification": true,
        "encryption_type": "enhanced_encryption",
        "enforce_login": false,
        "enforce_login_domains": "",
        "focus_mode": false,
        "host_save_video_order": false,
        "host_video": false,
        "in_meeting": false,
        "internal_meeting": false,
        "jbh_time": 0,
        "join_before_host": false,
        "meeting_authentication": false,
        "meeting_invitees": [],
        "mute_upon_entry": false,
        "participant_focused_meeting": false,
        "participant_video": false,
        "private_meeting": false,
        "push_change_to_calendar": false,
        "registrants_confirmation_email": true,
        "registrants_email_notification": true,
        "request_permission_to_unmute_participants": false,
        "show_share_button": false,
        "use_pmi": false,
        "waiting_room": false,
        "watermark": false
    });
    match defaults {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
