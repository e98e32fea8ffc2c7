//! Reports: routes with their aliases added up, positions without a rule, older names of routes.

use std::collections::BTreeMap;

use convoke::domain::import::application::ApplicationRecord;
use convoke::domain::import::normal;
use convoke::domain::import::routing::{self, Alias, RoutingRule};
use convoke::lambda::http::{Answer, answer};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;

use super::settings::Notice;
use crate::call::Call;
use crate::query::{List, ok};
use crate::refusal::{Outcome, Refusal};

/// How many are read at a time.
const PAGE: i32 = 200;
/// The most that a report looks at.
const MOST: usize = 200_000;

/// Applications of a route.
#[derive(Serialize, ToSchema)]
pub struct RouteCount {
    /// The route, or the group of routes that mean the same.
    route: String,
    /// How many.
    count: u64,
    /// How many of them nobody can tell to be answers to a scout or not.
    undecidable: u64,
}

/// A position without a rule.
#[derive(Serialize, ToSchema)]
pub struct PositionCount {
    /// The board.
    medium: String,
    /// The position in its words; `null` where it says none.
    position_name: Option<String>,
    /// How many applications wait for a rule.
    count: u64,
    /// What may be the matter.
    hints: Vec<Notice>,
}

/// A name of a route that changes.
#[derive(Serialize, ToSchema)]
pub struct Rename {
    /// The older name.
    from: String,
    /// The name from the start date on.
    to: String,
    /// How many applications have it here.
    count: u64,
    /// Where a selection goes on, the applicant system lets it be changed only one by one.
    one_by_one: &'static str,
}

async fn all(call: &Call<'_>) -> Result<Vec<ApplicationRecord>, Refusal> {
    let (mut found, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = call.app.store.applications(call.tenant(), after.as_deref(), PAGE).await?;
        found.extend(page.items);
        after = page.next;
        if after.is_none() || found.len() >= MOST {
            return Ok(found);
        }
    }
}

/// `GET …/reports/routes?group=alias&format=csv`.
pub async fn routes(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let by_alias = match call.query.get("group") {
        None => false,
        Some("alias") => true,
        Some(_) => return Err(Refusal::field("group", "invalid", "alias, or leave it out")),
    };
    let imports = call.app.store.import_config(call.tenant()).await?;
    let mut counts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for record in all(call).await? {
        let route = record.entry.route;
        let route = if by_alias { routing::grouped(&route, &imports.aliases) } else { route };
        let count = counts.entry(route).or_default();
        count.0 += 1;
        let unknown = convoke::domain::import::applicant::Classification::Undecidable;
        count.1 += u64::from(record.entry.classification == unknown);
    }
    let items = counts.into_iter().map(|(route, (count, undecidable))| RouteCount {
        route,
        count,
        undecidable,
    });
    let items: Vec<_> = items.collect();
    match call.query.get("format") {
        None | Some("json") => Ok(ok(&List { items, next: None })),
        Some("csv") => {
            let rows = items
                .iter()
                .map(|it| vec![it.route.clone(), it.count.to_string(), it.undecidable.to_string()]);
            Ok(csv("routes.csv", &["応募経路", "件数", "判定不可"], rows))
        }
        Some(_) => Err(Refusal::field("format", "invalid", "csv or json")),
    }
}

/// `GET …/reports/positions`: the positions that no rule ties to a job (requirement H47).
pub async fn positions(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let imports = call.app.store.import_config(call.tenant()).await?;
    let mut counts: BTreeMap<(String, Option<String>), u64> = BTreeMap::new();
    for record in all(call).await? {
        if record.entry.job.is_none() && record.closed.is_none() {
            let entry = record.entry;
            *counts.entry((record.medium_id, entry.position_name)).or_default() += 1;
        }
    }
    let items = counts.into_iter().map(|((medium, position_name), count)| {
        let rules = imports.rules.iter().map(|(id, rule)| (id.as_str(), rule));
        let wanted = normal::text(position_name.as_deref().unwrap_or_default());
        let names = |rule: &RoutingRule| normal::text(&rule.position_name) == wanted;
        let others = rules.filter(|(_, rule)| !rule.is_for_imports() && names(rule));
        let hint = |id: &str| {
            let detail = format!(
                "the rule {id} names this position, but another source format: POST …/routing-rules/migrate"
            );
            Notice::new("source_format_never_matches", detail)
        };
        let hints = others.map(|(id, _)| hint(id)).collect();
        PositionCount { medium, position_name, count, hints }
    });
    Ok(ok(&List { items: items.collect::<Vec<_>>(), next: None }))
}

/// `GET …/reports/renames?format=csv`: names of routes that change (requirements H70 and H73).
pub async fn renames(call: &Call<'_>) -> Outcome {
    call.config().await?;
    let imports = call.app.store.import_config(call.tenant()).await?;
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for record in all(call).await? {
        *counts.entry(record.entry.route).or_default() += 1;
    }
    let rename = |alias: &Alias| {
        let (from, to) = (&alias.from, &alias.to);
        let count = counts.get(from).copied().unwrap_or_default();
        let count = count + counts.get(to).copied().unwrap_or_default();
        let one_by_one = "選考フロー設定ありの候補者は1名ずつ";
        Rename { from: to.clone(), to: from.clone(), count, one_by_one }
    };
    let items: Vec<_> = imports.aliases.iter().map(rename).collect();
    if call.query.get("format") == Some("csv") {
        let rows = items.iter().map(|it| {
            vec![it.from.clone(), it.to.clone(), it.count.to_string(), it.one_by_one.to_owned()]
        });
        return Ok(csv("renames.csv", &["変更前", "変更後", "件数", "変更方法"], rows));
    }
    Ok(ok(&List { items, next: None }))
}

/// A file that spreadsheets read in the right encoding: with a byte order mark, and with what could be taken
/// for a formula written as a text.
fn csv(name: &str, head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Answer {
    let mut text = String::from("\u{feff}");
    let head = head.iter().map(|cell| (*cell).to_owned()).collect();
    for row in std::iter::once(head).chain(rows) {
        let cells: Vec<_> = row.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    let mut answer = answer(StatusCode::OK, "text/csv; charset=utf-8", text);
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    answer
}

fn quoted(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let mark = if is_formula { "'" } else { "" };
    format!("\"{mark}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// H75: opens in Excel, and nothing in it is run there.
    #[test]
    fn a_table_opens_in_a_spreadsheet() {
        let rows = [
            vec!["AMBI (スカウト)".to_owned(), "5".to_owned()],
            vec!["=cmd|' /C calc'!A0".to_owned(), "a\"b".to_owned()],
        ];
        let answer = csv("x.csv", &["応募経路", "件数"], rows.into_iter());
        assert_eq!(
            answer.body(),
            "\u{feff}\"応募経路\",\"件数\"\r\n\"AMBI (スカウト)\",\"5\"\r\n\"'=cmd|' /C calc'!A0\",\"a\"\"b\"\r\n"
        );
    }
}
