//! How a model's probabilities were calibrated, as `model.toml` keeps it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, value};

use super::folder::ModelToml;
use crate::corpus::Scaling;

/// What is fitted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CalibrationMethod {
    /// One number that the logits are divided by (Guo et al. 2017). No label changes by it.
    #[default]
    Temperature,
    /// A [`Scaling`] of the log probabilities (Kull et al. 2019). Labels may change by it.
    Matrix,
}

impl CalibrationMethod {
    /// As files spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Temperature => "temperature",
            Self::Matrix => "matrix",
        }
    }
}

/// `[tasks.X.calibration]`: what was fitted on labelled rows, and what that did to them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// What was fitted; the temperature where a file does not say it.
    #[serde(default)]
    pub method: CalibrationMethod,
    /// The rows' name.
    pub set: String,
    /// How many they are.
    pub n: usize,
    /// Mean negative log likelihood, in nats, of the model before.
    pub nll_before: f64,
    /// Of the one fitted, on the rows that it was fitted on.
    pub nll_after: f64,
    /// With each row's probabilities by a fit on other folds alone; `None` where such a fit has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nll_cross_fitted: Option<f64>,
    /// Expected calibration error (15 bins of equal mass) of the model before.
    pub ece_before: f64,
    /// Of the one fitted, on the rows that it was fitted on.
    pub ece_after: f64,
    /// As `nll_cross_fitted`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ece_cross_fitted: Option<f64>,
}

/// What makes probabilities of a task's logits.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// Logits are divided by it.
    pub temperature: f64,
    /// What is made of the softmax's logarithm.
    pub scaling: Option<Scaling>,
}

/// The text of a `model.toml` with other temperatures and scalings, all else as it stands, comments too.
///
/// # Errors
/// When the text is not TOML, or has no such task.
pub fn with_fitted(
    text: &str,
    fitted: &BTreeMap<String, (Fitted, Calibration)>,
) -> Result<String, String> {
    let mut document: DocumentMut = text
        .parse()
        .map_err(|e: toml_edit::TomlError| e.to_string())?;
    for (task, (fitted, calibration)) in fitted {
        let table = document
            .get_mut("tasks")
            .and_then(|tasks| tasks.get_mut(task))
            .and_then(Item::as_table_like_mut)
            .ok_or_else(|| format!("has no [tasks.{task}]; add it with labels and logits"))?;
        put(table, "temperature", fitted.temperature.into());
        match &fitted.scaling {
            Some(scaling) => put(table, "scaling", inline(scaling).into()),
            None => drop(table.remove("scaling")),
        }
        table.insert("calibration", Item::Table(calibration.table()));
    }
    Ok(document.to_string())
}

/// The comment behind a value that was there stays; a table that was there goes.
fn put(table: &mut dyn TableLike, key: &str, mut value: toml_edit::Value) {
    match table.get(key).and_then(Item::as_value) {
        Some(before) => *value.decor_mut() = before.decor().clone(),
        None => drop(table.remove(key)),
    }
    table.insert(key, Item::Value(value));
}

fn inline(scaling: &Scaling) -> InlineTable {
    let array = |numbers: &[f64]| numbers.iter().copied().collect::<Array>();
    let weights: Array = scaling.weights.iter().map(|row| array(row)).collect();
    let mut table = InlineTable::new();
    table.insert("weights", weights.into());
    table.insert("bias", array(&scaling.bias).into());
    table
}

impl Calibration {
    fn table(&self) -> Table {
        let mut table = Table::new();
        table["method"] = value(self.method.as_str());
        table["set"] = value(&self.set);
        table["n"] = value(self.n as i64);
        for (name, figure) in [
            ("nll_before", Some(self.nll_before)),
            ("nll_after", Some(self.nll_after)),
            ("nll_cross_fitted", self.nll_cross_fitted),
            ("ece_before", Some(self.ece_before)),
            ("ece_after", Some(self.ece_after)),
            ("ece_cross_fitted", self.ece_cross_fitted),
        ] {
            if let Some(figure) = figure {
                table[name] = value(figure);
            }
        }
        table
    }
}

impl ModelToml {
    /// Of each task its temperature and scaling, and whether these were fitted, as the manifest says it.
    pub(super) fn describe_tasks(&self) -> Value {
        let tasks = self.tasks.iter().map(|(task, spec)| {
            let described = json!({
                "temperature": spec.temperature,
                "scaling": spec.scaling,
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

    fn calibration(method: CalibrationMethod, cross_fitted: Option<f64>) -> Calibration {
        Calibration {
            method,
            set: "dev".to_owned(),
            n: 9,
            nll_before: 1.5,
            nll_after: 1.0,
            nll_cross_fitted: cross_fitted,
            ece_before: 0.25,
            ece_after: 0.125,
            ece_cross_fitted: cross_fitted,
        }
    }

    fn check(fitted: &Fitted, of: &Calibration, text: &str, expected: Result<&str, &str>) {
        let fitted = BTreeMap::from([("stance".to_owned(), (fitted.clone(), of.clone()))]);
        let found = with_fitted(text, &fitted);
        assert_eq!(found.as_deref().map_err(String::as_str), expected, "{text}");
    }

    #[test]
    fn temperatures_change_and_comments_stay() {
        let fitted = Fitted {
            temperature: 2.5,
            scaling: None,
        };
        let of = calibration(CalibrationMethod::Temperature, None);
        let table = "\n[tasks.stance.calibration]\nmethod = \"temperature\"\nset = \"dev\"\nn = 9\nnll_before = 1.5\nnll_after = 1.0\nece_before = 0.25\nece_after = 0.125\n";
        let after = format!("# ours\n[tasks.stance]\ntemperature = 2.5 # hot\n{table}");
        let before = "# ours\n[tasks.stance]\ntemperature = 1.0 # hot\n";
        check(&fitted, &of, before, Ok(&after));
        check(&fitted, &of, &after, Ok(&after));
        let scaled = "# ours\n[tasks.stance]\ntemperature = 1.0 # hot\nscaling = { weights = [[1.0]], bias = [0.0] }\n";
        check(&fitted, &of, scaled, Ok(&after));
        let reason = "has no [tasks.stance]; add it with labels and logits";
        check(&fitted, &of, "[tasks.sentiment]\n", Err(reason));
    }

    #[test]
    fn a_scaling_is_written_read_and_replaced() {
        let scaling = Scaling {
            weights: vec![vec![1.25, -0.000_001], vec![0.0, 1.0]],
            bias: vec![0.5, -0.5],
        };
        let fitted = Fitted {
            temperature: 1.0,
            scaling: Some(scaling.clone()),
        };
        let of = calibration(CalibrationMethod::Matrix, Some(1.125));
        let line = "scaling = { weights = [[1.25, -0.000001], [0.0, 1.0]], bias = [0.5, -0.5] }";
        let table = "\n[tasks.stance.calibration]\nmethod = \"matrix\"\nset = \"dev\"\nn = 9\nnll_before = 1.5\nnll_after = 1.0\nnll_cross_fitted = 1.125\nece_before = 0.25\nece_after = 0.125\nece_cross_fitted = 1.125\n";
        let head = "[tasks.stance]\n# in this order\nlabels = [\"favor\", \"against\"]\nlogits = [0, 1]\ntemperature = 1.0\n";
        let after = format!("{head}{line}\n{table}");
        check(&fitted, &of, head, Ok(&after));
        check(&fitted, &of, &after, Ok(&after));
        let by_hand =
            "[tasks.stance.scaling]\nweights = [[2.0, 0.0], [0.0, 2.0]]\nbias = [0.0, 0.0]\n";
        check(&fitted, &of, &format!("{head}\n{by_hand}"), Ok(&after));

        #[derive(Deserialize)]
        struct Tasks {
            tasks: BTreeMap<String, super::super::TaskSpec>,
        }
        let read: Tasks = toml::from_str(&after).unwrap();
        assert_eq!(read.tasks["stance"].scaling.as_ref(), Some(&scaling));
        assert_eq!(read.tasks["stance"].calibration.as_ref(), Some(&of));
    }
}
