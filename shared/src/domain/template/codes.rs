//! The short codes that a template may hold: what each stands for and where it may stand.

use serde::Serialize;
use utoipa::ToSchema;

/// What a short code speaks of; decides in which templates it may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CodeClass {
    /// The session: times, people, titles. Known before there is a meeting.
    Session,
    /// The meeting as guests may know it.
    Meeting,
    /// What makes its reader the host; for hosts alone.
    Host,
    /// Why a meeting can't be made; for the company's own people.
    Reason,
    /// An invitation to connect an account, and no other message.
    Invitation,
}

/// One short code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ShortCode {
    /// As it stands between the braces.
    pub name: &'static str,
    /// What it speaks of.
    pub class: CodeClass,
    /// What it is replaced by, for people who write templates.
    pub description: &'static str,
    /// A value as it may look in a message.
    pub example: &'static str,
}

impl ShortCode {
    /// Whether its value is a link that people open.
    #[must_use]
    pub fn is_link(&self) -> bool {
        self.name.contains("meeting_url")
            || matches!(self.name, "host_page" | "connect_url" | "token_url")
    }

    /// Whether its value says when the session takes place.
    #[must_use]
    pub fn is_time(&self) -> bool {
        matches!(self.name, "start_date" | "start_time" | "end_time")
    }

    /// Whether its value is what people type to get in.
    #[must_use]
    pub fn is_password(&self) -> bool {
        self.name.ends_with("meeting_password")
    }

    /// Whether its value says what the session is.
    #[must_use]
    pub fn is_name(&self) -> bool {
        matches!(self.name, "service_name" | "title")
    }
}

/// Shortens tables of them.
pub(in crate::domain) const fn code(
    name: &'static str,
    class: CodeClass,
    description: &'static str,
    example: &'static str,
) -> ShortCode {
    ShortCode { name, class, description, example }
}

use CodeClass::{Host, Meeting, Reason, Session};

/// Every short code of a meeting and of the messages about it.
pub static CODES: &[ShortCode] = &[
    code("service_name", Session, "Name of the booked service.", "Consultation"),
    code("customer_name", Session, "Name of whoever booked or applied.", "Aino Korhonen"),
    code(
        "customer_email",
        Session,
        "Mail address of whoever booked or applied.",
        "aino@demo.example",
    ),
    code("host_name", Session, "Name of the host.", "Eero Virtanen"),
    code("host_email", Session, "Mail address of the host.", "eero@demo.example"),
    code("start_time", Session, "Time of day at which it begins, for the reader's zone.", "10:00"),
    code(
        "start_date",
        Session,
        "Day on which it begins, for the reader's zone.",
        "Monday 23 November 2026",
    ),
    code("end_time", Session, "Time of day at which it ends, for the reader's zone.", "10:45"),
    code("duration", Session, "Length in minutes.", "45 min"),
    code("time_zone", Session, "Zone in which the times are given.", "Europe/Helsinki (UTC+2)"),
    code("note", Session, "The note given with the booking.", "Please bring the plans."),
    code(
        "onboarding_notes",
        Session,
        "What to know of a meeting of onboarding: that it is recorded, earlier recordings, links, whom to ask.",
        "Questions? Please write to HR, hr@demo.example",
    ),
    code("tenant_name", Session, "Name of the company.", "Demo Oy"),
    code("title", Session, "Title that the booking system gave.", "Consultation with Aino"),
    code(
        "zoom_meeting_url",
        Meeting,
        "Link with which guests join, whichever the provider.",
        "https://zoom.us/j/123",
    ),
    code(
        "zoom_meeting_password",
        Meeting,
        "Password of the meeting; empty when it has none.",
        "04815162",
    ),
    code("meeting_url", Meeting, "Link with which guests join.", "https://zoom.us/j/123"),
    code(
        "meeting_password",
        Meeting,
        "Password of the meeting; empty when it has none.",
        "04815162",
    ),
    code("provider", Meeting, "Name of the video service.", "Zoom"),
    code(
        "zoom_meeting_url_host",
        Host,
        "Link that starts the meeting as its host, whichever the provider; may expire in about two hours.",
        "https://zoom.us/s/123?zak=…",
    ),
    code(
        "meeting_url_host",
        Host,
        "Link that starts the meeting as its host; may expire in about two hours.",
        "https://zoom.us/s/123?zak=…",
    ),
    code(
        "host_page",
        Host,
        "The host's own lasting link; it leads to a fresh start link until the session ends.",
        "https://convoke.example/host/…",
    ),
    code(
        "reason",
        Reason,
        "Why no meeting can be made, and what to do.",
        "Choose a Zoom user for Eero.",
    ),
];

/// The short code of this table that has exactly this name.
#[must_use]
pub fn find(codes: &'static [ShortCode], name: &str) -> Option<&'static ShortCode> {
    codes.iter().find(|code| code.name == name)
}

/// The short code of this table that somebody who wrote `name` most likely meant, if any is near.
#[must_use]
pub fn suggestion(codes: &'static [ShortCode], name: &str) -> Option<&'static str> {
    let tidy: Vec<char> = name
        .trim()
        .chars()
        .take(LONGEST_GUESS)
        .map(|c| if c == '-' || c == ' ' { '_' } else { c.to_ascii_lowercase() })
        .collect();
    let near = |code: &&ShortCode| distance(&tidy, code.name);
    let best = codes.iter().min_by_key(near)?;
    (distance(&tidy, best.name) <= (tidy.len() / 3).max(1)).then_some(best.name)
}

/// Longer names are not compared in full; no code is nearly as long.
const LONGEST_GUESS: usize = 48;

/// How many characters must be put in, left out or replaced to make `b` of `a` (Levenshtein).
fn distance(a: &[char], b: &str) -> usize {
    let mut row: Vec<usize> = (0..=a.len()).collect();
    for (i, wanted) in b.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, given) in a.iter().enumerate() {
            let replaced = diagonal + usize::from(*given != wanted);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[a.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A19: the list is complete and each entry says what it is.
    #[test]
    fn the_list_holds_every_promised_code_once() {
        let promised = "service_name customer_name customer_email host_name host_email start_time \
            start_date end_time duration time_zone note onboarding_notes tenant_name title zoom_meeting_url \
            zoom_meeting_password meeting_url meeting_password provider zoom_meeting_url_host \
            meeting_url_host host_page reason";
        let names: Vec<&str> = CODES.iter().map(|code| code.name).collect();
        assert_eq!(names, promised.split_whitespace().collect::<Vec<_>>());
        for code in CODES {
            assert!(!code.description.is_empty() && !code.example.is_empty(), "{}", code.name);
            assert_eq!(find(CODES, code.name), Some(code));
        }
    }

    #[test]
    fn near_misses_are_suggested_and_far_ones_are_not() {
        let meant = |name: &str| suggestion(CODES, name);
        assert_eq!(meant("servicename"), Some("service_name"));
        assert_eq!(meant(" Customer Name "), Some("customer_name"));
        assert_eq!(meant("zoom_meeting_urls"), Some("zoom_meeting_url"));
        assert_eq!(meant("zoom-meeting-url-host"), Some("zoom_meeting_url_host"));
        for far in ["foo", "", "x", "\"a\": 1", &"y".repeat(10_000)] {
            assert_eq!(meant(far), None, "{far}");
        }
    }
}
