//! Agreement of any number of raters on units that they may leave unrated.
//!
//! A unit counts by how many raters gave it each class: which rater gave which does not enter
//! these coefficients. Undefined is `None`: where no unit has two ratings, and, for the corrected
//! coefficients, where all ratings are of one class, so that chance alone agrees everywhere.

use std::collections::BTreeMap;

use super::{Additive, Confusion};

/// Units by their ratings.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ratings {
    raters: usize,
    classes: usize,
    /// Raters by class -> how many units have these.
    units: BTreeMap<Vec<usize>, usize>,
}

impl Ratings {
    /// Of so many raters, with classes below `classes`.
    pub fn new(raters: usize, classes: usize) -> Self {
        Self {
            raters,
            classes,
            units: BTreeMap::new(),
        }
    }

    /// Counts one unit: the class that each of its raters gave.
    ///
    /// # Panics
    /// If a class is not below the number of classes.
    pub fn count(&mut self, given: impl IntoIterator<Item = usize>) {
        let mut by_class = vec![0; self.classes];
        given.into_iter().for_each(|class| by_class[class] += 1);
        *self.units.entry(by_class).or_default() += 1;
    }

    /// Units with two ratings or more.
    pub fn pairable(&self) -> usize {
        self.rated_by(|ratings| ratings >= 2).map(|(_, n)| n).sum()
    }

    /// Units that every rater rated.
    pub fn complete(&self) -> usize {
        self.rated_by(|n| n == self.raters).map(|(_, n)| n).sum()
    }

    /// Mean over the pairable units of the share of their pairs of ratings that agree, in `[0, 1]`.
    pub fn percent_agreement(&self) -> Option<f64> {
        self.mean_agreement(self.rated_by(|ratings| ratings >= 2))
    }

    /// Krippendorff's alpha for nominal data with missing values (Krippendorff 2011, Computing
    /// Krippendorff's Alpha-Reliability): `1 - D_o / D_e`, at most 1, over the pairable units.
    pub fn krippendorff_alpha(&self) -> Option<f64> {
        let mut of_class = vec![0.0; self.classes];
        let mut observed = 0.0;
        for (by_class, units) in self.rated_by(|ratings| ratings >= 2) {
            let ratings: usize = by_class.iter().sum();
            observed += units as f64 * disagreeing(by_class) / (ratings - 1) as f64;
            for (sum, given) in of_class.iter_mut().zip(by_class) {
                *sum += (given * units) as f64;
            }
        }
        let all: f64 = of_class.iter().sum();
        let expected = all * all - of_class.iter().map(|n| n * n).sum::<f64>();
        (expected > 0.0).then(|| 1.0 - (all - 1.0) * observed / expected)
    }

    /// Fleiss' kappa (Fleiss 1971), at most 1, over the complete units; `None` below two raters.
    pub fn fleiss_kappa(&self) -> Option<f64> {
        let complete = || self.rated_by(|ratings| ratings == self.raters && ratings >= 2);
        let observed = self.mean_agreement(complete())?;
        let all: usize = complete().map(|(by_class, n)| n * sum(by_class)).sum();
        let share = |class: usize| {
            let of_class: usize = complete().map(|(by_class, n)| n * by_class[class]).sum();
            of_class as f64 / all as f64
        };
        let shares: Vec<f64> = (0..self.classes).map(share).collect();
        let by_chance: f64 = shares.iter().map(|share| share * share).sum();
        // A share of all ratings is exactly 1.
        (!shares.contains(&1.0)).then(|| (observed - by_chance) / (1.0 - by_chance))
    }

    fn rated_by(&self, wanted: impl Fn(usize) -> bool) -> impl Iterator<Item = (&[usize], usize)> {
        let units = self.units.iter().map(|(by_class, n)| (&by_class[..], *n));
        units.filter(move |(by_class, _)| wanted(sum(by_class)))
    }

    fn mean_agreement<'a>(&self, units: impl Iterator<Item = (&'a [usize], usize)>) -> Option<f64> {
        let (mut agreeing, mut n) = (0.0, 0);
        for (by_class, units) in units {
            let ratings = sum(by_class);
            let pairs = (ratings * (ratings - 1)) as f64;
            agreeing += units as f64 * (1.0 - disagreeing(by_class) / pairs);
            n += units;
        }
        (n > 0).then(|| agreeing / n as f64)
    }
}

impl From<&Confusion> for Ratings {
    /// Of two raters: one gave the gold class, the other the predicted one.
    fn from(confusion: &Confusion) -> Self {
        let mut ratings = Self::new(2, confusion.classes());
        for gold in 0..confusion.classes() {
            for predicted in 0..confusion.classes() {
                let mut by_class = vec![0; confusion.classes()];
                by_class[gold] += 1;
                by_class[predicted] += 1;
                *ratings.units.entry(by_class).or_default() += confusion.at(gold, predicted);
            }
        }
        ratings
    }
}

fn sum(by_class: &[usize]) -> usize {
    by_class.iter().sum()
}

/// Ordered pairs of a unit's ratings that differ.
fn disagreeing(by_class: &[usize]) -> f64 {
    let ratings = sum(by_class);
    (ratings * ratings - by_class.iter().map(|n| n * n).sum::<usize>()) as f64
}

impl Additive for Ratings {
    fn zero(&self) -> Self {
        Self::new(self.raters, self.classes)
    }

    fn add(&mut self, other: &Self, times: usize) {
        if times == 0 {
            return;
        }
        for (by_class, units) in &other.units {
            *self.units.entry(by_class.clone()).or_default() += units * times;
        }
    }
}
