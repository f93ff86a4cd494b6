//! Which row of one run is which of another.

use std::collections::{BTreeMap, BTreeSet};

use super::{CompareError, Labelled};
use crate::corpus::{Extent, match_one_to_one};

/// Pairs of indices, each row at most once, in an order that the input's does not change.
pub(super) struct Alignment {
    pub pairs: Vec<(usize, usize)>,
    /// How many of them were found by their spans.
    pub by_span: usize,
}

/// Whether rows can be told apart.
pub(super) fn check_keys(run: &str, rows: &[Labelled]) -> Result<(), CompareError> {
    let mut seen = BTreeSet::new();
    for row in rows {
        if let Some(key) = &row.key
            && !seen.insert((key, &row.target))
        {
            return Err(CompareError::Duplicate {
                run: run.to_string(),
                key: key.clone(),
            });
        }
    }
    Ok(())
}

/// By key and target first, the rest by spans.
pub(super) fn align(a: &[Labelled], b: &[Labelled]) -> Alignment {
    let (a_order, b_order) = (order(a), order(b));
    let mut taken = vec![false; b.len()];
    let mut pairs = Vec::new();
    let mut rest = Vec::new();
    let mut by_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &j in &b_order {
        if let Some(key) = &b[j].key {
            by_key.entry(key).or_default().push(j);
        }
    }
    for &i in &a_order {
        let candidates = a[i].key.as_deref().and_then(|key| by_key.get(key));
        let mut candidates = candidates
            .into_iter()
            .flatten()
            .copied()
            .filter(|&j| !taken[j]);
        let exact = candidates.clone().find(|&j| a[i].target == b[j].target);
        match exact.or_else(|| candidates.find(|&j| same_target(&a[i], &b[j]))) {
            Some(j) => {
                taken[j] = true;
                pairs.push((i, j));
            }
            None => rest.push(i),
        }
    }
    let b_rest: Vec<usize> = b_order.into_iter().filter(|&j| !taken[j]).collect();
    let by_span = align_spans(a, &rest, b, &b_rest);
    pairs.extend(&by_span);
    Alignment {
        by_span: by_span.len(),
        pairs,
    }
}

/// Rows of equal standing are told apart by all that they join or differ by.
fn order(rows: &[Labelled]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&i| {
        let row = &rows[i];
        let labels = (row.stance, row.sentiment);
        (&row.document, &row.key, &row.target, &row.content, labels)
    });
    order
}

fn same_target(a: &Labelled, b: &Labelled) -> bool {
    match (&a.target, &b.target) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// Document by document.
fn align_spans(
    a: &[Labelled],
    a_rest: &[usize],
    b: &[Labelled],
    b_rest: &[usize],
) -> Vec<(usize, usize)> {
    let mut documents: BTreeMap<&str, [Vec<usize>; 2]> = BTreeMap::new();
    for (side, rows, rest) in [(0, a, a_rest), (1, b, b_rest)] {
        for &i in rest {
            documents.entry(&rows[i].document).or_default()[side].push(i);
        }
    }
    let extents = |rows: &[Labelled], of: &[usize]| -> Vec<Extent> {
        of.iter().map(|&i| rows[i].content.clone()).collect()
    };
    let mut pairs = Vec::new();
    for [of_a, of_b] in documents.values() {
        let matches = match_one_to_one(&extents(a, of_a), &extents(b, of_b));
        let found = of_a
            .iter()
            .zip(matches)
            .filter_map(|(&i, j)| Some((i, of_b[j?])));
        pairs.extend(found.filter(|&(i, j)| same_target(&a[i], &b[j])));
    }
    pairs
}
