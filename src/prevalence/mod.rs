//! Predictions on a corpus and gold on a sample of it -> the share of each label in the corpus.
//!
//! Shares of predicted labels are biased where the model errs more one way than the other. A sample
//! that was drawn at random from the same rows, with known probabilities, and labelled by people
//! measures the bias. What is estimated is the share in the corpus itself, so all randomness is
//! that of the draw, and intervals are design-based (Särndal, Swensson and Wretman 1992, chapter 6).
//!
//! With `y` whether gold, and `f` whether the prediction, has a label:
//!
//! * `naive`: the mean of `f` over the corpus. Its interval knows nothing of the model's errors.
//! * `gold`: the mean of `y` over the sample, weighted by its design; no model enters it.
//! * `ppi`: prediction-powered inference (Angelopoulos, Bates, Fannjiang, Jordan and Zrnic 2023),
//!   the mean of `p f` over the corpus and of `y - p f` over the sample, with the power `p` in
//!   `[0, 1]` that makes the interval shortest (PPI++, Angelopoulos, Duchi and Zrnic 2023). As the
//!   sample is part of the corpus here, `p` is their lambda divided by the share of rows outside
//!   the sample; their point estimate is the same. In strata it is the sum of the strata's
//!   (Fisch et al. 2024).
//! * `dsl`: design-based supervised learning (Egami, Hinck, Stewart and Wei 2023), the mean of
//!   `g + R (y - g) / pi` over the corpus, where `R` says whether a row is in the sample, `pi` is
//!   its inclusion probability, and `g`, the probability of the label given the predicted one, is
//!   learnt from the sample's other folds.
//!
//! Intervals are normal ones at 95 %, cut at 0 and 1. `None` stands where none can be had.

mod design;
mod error;
mod estimate;
mod sample;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::corpus::{Annotation, LabelRow, QuoteRow, Sentiment, Stance, Task};
use crate::stats::Figure;
pub use design::DesignKind;
use design::{Design, Sampled};
pub use error::PrevalenceError;
pub use sample::{Allocation, sample};

/// The shares of all labels in a corpus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prevalence {
    /// Of the folds of `dsl`.
    pub seed: u64,
    /// `None` where the gold, or the predictions, have no stance.
    pub stance: Option<TaskPrevalence>,
    /// Likewise.
    pub sentiment: Option<TaskPrevalence>,
}

/// The shares of one task's labels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskPrevalence {
    /// Predicted rows.
    pub corpus: usize,
    /// Rows of the sample that have gold.
    pub labelled: usize,
    /// Rows of the sample that have none; they are taken to be missing at random.
    pub unlabelled: usize,
    /// How the sample was drawn.
    pub design: DesignKind,
    /// How many strata it has.
    pub strata: usize,
    /// In the order of tables.
    pub labels: Vec<LabelPrevalence>,
}

/// The share of one label, in `[0, 1]`; the docs of [`prevalence`](self) say how each is made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelPrevalence {
    /// As rows spell it.
    pub label: String,
    /// As predicted.
    pub naive: Figure,
    /// By gold alone.
    pub gold: Figure,
    /// Prediction-powered.
    pub ppi: Figure,
    /// How far `ppi` relies on the predictions, in `[0, 1]`; 0 leaves gold alone.
    pub power: f64,
    /// By design-based supervised learning.
    pub dsl: Figure,
}

/// The predicted rows, by id and target.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    rows: BTreeMap<String, BTreeMap<String, [Option<usize>; 2]>>,
    /// Rows by task and predicted label.
    counts: [[usize; 3]; 2],
}

impl Corpus {
    /// Of the rows of a run.
    ///
    /// # Errors
    /// Where two rows have one id and target.
    pub fn of_quotes(rows: &[QuoteRow]) -> Result<Self, PrevalenceError> {
        let mut corpus = Self::default();
        for row in rows {
            let target = row.target.as_deref().unwrap_or_default();
            corpus.add(&row.quote_id, target, row.stance, row.sentiment)?;
        }
        Ok(corpus)
    }

    /// Of the rows of `label`.
    ///
    /// # Errors
    /// Where two rows have one id and target.
    pub fn of_labels(rows: &[LabelRow]) -> Result<Self, PrevalenceError> {
        let mut corpus = Self::default();
        for row in rows {
            corpus.add(&row.id, &row.target, row.stance, row.sentiment)?;
        }
        Ok(corpus)
    }

    fn add(
        &mut self,
        id: &str,
        target: &str,
        stance: Option<Stance>,
        sentiment: Option<Sentiment>,
    ) -> Result<(), PrevalenceError> {
        let labels = Task::ALL.map(|task| task.class(stance, sentiment));
        let targets = self.rows.entry(id.to_owned()).or_default();
        if targets.insert(target.to_owned(), labels).is_some() {
            return Err(PrevalenceError::DuplicatePrediction { id: id.to_owned() });
        }
        for (counts, label) in self.counts.iter_mut().zip(labels) {
            if let Some(label) = label {
                counts[label] += 1;
            }
        }
        Ok(())
    }

    /// The shares of all labels of both tasks. Gold rows are joined by id, and by target where they
    /// have one; `seed` is of the folds of `dsl`.
    ///
    /// # Errors
    /// Where a gold row has no prediction, two, or is there twice, and where the sample's strata
    /// are not those of this corpus.
    pub fn prevalence(
        &self,
        gold: &[Annotation],
        seed: u64,
    ) -> Result<Prevalence, PrevalenceError> {
        let predicted = self.join(gold)?;
        let of = |task: Task| self.of_task(task, gold, &predicted, seed);
        Ok(Prevalence {
            seed,
            stance: of(Task::Stance)?,
            sentiment: of(Task::Sentiment)?,
        })
    }

    /// For each gold row the predicted labels.
    fn join(&self, gold: &[Annotation]) -> Result<Vec<[Option<usize>; 2]>, PrevalenceError> {
        let mut seen = BTreeSet::new();
        let find = |said: &Annotation| {
            let id = &said.row.id;
            let targets = self.rows.get(id);
            let found = match (targets, &said.row.target) {
                (Some(targets), Some(target)) => targets.get_key_value(target),
                (Some(targets), None) if targets.len() > 1 => {
                    return Err(PrevalenceError::AmbiguousTarget { id: id.clone() });
                }
                (Some(targets), None) => targets.first_key_value(),
                (None, _) => None,
            };
            let (target, labels) =
                found.ok_or_else(|| PrevalenceError::NoPrediction { id: id.clone() })?;
            match seen.insert((id.clone(), target)) {
                true => Ok(*labels),
                false => Err(PrevalenceError::DuplicateGold { id: id.clone() }),
            }
        };
        gold.iter().map(find).collect()
    }

    fn of_task(
        &self,
        task: Task,
        gold: &[Annotation],
        predicted: &[[Option<usize>; 2]],
        seed: u64,
    ) -> Result<Option<TaskPrevalence>, PrevalenceError> {
        let counts = self.counts[task as usize];
        let corpus: usize = counts.iter().sum();
        let sampled: Vec<Sampled> = gold
            .iter()
            .zip(predicted)
            .filter_map(|(said, predicted)| {
                Some(Sampled {
                    id: &said.row.id,
                    gold: task.class(said.row.stance, said.row.sentiment)?,
                    predicted: predicted[task as usize]?,
                    draw: said.draw.as_ref(),
                })
            })
            .collect();
        if sampled.is_empty() {
            return Ok(None);
        }
        let design = Design::new(&sampled, corpus)?;
        let labels = estimate::labels(task, &counts, &sampled, &design, seed);
        Ok(Some(TaskPrevalence {
            corpus,
            labelled: sampled.len(),
            unlabelled: gold.len() - sampled.len(),
            design: design.kind,
            strata: design.strata(),
            labels,
        }))
    }
}
