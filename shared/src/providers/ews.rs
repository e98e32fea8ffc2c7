//! Exchange servers on a company's own premises, by Exchange Web Services (EWS): calendar entries of
//! organisers, made by a service account that may act for them. Everything here follows Microsoft's EWS
//! reference and its guides unless a comment says otherwise.

mod answer;
mod item;
mod meaning;
mod read;
mod request;
mod write;

#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::HeaderValue;
use jiff::SignedDuration;

use super::ProviderFault;
use super::measured::Measured;
use crate::clock::Clock;
use crate::domain::config::ConnectionState;
use crate::domain::ids::is_external_id;
use crate::transport::{Transport, TransportFault};

pub use item::{Attendee, CalendarItem, ItemId, MailboxKind, Server};

use meaning::{Meaning, Refusal, SETTLES};
use read::Element;
use request::Operation;
use write::Tag;

/// Begins the SOAP action of every operation.
const ACTION: &str = "http://schemas.microsoft.com/exchange/services/2006/messages/";

/// What is asked, and what kept it from being answered: a refusal of Exchange, or a fault on the way.
enum Failure {
    Refused(Refusal),
    Fault(ProviderFault),
}

impl From<Failure> for ProviderFault {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => refusal.fault(),
            Failure::Fault(fault) => fault,
        }
    }
}

/// One Exchange server.
#[derive(Debug)]
pub struct Ews {
    way: Measured,
    server: Server,
}

impl Ews {
    /// The server, by this way. Its address is a tenant's, so the way is the guarded one.
    #[must_use]
    pub fn new(transport: &Transport, clock: Clock, server: Server) -> Self {
        Self { way: Measured::new("ews", transport.clone(), clock), server }
    }

    /// Tries the address, the password and the right to act for this mailbox, whose calendar is asked
    /// for.
    ///
    /// # Errors
    /// What is missing; see [`ProviderFault`].
    pub async fn verify(&self, mailbox: &str) -> Result<(), ProviderFault> {
        let asked = request::get_calendar();
        self.call(Some(mailbox), Operation::GetFolder, asked).await?;
        Ok(())
    }

    /// What an address belongs to, as the directory has it; see [`MailboxKind`] for what that tells.
    /// The service account asks for itself, and needs a mailbox for that.
    ///
    /// # Errors
    /// As [`Self::verify`].
    pub async fn mailbox_kind(&self, address: &str) -> Result<MailboxKind, ProviderFault> {
        let asked = request::resolve(address);
        let resolved = match self.call(None, Operation::ResolveNames, asked).await {
            Ok(resolved) => resolved,
            Err(Failure::Refused(Refusal { meaning: Meaning::Nobody, .. })) => {
                return Ok(MailboxKind::Nobody);
            }
            Err(failure) => return Err(failure.into()),
        };
        let Some(mailbox) = resolution(&resolved, address) else { return Ok(MailboxKind::Nobody) };
        let kind = kind(mailbox.text_at(&["MailboxType"]).unwrap_or_default());
        let primary = mailbox.text_at(&["EmailAddress"]).unwrap_or(address);
        if kind == MailboxKind::Mailbox && self.is_room(primary).await? {
            return Ok(MailboxKind::Room);
        }
        Ok(kind)
    }

    async fn is_room(&self, address: &str) -> Result<bool, ProviderFault> {
        let asked = request::find_people(address);
        let found = self.call(None, Operation::FindPeople, asked).await?;
        let people = found.child("People").map(|people| people.children.as_slice());
        let is_it = |persona: &&Element| {
            let email = persona.text_at(&["EmailAddress", "EmailAddress"]);
            email.is_some_and(|email| email.eq_ignore_ascii_case(address))
        };
        let persona = people.unwrap_or_default().iter().find(is_it);
        Ok(persona.and_then(|persona| persona.text_at(&["PersonaType"])) == Some("Room"))
    }

    /// Makes an entry in the organiser's calendar, with a mark by which [`Self::find_item`] finds it;
    /// the server invites the attendees. Never tries twice.
    ///
    /// # Errors
    /// [`ProviderFault::Uncertain`] when the entry may have been made all the same.
    pub async fn put_item(
        &self,
        organizer: &str,
        item: &CalendarItem,
        mark: &str,
    ) -> Result<ItemId, ProviderFault> {
        let asked = request::create(item, mark);
        self.written(organizer, Operation::CreateItem, asked).await.map_err(Into::into)
    }

    /// The entry of the organiser's calendar that carries this mark.
    ///
    /// # Errors
    /// As [`Self::verify`].
    pub async fn find_item(
        &self,
        organizer: &str,
        mark: &str,
    ) -> Result<Option<ItemId>, ProviderFault> {
        let asked = request::find(mark);
        let found = self.call(Some(organizer), Operation::FindItem, asked).await?;
        let items = found.at(&["RootFolder", "Items"]).ok_or_else(unreadable)?;
        items.children.first().map(|item| id(item).ok_or_else(unreadable)).transpose()
    }

    /// Makes an entry be as wanted; the server tells the attendees. An entry that has been changed
    /// since `id` was given is overwritten.
    ///
    /// # Errors
    /// [`ProviderFault::Gone`] when it is not in the calendar any more.
    pub async fn move_item(
        &self,
        organizer: &str,
        id: &ItemId,
        item: &CalendarItem,
    ) -> Result<ItemId, ProviderFault> {
        let update =
            |id: &ItemId| self.written(organizer, Operation::UpdateItem, request::update(id, item));
        match update(id).await {
            // The refusal had no effect, so this repeats nothing.
            Err(Failure::Refused(Refusal { meaning: Meaning::Stale, .. })) => {
                let asked = request::get_item(id);
                let fresh = self.written(organizer, Operation::GetItem, asked).await?;
                update(&fresh).await.map_err(Into::into)
            }
            other => other.map_err(Into::into),
        }
    }

    /// Takes an entry out of the calendar; the server tells the attendees.
    ///
    /// # Errors
    /// [`ProviderFault::Gone`] when it is not there any more.
    pub async fn cancel_item(&self, organizer: &str, id: &ItemId) -> Result<(), ProviderFault> {
        self.call(Some(organizer), Operation::DeleteItem, request::cancel(id)).await?;
        Ok(())
    }

    /// An operation that answers with the one item it is about.
    async fn written(
        &self,
        organizer: &str,
        operation: Operation,
        asked: Tag,
    ) -> Result<ItemId, Failure> {
        let message = self.call(Some(organizer), operation, asked).await?;
        let item = message.child("Items").and_then(|items| items.children.first());
        let lost =
            || ProviderFault::Uncertain { settles_in: SETTLES, cause: UNREADABLE.to_owned() };
        item.and_then(id).ok_or_else(|| Failure::Fault(lost()))
    }

    /// One exchange, as `mailbox` or, without one, as the service account itself.
    async fn call(
        &self,
        mailbox: Option<&str>,
        operation: Operation,
        asked: Tag,
    ) -> Result<Element, Failure> {
        let request = self.request(mailbox, operation, asked).map_err(Failure::Fault)?;
        let answer = self.way.send(request).await.map_err(|fault| Failure::Fault(lost(&fault)))?;
        answer::message(&answer, operation).map_err(Failure::Refused)
    }

    /// `X-AnchorMailbox` leads the request to the server that holds the mailbox (guide to
    /// impersonation, performance).
    fn request(
        &self,
        mailbox: Option<&str>,
        operation: Operation,
        asked: Tag,
    ) -> Result<http::Request<Bytes>, ProviderFault> {
        let Server { url, login, password } = &self.server;
        let basic = STANDARD.encode(format!("{login}:{}", password.expose()));
        let mut request = http::Request::post(url)
            .header("authorization", format!("Basic {basic}"))
            .header("content-type", "text/xml; charset=utf-8")
            .header("soapaction", format!("\"{ACTION}{}\"", operation.name()));
        // An address with other letters can't stand in a header; the request does without.
        if let Some(anchor) = mailbox.and_then(|mailbox| HeaderValue::from_str(mailbox).ok()) {
            request = request.header("x-anchormailbox", anchor);
        }
        let body = Bytes::from(request::document(mailbox, asked));
        request.body(body).map_err(|_| unusable())
    }
}

/// What is said of an answer that is not what Microsoft documents.
const UNREADABLE: &str = "Exchange's answer can't be read";

/// The mailbox among the resolutions that really has the address: the search finds longer addresses
/// that begin alike, too.
fn resolution<'a>(message: &'a Element, address: &str) -> Option<&'a Element> {
    let has = |resolution: &&Element| {
        let primary = resolution.text_at(&["Mailbox", "EmailAddress"]);
        primary.is_some_and(|primary| primary.eq_ignore_ascii_case(address))
            || addresses(resolution).any(|other| other.eq_ignore_ascii_case(address))
    };
    message.child("ResolutionSet")?.children.iter().find(has)?.child("Mailbox")
}

/// The addresses of a contact, which come with `SMTP:` or `smtp:` in front.
fn addresses(resolution: &Element) -> impl Iterator<Item = &str> {
    let entries = resolution.at(&["Contact", "EmailAddresses"]).into_iter();
    entries.flat_map(|entries| &entries.children).filter_map(|entry| {
        let (routing, address) = entry.text.trim().split_once(':')?;
        routing.eq_ignore_ascii_case("smtp").then_some(address)
    })
}

/// EWS reference, `MailboxType`.
fn kind(mailbox_type: &str) -> MailboxKind {
    match mailbox_type {
        "Mailbox" => MailboxKind::Mailbox,
        "PublicDL" | "PrivateDL" | "GroupMailbox" => MailboxKind::Group,
        "Contact" => MailboxKind::Contact,
        _ => MailboxKind::Other,
    }
}

/// An item's id, if it is one that can be kept and named again.
fn id(item: &Element) -> Option<ItemId> {
    let id = item.child("ItemId")?;
    let part = |name| id.attribute(name).filter(|text| is_external_id(text)).map(str::to_owned);
    Some(ItemId { id: part("Id")?, change_key: part("ChangeKey")? })
}

fn unreadable() -> ProviderFault {
    ProviderFault::Passing { after: SignedDuration::from_secs(5), cause: UNREADABLE.to_owned() }
}

/// An address or login that can't stand in a request.
fn unusable() -> ProviderFault {
    ProviderFault::Connection {
        state: ConnectionState::InvalidCredentials,
        reason: "the server's address can't be used: copy it again".to_owned(),
    }
}

fn lost(fault: &TransportFault) -> ProviderFault {
    let cause = fault.to_string();
    match fault {
        TransportFault::NotSent(_) => {
            ProviderFault::Passing { after: SignedDuration::from_secs(2), cause }
        }
        TransportFault::Lost(_) => ProviderFault::Uncertain { settles_in: SETTLES, cause },
    }
}
