//! How well one task's labels agree with gold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::probabilities::{CalibrationMetrics, RiskCoverageMetrics};
use super::{EvaluateOptions, answer::Label};
use crate::stats::{Bootstrap, Confusion, Figure, Forecast, ratio};

/// One task on the rows where both gold and prediction have a label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelMetrics {
    /// Rows scored.
    pub n: usize,
    /// Gold labels not scored: without a prediction, toward another target than it, or abstained from.
    pub unscored: usize,
    /// Of them, those that the classifier abstained from.
    #[serde(default)]
    pub abstained: usize,
    /// Of the rows scored or abstained from, the share scored; all figures on labels are of those.
    #[serde(default)]
    pub coverage: Option<Figure>,
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
    /// Of the probabilities, of rows abstained from too; `None` where no row has any.
    #[serde(default)]
    pub calibration: Option<CalibrationMetrics>,
    /// What abstaining gains; as `calibration`.
    #[serde(default)]
    pub risk_coverage: Option<RiskCoverageMetrics>,
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
            abstained: 0,
            coverage: None,
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
            calibration: None,
            risk_coverage: None,
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

/// One document's rows.
#[derive(Default)]
struct Document {
    labels: Vec<(usize, usize)>,
    forecasts: Vec<Forecast>,
    abstained: usize,
}

/// Gold and predicted labels of one task, gathered document by document.
#[derive(Default)]
pub(super) struct Scored {
    documents: BTreeMap<String, Document>,
    gold: usize,
}

impl Scored {
    /// One gold row and what was said of it, in the document (or group) of that name.
    pub(super) fn count<L: Label>(
        &mut self,
        document: &str,
        gold: Option<L>,
        answer: Option<Answer<L>>,
    ) {
        let Some(gold) = gold.and_then(L::class) else {
            return;
        };
        self.gold += 1;
        let Some(answer) = answer else { return };
        let document = self.documents.entry(document.to_string()).or_default();
        if let Some(predicted) = answer.label.and_then(L::class) {
            document.labels.push((gold, predicted));
        }
        document.abstained += usize::from(answer.abstained);
        let forecast = answer.probs.and_then(|probs| Forecast::new(&probs, gold));
        document.forecasts.extend(forecast);
    }

    /// `None` where gold has no labels.
    pub(super) fn metrics<L: Label>(self, options: &EvaluateOptions) -> Option<LabelMetrics> {
        let documents: Vec<Document> = self.documents.into_values().collect();
        let forecasts: Vec<&[Forecast]> = documents.iter().map(|d| &d.forecasts[..]).collect();
        let confusion =
            |d: &Document| Confusion::from_pairs(L::CLASSES.len(), d.labels.iter().copied());
        let labelled = documents.iter().filter(|d| !d.labels.is_empty());
        let tables: Vec<Confusion> = labelled.map(confusion).collect();
        let scored: usize = tables.iter().map(Confusion::total).sum();
        let names: Vec<&str> = L::CLASSES.iter().map(|label| label.name()).collect();
        let mut metrics = (self.gold > 0)
            .then(|| LabelMetrics::new(&names, L::F_AVG, tables, self.gold - scored, options))?;
        metrics.answer(&documents, options);
        metrics.calibration = CalibrationMetrics::new(&forecasts, options);
        metrics.risk_coverage = RiskCoverageMetrics::new(&forecasts);
        Some(metrics)
    }
}

impl LabelMetrics {
    /// How many rows were answered, of those that could have been.
    fn answer(&mut self, documents: &[Document], options: &EvaluateOptions) {
        let counts = documents.iter().map(|d| (d.labels.len(), d.abstained));
        let bootstrap = Bootstrap::new(counts.collect(), (0, 0), options.seed, options.resamples);
        let (answered, abstained) = bootstrap.total;
        let share = |(answered, abstained): &(usize, usize)| ratio(*answered, answered + abstained);
        self.abstained = abstained;
        self.coverage = Some(bootstrap.figure(answered + abstained, share));
    }
}
