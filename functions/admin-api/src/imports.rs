//! Applicant import: boards, accounts, runs, rules, applications, duplicates and reports.

pub mod accounts;
pub mod applications;
pub mod duplicates;
pub mod media;
pub mod push;
pub mod reports;
pub mod rules;
pub mod runs;
pub mod settings;

use convoke::app::import::account::NotDone;

use crate::refusal::Refusal;

impl From<NotDone> for Refusal {
    fn from(why: NotDone) -> Self {
        match why {
            NotDone::Unknown => Self::not_found("import account"),
            NotDone::MediumStays => {
                let detail =
                    "an account stays at its board: save another account for another board";
                Self::field("medium", "medium_stays", detail)
            }
            NotDone::PasswordMissing => {
                Self::field("password", "required", "the password at the board")
            }
            NotDone::Disabled => {
                let detail = "the account is switched off: save it with \"enabled\": true first";
                Self::conflict("account_disabled", detail)
            }
            NotDone::Pushes => {
                let detail = "this board sends each applicant at once; there is nothing to fetch";
                Self::conflict("medium_pushes", detail)
            }
            NotDone::OptionRequired => Self::conflict("option_required", OPTION),
            NotDone::NativeImportActive(media) => {
                let detail = format!(
                    "the applicant system still imports from {} itself, and everybody would come twice: end \
                     these links there, then confirm it with PUT …/native-links",
                    media.join(", ")
                );
                Self::conflict("native_import_active", detail)
            }
            NotDone::RouteNamesChange => Self::conflict("route_names_change", ROUTES),
            NotDone::Fault(fault) => Self::Fault(fault),
        }
    }
}

/// Requirements H09 and H10: what is missing, and who can give it.
const OPTION: &str = "this board needs an option of the contract: ask HRMOS's customer success team for it, then \
                      switch it on among the tenant's modules, such as {\"modules\": {\"mynavi_shinsotsu\": true}}";

/// Requirements H29 and H56.
const ROUTES: &str = "from the start date on, applications have routes like \"AMBI (スカウト)\", and the company has \
                      older names: look at GET …/reports/renames, choose whether to rename the older ones, to go on \
                      with them by an alias, or to add both up in reports, and save again with \
                      ?acknowledge=route_names";
