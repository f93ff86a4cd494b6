//! One-to-one matching of two sets of quotes by the characters they share.

use std::collections::{BTreeMap, BTreeSet};

use pathfinding::prelude::{Matrix, kuhn_munkres, separate_components};

use super::Extent;

/// Quotes of one document that chain together by overlap are matched optimally up to this many on
/// either side, which is far above what a text holds; beyond it greedily, since the optimum takes
/// cubic time.
const LARGEST_OPTIMAL: usize = 400;

/// Parts in which an IoU is counted, so that weights are whole numbers.
const WHOLE: i64 = 1_000_000;

/// Two quotes that may be matched, by their places in the sorted lists.
#[derive(Clone, Copy)]
struct Edge {
    left: usize,
    right: usize,
    /// Intersection over union, in `[WHOLE / 2, WHOLE]`.
    iou: i64,
}

/// For each of `left` the index of its match in `right`.
///
/// Only extents with an intersection over union of at least 0.5 are matched, one to one, such that
/// there are as many pairs as possible and, among those, the sum of their IoU is the greatest.
/// The result does not depend on the order of the extents, equal extents aside.
pub fn match_one_to_one(left: &[Extent], right: &[Extent]) -> Vec<Option<usize>> {
    let (left_order, right_order) = (order(left), order(right));
    let sorted_right: Vec<&Extent> = right_order.iter().map(|&r| &right[r]).collect();
    let sorted_left: Vec<&Extent> = left_order.iter().map(|&l| &left[l]).collect();
    let mut matched = vec![None; left.len()];
    for component in components(&edges(&sorted_left, &sorted_right)) {
        for (l, r) in best(&component) {
            matched[left_order[l]] = Some(right_order[r]);
        }
    }
    matched
}

fn order(extents: &[Extent]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..extents.len()).collect();
    order.sort_by_key(|&i| &extents[i]);
    order
}

/// All pairs with an IoU of at least 0.5, in the order of `left`, then of `right`.
fn edges(left: &[&Extent], right: &[&Extent]) -> Vec<Edge> {
    let start = |i: usize| right[i].bounds().map_or(0, |bounds| bounds.start);
    let furthest: Vec<usize> = right
        .iter()
        .scan(0, |furthest, extent| {
            *furthest = extent.bounds().map_or(0, |b| b.end).max(*furthest);
            Some(*furthest)
        })
        .collect();
    let places: Vec<usize> = (0..right.len()).collect();
    let mut edges = Vec::new();
    for (l, extent) in left.iter().enumerate() {
        let Some(bounds) = extent.bounds() else {
            continue;
        };
        let from = furthest.partition_point(|&end| end <= bounds.start);
        let to = places.partition_point(|&r| start(r) < bounds.end);
        edges.extend((from..to).filter_map(|r| edge(l, extent, r, right[r])));
    }
    edges
}

fn edge(left: usize, a: &Extent, right: usize, b: &Extent) -> Option<Edge> {
    let shared = a.shared(b);
    let union = a.chars() + b.chars() - shared;
    (shared > 0 && 2 * shared >= union).then(|| Edge {
        left,
        right,
        iou: (shared as f64 / union as f64 * WHOLE as f64).round() as i64,
    })
}

/// The edges, apart by connected component; in each they keep their order.
fn components(edges: &[Edge]) -> Vec<Vec<Edge>> {
    // Left nodes are even, right nodes odd.
    let nodes: Vec<Vec<usize>> = edges
        .iter()
        .map(|edge| vec![2 * edge.left, 2 * edge.right + 1])
        .collect();
    let (_, component_of) = separate_components(&nodes);
    let mut components: BTreeMap<usize, Vec<Edge>> = BTreeMap::new();
    for (edge, component) in edges.iter().zip(component_of) {
        components.entry(component).or_default().push(*edge);
    }
    components.into_values().collect()
}

/// The matching of one component.
fn best(edges: &[Edge]) -> Vec<(usize, usize)> {
    let lefts = distinct(edges.iter().map(|edge| edge.left));
    let rights = distinct(edges.iter().map(|edge| edge.right));
    if lefts.len().max(rights.len()) > LARGEST_OPTIMAL {
        return greedy(edges);
    }
    // The algorithm wants no more rows than columns.
    let flipped = lefts.len() > rights.len();
    let (rows, columns) = if flipped {
        (&rights, &lefts)
    } else {
        (&lefts, &rights)
    };
    // One more pair outweighs any sum of IoU.
    let pair = WHOLE * (rows.len() as i64 + 1);
    let mut weights = Matrix::new(rows.len(), columns.len(), 0);
    for edge in edges {
        let (row, column) = if flipped {
            (edge.right, edge.left)
        } else {
            (edge.left, edge.right)
        };
        weights[(place(rows, row), place(columns, column))] = pair + edge.iou;
    }
    let (_, assigned) = kuhn_munkres(&weights);
    let pairs = assigned.into_iter().enumerate();
    pairs
        .filter(|&(row, column)| weights[(row, column)] > 0)
        .map(|(row, column)| match flipped {
            true => (columns[column], rows[row]),
            false => (rows[row], columns[column]),
        })
        .collect()
}

/// Pairs by falling IoU, each quote once.
fn greedy(edges: &[Edge]) -> Vec<(usize, usize)> {
    let mut sorted = edges.to_vec();
    sorted.sort_by_key(|edge| (-edge.iou, edge.left, edge.right));
    let mut left_taken = BTreeSet::new();
    let mut right_taken = BTreeSet::new();
    sorted
        .into_iter()
        .map(|edge| (edge.left, edge.right))
        .filter(|(l, r)| {
            let free = !left_taken.contains(l) && !right_taken.contains(r);
            free && left_taken.insert(*l) && right_taken.insert(*r)
        })
        .collect()
}

fn distinct(places: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut places: Vec<usize> = places.collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// Where `value` stands in a sorted list that holds it.
fn place(sorted: &[usize], value: usize) -> usize {
    sorted.partition_point(|&other| other < value)
}
