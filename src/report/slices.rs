//! Figures on parts of the rows.

use crate::evaluate::{Slice, Slicing};

use super::figures::with_interval;
use super::table;

/// One table a slicing and task; empty where there are no slices.
pub fn slices(slicings: &[Slicing]) -> String {
    let tables = slicings.iter().flat_map(|slicing| {
        [
            ("stance", &slicing.stance),
            ("sentiment", &slicing.sentiment),
        ]
        .into_iter()
        .filter(|(_, slices)| !slices.is_empty())
        .map(|(task, slices)| {
            format!(
                "\n{}\n{}",
                of_task(task, slicing, slices),
                note(slicing, slices)
            )
        })
    });
    tables.collect()
}

fn of_task(task: &str, slicing: &Slicing, slices: &[Slice]) -> String {
    let rows = slices.iter().map(|slice| {
        let rank = slice
            .rank
            .map_or("small".to_owned(), |rank| rank.to_string());
        [
            slice.value.clone(),
            rank,
            with_interval(slice.macro_f1),
            slice.f_avg.map_or(String::new(), with_interval),
            with_interval(slice.accuracy),
            slice.n.to_string(),
        ]
    });
    let f_avg = if task == "stance" { "F avg" } else { "" };
    let head = format!("{task} by {}", slicing.by);
    table(
        &[&head, "rank", "macro F1", f_avg, "accuracy", "n"],
        rows,
        &[2, 3, 4],
    )
}

/// What `small` means, where it stands in a table.
fn note(slicing: &Slicing, slices: &[Slice]) -> String {
    match slices.iter().any(|slice| slice.small) {
        true => format!("small: under {} rows, not ranked\n", slicing.minimum),
        false => String::new(),
    }
}
