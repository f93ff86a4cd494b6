//! Rows of a corpus -> those that people are to label.

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand::seq::index;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::PrevalenceError;
use crate::corpus::Draw;

/// Fewest rows of a stratum, so that its variance can be told.
const FEWEST: usize = 2;

/// How many rows each stratum gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Allocation {
    /// As its share of the corpus.
    Proportional,
    /// As many as the others, so that rare strata are seen too.
    Equal,
}

/// Draws `n` rows, without replacement and at random within strata; all rows, where there are no
/// more. `rows` has the key and the stratum of each; the key is what tells rows apart, so that their
/// order does not count. At least two rows of each stratum are drawn, where it has them.
///
/// Gives the places of the drawn rows, rising, with their draw. Strata are numbered, for their
/// names would tell the annotators what the model said.
///
/// # Errors
/// Where `n` is less than two for each stratum.
pub fn sample(
    rows: &[(String, String)],
    n: usize,
    allocation: Allocation,
    seed: u64,
) -> Result<Vec<(usize, Draw)>, PrevalenceError> {
    let mut strata: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, (_, stratum)) in rows.iter().enumerate() {
        strata.entry(stratum).or_default().push(place);
    }
    let sizes: Vec<usize> = strata.values().map(Vec::len).collect();
    let quotas = allocate(&sizes, n, allocation)?;
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut drawn = Vec::with_capacity(n);
    for ((mut places, quota), number) in strata.into_values().zip(quotas).zip(1_usize..) {
        places.sort_by_key(|&place| &rows[place].0);
        let draw = Draw {
            inclusion_probability: quota as f64 / places.len() as f64,
            stratum: Some(number.to_string()),
            stratum_size: Some(places.len()),
        };
        let chosen = index::sample(&mut random, places.len(), quota).into_iter();
        drawn.extend(chosen.map(|i| (places[i], draw.clone())));
    }
    drawn.sort_by_key(|(place, _)| *place);
    Ok(drawn)
}

/// Rows of each stratum: two, and each further row where most are missing.
fn allocate(
    sizes: &[usize],
    n: usize,
    allocation: Allocation,
) -> Result<Vec<usize>, PrevalenceError> {
    let all: usize = sizes.iter().sum();
    let n = n.min(all);
    let mut quotas: Vec<usize> = sizes.iter().map(|&size| size.min(FEWEST)).collect();
    let needed: usize = quotas.iter().sum();
    if n < needed {
        return Err(PrevalenceError::TooFew {
            n,
            strata: sizes.len(),
            needed,
        });
    }
    let wanted = |size: usize| match allocation {
        Allocation::Proportional => n as f64 * size as f64 / all as f64,
        Allocation::Equal => n as f64 / sizes.len() as f64,
    };
    for _ in needed..n {
        let missing = |stratum: &usize| wanted(sizes[*stratum]) - quotas[*stratum] as f64;
        let open = (0..sizes.len()).filter(|&stratum| quotas[stratum] < sizes[stratum]);
        let most = open.max_by(|a, b| missing(a).total_cmp(&missing(b)).then(b.cmp(a)));
        if let Some(stratum) = most {
            quotas[stratum] += 1;
        }
    }
    Ok(quotas)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sizes: &[usize], n: usize, allocation: Allocation, expected: &[usize]) {
        assert_eq!(allocate(sizes, n, allocation).unwrap(), expected);
    }

    #[test]
    fn quotas() {
        use Allocation::{Equal, Proportional};
        check(&[600, 300, 100], 100, Proportional, &[60, 30, 10]);
        check(&[600, 300, 100], 90, Equal, &[30, 30, 30]);
        check(&[600, 300, 5], 90, Equal, &[43, 42, 5]);
        check(&[990, 10, 1], 20, Proportional, &[17, 2, 1]);
        check(&[3, 4], 100, Proportional, &[3, 4]);
        let error = allocate(&[9, 9, 1], 4, Equal).unwrap_err();
        assert!(error.to_string().contains("ask for 5 or more"), "{error}");
    }
}
