//! Searches in the directory.

use super::account::{Mailbox, User};
use super::answer::Said;
use super::held::Held;
use super::refusal::Code;
use super::xml::{Node, Out};

/// `ResolveNames`: who has a name or an address that begins like this. What a mailbox is for is not
/// told: shared ones and rooms are mailboxes like any other.
pub fn resolve_names(held: &Held, asked: &Node) -> Said {
    let entry = asked.child("UnresolvedEntry").map(|entry| entry.text.trim()).unwrap_or_default();
    let entry = entry.strip_prefix("smtp:").unwrap_or(entry).to_lowercase();
    let begins = |user: &&User| {
        user.email.to_lowercase().starts_with(&entry)
            || user.name.to_lowercase().starts_with(&entry)
    };
    let found: Vec<&User> = held.users.iter().filter(begins).collect();
    if found.is_empty() {
        return Err(Code::NameResolutionNoResults);
    }
    let is_full = asked.attribute("ReturnFullContactData").is_some_and(|full| full == "true");
    let all = found.iter().map(|user| resolution(user, is_full));
    let set = Out::of("m:ResolutionSet", all)
        .with("TotalItemsInView", found.len().to_string())
        .with("IncludesLastItemInRange", "true");
    Ok(vec![set])
}

fn resolution(user: &User, is_full: bool) -> Out {
    let entry = Out::text("t:Entry", format!("SMTP:{}", user.email)).with("Key", "EmailAddress1");
    let contact = Out::of(
        "t:Contact",
        [
            Out::text("t:DisplayName", &user.name),
            Out::of("t:EmailAddresses", [entry]),
            Out::text("t:ContactSource", "ActiveDirectory"),
        ],
    );
    let mailbox = Out::of("t:Mailbox", address(user));
    Out::of("t:Resolution", [mailbox].into_iter().chain(is_full.then_some(contact)))
}

fn address(user: &User) -> [Out; 4] {
    [
        Out::text("t:Name", &user.name),
        Out::text("t:EmailAddress", &user.email),
        Out::text("t:RoutingType", "SMTP"),
        Out::text("t:MailboxType", "Mailbox"),
    ]
}

/// `FindPeople`: whose name or address holds the query. The directory is not for browsing, so it
/// wants a query.
pub fn find_people(held: &Held, asked: &Node) -> Said {
    let folder = asked.at(&["ParentFolderId", "DistinguishedFolderId"]);
    if folder.and_then(|folder| folder.attribute("Id")) != Some("directory") {
        return Ok(people(Vec::new()));
    }
    let query = asked.child("QueryString").map(|query| query.text.trim().to_lowercase());
    let query = query.filter(|query| !query.is_empty()).ok_or(Code::InvalidRequest)?;
    let holds = |user: &&User| {
        user.email.to_lowercase().contains(&query) || user.name.to_lowercase().contains(&query)
    };
    Ok(people(held.users.iter().filter(holds).map(persona).collect()))
}

fn people(all: Vec<Out>) -> Vec<Out> {
    let count = all.len().to_string();
    vec![Out::of("m:People", all), Out::text("m:TotalNumberOfPeopleInView", count)]
}

fn persona(user: &User) -> Out {
    let kind = match user.mailbox {
        Mailbox::User | Mailbox::Shared => "Person",
        Mailbox::Room => "Room",
    };
    Out::of(
        "t:Persona",
        [
            Out::of("t:PersonaId", []).with("Id", format!("AAUQ{}", user.id)),
            Out::text("t:PersonaType", kind),
            Out::of("t:EmailAddress", address(user)),
        ],
    )
}
