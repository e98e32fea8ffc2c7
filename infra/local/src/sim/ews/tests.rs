//! Each rule of the simulated Exchange, and the adapter that lives with them.

mod access;
mod adapter;
mod directory;
mod items;
mod schema;
mod state;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::{Request, Response};

use super::xml::{Node, read};
use crate::sim::tests::Bench;

/// The demo service account.
const SERVICE: &str = r"DEMO\convoke:ews-secret-demo";
const ADDRESS: &str = "/ews/EWS/Exchange.asmx";
const AINO: &str = "aino@demo.example";

/// A SOAP envelope, its prefixes as most clients have them.
fn envelope(headers: &str, body: &str) -> String {
    format!(
        r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Header>{headers}</s:Header><s:Body>{body}</s:Body></s:Envelope>"#
    )
}

fn version() -> String {
    r#"<t:RequestServerVersion Version="Exchange2013_SP1"/>"#.to_owned()
}

fn acting_for(address: &str) -> String {
    format!(
        "<t:ExchangeImpersonation><t:ConnectingSID><t:SmtpAddress>{address}</t:SmtpAddress>\
         </t:ConnectingSID></t:ExchangeImpersonation>"
    )
}

/// Posts a document with these credentials.
async fn post(bench: &Bench, credentials: &str, document: String) -> Response<Bytes> {
    let request = Request::post(ADDRESS)
        .header("content-type", "text/xml; charset=utf-8")
        .header("authorization", format!("Basic {}", BASE64_STANDARD.encode(credentials)))
        .body(Bytes::from(document))
        .unwrap();
    bench.sims.call(request).await.unwrap()
}

/// Asks for somebody; gives the status and what stands in the answer's body.
async fn ask(bench: &Bench, who: &str, body: &str) -> (u16, Node) {
    let document = envelope(&format!("{}{}", version(), acting_for(who)), body);
    shown(&post(bench, SERVICE, document).await)
}

/// Asks as the service account itself.
async fn ask_as_service(bench: &Bench, body: &str) -> (u16, Node) {
    shown(&post(bench, SERVICE, envelope(&version(), body)).await)
}

fn shown(response: &Response<Bytes>) -> (u16, Node) {
    let text = std::str::from_utf8(response.body()).unwrap();
    let envelope = read(text).unwrap_or_else(|broken| panic!("{broken:?}: {text}"));
    let body = envelope.child("Body").unwrap().children[0].clone();
    (response.status().as_u16(), body)
}

/// The response code, wherever the answer has it; of a fault with its status in front.
fn code((status, body): &(u16, Node)) -> String {
    if body.name == "Fault" {
        let code = body.at(&["detail", "ResponseCode"]).unwrap();
        return format!("{status} {}", code.text);
    }
    let message = body.child("ResponseMessages").map_or(body, |messages| &messages.children[0]);
    let code = message.child("ResponseCode").unwrap().text.clone();
    let class = message.attribute("ResponseClass").unwrap();
    assert_eq!(class == "Success", code == "NoError", "{class} {code}");
    code
}

/// An item's element with these properties.
fn create(properties: &str) -> String {
    format!(
        r#"<m:CreateItem SendMeetingInvitations="SendToAllAndSaveCopy"><m:Items><t:CalendarItem>{properties}</t:CalendarItem></m:Items></m:CreateItem>"#
    )
}

const TIMES: &str = "<t:Start>2026-11-03T08:00:00Z</t:Start><t:End>2026-11-03T08:45:00Z</t:End>";

/// A whole item with one attendee.
fn interview() -> String {
    create(&format!(
        "<t:Subject>Haastattelu</t:Subject>{TIMES}<t:RequiredAttendees><t:Attendee><t:Mailbox>\
         <t:EmailAddress>maija@example.fi</t:EmailAddress></t:Mailbox></t:Attendee>\
         </t:RequiredAttendees>"
    ))
}

/// Makes an item for Aino and gives its id and change key.
async fn made(bench: &Bench) -> (String, String) {
    let answer = ask(bench, AINO, &interview()).await;
    assert_eq!(code(&answer), "NoError");
    item_id(&answer.1)
}

fn item_id(body: &Node) -> (String, String) {
    let message = &body.child("ResponseMessages").unwrap().children[0];
    let id = message.at(&["Items", "CalendarItem", "ItemId"]).unwrap();
    let part = |name| id.attribute(name).unwrap().to_owned();
    (part("Id"), part("ChangeKey"))
}

fn get_calendar() -> &'static str {
    r#"<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="calendar"/></m:FolderIds></m:GetFolder>"#
}
