//! How well one task's labels agree with gold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::EvaluateOptions;
use crate::corpus::{Sentiment, Stance};
use crate::stats::{Bootstrap, Confusion, Figure};

/// One task on the rows where both gold and prediction have a label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelMetrics {
    /// Rows scored.
    pub n: usize,
    /// Gold labels not scored: without a prediction, or toward another target than it.
    pub unscored: usize,
    /// Documents that the scored rows come from.
    pub documents: usize,
    /// Mean F1 over the classes present in gold or predictions.
    pub macro_f1: Figure,
    /// Mean F1 of favor and against (SemEval-2016 task 6); for stance only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub f_avg: Option<Figure>,
    /// Share of rows where both agree.
    pub accuracy: Figure,
    /// F1 over all classes' counts; equals accuracy with one label a row.
    pub micro_f1: Figure,
    /// Mean F1 weighted by support.
    pub weighted_f1: Figure,
    /// Matthews' correlation, in `[-1, 1]`.
    pub mcc: Figure,
    /// Cohen's kappa, in `[-1, 1]`.
    pub kappa: Figure,
    /// Class names, in the order of `confusion`.
    pub classes: Vec<String>,
    /// One list a gold class, one count a predicted class.
    pub confusion: Vec<Vec<usize>>,
    /// By class name.
    pub per_class: BTreeMap<String, ClassMetrics>,
}

/// One class of a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClassMetrics {
    /// `None` where the class is never predicted; `n` is the rows predicted as it.
    pub precision: Figure,
    /// `None` where gold never has the class; `n` is the support.
    pub recall: Figure,
    /// `None` where neither side has the class; `n` is the support.
    pub f1: Figure,
    /// Gold rows of the class.
    pub support: usize,
    /// Rows predicted as the class.
    pub predicted: usize,
}

impl LabelMetrics {
    /// From one confusion table a document, over named classes; `f_avg` is of the classes given.
    pub fn new(
        classes: &[&str],
        f_avg: Option<&[usize]>,
        documents: Vec<Confusion>,
        unscored: usize,
        options: &EvaluateOptions,
    ) -> Self {
        let count = documents.len();
        let zero = Confusion::new(classes.len());
        let bootstrap = Bootstrap::new(documents, zero, options.seed, options.resamples);
        let n = bootstrap.total.total();
        Self {
            n,
            unscored,
            documents: count,
            macro_f1: bootstrap.figure(n, Confusion::macro_f1),
            f_avg: f_avg.map(|of| bootstrap.figure(n, |c| c.mean_f1(of))),
            accuracy: bootstrap.figure(n, Confusion::accuracy),
            micro_f1: bootstrap.figure(n, Confusion::micro_f1),
            weighted_f1: bootstrap.figure(n, Confusion::weighted_f1),
            mcc: bootstrap.figure(n, Confusion::mcc),
            kappa: bootstrap.figure(n, Confusion::kappa),
            classes: classes.iter().map(ToString::to_string).collect(),
            confusion: bootstrap.total.table(),
            per_class: classes
                .iter()
                .enumerate()
                .map(|(class, name)| (name.to_string(), of_class(&bootstrap, class)))
                .collect(),
        }
    }
}

fn of_class(bootstrap: &Bootstrap<Confusion>, class: usize) -> ClassMetrics {
    let support = bootstrap.total.support(class);
    let predicted = bootstrap.total.predicted(class);
    ClassMetrics {
        precision: bootstrap.figure(predicted, |c| c.precision(class)),
        recall: bootstrap.figure(support, |c| c.recall(class)),
        f1: bootstrap.figure(support, |c| c.f1(class)),
        support,
        predicted,
    }
}

/// A label of a closed set.
pub(super) trait Label: Copy + PartialEq + 'static {
    /// All, in the order of tables.
    const CLASSES: &'static [Self];
    /// The classes that `f_avg` is the mean of.
    const F_AVG: Option<&'static [usize]>;

    /// As rows spell it.
    fn name(self) -> &'static str;
}

impl Label for Stance {
    const CLASSES: &'static [Self] = &Self::ALL;
    const F_AVG: Option<&'static [usize]> = Some(&[0, 1]);

    fn name(self) -> &'static str {
        self.as_str()
    }
}

impl Label for Sentiment {
    const CLASSES: &'static [Self] = &Self::ALL;
    const F_AVG: Option<&'static [usize]> = None;

    fn name(self) -> &'static str {
        self.as_str()
    }
}

/// Gold and predicted labels of one task, gathered document by document.
#[derive(Default)]
pub(super) struct Scored {
    documents: BTreeMap<String, Confusion>,
    gold: usize,
}

impl Scored {
    /// One gold row and its prediction, in the document (or group) of that name.
    pub(super) fn count<L: Label>(
        &mut self,
        document: &str,
        gold: Option<L>,
        predicted: Option<L>,
    ) {
        let Some(gold) = gold else { return };
        self.gold += 1;
        let class = |label| L::CLASSES.iter().position(|&other| other == label);
        if let (Some(gold), Some(predicted)) = (class(gold), predicted.and_then(class)) {
            self.documents
                .entry(document.to_string())
                .or_insert_with(|| Confusion::new(L::CLASSES.len()))
                .count(gold, predicted);
        }
    }

    /// `None` where gold has no labels.
    pub(super) fn metrics<L: Label>(self, options: &EvaluateOptions) -> Option<LabelMetrics> {
        let documents: Vec<Confusion> = self.documents.into_values().collect();
        let scored: usize = documents.iter().map(Confusion::total).sum();
        let names: Vec<&str> = L::CLASSES.iter().map(|label| label.name()).collect();
        (self.gold > 0)
            .then(|| LabelMetrics::new(&names, L::F_AVG, documents, self.gold - scored, options))
    }
}
