//! Other label names -> ours.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::corpus::{Sentiment, Stance};

/// What other programs' labels are called here. In TOML:
///
/// ```
/// # let map: quotestance::compare::LabelMap = toml::from_str(r#"
/// [stance]
/// pro = "favor"
/// con = "against"
/// [sentiment]
/// "1" = "positive"
/// # "#).unwrap();
/// # assert_eq!(map.stance.len(), 2);
/// ```
///
/// Names that are ours need no line, but one wins over them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LabelMap {
    /// By the name that rows have; numbers are in quotes.
    pub stance: BTreeMap<String, Stance>,
    /// As `stance`.
    pub sentiment: BTreeMap<String, Sentiment>,
}

/// Labels that were met and are not known.
#[derive(Debug, Default)]
pub(super) struct Unknown {
    stance: BTreeSet<String>,
    sentiment: BTreeSet<String>,
}

impl Unknown {
    pub(super) fn stance(&mut self, map: &LabelMap, label: &str) -> Option<Stance> {
        let ours = || Stance::ALL.into_iter().find(|ours| ours.as_str() == label);
        let found = map.stance.get(label).copied().or_else(ours);
        note(&mut self.stance, label, found)
    }

    pub(super) fn sentiment(&mut self, map: &LabelMap, label: &str) -> Option<Sentiment> {
        let ours = || {
            Sentiment::ALL
                .into_iter()
                .find(|ours| ours.as_str() == label)
        };
        let found = map.sentiment.get(label).copied().or_else(ours);
        note(&mut self.sentiment, label, found)
    }

    /// The tables that a label map lacks; `None` where all labels are known.
    pub(super) fn map_to_write(&self) -> Option<String> {
        let tables = [
            table("stance", &self.stance, Stance::ALL.map(Stance::as_str)),
            table(
                "sentiment",
                &self.sentiment,
                Sentiment::ALL.map(Sentiment::as_str),
            ),
        ];
        let tables: Vec<_> = tables.into_iter().flatten().collect();
        (!tables.is_empty()).then(|| tables.join("\n"))
    }
}

fn note<L>(unknown: &mut BTreeSet<String>, label: &str, found: Option<L>) -> Option<L> {
    if found.is_none() && !unknown.contains(label) {
        unknown.insert(label.to_owned());
    }
    found
}

fn table(task: &str, unknown: &BTreeSet<String>, ours: [&str; 3]) -> Option<String> {
    let line = |label: &String| {
        let same = ours.iter().find(|ours| ours.eq_ignore_ascii_case(label));
        let value = same.map_or_else(|| ours.join(" | "), |same| (*same).to_owned());
        format!("{} = \"{value}\"", toml::Value::String(label.clone()))
    };
    let lines: Vec<_> = unknown.iter().map(line).collect();
    (!lines.is_empty()).then(|| format!("[{task}]\n{}", lines.join("\n")))
}
