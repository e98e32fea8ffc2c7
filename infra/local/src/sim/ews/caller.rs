//! Who asks: the service account, and for whom it acts.

use super::held::Held;
use super::refusal::{Code, Refusal};
use super::schema::{Violation, check};
use super::shapes;
use super::xml::{Node, Space};

/// Whoever asks, and what.
#[derive(Debug)]
pub struct Asked<'n> {
    /// The calendar that "calendar" means; none when whoever asks has no mailbox.
    pub calendar: Option<String>,
    /// The operation's element.
    pub operation: &'n Node,
}

/// Reads the envelope (SOAP 1.1, section 4).
pub fn asked<'n>(held: &Held, envelope: &'n Node, text: &str) -> Result<Asked<'n>, Refusal> {
    let schema = |violation| Refusal::schema(violation, text);
    let (header, operation) = parts(envelope).map_err(schema)?;
    let mut headers = header.iter().flat_map(|header| &header.children);
    if let Some(unknown) = headers.find(|header| !is_known(header)) {
        let what = format!("the header '{}' is not declared", unknown.name);
        return Err(schema(Violation::at(unknown, what)));
    }
    let version = header.and_then(|header| header.child("RequestServerVersion"));
    let version = version.ok_or(Refusal::Fault(Code::InvalidServerVersion))?;
    check(version, &shapes::SERVER_VERSION)
        .map_err(|_| Refusal::Fault(Code::InvalidServerVersion))?;
    let acts_for = header.and_then(|header| header.child("ExchangeImpersonation"));
    let calendar = match acts_for {
        None => held.service.mailbox.then(|| held.service.login.clone()),
        Some(node) => {
            check(node, &shapes::IMPERSONATION).map_err(schema)?;
            Some(impersonated(held, node)?)
        }
    };
    Ok(Asked { calendar, operation })
}

fn parts(envelope: &Node) -> Result<(Option<&Node>, &Node), Violation> {
    let is = |node: &Node, name: &str| node.space == Space::Soap && node.name == name;
    if !is(envelope, "Envelope") {
        return Err(Violation::at(envelope, "a SOAP envelope is expected"));
    }
    let (header, body) = match envelope.children.as_slice() {
        [body] if is(body, "Body") => (None, body),
        [header, body] if is(header, "Header") && is(body, "Body") => (Some(header), body),
        _ => return Err(Violation::at(envelope, "a header and a body are expected")),
    };
    match body.children.as_slice() {
        [operation] => Ok((header, operation)),
        _ => Err(Violation::at(body, "one operation is expected")),
    }
}

fn is_known(header: &Node) -> bool {
    let known = ["RequestServerVersion", "ExchangeImpersonation"];
    header.space == Space::Types && known.contains(&header.name.as_str())
}

/// The address of whom the service account acts for. Exchange looks for the mailbox before it looks
/// for the right.
fn impersonated(held: &Held, node: &Node) -> Result<String, Refusal> {
    let named = node.child("ConnectingSID").and_then(|sid| sid.children.first());
    let address = named.map(|named| named.text.trim()).unwrap_or_default();
    let user = held.users.iter().find(|user| user.has(address));
    let user = user.ok_or_else(|| Refusal::NoSuchMailbox(address.to_owned()))?;
    if !held.impersonation {
        return Err(Refusal::Fault(Code::ImpersonateUserDenied));
    }
    Ok(user.email.clone())
}
