//! What GoTo, Google and Microsoft answer to a person's token, to each thing that they are asked. The form
//! of an input is Zoom's: what is asked, then the answers.

use convoke::clock::Clock;
use convoke::config::ProviderUrls;
use convoke::domain::ids::Secret;
use convoke::providers::{
    Access, Account, Google, Goto, Means, MeetingProvider, Microsoft, ProviderFault,
};
use convoke::transport::Transport;

use super::message::cut;
use super::scene::run;
use super::zoom::{AT, Answers, HIDDEN, MOST, attempt, made_well, now, stands, wanted};

/// What GoTo answers.
pub(super) fn goto(bytes: &[u8]) {
    play(bytes, |transport| Goto::new(transport, urls(), Clock::new(now)));
}

/// What Google answers.
pub(super) fn google(bytes: &[u8]) {
    play(bytes, |transport| Google::new(transport, urls(), Clock::new(now)));
}

/// What Microsoft answers.
pub(super) fn microsoft(bytes: &[u8]) {
    play(bytes, |transport| Microsoft::new(transport, urls(), Clock::new(now)));
}

fn urls() -> ProviderUrls {
    ProviderUrls {
        api: "http://vendor.test/api".to_owned(),
        token: "http://vendor.test/token".to_owned(),
        authorize: "http://vendor.test/authorize".to_owned(),
    }
}

fn play<P: MeetingProvider + Account>(bytes: &[u8], vendor: impl FnOnce(Transport) -> P) {
    let (asked, answers) = cut(bytes, b"\n").unwrap_or((bytes, b""));
    let answers = Answers::read(answers, false);
    let said_by_them = HIDDEN
        .iter()
        .any(|hidden| bytes.windows(hidden.len()).any(|window| window == hidden.as_bytes()));
    let vendor = vendor(Transport::new(answers.clone()));
    let fault = run(ask(&String::from_utf8_lossy(asked), &vendor));
    assert!(answers.count() <= MOST, "{} exchanges", answers.count());
    if let Some(fault) = fault {
        let texts = format!("{fault:?}");
        assert!(said_by_them || HIDDEN.iter().all(|hidden| !texts.contains(hidden)), "{texts}");
        stands(&fault);
    }
}

async fn ask(asked: &str, vendor: &(impl MeetingProvider + Account)) -> Option<ProviderFault> {
    let means = Means::Grant(Secret::new(HIDDEN[0]));
    let access = Access { credentials: "c1".to_owned(), means };
    match asked {
        "create" => match vendor.create(&access, &wanted(), &attempt(true)).await {
            Ok(made) => made_well(&made),
            Err(fault) => return Some(fault),
        },
        // A meeting that is found without its link is told to nobody.
        "find" => match vendor.find(&access, &attempt(true)).await {
            Ok(found) => found.iter().filter(|it| !it.join_url.is_empty()).for_each(made_well),
            Err(fault) => return Some(fault),
        },
        "update" => return vendor.update(&access, AT, &wanted()).await.err(),
        "delete" => return vendor.delete(&access, AT).await.err(),
        "host" => match vendor.host_link(&access, AT).await {
            Ok(link) => assert!(!link.expose().is_empty()),
            Err(fault) => return Some(fault),
        },
        "users" => match vendor.users(&access).await {
            Ok(users) => assert!(users.iter().all(|user| !user.id.is_empty())),
            Err(fault) => return Some(fault),
        },
        _ => return vendor.verify(&access).await.err(),
    }
    None
}
