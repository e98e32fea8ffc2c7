//! What Exchange's refusals mean for the work: one table from its codes, and one way from there to a
//! fault. Source of the codes: EWS reference, `ResponseCode`.

use jiff::SignedDuration;

use super::super::ProviderFault;
use crate::domain::config::ConnectionState;
use crate::domain::fault::Reason;

/// From then on a request whose answer was lost can't have an effect that is not visible yet. What is
/// looked for by a restriction is looked up in the store itself, so no index has to catch up.
pub(super) const SETTLES: SignedDuration = SignedDuration::from_secs(60);
/// The longest that Exchange is waited for; it has been seen to ask for just under five minutes.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(5);
/// How long to wait when Exchange doesn't say.
const USUAL_WAIT: SignedDuration = SignedDuration::from_secs(10);
/// The longest code that is passed on, in characters.
const TOLD: usize = 80;

/// What a refusal comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Login or password are wrong.
    WrongPassword,
    /// The service account's password has to be changed first.
    PasswordExpired,
    /// The server takes other sorts of authentication only.
    NoBasic,
    /// EWS is switched off for the account or the application.
    Forbidden,
    /// Nothing at the address speaks EWS.
    NotEws,
    /// The server is older than what is asked of it.
    TooOld,
    /// The service account may not act for others.
    MayNotImpersonate,
    /// The service account has no mailbox, without which the directory is not searched for it.
    ServiceWithoutMailbox,
    /// Nobody has the organiser's address.
    NoSuchMailbox,
    /// The organiser is in the directory and has no mailbox there.
    NotSynchronized,
    /// The organiser's account is switched off.
    AccountDisabled,
    /// The organiser's mailbox has no calendar.
    NoCalendar,
    /// The calendar may not be written to.
    CalendarForbidden,
    /// The organiser's mailbox is full.
    MailboxFull,
    /// Too much at once; had no effect.
    Busy,
    /// The mailbox is on its way to another server; had no effect.
    Moving,
    /// The entry has been changed meanwhile; had no effect.
    Stale,
    /// Went wrong at a point that nobody knows.
    Unsure,
    /// There is no such entry.
    Gone,
    /// The directory has nobody of that name.
    Nobody,
    /// Somebody else's meeting.
    NotOrganizer,
    /// More attendees than the server resolves.
    TooManyAttendees,
    /// Wrong for ever, whatever it is.
    Refused,
}

/// The codes that are told apart. Any other is [`Meaning::Refused`].
pub(super) const CODES: [(&str, Meaning); 42] = [
    ("ErrorPasswordExpired", Meaning::PasswordExpired),
    ("ErrorPasswordChangeRequired", Meaning::PasswordExpired),
    ("ErrorCallerIsInvalidADAccount", Meaning::WrongPassword),
    ("ErrorInvalidServerVersion", Meaning::TooOld),
    ("ErrorIncorrectSchemaVersion", Meaning::TooOld),
    ("ErrorImpersonateUserDenied", Meaning::MayNotImpersonate),
    ("ErrorImpersonationDenied", Meaning::MayNotImpersonate),
    ("ErrorNameResolutionNoMailbox", Meaning::ServiceWithoutMailbox),
    ("ErrorNonExistentMailbox", Meaning::NoSuchMailbox),
    // Whoever acts for somebody and asks for "the calendar" is told so of that somebody.
    ("ErrorMissingEmailAddress", Meaning::NotSynchronized),
    ("ErrorAccountDisabled", Meaning::AccountDisabled),
    ("ErrorNoCalendar", Meaning::NoCalendar),
    ("ErrorFolderNotFound", Meaning::NoCalendar),
    ("ErrorAccessDenied", Meaning::CalendarForbidden),
    ("ErrorCreateItemAccessDenied", Meaning::CalendarForbidden),
    ("ErrorQuotaExceeded", Meaning::MailboxFull),
    ("ErrorServerBusy", Meaning::Busy),
    ("ErrorExceededConnectionCount", Meaning::Busy),
    ("ErrorMailboxMoveInProgress", Meaning::Moving),
    ("ErrorStaleObject", Meaning::Stale),
    ("ErrorChangeKeyRequired", Meaning::Stale),
    ("ErrorChangeKeyRequiredForWriteOperations", Meaning::Stale),
    ("ErrorIrresolvableConflict", Meaning::Stale),
    // "Try again later" says nothing about how far this time went.
    ("ErrorADOperation", Meaning::Unsure),
    ("ErrorADUnavailable", Meaning::Unsure),
    ("ErrorClientDisconnected", Meaning::Unsure),
    ("ErrorConnectionFailed", Meaning::Unsure),
    ("ErrorInsufficientResources", Meaning::Unsure),
    ("ErrorInternalServerError", Meaning::Unsure),
    ("ErrorInternalServerTransientError", Meaning::Unsure),
    ("ErrorMailboxFailover", Meaning::Unsure),
    ("ErrorMailboxStoreUnavailable", Meaning::Unsure),
    ("ErrorNotEnoughMemory", Meaning::Unsure),
    ("ErrorTimeoutExpired", Meaning::Unsure),
    // The entry may be saved before its invitations are counted.
    ("ErrorSubmissionQuotaExceeded", Meaning::Unsure),
    ("ErrorItemNotFound", Meaning::Gone),
    // It lies among the deleted ones.
    ("ErrorCalendarCannotUpdateDeletedItem", Meaning::Gone),
    ("ErrorNameResolutionNoResults", Meaning::Nobody),
    ("ErrorCalendarIsNotOrganizer", Meaning::NotOrganizer),
    ("ErrorIndividualMailboxLimitReached", Meaning::TooManyAttendees),
    ("ErrorInvalidRequest", Meaning::Refused),
    ("ErrorSchemaValidation", Meaning::Refused),
];

/// A refusal as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// What it comes to.
    pub meaning: Meaning,
    /// Exchange's own code, or what else happened; short and harmless.
    said: String,
    /// How long Exchange asks to wait.
    wait: Option<SignedDuration>,
}

impl Refusal {
    /// What happened, without a code of Exchange's.
    pub fn new(meaning: Meaning, said: impl Into<String>) -> Self {
        Self { meaning, said: said.into(), wait: None }
    }

    /// What a code of Exchange's means.
    pub fn of_code(code: &str) -> Self {
        let known = CODES.iter().find(|(name, _)| *name == code);
        let meaning = known.map_or(Meaning::Refused, |(_, meaning)| *meaning);
        let said = code.chars().filter(char::is_ascii_alphanumeric).take(TOLD).collect();
        Self { meaning, said, wait: None }
    }

    /// The same, with how long Exchange asks to wait.
    pub fn waiting(self, wait: Option<SignedDuration>) -> Self {
        Self { wait, ..self }
    }

    /// What follows for the work.
    pub fn fault(&self) -> ProviderFault {
        match self.meaning {
            Meaning::WrongPassword => connection(
                ConnectionState::InvalidCredentials,
                "Exchange refuses the service account's login or password: enter both again",
            ),
            Meaning::PasswordExpired => connection(
                ConnectionState::InvalidCredentials,
                "the service account's password has expired: change it at Exchange, then enter \
                 the new one",
            ),
            Meaning::NoBasic => connection(
                ConnectionState::BlockedByAdmin,
                "Exchange takes no Basic authentication: switch it on for the EWS virtual directory",
            ),
            Meaning::Forbidden => connection(
                ConnectionState::BlockedByAdmin,
                "Exchange forbids EWS to the service account: allow it there",
            ),
            Meaning::NotEws => connection(
                ConnectionState::InvalidCredentials,
                "nothing at the server's address speaks EWS: it mostly ends in /EWS/Exchange.asmx",
            ),
            Meaning::TooOld => connection(
                ConnectionState::BlockedByAdmin,
                "the server is older than Exchange 2013 SP1",
            ),
            Meaning::MayNotImpersonate => connection(
                ConnectionState::InsufficientScope,
                "the service account may not act for the organiser: give it the role \
                 ApplicationImpersonation over the mailboxes of all who organise",
            ),
            Meaning::ServiceWithoutMailbox => connection(
                ConnectionState::InsufficientScope,
                "the service account has no mailbox, which Exchange wants for searches in the \
                 directory: give it one",
            ),
            Meaning::NoSuchMailbox => host(
                "mailbox_not_found",
                "nobody at Exchange has the organiser's address: correct it here or there",
            ),
            Meaning::NotSynchronized => {
                host("organizer_not_synchronized", "the organiser has no mailbox at Exchange yet")
            }
            Meaning::AccountDisabled => host(
                "mailbox_disabled",
                "the organiser's account is switched off at Exchange: choose somebody else",
            ),
            Meaning::NoCalendar => host(
                "calendar_not_found",
                "the organiser's mailbox has no calendar: sign in to it once",
            ),
            Meaning::CalendarForbidden => host(
                "calendar_forbidden",
                "Exchange does not let the organiser's calendar be written to",
            ),
            Meaning::MailboxFull => host("mailbox_full", "the organiser's mailbox is full"),
            Meaning::Busy | Meaning::Moving | Meaning::Stale => self.passing(),
            Meaning::Unsure => {
                ProviderFault::Uncertain { settles_in: SETTLES, cause: self.cause() }
            }
            Meaning::Gone | Meaning::Nobody => ProviderFault::Gone,
            Meaning::NotOrganizer => refused(
                "not_organizer",
                "the entry belongs to a meeting of somebody else, who alone can change it",
            ),
            Meaning::TooManyAttendees => {
                refused("too_many_attendees", "more attendees than Exchange takes")
            }
            Meaning::Refused => refused("provider_refused", &self.cause()),
        }
    }

    fn passing(&self) -> ProviderFault {
        let wait = self.wait.unwrap_or(USUAL_WAIT);
        let after = wait.clamp(SignedDuration::from_secs(1), LONGEST_WAIT);
        ProviderFault::Passing { after, cause: self.cause() }
    }

    fn cause(&self) -> String {
        format!("Exchange refuses the request ({})", self.said)
    }
}

fn connection(state: ConnectionState, reason: &str) -> ProviderFault {
    ProviderFault::Connection { state, reason: reason.to_owned() }
}

fn host(code: &str, detail: &str) -> ProviderFault {
    ProviderFault::Host(Reason::new(code, detail))
}

fn refused(code: &str, detail: &str) -> ProviderFault {
    ProviderFault::Refused(Reason::new(code, detail))
}
