//! Vendors' published API descriptions, where they lie beside the workspace, to check bodies against.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// The folder of a vendor's descriptions, or none.
pub fn folder(vendor: &str) -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = format!("../shared/specs/{vendor}");
    here.ancestors().map(|dir| dir.join(&folder)).find(|dir| dir.is_dir())
}

/// A node of a description with its references resolved.
pub fn resolve(spec: &Value, node: &Value) -> Value {
    match node {
        Value::Object(map) => match map.get("$ref").and_then(Value::as_str) {
            Some(reference) => {
                let target = spec.pointer(reference.trim_start_matches('#')).unwrap();
                resolve(spec, target)
            }
            None => map.iter().map(|(key, value)| (key.clone(), resolve(spec, value))).collect(),
        },
        Value::Array(items) => items.iter().map(|item| resolve(spec, item)).collect(),
        other => other.clone(),
    }
}

/// A body must fit its schema, formats included.
pub fn fits(what: &str, schema: &Value, body: &Value) {
    let validator = jsonschema::options().should_validate_formats(true).build(schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(body).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}\n{body:#}");
}
