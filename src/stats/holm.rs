//! Holm's step-down adjustment of the p-values of several tests (Holm 1979).

/// Adjusted p-values in the order given, each in `[0, 1]`: a test is significant at a level where its
/// adjusted p-value is not above it, and the chance of any false one in the family is then at most
/// that level, however the tests depend on each other.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&i, &j| p[i].total_cmp(&p[j]));
    let mut adjusted = vec![0.0; p.len()];
    let mut least = 0.0_f64;
    for (rank, &i) in order.iter().enumerate() {
        least = least.max((p.len() - rank) as f64 * p[i]).min(1.0);
        adjusted[i] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Case {
        p: Vec<f64>,
        holm: Vec<f64>,
    }

    #[test]
    fn adjusted_values_equal_those_of_statsmodels() {
        let cases = include_str!("../../tests/fixtures/metrics/holm.json");
        let cases: Vec<Case> = serde_json::from_str(cases).unwrap();
        assert_eq!(cases.len(), 5);
        for case in cases {
            for (found, expected) in holm(&case.p).iter().zip(&case.holm) {
                assert!((found - expected).abs() < 1e-12, "{case:?}", case = case.p);
            }
        }
        assert!(holm(&[]).is_empty());
    }
}
