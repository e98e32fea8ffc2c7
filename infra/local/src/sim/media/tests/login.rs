//! Who gets past a login page.

use bytes::Bytes;
use http::{Request, StatusCode, header};

use super::{cookie, filled, look, send, text, token};
use crate::sim::media::board::BOARDS;
use crate::sim::media::login::REFUSED;
use crate::sim::tests::Bench;

#[tokio::test]
async fn the_right_password_leads_home_at_every_board() {
    let bench = Bench::new();
    for board in &BOARDS {
        let response = send(&bench, board.id, &filled(&bench, board.id).await).await;
        assert_eq!(response.status(), 302, "{}", board.id);
        assert_eq!(response.headers()[header::LOCATION], "/home");
        let set = response.headers()[header::SET_COOKIE].to_str().unwrap();
        assert!(set.starts_with(&format!("{}_session=", board.id)), "{set}");
        assert!(set.ends_with("; Path=/; HttpOnly"), "{set}");
        let home = look(&bench, &format!("/{}/home", board.id), &cookie(&response)).await;
        assert_eq!(home.status(), 200);
        assert!(text(&home).contains("ようこそ"));
    }
}

#[tokio::test]
async fn a_wrong_password_or_name_is_refused_in_the_boards_own_way() {
    let bench = Bench::new();
    for board in &BOARDS {
        let right = filled(&bench, board.id).await;
        let expected = if ["rikunabi_next", "green"].contains(&board.id) { 200 } else { 401 };
        for (part, wrong) in
            [("-password", "-passwort"), ("recruiter", "nobody"), ("password=", "p=")]
        {
            let token = format!("authenticity_token={}", token(&bench, board.id).await);
            let (_, account) = right.split_once('&').unwrap();
            let form = format!("{token}&{}", account.replace(part, wrong));
            let response = send(&bench, board.id, &form).await;
            assert_eq!(response.status(), expected, "{} {form}", board.id);
            assert!(response.headers().get(header::SET_COOKIE).is_none());
            assert!(text(&response).contains(REFUSED));
        }
        let again = send(&bench, board.id, &filled(&bench, board.id).await).await;
        assert_eq!(again.status(), 302, "nobody is locked out");
    }
}

#[tokio::test]
async fn two_boards_want_the_value_that_only_their_page_knows() {
    let bench = Bench::new();
    for medium in ["offerbox", "mynavi_shinsotsu"] {
        let form = filled(&bench, medium).await;
        let (_, account) = form.split_once('&').unwrap();
        let other = if medium == "offerbox" { "mynavi_shinsotsu" } else { "offerbox" };
        let foreign = format!("authenticity_token={}&{account}", token(&bench, other).await);
        for wrong in [account, &format!("authenticity_token=x&{account}"), &foreign] {
            assert_eq!(send(&bench, medium, wrong).await.status(), 422, "{wrong}");
        }
        assert_eq!(send(&bench, medium, &form).await.status(), 302);
        assert_eq!(send(&bench, medium, &form).await.status(), 422, "it is good for one try");
    }
    assert_eq!(token(&bench, "doda").await, "", "others have none");
}

#[tokio::test]
async fn the_form_must_be_sent_as_a_form() {
    let bench = Bench::new();
    let form = filled(&bench, "ambi").await;
    for content_type in ["application/json", "text/plain", "multipart/form-data; boundary=x"] {
        let request = Request::post("/media/ambi/login")
            .header(header::CONTENT_TYPE, content_type)
            .body(Bytes::from(form.clone()));
        let response = bench.sims.call(request.unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
}

#[tokio::test]
async fn the_login_page_has_the_form_in_the_boards_encoding() {
    let bench = Bench::new();
    for (medium, charset) in [("rikunabi_next", "Shift_JIS"), ("green", "UTF-8")] {
        let page = look(&bench, &format!("/{medium}/login"), "").await;
        let expected = format!("text/html; charset={charset}");
        assert_eq!(page.headers()[header::CONTENT_TYPE], expected);
        let page = text(&page);
        for part in
            ["action=\"/login\" method=\"post\"", "name=\"login_id\"", "name=\"password\"", charset]
        {
            assert!(page.contains(part), "{part}");
        }
        assert!(!page.contains(REFUSED));
    }
}
