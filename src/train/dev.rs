//! The dev sets, encoded once, and the macro-F1 of a network on each.

use crate::classify::{ClassifyError, Encoded, TaskSpec};
use crate::stats::Confusion;

use super::fit::Judge;
use super::rows::TrainRow;

/// One dev set.
pub struct DevSet {
    /// As the configuration names it.
    pub name: String,
    /// Its rows.
    pub rows: Vec<TrainRow>,
    /// Their token ids.
    pub encoded: Vec<Encoded>,
}

impl DevSet {
    /// Macro-F1 over the labels that occur in the set.
    ///
    /// # Errors
    /// When the network fails.
    pub fn macro_f1(&self, judge: &Judge<'_>, tasks: &[&TaskSpec]) -> Result<f64, ClassifyError> {
        let mut pairs = Vec::with_capacity(self.rows.len());
        judge.each(&self.encoded, |batch, logits| {
            for (i, &row) in batch.rows.iter().enumerate() {
                let task = tasks[self.rows[row].task];
                let gold = self.rows[row].label;
                // A label that the set has not (SST-2 knows no neutral) is not a choice either.
                let best = (0..task.logits.len())
                    .filter(|&l| self.has_label(l))
                    .max_by(|&a, &b| {
                        let at = |l: usize| logits.double_value(&[i as i64, task.logits[l] as i64]);
                        at(a).total_cmp(&at(b))
                    });
                pairs.push((gold, best.unwrap_or(gold)));
            }
        })?;
        let classes = tasks.iter().map(|t| t.labels.len()).max().unwrap_or(0);
        Ok(Confusion::from_pairs(classes, pairs)
            .macro_f1()
            .unwrap_or(0.0))
    }

    fn has_label(&self, label: usize) -> bool {
        self.rows.iter().any(|r| r.label == label)
    }
}
