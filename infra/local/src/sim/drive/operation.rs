//! What a call asks for.
//!
//! Source: paths and parameters of Google's description of Drive v3.

use http::Method;

/// An operation of the API and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// `GET /drive/v3/about`
    About,
    /// `GET /drive/v3/files/generateIds`
    GenerateIds,
    /// `GET /drive/v3/files`
    List,
    /// `POST /drive/v3/files`
    Create,
    /// `POST /upload/drive/v3/files`
    Begin,
    /// `GET /drive/v3/files/{fileId}`
    Get(String),
    /// `PATCH /drive/v3/files/{fileId}`
    Patch(String),
    /// `DELETE /drive/v3/files/{fileId}`
    Delete(String),
    /// `POST /drive/v3/files/{fileId}/permissions`
    Share(String),
    /// `GET /drive/v3/files/{fileId}/permissions`
    Shares(String),
    /// `DELETE /drive/v3/files/{fileId}/permissions/{permissionId}`
    Unshare(String, String),
}

impl Operation {
    /// The operation at an address.
    pub fn of(method: &Method, segments: &[String]) -> Option<Self> {
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match segments.as_slice() {
            ["upload", "drive", "v3", "files"] if method == Method::POST => Some(Self::Begin),
            ["drive", "v3", rest @ ..] => Self::of_drive(method.as_str(), rest),
            _ => None,
        }
    }

    fn of_drive(method: &str, segments: &[&str]) -> Option<Self> {
        let own = |text: &&str| (*text).to_owned();
        Some(match (method, segments) {
            ("GET", ["about"]) => Self::About,
            ("GET", ["files", "generateIds"]) => Self::GenerateIds,
            ("GET", ["files"]) => Self::List,
            ("POST", ["files"]) => Self::Create,
            ("GET", ["files", id]) => Self::Get(own(id)),
            ("PATCH", ["files", id]) => Self::Patch(own(id)),
            ("DELETE", ["files", id]) => Self::Delete(own(id)),
            ("POST", ["files", id, "permissions"]) => Self::Share(own(id)),
            ("GET", ["files", id, "permissions"]) => Self::Shares(own(id)),
            ("DELETE", ["files", id, "permissions", permission]) => {
                Self::Unshare(own(id), own(permission))
            }
            _ => return None,
        })
    }

    /// The parameters that it knows, beside those that every operation knows.
    pub fn parameters(&self) -> &'static [&'static str] {
        match self {
            Self::About => &[],
            Self::GenerateIds => &["count", "space", "type"],
            Self::List => &[
                "corpora",
                "driveId",
                "includeItemsFromAllDrives",
                "orderBy",
                "pageSize",
                "pageToken",
                "q",
                "spaces",
                "supportsAllDrives",
            ],
            Self::Get(_) => &["acknowledgeAbuse", "supportsAllDrives"],
            Self::Begin | Self::Create | Self::Patch(_) | Self::Delete(_) | Self::Unshare(..) => {
                &["supportsAllDrives"]
            }
            Self::Share(_) => &["sendNotificationEmail", "emailMessage", "supportsAllDrives"],
            Self::Shares(_) => &["pageSize", "pageToken", "supportsAllDrives"],
        }
    }
}
