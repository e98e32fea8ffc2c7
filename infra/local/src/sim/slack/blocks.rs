//! Blocks, checked one by one.
//!
//! Source: Slack, Block Kit reference: blocks and their limits. Sections, headers, contexts,
//! dividers and actions are checked strictly; the vendor's other kinds are let through as they are.

use serde_json::{Map, Value};

/// Blocks of a message.
const BLOCKS_MAX: usize = 50;
/// Characters of a text in a block.
const TEXT_MAX: usize = 3_000;
/// Characters of a header.
const HEADER_MAX: usize = 150;
/// Fields of a section, and characters of each.
const FIELDS_MAX: usize = 10;
const FIELD_MAX: usize = 2_000;
/// Elements of a context, and of actions.
const CONTEXT_MAX: usize = 10;
const ACTIONS_MAX: usize = 25;
/// Characters of a button's text, its value and its address.
const BUTTON_MAX: usize = 75;
const VALUE_MAX: usize = 2_000;
const URL_MAX: usize = 3_000;
/// Characters of what names a block or an action.
const ID_MAX: usize = 255;

/// Kinds of blocks that messages may have and that are not looked into.
const OTHERS: [&str; 7] = ["image", "rich_text", "markdown", "video", "file", "input", "table"];
/// Kinds of elements that are not looked into.
const OTHER_ELEMENTS: [&str; 12] = [
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
    "overflow",
    "datepicker",
    "timepicker",
    "datetimepicker",
    "radio_buttons",
    "checkboxes",
    "workflow_button",
];

type Checked = Result<(), String>;

/// Checks the blocks of a message; the error says where and why.
pub fn check(blocks: &[Value]) -> Checked {
    if blocks.len() > BLOCKS_MAX {
        return Err(format!("no more than {BLOCKS_MAX} items allowed [json-pointer:/blocks]"));
    }
    let mut ids = Vec::new();
    for (index, value) in blocks.iter().enumerate() {
        let block = Node::object(value, format!("/blocks/{index}"))?;
        block.check()?;
        if let Some(id) = value.get("block_id") {
            if ids.contains(&id) {
                return Err(block.wrong("block_id must be unique"));
            }
            ids.push(id);
        }
    }
    Ok(())
}

/// An object within the blocks, and where it is.
struct Node<'v> {
    fields: &'v Map<String, Value>,
    at: String,
}

impl<'v> Node<'v> {
    fn object(value: &'v Value, at: String) -> Result<Self, String> {
        match value {
            Value::Object(fields) => Ok(Self { fields, at }),
            _ => Err(format!("must be an object [json-pointer:{at}]")),
        }
    }

    fn wrong(&self, what: &str) -> String {
        format!("{what} [json-pointer:{}]", self.at)
    }

    fn kind(&self) -> &str {
        self.fields.get("type").and_then(Value::as_str).unwrap_or_default()
    }

    fn only(&self, known: &[&str]) -> Checked {
        match self.fields.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(self.wrong(&format!("invalid additional property: {key}"))),
            None => Ok(()),
        }
    }

    /// The object in a field.
    fn child(&self, name: &str) -> Result<Option<Self>, String> {
        let Some(value) = self.fields.get(name) else { return Ok(None) };
        Self::object(value, format!("{}/{name}", self.at)).map(Some)
    }

    /// The objects in a list, of which there must be some and not too many.
    fn children(&self, name: &str, most: usize) -> Result<Vec<Self>, String> {
        let items = self.fields.get(name).and_then(Value::as_array);
        let items = items.ok_or_else(|| self.wrong(&format!("missing required field: {name}")))?;
        if items.is_empty() || items.len() > most {
            return Err(self.wrong(&format!("{name} must have 1 to {most} items")));
        }
        let at = |index| format!("{}/{name}/{index}", self.at);
        items.iter().enumerate().map(|(index, item)| Self::object(item, at(index))).collect()
    }

    /// Text in a field that may be missing.
    fn text(&self, name: &str, most: usize) -> Checked {
        match self.fields.get(name) {
            None => Ok(()),
            Some(Value::String(text)) if (1..=most).contains(&text.chars().count()) => Ok(()),
            Some(_) => Err(self.wrong(&format!("{name} must be text of 1 to {most} characters"))),
        }
    }

    fn required(&self, name: &str) -> Checked {
        if self.fields.contains_key(name) {
            return Ok(());
        }
        Err(self.wrong(&format!("missing required field: {name}")))
    }

    /// A block of any kind.
    fn check(&self) -> Checked {
        self.text("block_id", ID_MAX)?;
        match self.kind() {
            "section" => self.section(),
            "header" => {
                self.only(&["type", "block_id", "text"])?;
                self.required("text")?;
                self.child("text")?.map_or(Ok(()), |text| text.plain_text(HEADER_MAX))
            }
            "context" => {
                self.only(&["type", "block_id", "elements"])?;
                let elements = self.children("elements", CONTEXT_MAX)?;
                elements.iter().try_for_each(Self::context_element)
            }
            "divider" => self.only(&["type", "block_id"]),
            "actions" => {
                self.only(&["type", "block_id", "elements"])?;
                let elements = self.children("elements", ACTIONS_MAX)?;
                elements.iter().try_for_each(Self::element)
            }
            other if OTHERS.contains(&other) => Ok(()),
            other => Err(self.wrong(&format!("unsupported type: {other}"))),
        }
    }

    fn section(&self) -> Checked {
        self.only(&["type", "block_id", "text", "fields", "accessory", "expand"])?;
        if !self.fields.contains_key("fields") {
            self.required("text")?;
        }
        if let Some(text) = self.child("text")? {
            text.any_text(TEXT_MAX)?;
        }
        if self.fields.contains_key("fields") {
            let fields = self.children("fields", FIELDS_MAX)?;
            fields.iter().try_for_each(|field| field.any_text(FIELD_MAX))?;
        }
        self.child("accessory")?.map_or(Ok(()), |accessory| accessory.element())
    }

    /// A text object, formatted or not.
    fn any_text(&self, most: usize) -> Checked {
        match self.kind() {
            "plain_text" => self.plain_text(most),
            "mrkdwn" => {
                self.only(&["type", "text", "verbatim"])?;
                self.required("text")?;
                self.text("text", most)
            }
            other => Err(self.wrong(&format!("unsupported type: {other}"))),
        }
    }

    fn plain_text(&self, most: usize) -> Checked {
        if self.kind() != "plain_text" {
            return Err(self.wrong("must be of type plain_text"));
        }
        self.only(&["type", "text", "emoji"])?;
        self.required("text")?;
        self.text("text", most)
    }

    fn context_element(&self) -> Checked {
        match self.kind() {
            "image" => self.image(),
            _ => self.any_text(TEXT_MAX),
        }
    }

    fn image(&self) -> Checked {
        self.only(&["type", "image_url", "slack_file", "alt_text"])?;
        self.required("alt_text")?;
        self.text("alt_text", VALUE_MAX)?;
        self.text("image_url", URL_MAX)
    }

    /// What people press or choose.
    fn element(&self) -> Checked {
        self.text("action_id", ID_MAX)?;
        match self.kind() {
            "button" => self.button(),
            "image" => self.image(),
            other if OTHER_ELEMENTS.contains(&other) => Ok(()),
            other => Err(self.wrong(&format!("unsupported type: {other}"))),
        }
    }

    fn button(&self) -> Checked {
        self.only(&[
            "type",
            "text",
            "action_id",
            "url",
            "value",
            "style",
            "confirm",
            "accessibility_label",
        ])?;
        self.required("text")?;
        self.child("text")?.map_or(Ok(()), |text| text.plain_text(BUTTON_MAX))?;
        self.text("url", URL_MAX)?;
        self.text("value", VALUE_MAX)?;
        match self.fields.get("style").map(Value::as_str) {
            None | Some(Some("primary" | "danger")) => Ok(()),
            Some(_) => Err(self.wrong("style must be primary or danger")),
        }
    }
}
