//! Secrets that are generated when the deployment is made.

use serde_json::Value as Json;

use super::declared::Declared;
use super::error::BlueprintError;
use super::resource::Resource;

/// The length of a generated text where none is given (Secrets Manager: `GetRandomPassword`).
const LENGTH: u32 = 32;

/// A Secrets Manager secret, and how its content is generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretTemplate {
    /// Its name in the template.
    pub logical_id: String,
    /// Its name at Secrets Manager.
    pub name: String,
    /// The JSON object, as text, that the generated text is put into; without one the generated text
    /// is the secret.
    pub string_template: Option<String>,
    /// The key under which it is put there.
    pub generate_key: Option<String>,
    /// The number of characters that are generated.
    pub length: u32,
}

impl SecretTemplate {
    pub(super) fn read(
        resource: &Resource<'_>,
        declared: &Declared,
    ) -> Result<Self, BlueprintError> {
        let node = &resource.properties;
        node.only(&["Name", "Description", "GenerateSecretString", "Tags"])?;
        let generate = node.need("GenerateSecretString")?;
        generate.only(&[
            "SecretStringTemplate",
            "GenerateStringKey",
            "PasswordLength",
            "ExcludePunctuation",
        ])?;
        let text = |key: &str| generate.find(key).map(|node| node.text()).transpose();
        let template = text("SecretStringTemplate")?;
        let key = text("GenerateStringKey")?;
        // Secrets Manager refuses one without the other, and a template that is no object.
        if template.is_some() != key.is_some() || !template.iter().all(|text| is_object(text)) {
            return Err(generate.wrong("a JSON object as template together with a key"));
        }
        Ok(Self {
            logical_id: resource.id.clone(),
            name: declared.name(node.find("Name").as_ref(), &resource.id)?,
            string_template: template,
            generate_key: key,
            length: generate.find("PasswordLength").map_or(Ok(LENGTH), |node| node.number())?,
        })
    }
}

fn is_object(text: &str) -> bool {
    serde_json::from_str::<Json>(text).is_ok_and(|json| json.is_object())
}
