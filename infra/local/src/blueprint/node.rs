//! A place in the template that knows where it is, so that every complaint can say so.

use serde_yaml_ng::Value as Yaml;

use super::error::BlueprintError;

/// A value and the path of keys that leads to it.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    at: String,
    yaml: &'a Yaml,
}

impl<'a> Node<'a> {
    pub(super) fn root(yaml: &'a Yaml) -> Self {
        Self { at: String::new(), yaml }
    }

    fn child(&self, key: &str, yaml: &'a Yaml) -> Self {
        let at = if self.at.is_empty() { key.to_owned() } else { format!("{}.{key}", self.at) };
        Self { at, yaml }
    }

    /// What is under this key, if there is something.
    pub(super) fn find(&self, key: &str) -> Option<Self> {
        let yaml = self.yaml.as_mapping()?.get(key)?;
        Some(self.child(key, yaml))
    }

    /// What is under this key.
    pub(super) fn need(&self, key: &str) -> Result<Self, BlueprintError> {
        let missing = || BlueprintError::Missing { at: self.at.clone(), key: key.to_owned() };
        self.find(key).ok_or_else(missing)
    }

    /// What is under these keys, one below the other, if there is something.
    pub(super) fn find_path(&self, keys: &[&str]) -> Option<Self> {
        keys.iter().try_fold(self.clone(), |node, key| node.find(key))
    }

    /// The keys and what is under them, in the template's order.
    pub(super) fn entries(&self) -> Result<Vec<(String, Self)>, BlueprintError> {
        let mapping = self.yaml.as_mapping().ok_or_else(|| self.wrong("a mapping"))?;
        let entry = |(key, yaml): (&'a Yaml, &'a Yaml)| {
            let key = key.as_str().ok_or_else(|| self.wrong("a mapping with texts as keys"))?;
            Ok((key.to_owned(), self.child(key, yaml)))
        };
        mapping.iter().map(entry).collect()
    }

    /// The members of a list.
    pub(super) fn items(&self) -> Result<Vec<Self>, BlueprintError> {
        let list = self.yaml.as_sequence().ok_or_else(|| self.wrong("a list"))?;
        Ok(list.iter().enumerate().map(|(n, yaml)| self.child(&n.to_string(), yaml)).collect())
    }

    /// A text, or a number or truth value as one.
    pub(super) fn text(&self) -> Result<String, BlueprintError> {
        match self.yaml {
            Yaml::String(text) => Ok(text.clone()),
            Yaml::Number(number) => Ok(number.to_string()),
            Yaml::Bool(truth) => Ok(truth.to_string()),
            Yaml::Null | Yaml::Sequence(_) | Yaml::Mapping(_) | Yaml::Tagged(_) => {
                Err(self.wrong("a plain text or number"))
            }
        }
    }

    /// A whole number.
    pub(super) fn number(&self) -> Result<u32, BlueprintError> {
        self.text()?.parse().map_err(|_| self.wrong("a whole number"))
    }

    /// A text that must be this one, because nothing else is played here.
    pub(super) fn must_be(&self, only: &str) -> Result<(), BlueprintError> {
        let text = self.text()?;
        if text == only { Ok(()) } else { Err(self.unsupported(&format!("`{text}`"))) }
    }

    /// Refuses keys other than these: one that is passed over could mean that the deployment behaves
    /// otherwise than the local stack.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), BlueprintError> {
        for (key, _) in self.entries()? {
            if !known.contains(&key.as_str()) {
                return Err(self.unsupported(&format!("`{key}`")));
            }
        }
        Ok(())
    }

    /// The name and the argument of an intrinsic function, in its short form (`!Ref x`) or its long
    /// one (`Ref: x`, `Fn::Sub: x`).
    pub(super) fn intrinsic(&self) -> Option<(String, Self)> {
        if let Yaml::Tagged(tagged) = self.yaml {
            let name = tagged.tag.to_string().trim_start_matches('!').to_owned();
            let argument = self.child(&format!("!{name}"), &tagged.value);
            return Some((name, argument));
        }
        let mapping = self.yaml.as_mapping().filter(|mapping| mapping.len() == 1)?;
        let (key, yaml) = mapping.iter().next()?;
        let key = key.as_str()?;
        let name = if key == "Ref" { key } else { key.strip_prefix("Fn::")? };
        Some((name.to_owned(), self.child(key, yaml)))
    }

    /// A complaint about the form of what is here.
    pub(super) fn wrong(&self, expected: &str) -> BlueprintError {
        BlueprintError::Wrong { at: self.at.clone(), expected: expected.to_owned() }
    }

    /// A complaint about something that can't be played here.
    pub(super) fn unsupported(&self, what: &str) -> BlueprintError {
        BlueprintError::Unsupported { at: self.at.clone(), what: what.to_owned() }
    }

    /// A complaint about a name that leads nowhere.
    pub(super) fn undeclared(&self, name: &str) -> BlueprintError {
        BlueprintError::Undeclared { at: self.at.clone(), name: name.to_owned() }
    }
}
