//! Sums of reals that do not depend on the order of their terms.

use super::Additive;

/// Binary places behind the point.
const PLACES: i32 = 60;

/// A sum in fixed point, 60 binary places: a term is rounded by at most 2^-61, the sum not at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sum(i128);

impl Sum {
    /// Of one term, below 2^60 in size.
    pub fn of(term: f64) -> Self {
        Self((term * 2_f64.powi(PLACES)).round() as i128)
    }

    /// The nearest `f64`.
    pub fn value(self) -> f64 {
        self.0 as f64 * 2_f64.powi(-PLACES)
    }

    /// `sum / n`; `None` where `n` is 0.
    pub fn mean(self, n: usize) -> Option<f64> {
        (n > 0).then(|| self.value() / n as f64)
    }
}

impl std::ops::AddAssign for Sum {
    fn add_assign(&mut self, other: Self) {
        self.0 = self.0.saturating_add(other.0);
    }
}

impl Additive for Sum {
    fn zero(&self) -> Self {
        Self::default()
    }

    fn add(&mut self, other: &Self, times: usize) {
        *self += Self(other.0.saturating_mul(times as i128));
    }
}

impl Additive for usize {
    fn zero(&self) -> Self {
        0
    }

    fn add(&mut self, other: &Self, times: usize) {
        *self += other * times;
    }
}
