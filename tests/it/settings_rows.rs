//! The rows of the booking product's settings: switches, templates, passwords, people.

use std::collections::BTreeSet;

use convoke_tests::live::{Answer, Client, run, text};
use serde_json::{Value, json};

/// The (field, code) of every error of a refusal.
fn errors(answer: &Answer) -> Vec<(String, String)> {
    let errors = answer.body["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|error| (text(&error["field"]), text(&error["code"]))).collect()
}

fn pair(field: &str, code: &str) -> (String, String) {
    (field.to_owned(), code.to_owned())
}

async fn service(client: &Client, change: Value) {
    let mut service =
        json!({"name": "First visit", "video": {"enabled": true, "provider": "zoom"}});
    service.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    client.ok("PUT", "/services/101", service).await;
    client.settings_are_known().await;
}

/// A16: switched off, no call is made for a new booking and the credentials stay; switched on again,
/// the next booking makes one, and the one that waited heals.
#[test]
fn the_connection_can_be_switched_off_and_on() {
    run(async {
        let client = Client::apart("a16").await;
        client.set_up().await;
        let off = client.ok("POST", "/connections/zoom/disable", Value::Null).await;
        assert_eq!((&off["enabled"], &off["state"]), (&json!(false), &json!("disabled")));
        assert_eq!(
            (&off["account_id"], &off["client_id"]),
            (&json!("acc-demo"), &json!("client-demo"))
        );
        client.settings_are_known().await;
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        let session = client.meeting_in("b1", "blocked").await;
        assert_eq!(session["meeting"]["reason"], "connection_disabled");
        assert_eq!(client.creates().await.len(), 0);
        let on = client.ok("POST", "/connections/zoom/enable", Value::Null).await;
        assert_eq!((&on["enabled"], &on["state"]), (&json!(true), &json!("active")));
        client.tell("session.upserted", &client.booking("b2", 1)).await;
        client.meeting_in("b2", "ready").await;
        client.meeting_in("b1", "ready").await;
        assert_eq!(client.creates().await.len(), 2);
    });
}

/// A17: account id, client id and client secret are mandatory, trimmed, and each that is missing is
/// named.
#[test]
fn the_three_credentials_are_mandatory() {
    run(async {
        let client = Client::apart("a17").await;
        client.set_up().await;
        let whole = json!({"kind": "s2s", "account_id": "acc-demo", "client_id": "client-demo",
                           "client_secret": "secret-demo"});
        for field in ["account_id", "client_id", "client_secret"] {
            for absent in [json!(null), json!(""), json!("  ")] {
                let mut body = whole.clone();
                body[field] = absent.clone();
                if absent.is_null() {
                    body.as_object_mut().unwrap().remove(field);
                }
                let answer = client.call("PUT", "/connections/zoom", Some(&body)).await;
                assert_eq!(answer.status, 422, "{answer:?}");
                assert_eq!(errors(&answer), [pair(field, "required")]);
            }
        }
        let spaced = json!({"kind": "s2s", "account_id": " acc-demo ", "client_id": "\tclient-demo",
                            "client_secret": " secret-demo\n"});
        client.ok("PUT", "/connections/zoom", spaced).await;
        let verified = client.ok("POST", "/connections/zoom/verify", Value::Null).await;
        assert_eq!(verified["state"], "active", "blanks around them do no harm");
    });
}

/// A18: topic and agenda are templates; at Zoom they are cut to 200 and 2,000 characters.
#[test]
fn topic_and_agenda_are_rendered_and_cut() {
    run(async {
        let client = Client::apart("a18").await;
        client.set_up().await;
        let templates =
            json!({"topic": "{service_name} – {customer_name}", "agenda": "{title}: {note}"});
        service(&client, templates).await;
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        let session = client.meeting_in("b1", "ready").await;
        let meeting = client.meeting(&session["meeting"]["id"]).await.unwrap();
        assert_eq!(meeting["topic"], "First visit – Matti Virtanen");
        assert_eq!(meeting["agenda"], "First visit: My back hurts");

        let mut long = client.booking("b2", 1);
        long["title"] = json!("ä".repeat(500));
        long["fields"]["note"] = json!("ö".repeat(5_000));
        service(&client, json!({"topic": "{title}", "agenda": "{note}"})).await;
        client.tell("session.upserted", &long).await;
        client.meeting_in("b2", "ready").await;
        let creates = client.creates().await;
        let body = &creates.last().unwrap()["body"];
        assert_eq!(text(&body["topic"]).chars().count(), 200);
        assert_eq!(text(&body["agenda"]).chars().count(), 2_000);
        assert!(text(&body["topic"]).starts_with("ää") && text(&body["agenda"]).starts_with("öö"));
    });
}

/// A19: an unknown short code is refused when it is saved, wherever it stands, and the list names
/// them all.
#[test]
fn unknown_short_codes_are_refused_and_known_ones_listed() {
    run(async {
        let client = Client::apart("a19").await;
        client.set_up().await;
        let listed = client.get("/shortcodes").await;
        let names: BTreeSet<_> =
            listed["items"].as_array().unwrap().iter().map(|code| text(&code["name"])).collect();
        for name in "service_name customer_name customer_email host_name host_email start_time \
            start_date end_time duration time_zone note tenant_name zoom_meeting_url \
            zoom_meeting_url_host zoom_meeting_password meeting_url meeting_url_host \
            meeting_password provider"
            .split_whitespace()
        {
            assert!(names.contains(name), "{name} is not listed");
        }
        for field in ["topic", "agenda"] {
            let mut body = json!({"name": "First visit"});
            body[field] = json!("{foo}");
            let answer = client.call("PUT", "/services/101", Some(&body)).await;
            assert_eq!(answer.status, 422);
            assert_eq!(errors(&answer), [pair(field, "unknown_shortcode")]);
        }
        for (subject, body, field) in [("{foo}", "x", "subject"), ("x", "{foo}", "body")] {
            let template = json!({"audience": "attendee", "subject": subject, "body": body});
            let answer = client.call("PUT", "/templates/mine", Some(&template)).await;
            assert_eq!(
                (answer.status, errors(&answer)),
                (422, vec![pair(field, "unknown_shortcode")])
            );
        }
        assert_eq!(client.call("GET", "/templates/mine", None).await.status, 404);
    });
}

/// A20: a hundred meetings have a hundred passwords of eight digits: not all equal, some with a zero
/// in front, each the one that Zoom was asked for.
#[test]
fn passwords_are_eight_random_digits() {
    run(async {
        let client = Client::apart("a20").await;
        client.ok("PUT", "", json!({"name": "Aalto", "time_zone": "Europe/Helsinki"})).await;
        client.connect().await;
        client.furnish().await;
        let mut users = vec![client.user.clone()];
        for n in 0..4 {
            let (person, user) = (format!("p{n}"), Client::free_user());
            client.ok("PUT", &format!("/people/{person}"), json!({"name": person})).await;
            let link = json!({"external_id": user});
            client.ok("PUT", &format!("/people/{person}/links/zoom"), link).await;
            users.push(user);
        }
        for n in 0..100 {
            let mut booking = client.booking(&format!("b{n}"), 1);
            booking["host"] =
                json!(if n % 5 == 4 { "aino".to_owned() } else { format!("p{}", n % 5) });
            client.tell("session.upserted", &booking).await;
        }
        let mut passwords = Vec::new();
        for n in 0..100 {
            let session = client.meeting_in(&format!("b{n}"), "ready").await;
            passwords.push(text(&session["meeting"]["password"]));
        }
        let digits = |password: &String| {
            password.len() == 8 && password.bytes().all(|byte| byte.is_ascii_digit())
        };
        assert!(passwords.iter().all(digits), "{passwords:?}");
        assert!(passwords.iter().any(|password| password.starts_with('0')), "{passwords:?}");
        let different: BTreeSet<_> = passwords.iter().cloned().collect();
        assert!(different.len() > 95, "new for each meeting");
        let calls = client.requests("zoom").await;
        let mut asked = BTreeSet::new();
        for user in users {
            let path = json!(format!("/users/{user}/meetings"));
            // What the limit per second refused was asked for again, with another password.
            let made = |it: &&Value| it["method"] == "POST" && it["status"] == 201;
            let creates = calls.iter().filter(made).filter(|it| it["path"] == path);
            asked.extend(creates.map(|call| text(&call["body"]["password"])));
        }
        assert_eq!(asked, different);
    });
}

/// A22: a mapped employee hosts; an unmapped one blocks the meeting, shows among what is not ready,
/// and mapping heals without another message.
#[test]
fn employees_are_mapped_to_zoom_users() {
    run(async {
        let client = Client::apart("a22").await;
        client.set_up().await;
        let eero = json!({"name": "Eero", "emails": ["eero@a22.example"]});
        client.ok("PUT", "/people/eero", eero).await;
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        let mut other = client.booking("b2", 1);
        other["host"] = json!("eero@a22.example");
        client.tell("session.upserted", &other).await;
        let session = client.meeting_in("b1", "ready").await;
        let meeting = client.meeting(&session["meeting"]["id"]).await.unwrap();
        assert_eq!(meeting["host_id"], *client.user);
        let blocked = client.meeting_in("b2", "blocked").await;
        assert_eq!(blocked["meeting"]["reason"], "host_not_mapped");
        assert_eq!(client.get("/readiness").await["unmapped"], json!(["eero"]));
        let user = Client::free_user();
        client.ok("PUT", "/people/eero/links/zoom", json!({"external_id": user})).await;
        let healed = client.meeting_in("b2", "ready").await;
        let meeting = client.meeting(&healed["meeting"]["id"]).await.unwrap();
        assert_eq!(meeting["host_id"], *user);
        assert_eq!(client.get("/readiness").await["unmapped"], json!([]));
    });
}

/// A24: video is off unless switched on; switching it on makes nothing for earlier bookings, unless
/// that is asked for.
#[test]
fn video_is_switched_on_for_each_service() {
    run(async {
        let client = Client::apart("a24").await;
        client.set_up().await;
        client.ok("PUT", "/services/101", json!({"name": "First visit"})).await;
        client.settings_are_known().await;
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        client.meeting_in("b1", "not_wanted").await;
        service(&client, json!({})).await;
        client.tell("session.upserted", &client.booking("b2", 1)).await;
        client.meeting_in("b2", "ready").await;
        let earlier = client.session("b1", |_| true).await;
        assert_eq!(earlier["meeting"]["state"], "not_wanted");
        assert_eq!(client.creates().await.len(), 1, "b2 only");
        let answer = client.call("POST", "/sessions/booking/b1/resync", None).await;
        assert_eq!(answer.status, 202, "{answer:?}");
        client.meeting_in("b1", "ready").await;
        assert_eq!(client.creates().await.len(), 2);
    });
}

/// A25, A26, A27, A28: a template of the tenant's own with all three codes: each is replaced, in the
/// customer's mail without the host's.
#[test]
fn own_templates_take_the_three_codes() {
    run(async {
        let client = Client::apart("a25").await;
        client.set_up().await;
        let host = json!({"audience": "host", "subject": "{service_name}", "body":
            "U={zoom_meeting_url}\nH={zoom_meeting_url_host}\nP={zoom_meeting_password}\n"});
        let guest = json!({"audience": "attendee", "subject": "{service_name}", "body":
            "U={zoom_meeting_url}\nP={zoom_meeting_password}\n"});
        for (template, subscription, to, body) in [
            ("my-host", "host-ready", "host", host),
            ("my-guest", "customer-ready", "attendee", guest),
        ] {
            client.ok("PUT", &format!("/templates/{template}"), body).await;
            let rule = json!({"event": "meeting.ready", "template": template,
                              "destination": {"kind": "email", "to": to}});
            client.ok("PUT", &format!("/subscriptions/{subscription}"), rule).await;
        }
        client.settings_are_known().await;
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        let session = client.told("b1", 2).await;
        let meeting = &session["meeting"];
        let (join, password) = (text(&meeting["join_url"]), text(&meeting["password"]));
        let guest = text(&client.mails(&client.guest(), 1).await[0]["text"]);
        assert_eq!(
            guest.lines().collect::<Vec<_>>(),
            [format!("U={join}"), format!("P={password}")]
        );
        let host = text(&client.mails(&client.host(), 1).await[0]["text"]);
        let lines: Vec<_> = host.lines().collect();
        assert_eq!((lines[0], lines[2]), (&*format!("U={join}"), &*format!("P={password}")));
        assert!(lines[1].starts_with("H=https://") && lines[1].contains("zak="), "{host}");
        assert!(!host.contains('{') && !host.contains('}'), "{host}");
    });
}

/// A27: the host's code is refused in a template for customers, and a template for hosts can't be
/// sent to customers.
#[test]
fn the_host_code_never_gets_into_a_customers_template() {
    run(async {
        let client = Client::apart("a27-save").await;
        client.set_up().await;
        for code in ["zoom_meeting_url_host", "meeting_url_host", "host_page"] {
            let body =
                json!({"audience": "attendee", "subject": "s", "body": format!("{{{code}}}")});
            let answer = client.call("PUT", "/templates/mine", Some(&body)).await;
            assert_eq!(answer.status, 422, "{code}");
            assert_eq!(errors(&answer), [pair("body", "host_code_in_guest_template")]);
        }
        let hosts = json!({"audience": "host", "subject": "s", "body": "{zoom_meeting_url_host}"});
        client.ok("PUT", "/templates/mine", hosts).await;
        let rule = json!({"event": "meeting.ready", "template": "mine",
                          "destination": {"kind": "email", "to": "attendee"}});
        let answer = client.call("PUT", "/subscriptions/mine", Some(&rule)).await;
        assert_eq!(
            (answer.status, errors(&answer)),
            (422, vec![pair("template", "audience_mismatch")])
        );
        let service = json!({"name": "x", "topic": "{zoom_meeting_url_host}"});
        assert_eq!(client.call("PUT", "/services/101", Some(&service)).await.status, 422);
    });
}

/// A27: the host's lasting link leads to a start link that Zoom mints at that moment, each time
/// another one; after the cancellation it is gone, and a forged one was never there.
#[test]
fn the_hosts_lasting_link_leads_to_a_fresh_start_link() {
    run(async {
        let client = Client::apart("a27").await;
        client.set_up().await;
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        let session = client.told("b1", 2).await;
        let mail = text(&client.mails(&client.host(), 1).await[0]["text"]);
        let link = mail.split_whitespace().find(|word| word.contains("/host/")).unwrap();
        let read = format!("/meetings/{}", text(&session["meeting"]["id"]));
        let before = client.zoom_calls("GET", &read).await.len();
        assert_eq!(before, 1, "the mail's start link was minted for it");
        let mut starts = BTreeSet::new();
        for opened in 1..=2 {
            let answer = client.open(link).await;
            assert_eq!(answer.status, 302, "{answer:?}");
            let location = answer.headers["location"].to_str().unwrap().to_owned();
            assert!(location.contains("zak="), "{location}");
            assert!(!mail.contains(&location), "another one than in the mail");
            starts.insert(location);
            assert_eq!(client.zoom_calls("GET", &read).await.len(), before + opened);
        }
        assert_eq!(starts.len(), 2);
        let minted = client.get("/sessions/booking/b1/host-link").await;
        assert!(text(&minted["url"]).contains("zak="));
        let forged = [
            format!("{link}x"),
            link.replacen("/host/", "/host/A", 1),
            link.split_once("/host/").unwrap().0.to_owned() + "/host/nothing",
        ];
        for forged in forged {
            assert_eq!(client.open(&forged).await.status, 404, "{forged}");
        }
        client.tell("session.cancelled", &json!({"external_id": "b1", "version": 2})).await;
        client.meeting_in("b1", "deleted").await;
        assert_eq!(client.open(link).await.status, 410);
    });
}

/// A28: with the password off and none from the account, the code is empty text, and no brace is
/// left in either mail.
#[test]
fn without_a_password_the_code_is_empty() {
    run(async {
        let client = Client::apart("a28").await;
        client.set_up().await;
        service(&client, json!({"password": {"random": false}})).await;
        client.tell("session.upserted", &client.booking("b1", 1)).await;
        let session = client.told("b1", 2).await;
        assert_eq!(session["meeting"]["password"], "");
        assert_eq!(client.creates().await[0]["body"].get("password"), None);
        for address in [client.guest(), client.host()] {
            let mail = &client.mails(&address, 1).await[0];
            let body = text(&mail["text"]);
            let line = body.lines().find(|line| line.starts_with("Password")).unwrap();
            assert!(line.trim_end().ends_with(':'), "{line}");
            assert!(!body.contains('{') && !body.contains('}'), "{body}");
        }
    });
}
