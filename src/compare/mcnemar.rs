//! McNemar's test on the rows that only one of two runs has right.

use serde::{Deserialize, Serialize};

/// Two-sided; 1 where no row is right in one run only.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct McNemar {
    /// Rows that only the first run has right.
    pub a_only: usize,
    /// Rows that only the second has right.
    pub b_only: usize,
    /// Of the exact test, which is conservative.
    pub exact_p: f64,
    /// The exact p less the probability of the counts seen (Fagerland, Lydersen and Laake 2013).
    pub mid_p: f64,
    /// `mid_p` by Holm's adjustment over all tests of the comparison.
    pub holm_p: f64,
}

impl McNemar {
    /// From the discordant counts; a family of its own.
    pub fn new(a_only: usize, b_only: usize) -> Self {
        let n = a_only + b_only;
        let fewer = a_only.min(b_only);
        let seen = binomial_half(fewer, n);
        // From the likeliest term down: each is the one above times i / (n - i + 1).
        let mut term = seen;
        let mut tail = seen;
        for i in (1..=fewer).rev() {
            term *= i as f64 / (n - i + 1) as f64;
            tail += term;
        }
        let mid_p = (2.0 * tail - seen).min(1.0);
        Self {
            a_only,
            b_only,
            exact_p: (2.0 * tail).min(1.0),
            mid_p,
            holm_p: mid_p,
        }
    }
}

/// Probability of `k` heads in `n` throws of a fair coin, `2 k <= n`.
fn binomial_half(k: usize, n: usize) -> f64 {
    // Halving as soon as the product passes 1 keeps it in range.
    let mut halvings = n;
    let mut product = 1.0_f64;
    for i in 1..=k {
        product *= (n - k + i) as f64 / i as f64;
        while product > 1.0 && halvings > 0 {
            product /= 2.0;
            halvings -= 1;
        }
    }
    product * 0.5_f64.powi(i32::try_from(halvings).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Case {
        b: usize,
        c: usize,
        exact: f64,
        mid: f64,
    }

    #[test]
    fn p_values_equal_the_references() {
        let cases = include_str!("../../tests/fixtures/metrics/mcnemar.json");
        let cases: Vec<Case> = serde_json::from_str(cases).unwrap();
        assert_eq!(cases.len(), 11);
        for case in cases {
            for test in [McNemar::new(case.b, case.c), McNemar::new(case.c, case.b)] {
                assert!((test.exact_p - case.exact).abs() < 1e-12, "{test:?}");
                assert!((test.mid_p - case.mid).abs() < 1e-12, "{test:?}");
            }
        }
    }

    #[test]
    fn large_counts_stay_in_range() {
        let even = McNemar::new(50_000, 50_000);
        assert_eq!(even.exact_p, 1.0);
        assert!((even.mid_p - 1.0).abs() < 1e-9);
        assert_eq!(McNemar::new(0, 100_000).exact_p, 0.0);
    }
}
