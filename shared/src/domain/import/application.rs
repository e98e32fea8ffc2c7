//! One person applying once through one board: what the board says, where it belongs, and what the
//! applicant system has of it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::applicant::{Applicant, Classification};
use super::medium::Medium;
use super::routing::{self, Alias, RoutingRule, SOURCE_FORMAT};
use super::{applicant, duplicate};
use crate::domain::ids::digest;

/// The id of an application: the same entry of the same board always has the same, whichever account brings
/// it and whenever (requirement H24).
#[must_use]
pub fn application_id(tenant: &str, medium: &str, ledger_key: &str) -> String {
    digest(&["application", tenant, medium, ledger_key])
}

/// What the applicant system is to have of an application, and what decides whether it is told anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The board's id of the application, or a digest of its row where it has none.
    pub external_id: String,
    /// The board's name, as people know it.
    pub medium: String,
    /// Where it came by: the label after aliases.
    pub route: String,
    /// Scout, normal, or not to be told.
    pub classification: Classification,
    /// Name.
    pub name: String,
    /// Reading of the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kana: Option<String>,
    /// Mail address as the board gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether that can be written to.
    #[serde(default)]
    pub email_valid: bool,
    /// Phone number as the board gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The position, in the board's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position_name: Option<String>,
    /// The job that a rule ties it to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// When the person applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applied_at: Option<Timestamp>,
    /// Day of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Date>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl Entry {
    /// A digest of all of it.
    #[must_use]
    pub fn digest(&self) -> String {
        digest(&["entry", &serde_json::to_string(self).unwrap_or_default()])
    }
}

/// By what an application is sorted in.
#[derive(Clone, Copy, Debug)]
pub struct Sorting<'a> {
    /// The rules.
    pub rules: &'a BTreeMap<String, RoutingRule>,
    /// The aliases of routes.
    pub aliases: &'a [Alias],
}

/// What a board says of an applicant, sorted in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sorted {
    /// What the applicant system is to have.
    pub entry: Entry,
    /// The route's label before aliases.
    pub label: String,
    /// The rule that matched.
    pub rule: Option<String>,
}

/// Sorts an applicant in.
#[must_use]
pub fn sorted(medium: &Medium, it: &Applicant, by: Sorting<'_>) -> Sorted {
    let label = applicant::route_label(medium, it.classification);
    let rules = by.rules.iter().map(|(id, rule)| (id.as_str(), rule));
    let found = routing::route(rules, it).map(|(id, rule)| (id.to_owned(), rule.job.clone()));
    let (rule, job) = found.unzip();
    let entry = Entry {
        external_id: applicant::ledger_key(medium, it),
        medium: medium.name.clone(),
        route: routing::aliased(&label, by.aliases),
        classification: it.classification,
        name: it.name.clone(),
        kana: it.kana.clone(),
        email: it.email.clone(),
        email_valid: it.email_valid,
        phone: it.phone.clone(),
        position_name: it.position_name.clone(),
        job,
        applied_at: it.applied_at.as_ref().map(|applied| applied.at),
        birth_date: it.birth_date,
        postal_code: it.postal_code.clone(),
        address: it.address.clone(),
    };
    Sorted { entry, label, rule }
}

/// An application as it is kept. It outlives its account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationRecord {
    /// See [`application_id`].
    pub id: String,
    /// The board's id.
    pub medium_id: String,
    /// The account that brought it first.
    pub account: String,
    /// The run that brought it first; none when the board pushed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// What the applicant system is to have.
    pub entry: Entry,
    /// The route's label before aliases, by which reports are made.
    pub label: String,
    /// The rule that tied it to its job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// All that the board said, by header.
    #[serde(default)]
    pub raw: BTreeMap<String, String>,
    /// When it came.
    pub received_at: Timestamp,
    /// Whether it was compared with all others.
    #[serde(default)]
    pub compared: bool,
    /// Applications of what may be the same person.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub duplicates: BTreeSet<String>,
    /// The applicant system's id of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ats_id: Option<String>,
    /// A digest of what the applicant system has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applied: Option<String>,
    /// When it reached the applicant system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// Why it has not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undelivered: Option<String>,
    /// When and by whom it was closed as a duplicate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closed>,
    /// Grows with each write.
    #[serde(default)]
    pub rev: u64,
}

/// That an application was closed as a duplicate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// When.
    pub at: Timestamp,
    /// Name of the token with which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// How an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// Tied to a job, on its way.
    Routed,
    /// No rule ties it to a job: it waits in the holding area, here and at the applicant system.
    Unrouted,
    /// Tied to a job, and at the applicant system.
    Delivered,
    /// The applicant system did not take it; it goes out once it does.
    DeliveryFailed,
    /// Closed as a duplicate.
    Closed,
}

impl ApplicationState {
    /// As it stands in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Routed => "routed",
            Self::Unrouted => "unrouted",
            Self::Delivered => "delivered",
            Self::DeliveryFailed => "delivery_failed",
            Self::Closed => "closed",
        }
    }
}

impl ApplicationRecord {
    /// How it stands.
    #[must_use]
    pub const fn state(&self) -> ApplicationState {
        match (&self.closed, &self.undelivered, &self.entry.job, &self.applied) {
            (Some(_), ..) => ApplicationState::Closed,
            (None, Some(_), ..) => ApplicationState::DeliveryFailed,
            (None, None, None, _) => ApplicationState::Unrouted,
            (None, None, Some(_), Some(_)) => ApplicationState::Delivered,
            (None, None, Some(_), None) => ApplicationState::Routed,
        }
    }

    /// Whether the applicant system has it as it is to be.
    #[must_use]
    pub fn is_delivered(&self) -> bool {
        self.closed.is_some() || self.applied.as_deref() == Some(&self.entry.digest())
    }

    /// Takes in what the board says now. What it said before and says no more stays: a board that leaves the
    /// position out at first adds it later, and never takes it back. Tells whether anything changed.
    pub fn take_in(&mut self, sorted: Sorted, raw: BTreeMap<String, String>) -> bool {
        let Sorted { mut entry, label, rule } = sorted;
        entry.position_name = entry.position_name.or_else(|| self.entry.position_name.clone());
        entry.kana = entry.kana.or_else(|| self.entry.kana.clone());
        entry.phone = entry.phone.or_else(|| self.entry.phone.clone());
        if entry.email.is_none() {
            entry.email.clone_from(&self.entry.email);
            entry.email_valid = self.entry.email_valid;
        }
        if entry.job.is_none() {
            entry.job.clone_from(&self.entry.job);
        }
        // The moment of applying is the first one that was told.
        entry.applied_at = self.entry.applied_at.or(entry.applied_at);
        let changed = entry != self.entry || label != self.label;
        self.rule = rule.or_else(|| self.rule.take());
        (self.entry, self.label) = (entry, label);
        self.raw.extend(raw);
        changed
    }

    /// By what it is compared with others.
    #[must_use]
    pub fn keys(&self) -> duplicate::Keys {
        let entry = &self.entry;
        duplicate::Keys::of(
            &entry.name,
            entry.kana.as_deref(),
            entry.email.as_deref(),
            entry.phone.as_deref(),
        )
    }

    /// Everything that leaves for the applicant system, as our documented call has it.
    #[must_use]
    pub fn body(&self) -> serde_json::Value {
        let Entry { external_id, medium, route, classification, name, job, .. } = &self.entry;
        let mut body = serde_json::json!({
            "external_id": external_id,
            "medium": medium,
            "source_format": SOURCE_FORMAT,
            "route": route,
            "classification": classification,
            "undecidable": *classification == Classification::Undecidable,
            "name": name,
            "job": job,
        });
        let entry = &self.entry;
        for (field, value) in [
            ("kana", &entry.kana),
            ("email", &entry.email),
            ("phone", &entry.phone),
            ("position_name", &entry.position_name),
            ("postal_code", &entry.postal_code),
            ("address", &entry.address),
            ("applied_at", &entry.applied_at.map(|at| at.to_string())),
            ("birth_date", &entry.birth_date.map(|day| day.to_string())),
        ] {
            // An address that can't be written to is of no use there (domain: the applicant is kept, the
            // address is not passed on).
            let is_useless = field == "email" && !entry.email_valid;
            if let (Some(value), false) = (value, is_useless) {
                body[field] = value.clone().into();
            }
        }
        body
    }
}
