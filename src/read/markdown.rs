//! A Markdown file -> one document: the text as it stands, what the front matter says of it beside it.

use serde_json::{Map, Value};

use super::source::{Packing, Source};
use super::{ReadOptions, Record, plain};
use crate::corpus::Document;

/// One document a file; without a title in its front matter the first heading is the title.
pub(super) fn document(
    source: &Source,
    packing: Packing,
    options: &ReadOptions,
) -> Record<Document> {
    let mut document = plain::document(source, packing, options)?;
    let (mut matter, body) = front_matter(&document.text);
    let mut take = |key| matter.shift_remove(key).and_then(non_empty);
    let title = take("title").or_else(|| first_heading(body));
    if let Some(id) = take("id") {
        document.id = id;
    }
    document.outlet = take("outlet");
    document.author = take("author");
    document.url = take("url");
    document.published_at = take("published_at").or_else(|| take("date"));
    document.lang = take("lang");
    document.title = title;
    document.meta = matter;
    Ok(document)
}

/// The keys of the block between `---` lines at the start of the file, and the text after it.
///
/// Values are one-line strings, their quotation marks removed; the lines of a list or a nested
/// value are kept as they stand.
fn front_matter(text: &str) -> (Map<String, Value>, &str) {
    let mut matter = Map::new();
    let mut key = None;
    let mut lines = text.split_inclusive('\n');
    let mut at = match lines.next() {
        Some(first) if first.trim_end() == "---" => first.len(),
        _ => return (matter, text),
    };
    for line in lines {
        at += line.len();
        let line = line.trim_end();
        if line == "---" || line == "..." {
            return (matter, &text[at..]);
        }
        match line.split_once(':') {
            Some((name, value)) if !line.starts_with([' ', '\t', '-', '#']) => {
                let name = name.trim_end().to_owned();
                matter.insert(name.clone(), Value::from(unquoted(value.trim())));
                key = Some(name);
            }
            _ => {
                let value = key.as_ref().and_then(|key| matter.get_mut(key));
                if let Some(Value::String(value)) = value {
                    value.push('\n');
                    value.push_str(line);
                }
            }
        }
    }
    (Map::new(), text)
}

fn unquoted(value: &str) -> &str {
    let within = |mark| value.strip_prefix(mark)?.strip_suffix(mark);
    within('"').or_else(|| within('\'')).unwrap_or(value)
}

fn non_empty(value: Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        _ => None,
    }
}

/// The first `# Heading` outside code fences, without its marks.
fn first_heading(body: &str) -> Option<String> {
    let mut fenced = false;
    for line in body.lines() {
        if line.starts_with("```") || line.starts_with("~~~") {
            fenced = !fenced;
        }
        if let Some(heading) = line.strip_prefix("# ").filter(|_| !fenced) {
            let heading = heading.trim().trim_end_matches('#').trim_end();
            return Some(heading.to_owned()).filter(|heading| !heading.is_empty());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn front_matter_of() {
        let check = |text: &str, matter: Value, body: &str| {
            assert_eq!(
                front_matter(text),
                (matter.as_object().unwrap().clone(), body),
                "{text}"
            );
        };
        check(
            "---\ntitle: \"A: b\"\r\ndate: 2018-12-11\n---\nBody",
            json!({"title": "A: b", "date": "2018-12-11"}),
            "Body",
        );
        check(
            "---\ntags:\n  - a\n  - b: c\nurl: http://x.example\n...\n",
            json!({"tags": "\n  - a\n  - b: c", "url": "http://x.example"}),
            "",
        );
        check("---\n# note\nlang: fr\n---\n", json!({"lang": "fr"}), "");
        check(
            "---\ntitle: never closed\n",
            json!({}),
            "---\ntitle: never closed\n",
        );
        check("--- x\n---\n", json!({}), "--- x\n---\n");
        check("", json!({}), "");
        check("---\nq: \"\n---\n", json!({"q": "\""}), "");
    }

    #[test]
    fn heading_of() {
        let check = |body: &str, expected: Option<&str>| {
            assert_eq!(first_heading(body).as_deref(), expected, "{body}");
        };
        check("text\n# The vote #\n# Other", Some("The vote"));
        check("## Only a section", None);
        check("#hashtag", None);
        check("```\n# code\n```\n# Real", Some("Real"));
    }
}
