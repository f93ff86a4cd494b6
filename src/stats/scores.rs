//! Scores that a confusion table determines; definitions as in scikit-learn, but undefined is `None`.
//!
//! A class that is absent from gold and predictions has no precision, recall or F1. A class that
//! is never predicted has no precision; its F1 is 0 as long as gold has it.

use super::{Confusion, Ratings};

/// `part / whole`; `None` where `whole` is 0.
pub fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// F1 of a precision and a recall: `None` where both are undefined, 0 where one is.
pub fn harmonic_mean(precision: Option<f64>, recall: Option<f64>) -> Option<f64> {
    match (precision, recall) {
        (None, None) => None,
        (Some(p), Some(r)) if p + r > 0.0 => Some(2.0 * p * r / (p + r)),
        _ => Some(0.0),
    }
}

impl Confusion {
    /// Share of the rows predicted as this class that are of it.
    pub fn precision(&self, class: usize) -> Option<f64> {
        ratio(self.at(class, class), self.predicted(class))
    }

    /// Share of the rows of this class that were predicted as it.
    pub fn recall(&self, class: usize) -> Option<f64> {
        ratio(self.at(class, class), self.support(class))
    }

    /// `2 tp / (support + predicted)`.
    pub fn f1(&self, class: usize) -> Option<f64> {
        ratio(
            2 * self.at(class, class),
            self.support(class) + self.predicted(class),
        )
    }

    /// Share of rows where the two agree.
    pub fn accuracy(&self) -> Option<f64> {
        ratio(self.correct(), self.total())
    }

    /// Mean F1 over the classes present in gold or predictions: scikit-learn's
    /// `f1_score(average="macro")`, whose `labels` default to those.
    pub fn macro_f1(&self) -> Option<f64> {
        let defined: Vec<f64> = (0..self.classes()).filter_map(|c| self.f1(c)).collect();
        (!defined.is_empty()).then(|| defined.iter().sum::<f64>() / defined.len() as f64)
    }

    /// F1 of the counts summed over all classes. With one label a row it equals accuracy.
    pub fn micro_f1(&self) -> Option<f64> {
        ratio(2 * self.correct(), 2 * self.total())
    }

    /// Mean F1 weighted by support.
    pub fn weighted_f1(&self) -> Option<f64> {
        let total = self.total();
        let weighted = |c| self.f1(c).unwrap_or(0.0) * self.support(c) as f64;
        (total > 0).then(|| (0..self.classes()).map(weighted).sum::<f64>() / total as f64)
    }

    /// Mean F1 of the given classes; `None` where one of them is undefined. Of favor and against
    /// it is F_avg of SemEval-2016 task 6 (Mohammad et al. 2016).
    pub fn mean_f1(&self, classes: &[usize]) -> Option<f64> {
        let f1s: Option<Vec<f64>> = classes.iter().map(|&c| self.f1(c)).collect();
        let f1s = f1s.filter(|f1s| !f1s.is_empty())?;
        Some(f1s.iter().sum::<f64>() / f1s.len() as f64)
    }

    /// Matthews' correlation for any number of classes (Gorodkin 2004); `None` where gold or
    /// predictions are all of one class (scikit-learn: 0).
    pub fn mcc(&self) -> Option<f64> {
        let n = self.total() as f64;
        let sum = |term: &dyn Fn(usize) -> f64| (0..self.classes()).map(term).sum::<f64>();
        let gold = |c: usize| self.support(c) as f64;
        let predicted = |c: usize| self.predicted(c) as f64;
        let covariance = self.correct() as f64 * n - sum(&|c| gold(c) * predicted(c));
        let of_gold = n * n - sum(&|c| gold(c) * gold(c));
        let of_predicted = n * n - sum(&|c| predicted(c) * predicted(c));
        (of_gold > 0.0 && of_predicted > 0.0)
            .then(|| covariance / (of_gold.sqrt() * of_predicted.sqrt()))
    }

    /// Cohen's kappa, unweighted; `None` where chance alone agrees everywhere.
    pub fn kappa(&self) -> Option<f64> {
        let n = self.total() as f64;
        let by_chance: f64 = (0..self.classes())
            .map(|c| self.support(c) as f64 * self.predicted(c) as f64)
            .sum();
        let room = n * n - by_chance;
        (room > 0.0).then(|| (self.correct() as f64 * n - by_chance) / room)
    }

    /// Krippendorff's alpha of two coders, nominal (Krippendorff 2019, chapter 12), in `(-1, 1]`;
    /// `None` where all labels are of one class.
    pub fn krippendorff_alpha(&self) -> Option<f64> {
        Ratings::from(self).krippendorff_alpha()
    }
}
