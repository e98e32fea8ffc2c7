//! People are invited to connect accounts of their own: who needs to, by a personal link, and how far
//! they have come.

use convoke_tests::live::{Client, run, text};
use serde_json::{Value, json};

async fn company(tenant: &str, name: &str) -> Client {
    let client = Client::new(tenant).await;
    let contact = json!({"name": "HR", "email": format!("hr@{tenant}.example")});
    let body =
        json!({"name": name, "calendar": {"kind": "ews"}, "locale": "it", "contact": contact});
    client.ok("PUT", "", body).await;
    client.settings_are_known().await;
    client
}

async fn planner(client: &Client, id: &str, email: &str) {
    let person = json!({"name": id, "emails": [email], "calendar_synced": true});
    client.ok("PUT", &format!("/people/{id}"), person).await;
}

/// The link in the latest mail of this company to an address.
async fn link(client: &Client, company: &str, to: &str) -> String {
    let mut found = None;
    client
        .until("an invitation has come", async || latest(client, company, to).await.is_some())
        .await;
    if let Some(mail) = latest(client, company, to).await {
        let body = text(&mail["text"]);
        let word = body.split_whitespace().find(|word| word.contains("/connect/"));
        found = word.map(|word| word.trim_end_matches(['.', ',', ')']).to_owned());
    }
    found.unwrap()
}

async fn latest(client: &Client, company: &str, to: &str) -> Option<Value> {
    let state = client.state("mail").await;
    let mails = state["mails"].as_array().cloned().unwrap_or_default();
    mails.into_iter().rfind(|mail| {
        let is_to = mail["to"].as_array().is_some_and(|all| all.contains(&json!(to)));
        is_to && text(&mail["subject"]).contains(company)
    })
}

async fn mails(client: &Client, to: &str) -> usize {
    let state = client.state("mail").await;
    let mails = state["mails"].as_array().cloned().unwrap_or_default();
    let is_to = |mail: &&Value| mail["to"].as_array().is_some_and(|it| it.contains(&json!(to)));
    mails.iter().filter(is_to).count()
}

/// P16: everybody who needs it gets one mail, whoever is connected gets none, and the counters say so.
#[test]
fn everybody_who_needs_it_is_invited() {
    run(async {
        let client = company("p16", "Studio Sedici").await;
        planner(&client, "aino", "aino@demo.example").await;
        planner(&client, "anna", "anna@p16.example").await;
        planner(&client, "bruno", "bruno@p16.example").await;
        let shared = json!({"name": "Team", "emails": ["team@p16.example"], "mailbox": "shared",
                            "calendar_synced": true});
        client.ok("PUT", "/people/team", shared).await;
        let path = "/people/aino/connections/goto/authorize";
        let begun = client.ok("POST", path, Value::Null).await;
        let page = client.browse(&text(&begun["url"])).await;
        assert_eq!(client.browse(page.headers["location"].to_str().unwrap()).await.status, 200);

        let invited = client.ok("POST", "/connections/goto/invite", Value::Null).await;
        assert_eq!(invited, json!({"invited": 2, "connected": 1, "without_address": 0}));
        for address in ["anna@p16.example", "bruno@p16.example"] {
            link(&client, "Studio Sedici", address).await;
            assert_eq!(mails(&client, address).await, 1);
        }
        assert_eq!(mails(&client, "team@p16.example").await, 0);
        let listed = client.get("/invitations").await;
        assert_eq!((&listed["done"], &listed["open"]), (&json!(0), &json!(2)));
    });
}

/// P23, P26, P27, P28: the link shows the providers with a button each and leads to the provider; once
/// all is connected it has been used, and the inviter sees it.
#[test]
fn an_invitation_leads_to_the_connection_and_ends() {
    run(async {
        let client = company("p28", "Studio Ventotto").await;
        planner(&client, "aino", "aino@demo.example").await;
        planner(&client, "anna", "anna@p28.example").await;
        for person in ["aino", "anna"] {
            client
                .ok("POST", &format!("/people/{person}/connections/goto/invite"), Value::Null)
                .await;
        }
        let url = link(&client, "Studio Ventotto", "aino@demo.example").await;
        let page = client.browse(&url).await;
        assert_eq!(page.status, 200, "{page:?}");
        let html = text(&page.body);
        assert!(html.contains("<html lang=\"it\">") && html.contains("GoToMeeting"), "{html}");
        assert!(!html.contains("Zoom"), "only what was chosen");
        assert!(html.contains(&format!("{}/goto", url.split("/connect/").nth(1).unwrap())));

        let pressed = client.browse(&format!("{url}/goto")).await;
        assert_eq!(pressed.status, 302, "{pressed:?}");
        let consented = client.browse(pressed.headers["location"].to_str().unwrap()).await;
        let back = client.browse(consented.headers["location"].to_str().unwrap()).await;
        assert_eq!(back.status, 200, "{back:?}");

        assert_eq!(client.browse(&url).await.status, 410, "it has been used");
        let listed = client.get("/invitations").await;
        assert_eq!((&listed["done"], &listed["open"]), (&json!(1), &json!(1)), "{listed:#}");
        client.until("HR has heard", async || mails(&client, "hr@p28.example").await == 1).await;
    });
}

/// P27: a later invitation ends the earlier one's link; a link that was tampered with, and a provider
/// that nobody was invited to, lead nowhere.
#[test]
fn only_the_latest_link_leads_anywhere() {
    run(async {
        let client = company("p27b", "Studio Ventisette").await;
        planner(&client, "anna", "anna@p27b.example").await;
        let invite = "/people/anna/connections/goto/invite";
        client.ok("POST", invite, Value::Null).await;
        let first = link(&client, "Studio Ventisette", "anna@p27b.example").await;
        client.ok("POST", invite, Value::Null).await;
        client
            .until("the second has come", async || mails(&client, "anna@p27b.example").await == 2)
            .await;
        let second = link(&client, "Studio Ventisette", "anna@p27b.example").await;
        assert_ne!(first, second);
        assert_eq!(client.browse(&first).await.status, 410);
        assert_eq!(client.browse(&second).await.status, 200);
        assert_eq!(client.browse(&format!("{second}/zoom")).await.status, 410);
        let mut forged = second.clone();
        let last = forged.pop().unwrap();
        forged.push(if last == 'A' { 'B' } else { 'A' });
        let forged = client.browse(&forged).await;
        assert!([404, 410].contains(&forged.status), "{forged:?}");
    });
}

/// P11, P24: a template with a note to its writer is refused by its code; nobody is invited to Zoom
/// before the application is installed.
#[test]
fn what_would_mislead_people_is_refused() {
    run(async {
        let client = company("p24", "Studio Ventiquattro").await;
        planner(&client, "anna", "anna@p24.example").await;
        let template = json!({"audience": "staff", "subject": "Collegare {providers}",
                              "body": "[elimina le integrazioni non necessarie]\n\n{steps}"});
        let refused = client.call("PUT", "/templates/connect_invitation", Some(&template)).await;
        assert_eq!(
            (refused.status, &refused.body["code"]),
            (422, &json!("unresolved_placeholder"))
        );
        let template = json!({"audience": "staff", "subject": "Collegare {providers}",
                              "body": "Ciao {person_name}\n\n{steps}"});
        client.ok("PUT", "/templates/connect_invitation", template).await;
        let refused = client.call("POST", "/connections/zoom/invite", None).await;
        assert_eq!((refused.status, &refused.body["code"]), (409, &json!("app_not_installed")));
        client.settings_are_known().await;
        client.ok("POST", "/people/anna/connections/goto/invite", Value::Null).await;
        link(&client, "Collegare GoToMeeting", "anna@p24.example").await;
    });
}
