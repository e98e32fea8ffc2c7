//! Chats, both ways: what Slack and Teams answer, and what they send.

use convoke::clock::Clock;
use convoke::config::Config;
use convoke::domain::chat::ChatText;
use convoke::domain::ids::Secret;
use convoke::inbound::chat::{
    Heard, Keys, kid, slack as heard_from_slack, teams as heard_from_teams,
};
use convoke::inbound::{Hook, SignatureFault};
use convoke::providers::{
    Access, Application, Bot, ChatFault, ChatProvider, Means, ProviderFault, Slack, Target, Teams,
};
use convoke::transport::Transport;
use convoke_local::sim::slack::sign;
use http::HeaderMap;

use super::message::cut;
use super::scene::run;
use super::zoom::{Answers, HIDDEN, MOST, now, stands};

/// What Slack answers.
pub(super) fn slack(bytes: &[u8]) {
    let means = Means::Grant(Secret::new(HIDDEN[0]));
    play(bytes, means, |transport, config| {
        Slack::new(transport, config.vendors.slack.clone(), Clock::new(now))
    });
}

/// What Graph and the Bot Framework answer.
pub(super) fn teams(bytes: &[u8]) {
    let application = Application {
        account: "6f0c2f5a-0000-4000-8000-000000000001".to_owned(),
        client_id: "c".to_owned(),
        client_secret: Secret::new(HIDDEN[1]),
    };
    let means = Means::Bot(Bot { application, catalog_id: Some("a".to_owned()) });
    play(bytes, means, |transport, config| Teams::new(transport, &config.vendors, Clock::new(now)));
}

fn play<P: ChatProvider>(bytes: &[u8], means: Means, chat: impl FnOnce(Transport, &Config) -> P) {
    let (asked, answers) = cut(bytes, b"\n").unwrap_or((bytes, b""));
    let answers = Answers::read(answers, false);
    let said_by_them = HIDDEN
        .iter()
        .any(|hidden| bytes.windows(hidden.len()).any(|window| window == hidden.as_bytes()));
    let config = Config::read(&|_| None).unwrap();
    let chat = chat(Transport::new(answers.clone()), &config);
    let access = Access { credentials: "c1".to_owned(), means };
    let fault = run(ask(&String::from_utf8_lossy(asked), &chat, &access));
    assert!(answers.count() <= MOST, "{} exchanges", answers.count());
    if let Some(fault) = fault {
        let texts = format!("{fault:?}");
        assert!(said_by_them || HIDDEN.iter().all(|hidden| !texts.contains(hidden)), "{texts}");
        stands(&fault);
    }
}

async fn ask(asked: &str, chat: &impl ChatProvider, access: &Access) -> Option<ProviderFault> {
    const EMAIL: &str = "Aino@demo.example";
    let text = ChatText::new("A title", "Two\nlines");
    match asked {
        "users" => match chat.users(access).await {
            Ok(users) => {
                assert!(users.iter().all(|user| !user.id.is_empty() || user.email.is_empty()));
            }
            Err(fault) => return Some(fault),
        },
        "find" => match chat.find_user(access, EMAIL).await {
            // Whatever a platform takes for equal, nobody else is taken for her.
            Ok(found) => {
                assert!(found.is_none_or(|it| it.email.trim().eq_ignore_ascii_case(EMAIL)));
            }
            Err(fault) => return Some(fault),
        },
        "user" => return chat.user(access, "U1").await.err(),
        "verify" => return chat.verify(access).await.err(),
        who => {
            let to = if who == "dm" { Target::User("U1") } else { Target::Channel("C1") };
            match chat.post(access, to, &text).await {
                Ok(_) => {}
                Err(ChatFault::Throttled { after }) => assert!(after.is_positive()),
                Err(ChatFault::Provider(fault)) => return Some(fault),
            }
        }
    }
    None
}

/// What they send, rightly signed by Slack and by nobody for Teams.
pub(super) fn asked(bytes: &[u8]) {
    let secret = Secret::new("a-signing-secret");
    for kind in ["application/json", "application/x-www-form-urlencoded"] {
        let mut headers = HeaderMap::new();
        let at = now().as_second();
        headers.insert("content-type", kind.parse().unwrap());
        headers.insert("x-slack-request-timestamp", at.to_string().parse().unwrap());
        let signature = sign(secret.expose(), at, bytes);
        headers.insert("x-slack-signature", signature.parse().unwrap());
        let hook = Hook { headers: &headers, body: bytes };
        let heard = heard_from_slack(&secret, hook, now()).expect("rightly signed");
        if let Heard::Question(question) = heard {
            assert!(!question.user.is_empty() && !question.id.is_empty(), "{question:?}");
        }
        // One byte more is another body.
        let longer = [bytes, b" "].concat();
        let hook = Hook { headers: &headers, body: &longer };
        assert_eq!(heard_from_slack(&secret, hook, now()), Err(SignatureFault::Mismatch));
    }
    let mut headers = HeaderMap::new();
    if let Ok(value) = http::HeaderValue::from_bytes(&[b"Bearer ", bytes].concat()) {
        headers.insert("authorization", value);
    }
    let hook = Hook { headers: &headers, body: bytes };
    let _ = kid(hook);
    assert!(heard_from_teams(&Keys::default(), "app", hook, now()).is_err(), "nobody signed it");
}
