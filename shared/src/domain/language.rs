//! The languages in which Convoke speaks to people. Each is one file beside this one, with one shape:
//! its built-in texts, how dates are written in it, and the few words of calendar files and pages.

mod chat;
mod english;
mod finnish;
mod french;
mod german;
mod import;
mod italian;
mod japanese;
mod onboarding;
mod reasons;
mod russian;
mod spanish;
mod token_page;
mod words;

pub use chat::{AnswerTexts, EventText, EventTexts};
pub use import::{
    ImportCounts, ImportFields, ImportFrame, ImportMails, ImportNews, ImportRows, ImportTrouble,
    ImportWarnings, RowReasons,
};
pub use onboarding::{AgendaWords, FeedbackPage, InvitationNotes, OnboardingMails, OnboardingNews};
pub use reasons::Reasons;
pub use token_page::TokenPage;
pub use words::{
    ConnectInvitation, ConnectPage, ConsentPages, Dates, HostPages, Invitation, Joining, Notices,
    Page, Sample, Text, Texts,
};

use super::fault::Reason;

/// A language that has texts of its own. Every other one is read in English.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// `de`
    German,
    /// `en`
    English,
    /// `es`
    Spanish,
    /// `fi`
    Finnish,
    /// `fr`
    French,
    /// `it`
    Italian,
    /// `ja`
    Japanese,
    /// `ru`
    Russian,
}

/// The constant of this name in the language's file. One constant for each purpose, and not one for
/// the whole language: a function that writes dates need not carry the mails.
macro_rules! of_language {
    ($language:expr, $constant:ident) => {
        match $language {
            Language::German => &german::$constant,
            Language::English => &english::$constant,
            Language::Spanish => &spanish::$constant,
            Language::Finnish => &finnish::$constant,
            Language::French => &french::$constant,
            Language::Italian => &italian::$constant,
            Language::Japanese => &japanese::$constant,
            Language::Russian => &russian::$constant,
        }
    };
}
// For the files that have languages of their own below them.
use of_language;

impl Language {
    /// Every language, in the order of the tags.
    pub const ALL: [Self; 8] = [
        Self::German,
        Self::English,
        Self::Spanish,
        Self::Finnish,
        Self::French,
        Self::Italian,
        Self::Japanese,
        Self::Russian,
    ];

    /// The language's own tag, without a region.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::English => "en",
            Self::Spanish => "es",
            Self::Finnish => "fi",
            Self::French => "fr",
            Self::Italian => "it",
            Self::Japanese => "ja",
            Self::Russian => "ru",
        }
    }

    /// The language that a reader of this tag gets: `de` of `de-AT` and of `de_CH`, English where
    /// there are no texts.
    #[must_use]
    pub fn of(locale: &str) -> Self {
        Self::known(locale).unwrap_or(Self::English)
    }

    /// The language that a browser asks for (RFC 9110, 12.5.4): of those it accepts, the one it likes
    /// best that has texts.
    #[must_use]
    pub fn accepted(header: &str) -> Self {
        let asked = header.split(',').take(MOST_ASKED).filter_map(liked);
        let known = asked.filter_map(|(tag, liking)| Some((Self::known(tag)?, liking)));
        // Of equals the first, as browsers mean it.
        let better =
            |best: (Self, f32), next: (Self, f32)| if next.1 > best.1 { next } else { best };
        known.reduce(better).map_or(Self::English, |(language, _)| language)
    }

    fn known(locale: &str) -> Option<Self> {
        let primary = locale.split(['-', '_']).next().unwrap_or_default().trim();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The built-in texts.
    #[must_use]
    pub const fn texts(self) -> &'static Texts {
        of_language!(self, TEXTS)
    }

    /// How dates and times are written.
    #[must_use]
    pub const fn dates(self) -> &'static Dates {
        of_language!(self, DATES)
    }

    /// The words of a calendar file.
    #[must_use]
    pub const fn invitation(self) -> &'static Invitation {
        of_language!(self, INVITATION)
    }

    /// What the host's permanent link says when it leads nowhere.
    #[must_use]
    pub const fn host_pages(self) -> &'static HostPages {
        of_language!(self, HOST_PAGES)
    }

    /// What people read when a consent at a provider has ended.
    #[must_use]
    pub const fn consent_pages(self) -> &'static ConsentPages {
        of_language!(self, CONSENT_PAGES)
    }

    /// The page on which people connect their own accounts.
    #[must_use]
    pub const fn connect_page(self) -> &'static ConnectPage {
        of_language!(self, CONNECT_PAGE)
    }

    /// The mail that invites to it.
    #[must_use]
    pub const fn connect_invitation(self) -> &'static ConnectInvitation {
        of_language!(self, CONNECT_INVITATION)
    }

    /// What the company's contact is told of people's connections.
    #[must_use]
    pub const fn notices(self) -> &'static Notices {
        of_language!(self, NOTICES)
    }

    /// Names for a message that is only tried.
    #[must_use]
    pub const fn sample(self) -> &'static Sample {
        of_language!(self, SAMPLE)
    }

    /// Why there is no meeting, for people. What this reason alone knows, like the scope that is
    /// missing, stands behind it in English; so does a reason that has no words of its own.
    #[must_use]
    pub fn reason(self, reason: &Reason) -> String {
        let own: &Option<Reasons> = of_language!(self, REASONS);
        let detail = if reason.detail.is_empty() { &reason.code } else { &reason.detail };
        match own.as_ref().and_then(|reasons| reasons.of(&reason.code)) {
            None => detail.clone(),
            Some(sentence) if Reasons::is_told_by_code(&reason.code) => sentence.to_owned(),
            Some(sentence) => {
                let [open, close] = self.dates().brackets;
                format!("{sentence}{open}{detail}{close}")
            }
        }
    }
}

/// Nobody reads more languages; a header may be as long as a request.
const MOST_ASKED: usize = 32;

/// One entry of the header: the tag and its weight, which is 1 unless given. A weight of 0 means never.
fn liked(entry: &str) -> Option<(&str, f32)> {
    let (tag, rest) = entry.split_once(';').unwrap_or((entry, ""));
    let weight =
        rest.trim().strip_prefix("q=").map_or(Some(1.0), |text| text.trim().parse().ok())?;
    (weight > 0.0).then_some((tag, weight))
}

#[cfg(test)]
mod tests;
