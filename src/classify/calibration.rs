//! How a model's probabilities were calibrated, as `model.toml` keeps it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use toml_edit::{DocumentMut, Item, Table, value};

use super::folder::ModelToml;

/// `[tasks.X.calibration]`: a temperature was fitted on labelled rows, and what that did to them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// The rows' name.
    pub set: String,
    /// How many they are.
    pub n: usize,
    /// Mean negative log likelihood, in nats, at the temperature before.
    pub nll_before: f64,
    /// At the one fitted.
    pub nll_after: f64,
    /// Expected calibration error (15 bins of equal mass) at the temperature before.
    pub ece_before: f64,
    /// At the one fitted.
    pub ece_after: f64,
}

/// The text of a `model.toml` with other temperatures, all else as it stands, comments too.
///
/// # Errors
/// When the text is not TOML, or has no such task.
pub fn with_temperatures(
    text: &str,
    fitted: &BTreeMap<String, (f64, Calibration)>,
) -> Result<String, String> {
    let mut document: DocumentMut = text
        .parse()
        .map_err(|e: toml_edit::TomlError| e.to_string())?;
    for (task, (temperature, calibration)) in fitted {
        let table = document
            .get_mut("tasks")
            .and_then(|tasks| tasks.get_mut(task))
            .and_then(Item::as_table_like_mut)
            .ok_or_else(|| format!("has no [tasks.{task}]; add it with labels and logits"))?;
        table.insert("temperature", value(*temperature));
        table.insert("calibration", Item::Table(calibration.table()));
    }
    Ok(document.to_string())
}

impl Calibration {
    fn table(&self) -> Table {
        let mut table = Table::new();
        table["set"] = value(&self.set);
        table["n"] = value(self.n as i64);
        for (name, figure) in [
            ("nll_before", self.nll_before),
            ("nll_after", self.nll_after),
            ("ece_before", self.ece_before),
            ("ece_after", self.ece_after),
        ] {
            table[name] = value(figure);
        }
        table
    }
}

impl ModelToml {
    /// Of each task its temperature, and whether that was fitted, as the manifest says it.
    pub(super) fn describe_tasks(&self) -> Value {
        let tasks = self.tasks.iter().map(|(task, spec)| {
            let described = json!({
                "temperature": spec.temperature,
                "calibrated": spec.calibration.is_some(),
            });
            (task.clone(), described)
        });
        tasks.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn temperatures_change_and_comments_stay() {
        let calibration = Calibration {
            set: "dev".to_owned(),
            n: 9,
            nll_before: 1.5,
            nll_after: 1.0,
            ece_before: 0.25,
            ece_after: 0.125,
        };
        let fitted = BTreeMap::from([("stance".to_owned(), (2.5, calibration))]);
        let check = |text: &str, expected: Result<&str, &str>| {
            let found = with_temperatures(text, &fitted);
            assert_eq!(found.as_deref().map_err(String::as_str), expected, "{text}");
        };
        let table = "\n[tasks.stance.calibration]\nset = \"dev\"\nn = 9\nnll_before = 1.5\nnll_after = 1.0\nece_before = 0.25\nece_after = 0.125\n";
        let after = format!("# ours\n[tasks.stance]\ntemperature = 2.5\n{table}");
        check("# ours\n[tasks.stance]\ntemperature = 1.0\n", Ok(&after));
        check(&after, Ok(&after));
        check(
            "[tasks.sentiment]\n",
            Err("has no [tasks.stance]; add it with labels and logits"),
        );
    }
}
