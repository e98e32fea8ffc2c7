//! Reads a JSON object field by field and notes everything that is wrong with it at once, so that a
//! sender corrects a message in one go. Fields that nobody asked for are errors too: a misspelt name
//! must not pass as an absent one.

use serde_json::{Map, Value};

use crate::domain::problem::{FieldError, FieldErrors};

/// The most errors told at once; a body of garbage doesn't deserve an answer larger than itself.
const MAX_ERRORS: usize = 100;
/// The most characters of a field's name that are told.
const MAX_TOLD: usize = 60;

/// What is wrong with one value: a stable code and what to do.
pub(super) type Complaint = (&'static str, String);

/// One JSON object while it is read.
pub(super) struct Fields<'a> {
    /// Where the object stands, `data.attendees[0]`; empty for the body itself.
    path: String,
    /// `None` when something else stands there.
    object: Option<&'a Map<String, Value>>,
    asked: Vec<&'static str>,
    errors: FieldErrors,
}

impl<'a> Fields<'a> {
    /// Begins to read what must be an object.
    pub(super) fn of(value: &'a Value, path: impl Into<String>) -> Self {
        let (path, object) = (path.into(), value.as_object());
        let mut errors = FieldErrors::default();
        errors.require(object.is_some(), &path, "not_an_object", "must be a JSON object");
        Self { path, object, asked: Vec::new(), errors }
    }

    /// The field as `read` understands it; `None` when absent or `null`, and when wrong.
    pub(super) fn optional<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&'a Value) -> Result<T, Complaint>,
    ) -> Option<T> {
        let value = self.take(name)?;
        match read(value) {
            Ok(read) => Some(read),
            Err((code, detail)) => {
                self.complain(name, code, detail);
                None
            }
        }
    }

    /// Like [`Self::optional`], and absence is an error.
    pub(super) fn required<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&'a Value) -> Result<T, Complaint>,
    ) -> Option<T> {
        if self.object.is_some() && self.take(name).is_none() {
            self.complain(name, "required", format!("add {name}"));
            return None;
        }
        self.optional(name, read)
    }

    /// The objects of an optional array of at most `most` elements, each to be read and handed to
    /// [`Self::absorb`]. Beyond `most`, none is read.
    pub(super) fn objects(&mut self, name: &'static str, most: usize) -> Vec<Fields<'a>> {
        let elements = self.optional(name, |value| elements(value, most)).unwrap_or_default();
        let path = self.path_of(name);
        let open = |(n, element)| Fields::of(element, format!("{path}[{n}]"));
        elements.iter().enumerate().map(open).collect()
    }

    /// The values of an array of at most `most` elements, each as `read` understands it.
    pub(super) fn values<T>(
        &mut self,
        name: &'static str,
        most: usize,
        read: impl Fn(&'a Value) -> Result<T, Complaint>,
    ) -> Option<Vec<T>> {
        let elements = self.optional(name, |value| elements(value, most))?;
        let mut values = Vec::with_capacity(elements.len());
        for (n, element) in elements.iter().enumerate() {
            match read(element) {
                Ok(value) => values.push(value),
                Err((code, detail)) => self.complain(&format!("{name}[{n}]"), code, detail),
            }
        }
        Some(values)
    }

    /// Notes what is wrong with the field called `name` of this object.
    pub(super) fn complain(&mut self, name: &str, code: &str, detail: impl Into<String>) {
        let path = self.path_of(name);
        self.errors.add(&path, code, detail);
    }

    /// Takes over what was found in an object inside this one.
    pub(super) fn absorb(&mut self, inner: Fields<'a>) {
        self.errors.0.extend(inner.finish());
    }

    /// Everything that is wrong, the fields nobody asked for included.
    pub(super) fn finish(mut self) -> Vec<FieldError> {
        let known = if self.asked.is_empty() { "none".to_owned() } else { self.asked.join(", ") };
        let names = self.object.into_iter().flat_map(Map::keys);
        let unknown: Vec<_> =
            names.filter(|name| !self.asked.contains(&name.as_str())).take(MAX_ERRORS).collect();
        for name in unknown {
            self.complain(name, "unknown_field", format!("remove it; known here: {known}"));
        }
        self.errors.0.truncate(MAX_ERRORS);
        self.errors.0
    }

    fn take(&mut self, name: &'static str) -> Option<&'a Value> {
        if !self.asked.contains(&name) {
            self.asked.push(name);
        }
        self.object?.get(name).filter(|value| !value.is_null())
    }

    /// A sender can call a field anything of any length, and reads only so much of it again.
    fn path_of(&self, name: &str) -> String {
        let told: String = name.chars().take(MAX_TOLD).collect();
        if self.path.is_empty() { told } else { format!("{}.{told}", self.path) }
    }
}

fn elements(value: &Value, most: usize) -> Result<&[Value], Complaint> {
    let elements = value.as_array().ok_or(("not_a_list", "must be a JSON array".to_owned()))?;
    if elements.len() > most {
        return Err(("too_many", format!("at most {most}")));
    }
    Ok(elements)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn number(value: &Value) -> Result<u64, Complaint> {
        value.as_u64().ok_or(("not_a_number", "a number".to_owned()))
    }

    fn told(errors: &[FieldError]) -> Vec<(&str, &str)> {
        errors.iter().map(|error| (error.field.as_str(), error.code.as_str())).collect()
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let body = json!({"a": "x", "list": [{"n": 1}, {"n": "x"}, 3], "extra": 1, "none": null});
        let mut fields = Fields::of(&body, "data");
        assert_eq!(fields.required("a", number), None);
        assert_eq!(fields.required("b", number), None);
        assert_eq!(fields.required("none", number), None);
        let mut read = Vec::new();
        for mut inner in fields.objects("list", 5) {
            read.push(inner.required("n", number));
            fields.absorb(inner);
        }
        assert_eq!(read, [Some(1), None, None]);
        let expected = [
            ("data.a", "not_a_number"),
            ("data.b", "required"),
            ("data.none", "required"),
            ("data.list[1].n", "not_a_number"),
            ("data.list[2]", "not_an_object"),
            ("data.extra", "unknown_field"),
        ];
        assert_eq!(told(&fields.finish()), expected);
    }

    #[test]
    fn lists_are_bounded_and_errors_too() {
        let many: Map<_, _> = (0..500).map(|n| (format!("f{n}"), json!(n))).collect();
        assert_eq!(Fields::of(&Value::Object(many), "").finish().len(), MAX_ERRORS);
        let long = Map::from_iter([("n".repeat(9_000), json!(1))]);
        let errors = Fields::of(&Value::Object(long), "data").finish();
        assert_eq!(errors[0].field, format!("data.{}", "n".repeat(MAX_TOLD)));
        let body = json!({"list": [1, 2, 3]});
        let mut fields = Fields::of(&body, "");
        assert_eq!(fields.values("list", 2, number), None);
        assert_eq!(told(&fields.finish()), [("list", "too_many")]);
    }
}
