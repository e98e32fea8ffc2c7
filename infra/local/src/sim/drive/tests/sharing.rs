//! Permissions.

use serde_json::{Value, json};

use super::*;

fn at(id: &str) -> String {
    format!("/drive/v3/files/{id}/permissions?supportsAllDrives=true&sendNotificationEmail=false")
}

fn list(id: &str) -> String {
    format!("/drive/v3/files/{id}/permissions?supportsAllDrives=true")
}

fn reader(email: &str) -> Value {
    json!({"role": "reader", "type": "user", "emailAddress": email})
}

#[tokio::test]
async fn a_permission_has_the_same_id_wherever_it_is_given() {
    let bench = Bench::new();
    let own = account(&bench).await;
    let id = upload(&bench, &own, b"abc").await;
    let (status, first) = api(&bench, &own, "POST", &at(&id), reader("maija@mail.example")).await;
    assert_eq!((status, &first["role"]), (200, &json!("reader")));
    let mut writer = reader("Maija@mail.example");
    writer["role"] = json!("writer");
    let (_, again) = api(&bench, &own, "POST", &at(&id), writer).await;
    assert_eq!((&again["id"], &again["role"]), (&first["id"], &json!("writer")));
    let path =
        format!("{}&fields=permissions(emailAddress,permissionDetails(inherited))", list(&id));
    let (_, all) = api(&bench, &own, "GET", &path, Value::Null).await;
    let all = all["permissions"].as_array().unwrap();
    assert_eq!(all.len(), 3, "two come from the folder: {all:?}");
    assert_eq!(all[0]["permissionDetails"], json!([{"inherited": false}]));
    assert_eq!(all[1]["permissionDetails"], json!([{"inherited": true}]));
}

#[tokio::test]
async fn a_permission_is_taken_away_where_it_was_given() {
    let bench = Bench::new();
    let own = account(&bench).await;
    let id = upload(&bench, &own, b"abc").await;
    let (_, given) = api(&bench, &own, "POST", &at(&id), reader("maija@mail.example")).await;
    let one = |permission: &str| {
        format!("/drive/v3/files/{id}/permissions/{permission}?supportsAllDrives=true")
    };
    let given = one(given["id"].as_str().unwrap());
    assert_eq!(api(&bench, &own, "DELETE", &given, Value::Null).await.0, 204);
    let answer = api(&bench, &own, "DELETE", &given, Value::Null).await;
    assert_eq!(why(answer), refused(404, "notFound"));
    let (_, all) = api(&bench, &own, "GET", &list(&id), Value::Null).await;
    let inherited = one(all["permissions"][0]["id"].as_str().unwrap());
    let answer = api(&bench, &own, "DELETE", &inherited, Value::Null).await;
    assert_eq!(why(answer), refused(403, "cannotModifyInheritedPermission"));
}

#[tokio::test]
async fn what_a_permission_says_is_checked() {
    let bench = Bench::new();
    let own = account(&bench).await;
    let id = upload(&bench, &own, b"abc").await;
    for (body, expected) in [
        (json!({"type": "user", "emailAddress": "a@b.example"}), refused(400, "required")),
        (json!({"role": "reader", "emailAddress": "a@b.example"}), refused(400, "required")),
        (json!({"role": "reader", "type": "user"}), refused(400, "required")),
        (json!({"role": "reader", "type": "domain"}), refused(400, "required")),
        (json!({"role": "viewer", "type": "anyone"}), refused(400, "invalid")),
        (json!({"role": "reader", "type": "everyone"}), refused(400, "invalid")),
        (reader("nobody"), refused(400, "invalid")),
        (json!({"role": "reader", "type": "anyone"}), refused(403, "forbidden")),
        (
            json!({"role": "owner", "type": "user", "emailAddress": "a@b.example"}),
            refused(403, "insufficientFilePermissions"),
        ),
        (
            json!({"role": "reader", "type": "user", "emailAddress": "a@b.example", "x": 1}),
            refused(400, "invalid"),
        ),
    ] {
        let answer = api(&bench, &own, "POST", &at(&id), body.clone()).await;
        assert_eq!(why(answer), expected, "{body}");
    }
    let anyone = json!({"role": "reader", "type": "anyone"});
    let (_, given) = api(&bench, &own, "POST", &list(&id), anyone).await;
    assert_eq!(given["id"], "anyoneWithLink");
}

#[tokio::test]
async fn whoever_has_no_account_must_be_told_by_mail() {
    let bench = Bench::new();
    bench.sims.merge_state("drive", &json!({"no_account": ["maija@mail.example"]})).unwrap();
    let own = account(&bench).await;
    let id = upload(&bench, &own, b"abc").await;
    let answer = api(&bench, &own, "POST", &at(&id), reader("Maija@mail.example")).await;
    assert_eq!(why(answer), refused(400, "invalidSharingRequest"));
    assert_eq!(api(&bench, &own, "POST", &list(&id), reader("maija@mail.example")).await.0, 200);
}

#[tokio::test]
async fn a_domain_may_keep_its_files_to_itself() {
    let bench = Bench::new();
    bench.sims.merge_state("drive", &json!({"external_sharing": false})).unwrap();
    let aino = granted(&bench, "aino", DRIVE).await;
    let shared = upload(&bench, &aino, b"abc").await;
    let (_, own) = api(&bench, &aino, "POST", FILES, json!({"name": "mine"})).await;
    let own = own["id"].as_str().unwrap();
    for (id, reason) in
        [(shared.as_str(), "teamDriveDomainUsersOnlyRestriction"), (own, "shareOutNotPermitted")]
    {
        let answer = api(&bench, &aino, "POST", &at(id), reader("maija@mail.example")).await;
        assert_eq!(why(answer), refused(403, reason));
        let inside = api(&bench, &aino, "POST", &at(id), reader("liisa@demo.example")).await;
        assert_eq!(inside.0, 200);
    }
}

/// A content manager shares files of a shared drive, and not its folders.
#[tokio::test]
async fn who_may_share_what() {
    let bench = Bench::new();
    let own = account(&bench).await;
    let id = upload(&bench, &own, b"abc").await;
    let answer = api(&bench, &own, "POST", &at(FOLDER), reader("maija@mail.example")).await;
    assert_eq!(why(answer), refused(403, "insufficientFilePermissions"));
    assert_eq!(api(&bench, &own, "POST", &at(&id), reader("matti@demo.example")).await.0, 200);
    let matti = granted(&bench, "matti", DRIVE).await;
    let seen = format!("/drive/v3/files/{id}?supportsAllDrives=true");
    assert_eq!(api(&bench, &matti, "GET", &seen, Value::Null).await.0, 200, "a reader reads");
    for answer in [
        api(&bench, &matti, "POST", &at(&id), reader("liisa@demo.example")).await,
        api(&bench, &matti, "GET", &list(&id), Value::Null).await,
        api(&bench, &matti, "PATCH", &seen, json!({"name": "x"})).await,
    ] {
        assert_eq!(why(answer), refused(403, "insufficientFilePermissions"));
    }
}

#[tokio::test]
async fn many_permissions_come_in_pages() {
    let bench = Bench::new();
    let own = account(&bench).await;
    let id = upload(&bench, &own, b"abc").await;
    let path = format!("{}&pageSize=1", list(&id));
    let (_, first) = api(&bench, &own, "GET", &path, Value::Null).await;
    let next = first["nextPageToken"].as_str().unwrap();
    let (_, second) =
        api(&bench, &own, "GET", &format!("{path}&pageToken={next}"), Value::Null).await;
    assert_eq!(
        (second["permissions"].as_array().unwrap().len(), second.get("nextPageToken")),
        (1, None)
    );
    assert_ne!(first["permissions"], second["permissions"]);
}
