//! Where two runs differ.

use crate::compare::{AgainstGold, ChangedRow, PairComparison, Paired, TaskComparison};
use crate::evaluate::Figure;

use super::figures::with_interval;
use super::table;

/// Changed rows that are shown.
const ROWS: usize = 20;

/// Characters of a changed row's text that are shown.
const SHOWN: usize = 44;

/// Agreement by task, both runs against gold where it was given, and the changed rows, surest first.
pub fn comparison(pair: &PairComparison) -> String {
    let tasks: Vec<_> = [("stance", &pair.stance), ("sentiment", &pair.sentiment)]
        .into_iter()
        .filter_map(|(name, task)| Some((name, task.as_ref()?)))
        .collect();
    let mut text = format!(
        "a: {}\nb: {}\n{} rows in both, {} of them joined by their spans · {} in a alone · {} in b alone\n",
        pair.a, pair.b, pair.joined, pair.joined_by_span, pair.only_a, pair.only_b
    );
    if !tasks.is_empty() {
        text += &format!("\n{}\n", agreement(&tasks));
    }
    let gold: Vec<_> = tasks
        .iter()
        .filter_map(|(name, task)| Some((*name, task.gold.as_ref()?)))
        .collect();
    if !gold.is_empty() {
        text += &format!("\n{}\n", against_gold(&gold));
    }
    for (name, task) in tasks.iter().filter(|(_, task)| task.changed > 0) {
        let shown = &task.changed_rows[..ROWS.min(task.changed_rows.len())];
        text += &format!(
            "\n{name}: {} of {} changed rows, the surest first\n{}\n",
            shown.len(),
            task.changed,
            changed(shown)
        );
    }
    text
}

fn agreement(tasks: &[(&str, &TaskComparison)]) -> String {
    let rows = tasks.iter().map(|(name, task)| {
        [
            (*name).to_owned(),
            with_interval(task.agreement),
            with_interval(task.kappa),
            task.mean_probability_shift
                .map_or("–".to_owned(), |shift| format!("{shift:.3}")),
            task.changed.to_string(),
            task.n.to_string(),
        ]
    });
    let head = [
        "",
        "same label",
        "Cohen's kappa",
        "probability shift",
        "changed",
        "n",
    ];
    table(&head, rows, &[1, 2])
}

fn against_gold(tasks: &[(&str, &AgainstGold)]) -> String {
    let rows = tasks.iter().flat_map(|(name, gold)| {
        let mut figures = vec![("macro F1", gold.macro_f1), ("accuracy", gold.accuracy)];
        figures.extend(gold.f_avg.map(|paired| ("F avg", paired)));
        let mut rows: Vec<_> = figures
            .into_iter()
            .map(|(figure, paired)| paired_row(name, figure, paired))
            .collect();
        let test = gold.mcnemar;
        rows.push([
            format!("{name}, right alone"),
            test.a_only.to_string(),
            test.b_only.to_string(),
            format!("McNemar p {:.3}", test.mid_p),
            gold.n.to_string(),
        ]);
        rows
    });
    table(&["against gold", "a", "b", "b - a", "n"], rows, &[1, 2, 3])
}

fn paired_row(task: &str, figure: &str, paired: Paired) -> [String; 5] {
    [
        format!("{task}, {figure}"),
        with_interval(paired.a),
        with_interval(paired.b),
        signed(paired.difference),
        paired.difference.n.to_string(),
    ]
}

fn signed(figure: Figure) -> String {
    let plus = if figure.value.is_some_and(|value| value > 0.0) {
        "+"
    } else {
        ""
    };
    plus.to_owned() + &with_interval(figure)
}

fn changed(rows: &[ChangedRow]) -> String {
    let rows = rows.iter().map(|row| {
        [
            row.a.clone(),
            row.b.clone(),
            row.margin
                .map_or("–".to_owned(), |margin| format!("{margin:.2}")),
            shortened(&row.text),
        ]
    });
    table(&["a", "b", "margin", "text"], rows, &[1, 3])
}

/// One line, cut at `SHOWN` characters.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        None => line,
        Some((end, _)) => format!("{}…", &line[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{CompareOptions, Labelled, Run, compare};
    use crate::corpus::Stance;

    fn run(name: &str, stances: [Stance; 3]) -> Run {
        let rows = stances.iter().enumerate().map(|(index, stance)| Labelled {
            key: Some(index.to_string()),
            document: index.to_string(),
            text: "Fishing quotas\nmust fall. ".repeat(9),
            stance: Some(*stance),
            ..Labelled::default()
        });
        Run {
            name: name.to_owned(),
            rows: rows.collect(),
        }
    }

    fn check(b: [Stance; 3], expected: &[&str]) {
        let a = run("runs/a", [Stance::Favor, Stance::Against, Stance::Neutral]);
        let gold = a.rows.clone();
        let found = compare(
            &[a, run("runs/b", b)],
            Some(&gold),
            &CompareOptions::default(),
        )
        .expect("a comparison");
        let text = comparison(&found.pairs[0]);
        for part in expected {
            assert!(text.contains(part), "{part} in\n{text}");
        }
        assert!(
            text.lines().all(|line| line.chars().count() <= 100),
            "{text}"
        );
    }

    #[test]
    fn what_differs_is_told() {
        let differs = [Stance::Favor, Stance::Favor, Stance::Neutral];
        check(
            differs,
            &[
                "b: runs/b",
                "0.67",
                "1 of 1 changed rows",
                "against",
                "McNemar p",
                "…",
            ],
        );
        let same = [Stance::Favor, Stance::Against, Stance::Neutral];
        check(same, &["3 rows in both", "1.00"]);
    }
}
