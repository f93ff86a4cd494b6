//! Rows whose label is not gold's, the surest first.

use serde_json::{Map, Value, json};

use super::Pair;
use super::pairs::Said;
use crate::corpus::Task;

/// The whole rows of the most confident errors, at most `top` for each task, gold label and
/// predicted label, by these, and then by falling margin.
///
/// Before a row's own fields stand `task`, `gold`, `predicted`, and `margin`: the probability of
/// the predicted label less that of gold's, in `[0, 1]`; null where the row has no probabilities,
/// and such rows come last.
pub fn errors(pairs: &[Pair], top: usize) -> Vec<Map<String, Value>> {
    let mut found = Vec::new();
    for task in Task::ALL {
        let said = |pair| Some((pair, Pair::said(pair, task)?));
        let mut wrong: Vec<(&Pair, Said)> = pairs.iter().filter_map(said).collect();
        wrong.retain(|(_, said)| said.gold != said.predicted);
        wrong.sort_by(|(a, x), (b, y)| {
            let group = |said: &Said| (said.gold, said.predicted);
            group(x)
                .cmp(&group(y))
                .then_with(|| margin(y).total_cmp(&margin(x)))
                .then_with(|| key(a).cmp(&key(b)))
        });
        for group in wrong.chunk_by(|(_, x), (_, y)| (x.gold, x.predicted) == (y.gold, y.predicted))
        {
            found.extend(
                group
                    .iter()
                    .take(top)
                    .map(|(pair, said)| row(task, pair, said)),
            );
        }
    }
    found
}

fn margin(said: &Said) -> f64 {
    said.probabilities
        .map_or(f64::NEG_INFINITY, |p| p[said.predicted] - p[said.gold])
}

fn key(pair: &Pair) -> [Option<String>; 4] {
    ["document_id", "quote_id", "id", "target"]
        .map(|name| pair.row.get(name).map(ToString::to_string))
}

fn row(task: Task, pair: &Pair, said: &Said) -> Map<String, Value> {
    // As many digits as probabilities are written with.
    let margin = said
        .probabilities
        .map(|_| (margin(said) * 1e6).round() / 1e6);
    let head = [
        ("task", json!(task)),
        ("gold", json!(task.classes()[said.gold])),
        ("predicted", json!(task.classes()[said.predicted])),
        ("margin", json!(margin)),
    ];
    let head = head
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value));
    head.chain(pair.row.clone()).collect()
}
