//! How far annotators and models agree.

use crate::compare::{Agreement, RaterKind, TaskAgreement};

use super::figures::with_interval;
use super::table;

/// By task: the coefficients of each group of raters, and Cohen's kappa of each pair, of those that
/// label a row in common. Raters go by their number in the list that stands first.
pub fn agreement(found: &Agreement) -> String {
    let raters = found.raters.iter().zip(1..).map(|(rater, number)| {
        let kind = kind(rater.kind).to_owned();
        [
            number.to_string(),
            kind,
            rater.rows.to_string(),
            rater.name.clone(),
        ]
    });
    let mut text = format!(
        "{}\n\n{} rows, joined by id or span\n",
        table(&["", "", "rows", "rater"], raters, &[1, 3]),
        found.units
    );
    for (name, task) in [("stance", &found.stance), ("sentiment", &found.sentiment)] {
        if let Some(task) = task {
            text += &format!("\n{}\n\n{}\n", groups(name, task), pairs(name, found, task));
        }
    }
    text
}

fn groups(task: &str, found: &TaskAgreement) -> String {
    let rows = found
        .groups
        .iter()
        .filter(|group| group.percent_agreement.n > 0);
    let rows = rows.map(|group| {
        let numbers: Vec<_> = group.raters.iter().map(|i| (i + 1).to_string()).collect();
        // Its name has that of the model, which may be long.
        let name = group.name.split(" + ").next().unwrap_or_default();
        [
            format!("{name} ({})", numbers.join(", ")),
            with_interval(group.krippendorff_alpha),
            with_interval(group.percent_agreement),
            group.percent_agreement.n.to_string(),
            with_interval(group.fleiss_kappa),
            group.fleiss_kappa.n.to_string(),
        ]
    });
    let head = [
        task,
        "Krippendorff's alpha",
        "same label",
        "n",
        "Fleiss' kappa",
        "n",
    ];
    table(&head, rows, &[1, 2, 4])
}

fn pairs(task: &str, found: &Agreement, of: &TaskAgreement) -> String {
    let raters = found.raters.len();
    let numbers = (1..=raters).flat_map(|a| (a + 1..=raters).map(move |b| (a, b)));
    let rows = of.pairs.iter().zip(numbers);
    let rows = rows.filter(|(pair, _)| pair.kappa.n > 0);
    let rows = rows.map(|(pair, (a, b))| {
        [
            format!("{a} and {b}"),
            pair.kinds.map(kind).join(" and "),
            with_interval(pair.kappa),
            with_interval(pair.percent_agreement),
            pair.kappa.n.to_string(),
        ]
    });
    table(
        &[task, "", "Cohen's kappa", "same label", "n"],
        rows,
        &[1, 2, 3],
    )
}

fn kind(kind: RaterKind) -> &'static str {
    match kind {
        RaterKind::Human => "human",
        RaterKind::Model => "model",
    }
}
