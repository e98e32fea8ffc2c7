//! Who may see a file (Google, Drive API, `permissions` and "Share files, folders, and drives").

use http::Method;
use serde::Deserialize;
use serde_json::json;

use super::super::drive_answer::About;
use super::super::wire::segment;
use super::super::{Access, ProviderFault};
use super::{Drive, gone_is_fine};

/// Somebody who may see a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission {
    /// Drive's id, by which it is taken away.
    pub id: String,
    /// The address; empty for everybody of a domain or with the link.
    pub email: String,
    /// `reader`, `commenter`, `writer`, `fileOrganizer`, `organizer` or `owner`.
    pub role: String,
    /// Whether it comes from a folder alone, so that it can't be taken away here.
    pub inherited: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Shared {
    id: String,
    #[serde(default)]
    email_address: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    permission_details: Vec<Detail>,
}

#[derive(Deserialize)]
struct Detail {
    #[serde(default)]
    inherited: bool,
}

impl From<Shared> for Permission {
    fn from(shared: Shared) -> Self {
        let details = &shared.permission_details;
        let inherited = !details.is_empty() && details.iter().all(|detail| detail.inherited);
        Self { id: shared.id, email: shared.email_address, role: shared.role, inherited }
    }
}

impl Drive {
    /// Who may see a file.
    ///
    /// # Errors
    /// [`ProviderFault::Gone`] when there is no such file.
    pub async fn permissions(
        &self,
        access: &Access,
        id: &str,
    ) -> Result<Vec<Permission>, ProviderFault> {
        let fields = "nextPageToken,permissions(id,emailAddress,role,permissionDetails)";
        let path = permissions(id, "", &format!("pageSize=100&fields={fields}"));
        let all: Vec<Shared> = self.pages(access, &path).await?;
        Ok(all.into_iter().map(Permission::from).collect())
    }

    /// Lets somebody see a file. Google sends no mail about it.
    ///
    /// # Errors
    /// [`ProviderFault::Refused`] with `no_google_account` when the address has none, and with
    /// `sharing_forbidden` when the company does not let it be seen there.
    pub async fn share(&self, access: &Access, id: &str, email: &str) -> Result<(), ProviderFault> {
        let body = json!({"role": "reader", "type": "user", "emailAddress": email});
        let path = permissions(id, "", "sendNotificationEmail=false&fields=id");
        let answer = self.call(access, &Method::POST, &path, Some(&body)).await?;
        self.checked(answer, About::Sharing).map(drop)
    }

    /// Takes a permission away; one that is not there is fine.
    ///
    /// # Errors
    /// A [`ProviderFault`].
    pub async fn unshare(
        &self,
        access: &Access,
        id: &str,
        permission: &str,
    ) -> Result<(), ProviderFault> {
        let path = permissions(id, &format!("/{}", segment(permission)), "");
        let answer = self.call(access, &Method::DELETE, &path, None).await?;
        gone_is_fine(self.checked(answer, About::Sharing))
    }
}

/// The address of a file's permissions, or of one of them.
fn permissions(id: &str, one: &str, query: &str) -> String {
    let separator = if query.is_empty() { "" } else { "&" };
    let id = segment(id);
    format!("/drive/v3/files/{id}/permissions{one}?supportsAllDrives=true{separator}{query}")
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn every_address_says_that_it_knows_shared_drives() {
        let all = permissions("a/b", "", "x=1");
        assert_eq!(all, "/drive/v3/files/a%2Fb/permissions?supportsAllDrives=true&x=1");
        let one = permissions("a", "/p", "");
        assert_eq!(one, "/drive/v3/files/a/permissions/p?supportsAllDrives=true");
    }

    #[test]
    fn a_permission_is_inherited_when_nothing_of_it_is_the_file_s_own() {
        let inherited = |details: Value| {
            let shared = json!({"id": "p", "permissionDetails": details});
            Permission::from(serde_json::from_value::<Shared>(shared).unwrap()).inherited
        };
        assert!(inherited(json!([{"inherited": true}])));
        assert!(!inherited(json!([{"inherited": true}, {"inherited": false}])));
        assert!(!inherited(json!([])));
    }
}
