//! Matrix scaling of log probabilities, fitted by maximum likelihood (Kull, Perello-Nieto, Kängsepp,
//! Silva Filho, Song and Flach 2019, "Beyond temperature scaling"). It can move one class against
//! another, so labels may change by it.

use super::{Logits, nll};
use crate::corpus::Scaling;

/// What the squared distance from the identity and from a bias of 0 counts beside the mean negative
/// log likelihood: of `n` rows, a normal prior of standard deviation `sqrt(500 / n)` on each number.
///
/// Without it there is no one optimum, since one row added to all rows of `W` changes no probability,
/// and none at all where rows can be told apart without fault. Kull et al. pull what is off the
/// diagonal, and the bias, toward 0 with a weight that they search (ODIR).
pub const PULL: f64 = 1e-3;

/// The Euclidean norm of the gradient at which a fit is done.
const TOLERANCE: f64 = 1e-8;

/// Newton's method needs about ten.
const STEPS: usize = 100;

/// Halvings of one step.
const HALVINGS: usize = 60;

/// No scaling was fitted.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum MatrixError {
    /// The rows are none, or not all of as many classes.
    #[error("there are no rows, or not all have as many classes")]
    Shape,
    /// The gradient that was left.
    #[error("the fit stops at a gradient of {0:.1e}, where it must be below 1e-8")]
    NotConverged(f64),
}

/// The scaling with the least mean negative log likelihood plus [`PULL`] times the squared distance
/// from the identity and 0, of rows whose values are log probabilities. That is convex, strictly so
/// by the pull, and found by Newton's method with halved steps.
///
/// # Errors
/// When there is nothing to fit on, or the gradient does not fall below 1e-8.
pub fn fit_matrix(rows: &[Logits]) -> Result<Scaling, MatrixError> {
    let classes = rows.first().map_or(0, |row| row.values.len());
    let fits = |row: &Logits| row.values.len() == classes && row.gold < classes;
    if classes == 0 || !rows.iter().all(fits) {
        return Err(MatrixError::Shape);
    }
    let problem = Problem { rows, classes };
    let mut at = flat(&Scaling::identity(classes));
    for _ in 0..STEPS {
        let (gradient, hessian) = problem.derivatives(&at);
        if norm(&gradient) < TOLERANCE {
            return Ok(unflat(&at, classes));
        }
        match problem.step(&at, &gradient, hessian) {
            Some(next) => at = next,
            None => break,
        }
    }
    let (gradient, _) = problem.derivatives(&at);
    let left = norm(&gradient);
    if left < TOLERANCE {
        return Ok(unflat(&at, classes));
    }
    Err(MatrixError::NotConverged(left))
}

/// What is minimised. A point is a scaling as [`flat`] makes it, and the features of a row are its
/// values and a 1.
struct Problem<'a> {
    rows: &'a [Logits],
    classes: usize,
}

impl Problem<'_> {
    fn width(&self) -> usize {
        self.classes + 1
    }

    fn departure(&self, at: &[f64]) -> Vec<f64> {
        let identity = flat(&Scaling::identity(self.classes));
        at.iter().zip(identity).map(|(x, one)| x - one).collect()
    }

    fn value(&self, at: &[f64]) -> f64 {
        let scaling = unflat(at, self.classes);
        let scaled: Vec<Logits> = self.rows.iter().map(|row| row.scaled(&scaling)).collect();
        let distance = norm(&self.departure(at)).powi(2);
        nll(&scaled, 1.0).unwrap_or(f64::NAN) + PULL * distance
    }

    /// The gradient, and the Hessian, which is positive definite.
    fn derivatives(&self, at: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
        let (size, width, n) = (at.len(), self.width(), self.rows.len() as f64);
        let scaling = unflat(at, self.classes);
        let pulled = self.departure(at).into_iter();
        let mut gradient: Vec<f64> = pulled.map(|x| 2.0 * PULL * x).collect();
        let mut hessian = vec![vec![0.0; size]; size];
        for (i, row) in hessian.iter_mut().enumerate() {
            row[i] = 2.0 * PULL;
        }
        for row in self.rows {
            let p = row.scaled(&scaling).probabilities(1.0);
            let feature = |at: usize| row.values.get(at % width).copied().unwrap_or(1.0);
            for (i, (slope, curvatures)) in gradient.iter_mut().zip(&mut hessian).enumerate() {
                let class = i / width;
                let miss = p[class] - f64::from(u8::from(class == row.gold));
                *slope += miss * feature(i) / n;
                for (j, sum) in curvatures.iter_mut().enumerate() {
                    let same = f64::from(u8::from(class == j / width));
                    let spread = p[class] * (same - p[j / width]);
                    *sum += spread * feature(i) * feature(j) / n;
                }
            }
        }
        (gradient, hessian)
    }

    /// A point along Newton's direction with a value that is lower enough (Armijo's rule); `None` where
    /// there is none, as when a value of a row is no number.
    fn step(&self, at: &[f64], gradient: &[f64], hessian: Vec<Vec<f64>>) -> Option<Vec<f64>> {
        let direction = solve(hessian, gradient)?;
        let slope: f64 = gradient.iter().zip(&direction).map(|(g, d)| g * d).sum();
        let value = self.value(at);
        // So much of a difference may be rounding.
        let slack = 8.0 * f64::EPSILON * (1.0 + value.abs());
        let moved = |length: f64| -> Vec<f64> {
            let each = at.iter().zip(&direction);
            each.map(|(x, d)| x - length * d).collect()
        };
        let lengths = (0..HALVINGS).map(|halving| 0.5_f64.powi(halving as i32));
        lengths
            .map(|length| (length, moved(length)))
            .find(|(length, next)| self.value(next) <= value - 1e-4 * length * slope + slack)
            .map(|(_, next)| next)
    }
}

/// Row after row of the weights, each with its bias behind it.
fn flat(scaling: &Scaling) -> Vec<f64> {
    let each = scaling.weights.iter().zip(&scaling.bias);
    each.flat_map(|(row, bias)| row.iter().chain([bias]).copied())
        .collect()
}

fn unflat(flat: &[f64], classes: usize) -> Scaling {
    let rows = || flat.chunks(classes + 1);
    Scaling {
        weights: rows().map(|row| row[..classes].to_vec()).collect(),
        bias: rows().map(|row| row[classes]).collect(),
    }
}

fn norm(values: &[f64]) -> f64 {
    values.iter().map(|x| x * x).sum::<f64>().sqrt()
}

/// `x` of `A x = b` for a symmetric positive definite `A`, by Cholesky's factor, which takes its place;
/// `None` where `A` is not that.
fn solve(mut a: Vec<Vec<f64>>, b: &[f64]) -> Option<Vec<f64>> {
    let size = b.len();
    for j in 0..size {
        for i in j..size {
            let rest = a[i][j] - (0..j).map(|k| a[i][k] * a[j][k]).sum::<f64>();
            let positive = i != j || rest > 0.0;
            if !positive {
                return None;
            }
            a[i][j] = if i == j { rest.sqrt() } else { rest / a[j][j] };
        }
    }
    let mut x = b.to_vec();
    for (i, row) in a.iter().enumerate() {
        let known: f64 = (0..i).map(|k| row[k] * x[k]).sum();
        x[i] = (x[i] - known) / row[i];
    }
    for i in (0..size).rev() {
        let known: f64 = (i + 1..size).map(|k| a[k][i] * x[k]).sum();
        x[i] = (x[i] - known) / a[i][i];
    }
    Some(x)
}
