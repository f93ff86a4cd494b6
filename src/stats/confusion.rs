//! Two labels a row, counted.

use super::Additive;

/// Square table of counts: one row a gold class, one column a predicted class, in the order of the classes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Confusion {
    classes: usize,
    counts: Vec<usize>,
}

impl Confusion {
    /// All zero.
    pub fn new(classes: usize) -> Self {
        Self {
            classes,
            counts: vec![0; classes * classes],
        }
    }

    /// From pairs (gold class, predicted class).
    ///
    /// # Panics
    /// If a class is not below `classes`.
    pub fn from_pairs(classes: usize, pairs: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut confusion = Self::new(classes);
        for (gold, predicted) in pairs {
            confusion.count(gold, predicted);
        }
        confusion
    }

    /// Counts one more row.
    ///
    /// # Panics
    /// If a class is not below the number of classes.
    pub fn count(&mut self, gold: usize, predicted: usize) {
        assert!(gold < self.classes && predicted < self.classes);
        self.counts[gold * self.classes + predicted] += 1;
    }

    /// Number of classes.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// Rows of `gold` that were predicted as `predicted`.
    pub fn at(&self, gold: usize, predicted: usize) -> usize {
        self.counts[gold * self.classes + predicted]
    }

    /// Rows whose gold class this is.
    pub fn support(&self, class: usize) -> usize {
        (0..self.classes).map(|other| self.at(class, other)).sum()
    }

    /// Rows predicted as this class.
    pub fn predicted(&self, class: usize) -> usize {
        (0..self.classes).map(|other| self.at(other, class)).sum()
    }

    /// Rows where the two agree.
    pub fn correct(&self) -> usize {
        (0..self.classes).map(|class| self.at(class, class)).sum()
    }

    /// All rows.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// The table as one list a gold class.
    pub fn table(&self) -> Vec<Vec<usize>> {
        let rows = self.counts.chunks(self.classes.max(1));
        rows.map(<[usize]>::to_vec).collect()
    }
}

impl Additive for Confusion {
    fn zero(&self) -> Self {
        Self::new(self.classes)
    }

    fn add(&mut self, other: &Self, times: usize) {
        for (sum, count) in self.counts.iter_mut().zip(&other.counts) {
            *sum += count * times;
        }
    }
}
