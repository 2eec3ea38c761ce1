//! Asking the palabre that holds the home: what cannot be written here is written there.

use std::path::Path;

use palabre_api::ApiError;
use palabre_node::Node;
use serde_json::Value;

/// Calls about what only a running loop sees.
pub const LIVELY: [&str; 2] = ["house", "near"];

/// Asks whoever keeps this home; `None` where nobody does, or cannot be asked.
pub fn ask(
    node: &Node,
    community: &Option<String>,
    name: &str,
    asked: &Value,
) -> Option<Result<Value, ApiError>> {
    let here = std::env::current_dir().unwrap_or_default();
    ask_in(node.folder()?, community, name, from_everywhere(asked, &here))
}

#[cfg(unix)]
fn ask_in(
    home: &Path,
    community: &Option<String>,
    name: &str,
    asked: Value,
) -> Option<Result<Value, ApiError>> {
    palabre_node::live::door::ask(home, community.clone(), name, asked)
}

/// Elsewhere there is no such door.
#[cfg(not(unix))]
fn ask_in(_: &Path, _: &Option<String>, _: &str, _: Value) -> Option<Result<Value, ApiError>> {
    None
}

/// Returns the arguments with the paths of files whole: whoever reads them is in another folder.
fn from_everywhere(asked: &Value, here: &Path) -> Value {
    let whole = |path: &str| here.join(path).display().to_string();
    let is_file = |text: &str| !text.is_empty() && here.join(text).is_file();
    let mut asked = asked.clone();
    // What is taken off a record is named, not read.
    let named = asked["drop"] == true;
    let Some(fields) = asked.as_object_mut() else { return asked };
    for (field, value) in fields {
        match (field.as_str(), value) {
            ("file", Value::String(path)) if !named => *path = whole(path),
            // A text, or a file that holds it.
            ("ticket", Value::String(text)) if is_file(text) => *text = whole(text),
            ("from" | "words", Value::Array(texts)) => {
                for text in texts {
                    if let Value::String(text) = text
                        && is_file(text)
                    {
                        *text = whole(text);
                    }
                }
            }
            _ => {}
        }
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn files_are_named_so_that_they_are_found_from_everywhere() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("ben.palabre"), b"x").expect("a file");
        let whole = |name: &str| folder.path().join(name).display().to_string();
        let seen = |asked: Value| from_everywhere(&asked, folder.path());
        assert_eq!(seen(json!({ "file": "new" })), json!({ "file": whole("new") }));
        assert_eq!(seen(json!({ "file": "/tmp/new" })), json!({ "file": "/tmp/new" }));
        assert_eq!(seen(json!({ "file": null })), json!({ "file": null }));
        assert_eq!(
            seen(json!({ "file": "plan.pdf", "drop": true })),
            json!({ "file": "plan.pdf", "drop": true })
        );
        assert_eq!(seen(json!({ "ticket": "ben.palabre" })), json!({ "ticket": whole("ben.palabre") }));
        assert_eq!(seen(json!({ "ticket": "palabreabc" })), json!({ "ticket": "palabreabc" }));
        assert_eq!(
            seen(json!({ "from": ["ben.palabre", "word"] })),
            json!({ "from": [whole("ben.palabre"), "word"] })
        );
        assert_eq!(seen(json!({ "text": "ben.palabre" })), json!({ "text": "ben.palabre" }));
    }
}
