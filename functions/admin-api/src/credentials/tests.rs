//! What is refused of credentials, and why.

use super::*;

fn given(vendor: Vendor, body: &str) -> Result<Given, Vec<(String, String)>> {
    let body: ConnectionBody = serde_json::from_str(body).unwrap();
    let told = |errors: FieldErrors| errors.0.into_iter().map(|e| (e.field, e.code)).collect();
    body.given(vendor, PrivateAddresses::Refuse).map_err(told)
}

/// A17: all three are mandatory, and each that is missing is named at once.
#[test]
fn each_missing_credential_is_named() {
    let zoom = |body| given(Vendor::Meetings(ProviderName::Zoom), body);
    let missing = zoom(r#"{"kind":"s2s","client_id":"  "}"#).unwrap_err();
    let names: Vec<&str> = missing.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(names, ["account_id", "client_id", "client_secret"]);
    assert!(missing.iter().all(|(_, code)| code == "required"));
    let whole = r#"{"kind":"s2s","account_id":" a ","client_id":"b","client_secret":"c"}"#;
    assert_eq!(zoom(whole).unwrap().secret(), "c");
}

#[test]
fn other_kinds_and_the_mask_are_refused() {
    let body = r#"{"kind":"oauth","account_id":"a","client_id":"b","client_secret":"•••"}"#;
    let errors = given(Vendor::Meetings(ProviderName::Zoom), body).unwrap_err();
    let codes: Vec<&str> = errors.iter().map(|(_, code)| code.as_str()).collect();
    assert_eq!(codes, ["kind_unknown", "secret_masked"]);
    assert!(given(Vendor::Meetings(ProviderName::Goto), r#"{"kind":"s2s"}"#).is_err());
}

/// Whoever mixes up two providers' forms hears of it at once.
#[test]
fn fields_of_another_kind_are_refused() {
    let body = r#"{"kind":"app","tenant_id":"t","client_id":"b","client_secret":"c","key":{}}"#;
    let errors = given(Vendor::Meetings(ProviderName::Microsoft), body).unwrap_err();
    assert_eq!(errors, [("key".to_owned(), "unknown_field".to_owned())]);
}

#[test]
fn a_key_file_comes_as_an_object_or_as_text() {
    let file = r#"{"client_email":"hub@p.example","private_key":"-----BEGIN"}"#;
    let quoted = serde_json::to_string(file).unwrap();
    for key in [file, quoted.as_str()] {
        let body = format!(r#"{{"kind":"service_account","key":{key}}}"#);
        let google = Vendor::Meetings(ProviderName::Google);
        let Ok(Given::ServiceAccount { client_email, .. }) = given(google, &body) else {
            panic!("{body}")
        };
        assert_eq!(client_email, "hub@p.example");
    }
    let google = Vendor::Meetings(ProviderName::Google);
    let bad = given(google, r#"{"kind":"service_account","key":"x"}"#);
    assert_eq!(bad.unwrap_err(), [("key".to_owned(), "invalid".to_owned())]);
}

/// An Exchange server's address is a tenant's: what will never be gone to is refused when it is
/// saved, together with everything else that is wrong.
#[test]
fn an_exchange_server_needs_a_public_address_a_login_and_a_password() {
    let ews = |body| given(Vendor::Exchange, body);
    let body = r#"{"kind":"ews","url":"https://mail.x.example/EWS/Exchange.asmx",
        "login":"X\\svc","password":" p w ","mailbox":"a@x.example"}"#;
    let whole = ews(body).unwrap();
    assert!(matches!(&whole, Given::Ews { mailbox: Some(it), .. } if it == "a@x.example"));
    let bad = r#"{"kind":"ews","url":"http://10.0.0.1/","password":"•••","mailbox":"x","key":1}"#;
    let codes: Vec<_> = ews(bad).unwrap_err().into_iter().map(|(f, c)| f + " " + &c).collect();
    for expected in [
        "key unknown_field",
        "login required",
        "password secret_masked",
        "url address_refused",
        "mailbox invalid",
    ] {
        assert!(codes.iter().any(|code| code == expected), "{expected}: {codes:?}");
    }
}
