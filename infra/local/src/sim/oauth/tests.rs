//! Codes work once and for whom they were made; each rotation does what its vendor does.

use http::{Method, Request};
use jiff::{SignedDuration, Timestamp};

use super::{Ask, BadCode, BadRefresh, BadToken, Grants, Misask, Rotation, Vending};
use crate::sim::{Call, Entropy, Query};

const PATH: &str = "/v1/oauth/zoom/callback";
const BACK: &str = "http://127.0.0.1:9000/v1/oauth/zoom/callback";
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn now() -> Timestamp {
    "2026-12-01T10:00:00Z".parse().unwrap()
}

const fn vending(rotation: Rotation) -> Vending {
    Vending {
        code: SignedDuration::from_mins(5),
        access: SignedDuration::from_hours(1),
        refresh: SignedDuration::from_hours(100),
        rotation,
        access_length: 80,
    }
}

fn ask(query: &str) -> Result<Ask, Misask> {
    let request = Request::builder().method(Method::GET).uri(format!("/authorize?{query}"));
    let (parts, ()) = request.body(()).unwrap().into_parts();
    let call = Call::new("zoom", &parts, "/authorize".to_owned(), bytes::Bytes::new(), now());
    Ask::read(&call, "app", PATH)
}

fn good() -> String {
    format!(
        "client_id=app&response_type=code&redirect_uri={BACK}&state=s&scope=a%20b\
         &code_challenge={CHALLENGE}&code_challenge_method=S256"
    )
}

fn form(code: &str, redirect: &str, verifier: &str) -> Query {
    Query::parse(&format!("code={code}&redirect_uri={redirect}&code_verifier={verifier}"))
}

#[test]
fn the_browser_is_sent_nowhere_unless_the_application_and_its_address_are_known() {
    let asked = ask(&good()).unwrap();
    assert_eq!((asked.scopes, asked.state.as_deref()), (vec!["a".into(), "b".into()], Some("s")));
    for (from, to, misask) in [
        ("client_id=app", "client_id=other", Misask::Client),
        (":9000/v1/oauth/zoom/callback", ":9000/v1/oauth/zoom/elsewhere", Misask::Redirect),
        ("http://127.0.0.1:9000", "https://evil.test", Misask::Redirect),
        ("http://127.0.0.1:9000", "http://127.0.0.1.evil.test", Misask::Redirect),
        ("http://127.0.0.1:9000", "http://notlocalhost:9000", Misask::Redirect),
        ("response_type=code", "response_type=token", Misask::ResponseType),
        ("method=S256", "method=plain", Misask::Challenge),
        (CHALLENGE, "short", Misask::Challenge),
    ] {
        assert_eq!(ask(&good().replace(from, to)), Err(misask), "{to}");
    }
}

#[test]
fn a_code_works_once_in_time_and_with_its_own_verifier() {
    let (mut grants, mut entropy) = (Grants::default(), Entropy::new(1));
    let vending = vending(Rotation::Kept);
    let asked = ask(&good()).unwrap();
    let code = grants.code(&asked, "u1", asked.scopes.clone(), &vending, now(), &mut entropy);
    let mut try_at = |form: &Query, at| grants.exchange(form, &vending, at, &mut entropy);
    let wrong = VERIFIER.replace('d', "e");
    assert_eq!(try_at(&form("x", BACK, VERIFIER), now()), Err(BadCode::Unknown));
    assert_eq!(try_at(&form(&code, "http://127.0.0.1/", VERIFIER), now()), Err(BadCode::Redirect));
    assert_eq!(try_at(&form(&code, BACK, &wrong), now()), Err(BadCode::Verifier));
    let late = now() + SignedDuration::from_mins(5);
    assert_eq!(try_at(&form(&code, BACK, VERIFIER), late), Err(BadCode::Expired));
    let tokens = try_at(&form(&code, BACK, VERIFIER), now()).unwrap();
    assert_eq!(try_at(&form(&code, BACK, VERIFIER), now()), Err(BadCode::Used));
    assert_eq!(grants.check(&tokens.access, now()), Err(BadToken::Unknown), "taken back");
}

fn granted(rotation: Rotation) -> (Grants, Entropy, Vending, String) {
    let (mut grants, mut entropy) = (Grants::default(), Entropy::new(1));
    let vending = vending(rotation);
    let asked = ask(&good()).unwrap();
    let code = grants.code(&asked, "u1", Vec::new(), &vending, now(), &mut entropy);
    let tokens = grants.exchange(&form(&code, BACK, VERIFIER), &vending, now(), &mut entropy);
    (grants, entropy, vending, tokens.unwrap().refresh.unwrap())
}

#[test]
fn a_single_use_token_shown_twice_ends_the_grant() {
    let (mut grants, mut entropy, vending, first) = granted(Rotation::SingleUse);
    let next = grants.renew(&first, &vending, now(), &mut entropy).unwrap();
    assert_eq!(grants.renew(&first, &vending, now(), &mut entropy), Err(BadRefresh::Reused));
    let second = next.refresh.unwrap();
    assert_eq!(grants.renew(&second, &vending, now(), &mut entropy), Err(BadRefresh::Unknown));
    assert_eq!(grants.check(&next.access, now()), Err(BadToken::Unknown));
}

#[test]
fn the_other_rotations_leave_the_old_token_alive() {
    for (rotation, later, renews) in [
        (Rotation::Rolling, 1, true),
        (Rotation::Kept, 99, false),
        (Rotation::NearEnd, 1, false),
        (Rotation::NearEnd, 95, true),
    ] {
        let (mut grants, mut entropy, vending, first) = granted(rotation);
        let at = now() + SignedDuration::from_hours(later);
        for _ in 0..2 {
            let next = grants.renew(&first, &vending, at, &mut entropy).unwrap();
            assert_eq!(next.refresh.is_some(), renews, "{rotation:?} after {later} h");
        }
        let end = now() + SignedDuration::from_hours(100);
        let late = grants.renew(&first, &vending, end, &mut entropy);
        assert_eq!(late, Err(BadRefresh::Expired));
    }
}
