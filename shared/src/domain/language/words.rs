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

/// How a consent at a provider can end, each as the page on which its browser arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsentPages {
    /// All went well.
    pub connected: Page,
    /// Not all that was asked for was allowed.
    pub missing_scopes: Page,
    /// The person declined.
    pub denied: Page,
    /// An administrator of the provider's account must approve the application first.
    pub blocked_by_admin: Page,
    /// Somebody else's account was signed in.
    pub wrong_account: Page,
    /// It took too long, or was finished before.
    pub expired: Page,
    /// The address is not one of ours, or no longer.
    pub unknown: Page,
    /// The provider does not answer.
    pub trouble: Page,
}

/// The page behind a mailed one-time link, on which people connect their own accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectPage {
    /// The heading.
    pub title: &'static str,
    /// What it is for; holds `{tenant_name}`.
    pub intro: &'static str,
    /// The button; holds `{provider}`.
    pub connect: &'static str,
    /// An account's state: nothing to do.
    pub connected: &'static str,
    /// An account's state: not yet.
    pub not_connected: &'static str,
    /// An account's state: it was connected, and must be once more.
    pub attention: &'static str,
    /// When nothing is left to do.
    pub done: &'static str,
    /// The link was used or has expired.
    pub gone: Page,
}

/// The mail that invites to the connect page. Its texts may hold `{person_name}`, `{tenant_name}`,
/// `{providers}`, `{connect_url}` and `{until}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectInvitation {
    /// One line.
    pub subject: &'static str,
    /// The first paragraph.
    pub greeting: &'static str,
    /// Why, and what is asked for.
    pub intro: &'static str,
    /// What stands between a step's number and the step.
    pub after_number: &'static str,
    /// What to do, in this order.
    pub steps: [&'static str; 6],
    /// Whom to ask, and the signature.
    pub closing: &'static str,
    /// Until when the link is valid, of `{date}`, `{time}` and `{zone}`, as it stands in a sentence.
    pub until: &'static str,
    /// How several providers are named.
    pub joining: Joining,
}

/// How names are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joining {
    /// Between two.
    pub pair: &'static str,
    /// Between more than two, but for the last.
    pub inner: &'static str,
    /// Between more than two, before the last.
    pub last: &'static str,
}

/// What the company's contact is told of people's connections. The texts may hold `{person_name}` and
/// `{provider}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notices {
    /// A connection that worked has ended.
    pub needs_reauth: Text,
    /// Whoever was invited has connected.
    pub connected: Text,
    /// Whoever let the application in, or gave the credentials, is leaving; `{person_name}` is the
    /// company.
    pub authoriser_leaving: Text,
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
