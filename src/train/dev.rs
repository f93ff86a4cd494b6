//! The dev sets, encoded once, and the macro-F1 of a network on each.

use tch::Kind;

use crate::classify::torch::Network;
use crate::classify::{Batch, ClassifyError, Encoded, TaskSpec, batches};
use crate::stats::Confusion;

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
    pub fn macro_f1(
        &self,
        network: &Network,
        tasks: &[&TaskSpec],
        pad_id: i64,
        batch_tokens: usize,
    ) -> Result<f64, ClassifyError> {
        let lengths: Vec<usize> = self.encoded.iter().map(|e| e.ids.len()).collect();
        let mut pairs = Vec::with_capacity(self.rows.len());
        for rows in batches(&lengths, batch_tokens) {
            let batch = Batch::new(&self.encoded, rows, pad_id);
            let logits = tch::no_grad(|| network.forward(&batch, false))?.to_kind(Kind::Float);
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
        }
        let classes = tasks.iter().map(|t| t.labels.len()).max().unwrap_or(0);
        Ok(Confusion::from_pairs(classes, pairs)
            .macro_f1()
            .unwrap_or(0.0))
    }

    fn has_label(&self, label: usize) -> bool {
        self.rows.iter().any(|r| r.label == label)
    }
}
