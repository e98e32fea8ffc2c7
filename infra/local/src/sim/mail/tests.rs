//! The mail inbox, called as the AWS endpoint calls it.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::{Request, Response};
use serde_json::{Value, json};

use crate::sim::tests::Bench;
use crate::sim::{Dropped, Fault};

async fn send(bench: &Bench, body: &Value) -> Result<Response<Bytes>, Dropped> {
    let request = Request::post("http://127.0.0.1:9200/v2/email/outbound-emails").body(());
    let (parts, ()) = request.unwrap().into_parts();
    bench.sims.send(parts, Bytes::from(body.to_string())).await
}

async fn sent(bench: &Bench, body: &Value) -> Value {
    let response = send(bench, body).await.unwrap();
    let answer = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(response.status(), 200, "{answer}");
    answer
}

async fn refused(bench: &Bench, body: &Value) -> (u16, String) {
    let response = send(bench, body).await.unwrap();
    let answer: Value = serde_json::from_slice(response.body()).unwrap();
    assert!(answer["message"].is_string());
    let kind = response.headers()["x-amzn-errortype"].to_str().unwrap();
    (response.status().as_u16(), kind.to_owned())
}

fn inbox(bench: &Bench) -> Vec<Value> {
    bench.sims.state("mail").unwrap()["mails"].as_array().unwrap().clone()
}

fn simple() -> Value {
    json!({
        "FromEmailAddress": "Aino Oy <booking@demo.example>",
        "Destination": {"ToAddresses": ["maija@guest.example"], "CcAddresses": ["x@y.example"]},
        "ReplyToAddresses": ["reply@demo.example"],
        "Content": {"Simple": {
            "Subject": {"Data": "Vahvistus", "Charset": "UTF-8"},
            "Body": {"Text": {"Data": "Hei"}, "Html": {"Data": "<p>Hei</p>"}},
            "Attachments": [{
                "RawContent": BASE64_STANDARD.encode("BEGIN:VCALENDAR"), "FileName": "invite.ics",
                "ContentType": "text/calendar; charset=utf-8; method=REQUEST",
            }],
        }},
    })
}

const MIME: &str = "From: =?utf-8?q?B=C3=A4ckerei?= <booking@demo.example>\r\n\
To: Maija <maija@guest.example>\r\n\
Cc: x@y.example\r\n\
Reply-To: reply@demo.example\r\n\
Subject: =?utf-8?q?Hyv=C3=A4=C3=A4?=\r\n\
MIME-Version: 1.0\r\n\
Content-Type: multipart/mixed; boundary=\"out\"\r\n\r\n\
--out\r\n\
Content-Type: multipart/alternative; boundary=\"in\"\r\n\r\n\
--in\r\n\
Content-Type: text/plain; charset=utf-8\r\n\
Content-Transfer-Encoding: 8bit\r\n\r\n\
Hei \u{e4}\u{e4}\r\n\
--in\r\n\
Content-Type: text/html; charset=utf-8\r\n\r\n\
<p>Hei</p>\r\n\
--in\r\n\
Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\n\
BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n\
--in--\r\n\
--out\r\n\
Content-Type: application/pdf; name=\"a.pdf\"\r\n\
Content-Disposition: attachment; filename=\"a.pdf\"\r\n\
Content-Transfer-Encoding: base64\r\n\r\n\
/wD+\r\n\
--out--\r\n";

fn raw(mime: &str) -> Value {
    json!({"Content": {"Raw": {"Data": BASE64_STANDARD.encode(mime)}}})
}

#[tokio::test]
async fn simple_content_reaches_the_inbox() {
    let bench = Bench::new();
    let answer = sent(&bench, &simple()).await;
    let mail = &inbox(&bench)[0];
    let expected = json!({
        "from": "booking@demo.example",
        "to": ["maija@guest.example"],
        "cc": ["x@y.example"],
        "reply_to": "reply@demo.example",
        "subject": "Vahvistus",
        "text": "Hei",
        "html": "<p>Hei</p>",
        "attachments": [{
            "name": "invite.ics", "content_type": "text/calendar", "method": "REQUEST",
            "text": "BEGIN:VCALENDAR",
        }],
        "message_id": answer["MessageId"],
        "at": "2026-11-02T08:00:00Z",
    });
    assert_eq!(*mail, expected);
    let seen = bench.sims.requests(Some("mail"));
    assert_eq!((seen[0].path.as_str(), seen[0].status), ("/v2/email/outbound-emails", Some(200)));
}

#[tokio::test]
async fn raw_content_is_parsed_with_its_calendar_part() {
    let bench = Bench::new();
    sent(&bench, &raw(MIME)).await;
    let mail = &inbox(&bench)[0];
    assert_eq!(
        (&mail["from"], &mail["to"]),
        (&json!("booking@demo.example"), &json!(["maija@guest.example"]))
    );
    assert_eq!(
        (&mail["cc"], &mail["reply_to"]),
        (&json!(["x@y.example"]), &json!("reply@demo.example"))
    );
    assert_eq!(mail["subject"], "Hyvää");
    assert_eq!(mail["text"].as_str().unwrap().trim_end(), "Hei ää");
    assert_eq!(mail["html"].as_str().unwrap().trim_end(), "<p>Hei</p>");
    let (calendar, file) = (&mail["attachments"][0], &mail["attachments"][1]);
    assert_eq!(
        (&calendar["content_type"], &calendar["method"]),
        (&json!("text/calendar"), &json!("REQUEST"))
    );
    assert!(calendar["text"].as_str().unwrap().contains("END:VCALENDAR"));
    assert_eq!((&file["name"], &file["base64"]), (&json!("a.pdf"), &json!("/wD+")));
}

#[tokio::test]
async fn the_destination_decides_who_gets_it() {
    let bench = Bench::new();
    let mut request = raw(MIME);
    request["Destination"] = json!({
        "ToAddresses": ["maija@guest.example"], "BccAddresses": ["secret@demo.example"],
    });
    sent(&bench, &request).await;
    let mail = &inbox(&bench)[0];
    assert_eq!((&mail["to"], &mail["cc"]), (&json!(["maija@guest.example"]), &json!([])));
    assert_eq!(mail["bcc"], json!(["secret@demo.example"]));
}

#[tokio::test]
async fn html_alone_is_not_also_text() {
    let bench = Bench::new();
    let mime = "From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n\
                Content-Type: text/html\r\n\r\n<p>Hei</p>";
    sent(&bench, &raw(mime)).await;
    let mail = &inbox(&bench)[0];
    assert_eq!((&mail["text"], &mail["html"]), (&json!(""), &json!("<p>Hei</p>")));
}

#[tokio::test]
async fn what_ses_refuses_is_refused() {
    let bench = Bench::new();
    let with = |pointer: &str, value: Value| {
        let mut request = simple();
        *request.pointer_mut(pointer).unwrap() = value;
        request
    };
    let many: Vec<String> = (0..51).map(|n| format!("g{n}@guest.example")).collect();
    let bad = "BadRequestException";
    let cases = [
        (with("/Destination", json!({})), bad),
        (with("/Destination/ToAddresses", json!(many)), bad),
        (with("/Destination/ToAddresses", json!(["not an address"])), bad),
        (with("/Destination", json!({"To": ["a@b.example"]})), bad),
        (with("/FromEmailAddress", Value::Null), bad),
        (with("/Content", json!({})), bad),
        (with("/Content/Simple/Body", json!({})), bad),
        (json!({"Content": {"Raw": {"Data": "***"}}}), bad),
        (raw("Subject: x\r\nTo: a@b.example\r\n\r\nhi"), "MessageRejected"),
        (raw("From: a@b.example\r\nSubject: x\r\n\r\nhi"), bad),
        (json!([]), bad),
    ];
    for (request, kind) in cases {
        assert_eq!(refused(&bench, &request).await, (400, kind.to_owned()), "{request}");
    }
    let large = with("/Content/Simple/Body/Text/Data", json!("x".repeat(40 * 1024 * 1024)));
    assert_eq!(refused(&bench, &large).await.0, 400);
    assert!(inbox(&bench).is_empty());
}

#[tokio::test]
async fn senders_are_verified_and_suppressed_addresses_get_nothing() {
    let bench = Bench::new();
    let lists = json!({"verified_domains": ["demo.example"], "suppressed": ["x@y.example"]});
    bench.sims.merge_state("mail", &lists).unwrap();
    sent(&bench, &simple()).await;
    assert_eq!(inbox(&bench)[0]["cc"], json!([]));
    let mut only = simple();
    only["Destination"] = json!({"ToAddresses": ["X@Y.example"]});
    sent(&bench, &only).await;
    assert_eq!(inbox(&bench).len(), 1);
    let mut foreign = simple();
    foreign["FromEmailAddress"] = json!("a@elsewhere.example");
    assert_eq!(refused(&bench, &foreign).await.1, "MessageRejected");
}

#[tokio::test]
async fn faults_hit_mail_too() {
    let bench = Bench::new();
    let fault = |value: Value| Fault::parse(&value).unwrap();
    let path = "/v2/email/outbound-emails";
    let throttle = fault(json!({"provider": "mail", "path": path, "status": 429}));
    bench.sims.inject(throttle).unwrap();
    let answer = refused(&bench, &simple()).await;
    assert_eq!(answer, (429, "TooManyRequestsException".to_owned()));
    bench.sims.inject(fault(json!({"provider": "mail", "after_effect": true}))).unwrap();
    assert_eq!(send(&bench, &simple()).await.unwrap_err(), Dropped);
    assert_eq!(inbox(&bench).len(), 1, "it was sent all the same");
}

#[tokio::test]
async fn the_inbox_goes_round_and_can_be_emptied() {
    let bench = Bench::new();
    sent(&bench, &simple()).await;
    let before = bench.sims.state("mail").unwrap();
    bench.sims.merge_state("mail", &before).unwrap();
    assert_eq!(bench.sims.state("mail").unwrap(), before);
    bench.sims.merge_state("mail", &json!({"mails": []})).unwrap();
    assert_eq!(bench.sims.state("mail").unwrap(), json!({"mails": []}));
}
