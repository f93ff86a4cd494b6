//! Cross-fitting: every row is judged by what was fitted on the rows of other groups.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// The fold of each row, from 0, at most `wanted` of them; `groups` names the group of each row, and
/// rows of one group share a fold.
///
/// The largest group comes first, groups of one size in the order of their names' SHA-256, and each
/// goes to the fold that has the fewest rows so far (as scikit-learn's `GroupKFold`, but for the
/// hash). So no order of the rows counts.
pub fn folds<G: AsRef<str>>(groups: &[G], wanted: usize) -> Vec<usize> {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for group in groups {
        *sizes.entry(group.as_ref()).or_default() += 1;
    }
    let mut sorted: Vec<(&str, usize)> = sizes.into_iter().collect();
    sorted.sort_by_cached_key(|(group, size)| (Reverse(*size), Sha256::digest(group)));
    let mut rows = vec![0; wanted.clamp(1, sorted.len().max(1))];
    let mut fold_of = BTreeMap::new();
    for (group, size) in sorted {
        let fold = (0..rows.len()).min_by_key(|&fold| rows[fold]).unwrap_or(0);
        rows[fold] += size;
        fold_of.insert(group, fold);
    }
    groups.iter().map(|group| fold_of[group.as_ref()]).collect()
}

/// What `apply` makes of each row, in order, by the model that was fitted on all rows of other folds.
///
/// # Errors
/// That of the first fold whose complement has no fit.
///
/// # Panics
/// If there is not one fold a row.
pub fn cross_fitted<R: Clone, M, A, E>(
    rows: &[R],
    folds: &[usize],
    fit: impl Fn(&[R]) -> Result<M, E>,
    apply: impl Fn(&M, &R) -> A,
) -> Result<Vec<A>, E> {
    assert_eq!(rows.len(), folds.len());
    let without = |fold: usize| {
        let each = rows.iter().zip(folds);
        let others = each.filter(|(_, of_row)| **of_row != fold);
        fit(&others.map(|(row, _)| row.clone()).collect::<Vec<_>>())
    };
    let count = folds.iter().max().map_or(0, |last| last + 1);
    let models = (0..count).map(without).collect::<Result<Vec<_>, _>>()?;
    let each = rows.iter().zip(folds);
    Ok(each.map(|(row, &fold)| apply(&models[fold], row)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(groups: &[&str], wanted: usize, sizes: &[usize]) {
        let found = folds(groups, wanted);
        let mut counted: BTreeMap<usize, usize> = BTreeMap::new();
        for (fold, group) in found.iter().zip(groups) {
            *counted.entry(*fold).or_default() += 1;
            let first = groups.iter().position(|other| other == group).unwrap();
            assert_eq!(*fold, found[first], "{group} is in two folds");
        }
        let counted: Vec<usize> = counted.into_values().collect();
        assert_eq!(counted, sizes, "{groups:?}");
        let reversed: Vec<&str> = groups.iter().rev().copied().collect();
        let mut again = folds(&reversed, wanted);
        again.reverse();
        assert_eq!(found, again);
    }

    #[test]
    fn a_group_is_in_one_fold_and_folds_are_of_like_size() {
        check(&["a", "b", "c", "d", "e", "f", "g"], 5, &[2, 2, 1, 1, 1]);
        check(&["a", "a", "a", "b", "b", "c"], 2, &[3, 3]);
        check(&["a", "b"], 5, &[1, 1]);
        check(&["a", "a"], 5, &[2]);
        check(&[], 5, &[]);
    }

    #[test]
    fn no_row_is_judged_by_a_fit_that_saw_its_fold() {
        // The fit remembers its rows. In-sample it would know every one of them.
        let rows: Vec<usize> = (0..40).collect();
        let groups: Vec<String> = rows.iter().map(|row| format!("g{}", row % 9)).collect();
        let folds = folds(&groups, 5);
        let remember = |rows: &[usize]| Ok::<_, ()>(rows.to_vec());
        let seen = |known: &Vec<usize>, row: &usize| {
            let same_fold = |other: &&usize| folds[**other] == folds[*row];
            let others = rows.iter().filter(|other| !same_fold(other)).count();
            assert_eq!(known.len(), others, "row {row}");
            known.iter().filter(same_fold).count()
        };
        assert_eq!(cross_fitted(&rows, &folds, remember, seen), Ok(vec![0; 40]));
        let refuse = |rows: &[usize]| Err::<(), _>(rows.len());
        assert!(cross_fitted(&rows, &folds, refuse, |(), _| ()).is_err());
    }
}
