//! Any number of raters -> the rows that each of them labelled.

use super::align::{align, check_keys};
use super::{CompareError, Labelled};

/// One annotator, or one model.
#[derive(Debug, Clone, PartialEq)]
pub struct Rater {
    /// As people know it: a path, a model, a name.
    pub name: String,
    /// Who it is.
    pub kind: RaterKind,
    /// In any order.
    pub rows: Vec<Labelled>,
}

/// Who labels.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum RaterKind {
    /// A person.
    Human,
    /// A model.
    Model,
}

/// A row that at least one rater has.
pub(super) struct Unit<'a> {
    /// What is known of it from all of them.
    seen: Labelled,
    /// One a rater.
    pub rows: Vec<Option<&'a Labelled>>,
}

impl Unit<'_> {
    /// The document, for the bootstrap.
    pub fn document(&self) -> &str {
        &self.seen.document
    }

    /// Fills in what only a later rater's row tells.
    fn see(&mut self, row: &Labelled) {
        let seen = &mut self.seen;
        if seen.content.is_empty() {
            seen.content = row.content.clone();
        }
        if seen.key.is_none() || seen.key.as_ref() == Some(&seen.document) {
            seen.document = row.document.clone();
        }
        seen.key = seen.key.take().or_else(|| row.key.clone());
        seen.target = seen.target.take().or_else(|| row.target.clone());
    }
}

/// Each rater's rows joined to those of the raters before it: by key and target, the rest by spans.
///
/// # Errors
/// With fewer than two raters, and where one has two rows for one key and target.
pub(super) fn join(raters: &[Rater]) -> Result<Vec<Unit<'_>>, CompareError> {
    if raters.len() < 2 {
        return Err(CompareError::TooFewRaters(raters.len()));
    }
    let mut units: Vec<Unit> = Vec::new();
    for (index, rater) in raters.iter().enumerate() {
        check_keys(&rater.name, &rater.rows)?;
        let seen: Vec<Labelled> = units.iter().map(|unit| unit.seen.clone()).collect();
        let mut unit_of = vec![None; rater.rows.len()];
        for (unit, row) in align(&seen, &rater.rows).pairs {
            unit_of[row] = Some(unit);
        }
        for (row, unit) in rater.rows.iter().zip(unit_of) {
            let unit = unit.unwrap_or_else(|| {
                units.push(Unit {
                    seen: row.clone(),
                    rows: vec![None; raters.len()],
                });
                units.len() - 1
            });
            units[unit].see(row);
            units[unit].rows[index] = Some(row);
        }
    }
    Ok(units)
}
