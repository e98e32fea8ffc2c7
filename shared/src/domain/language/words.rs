//! What a language's file consists of.

/// One built-in template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// One line with short codes.
    pub subject: &'static str,
    /// Plain text with short codes: paragraphs with a blank line between. A line `label: {link}`
    /// becomes a button in the HTML form, and the paragraph with the date its card.
    pub body: &'static str,
}

/// Every built-in template; a field each, so that no language can lack one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts {
    /// To guests: there is a meeting.
    pub customer_link: Text,
    /// To guests: it has changed.
    pub customer_changed: Text,
    /// To guests: it does not take place.
    pub customer_cancelled: Text,
    /// To the host: there is a meeting.
    pub staff_link: Text,
    /// To the host: it has changed.
    pub staff_changed: Text,
    /// To the host: no longer, or no longer yours.
    pub staff_cancelled: Text,
    /// To colleagues: there is a meeting.
    pub staff_info: Text,
    /// To colleagues: it has changed.
    pub staff_info_changed: Text,
    /// To colleagues: it does not take place.
    pub staff_info_cancelled: Text,
    /// To the company: no meeting until somebody acts.
    pub blocked_notice: Text,
}

/// How dates and times are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// Monday to Sunday.
    pub days: [&'static str; 7],
    /// January to December, as they stand in a date.
    pub months: [&'static str; 12],
    /// A day, of `{weekday}`, `{day}`, `{month}`, `{number}` (of the month) and `{year}`.
    pub day: &'static str,
    /// What stands for `{day}` on the first of a month.
    pub first: &'static str,
    /// A time of day by the 24-hour clock, in the directives of `strftime`.
    pub time: &'static str,
    /// What follows a number of minutes, its space included.
    pub minutes: &'static str,
    /// What stands before and after a remark in brackets, the space before it included.
    pub brackets: [&'static str; 2],
    /// Zones that readers of this language call otherwise than by their IANA names.
    pub zones: &'static [(&'static str, &'static str)],
}

/// The words of a calendar file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The line that says when, with the short codes of times.
    pub when: &'static str,
    /// Stands before the link, with what divides the two.
    pub join: &'static str,
    /// Stands before the password, with what divides the two.
    pub password: &'static str,
}

/// A page with one thing to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The heading.
    pub title: &'static str,
    /// What to do.
    pub text: &'static str,
}

/// What the host's permanent link says when it leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostPages {
    /// The session is over, cancelled or somebody else's.
    pub over: Page,
    /// The link is not one of ours.
    pub unknown: Page,
    /// The provider gave no start link.
    pub trouble: Page,
}

/// Names for a message that is only tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// A service.
    pub service: &'static str,
    /// A company.
    pub company: &'static str,
    /// A guest.
    pub guest: &'static str,
    /// A host.
    pub host: &'static str,
    /// What the guest wrote.
    pub note: &'static str,
    /// Where they live (IANA).
    pub time_zone: &'static str,
}
