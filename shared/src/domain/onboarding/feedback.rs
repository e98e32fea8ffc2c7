//! Feedback: asked for once for each meeting that was and each stage that is done.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::ids::digest;
use crate::domain::problem::FieldErrors;
use crate::domain::settings::{Checked, OneOrMany};

/// The subject of what people say of the product itself (requirement B45).
pub const PRODUCT: &str = "product";
/// The most answers, and characters of one.
const MOST: usize = 50;
/// The most characters of an answer.
const TEXT: usize = 4_000;

/// Where a request for feedback stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackState {
    /// Nobody has answered.
    Sent,
    /// Whoever was asked has answered.
    Answered,
}

/// A request for feedback with what was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FeedbackRecord {
    /// Its id.
    pub id: String,
    /// What it is about: a meeting (`step` or `step:n`), a stage, or `product`.
    pub subject: String,
    /// The same, as people call it.
    pub about: String,
    /// The enrolment.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub enrolment: String,
    /// The scenario.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scenario: String,
    /// The stage.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub stage: String,
    /// The step, for a meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// Who was asked.
    pub person: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    /// Where it stands.
    pub state: FeedbackState,
    /// What was answered, by whom.
    #[serde(default)]
    pub answers: Vec<Answered>,
}

/// One person's answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Answered {
    /// Who; empty once the person was erased.
    #[serde(default)]
    pub by: String,
    /// As what: `new_employee`, `manager` or another role.
    pub role: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The answers by question.
    pub answers: BTreeMap<String, OneOrMany>,
}

/// What somebody answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswersBody {
    /// Answers by question; a single text answers the only one.
    pub answers: Answers,
}

/// Answers as they are sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Answers {
    /// To the only question.
    Text(String),
    /// By question.
    ByQuestion(BTreeMap<String, serde_json::Value>),
    /// In the order of the questions.
    InOrder(Vec<String>),
}

impl Answers {
    /// The answers by question.
    #[must_use]
    pub fn by_question(&self) -> BTreeMap<String, OneOrMany> {
        match self {
            Self::Text(text) => [("answer".to_owned(), OneOrMany::One(text.clone()))].into(),
            Self::ByQuestion(all) => all
                .iter()
                .map(|(name, value)| (name.clone(), OneOrMany::One(said(value))))
                .collect(),
            Self::InOrder(all) => {
                let named = all.iter().zip(1..);
                named.map(|(text, n)| (n.to_string(), OneOrMany::One(text.clone()))).collect()
            }
        }
    }
}

fn said(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl Checked for AnswersBody {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        let answers = self.answers.by_question();
        let counted = (1..=MOST).contains(&answers.len());
        errors.require(counted, "answers", "required", format!("1 to {MOST} answers"));
        for (question, answer) in &answers {
            let fits = answer.all().all(|text| text.chars().count() <= TEXT);
            let field = format!("answers.{}", question.chars().take(100).collect::<String>());
            errors.require(fits, &field, "too_long", format!("at most {TEXT} characters"));
            let fits = question.chars().count() <= 500;
            errors.require(fits, "answers", "too_long", "a question has at most 500 characters");
        }
        let empty = answers.values().all(|answer| answer.all().all(|text| text.trim().is_empty()));
        errors.require(!empty, "answers", "required", "say something");
        errors.into_result()
    }
}

/// The id of a request.
#[must_use]
pub fn id_of(tenant: &str, enrolment: &str, subject: &str) -> String {
    digest(&["feedback", tenant, enrolment, subject])
}
