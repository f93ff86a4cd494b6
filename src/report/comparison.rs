//! Where two runs differ.

use crate::compare::{AgainstGold, ChangedRow, Comparison, PairComparison, Paired, TaskComparison};
use crate::evaluate::Figure;

use super::figures::with_interval;
use super::sheet::Sheet;

/// Characters of a changed row's text that are shown.
const SHOWN: usize = 44;

/// With the first `top` changed rows a task, for a terminal: no line is longer than 100 characters, paths aside.
pub fn comparison(pair: &PairComparison, top: usize) -> String {
    let sheets: Vec<_> = sheets(pair, top).iter().map(Sheet::text).collect();
    format!("{}\n{}", summary(pair).join("\n"), sheets.join("\n"))
}

/// All pairs as Markdown, one section each.
pub fn comparison_markdown(comparison: &Comparison, top: usize) -> String {
    let section = |pair: &PairComparison| {
        let summary: Vec<_> = summary(pair)
            .iter()
            .map(|line| format!("- {line}"))
            .collect();
        let sheets: Vec<_> = sheets(pair, top).iter().map(Sheet::markdown).collect();
        format!("{}\n\n{}", summary.join("\n"), sheets.join("\n"))
    };
    let sections: Vec<_> = comparison.pairs.iter().map(section).collect();
    format!(
        "# Comparison\n\n{}\n{}\n",
        sections.join("\n"),
        notes(comparison)
    )
}

/// All pairs as LaTeX tables for the package `booktabs`, without the rows that changed.
pub fn comparison_latex(comparison: &Comparison) -> String {
    let section = |pair: &PairComparison| {
        let summary: Vec<_> = summary(pair)
            .iter()
            .map(|line| format!("% {line}"))
            .collect();
        let sheets: Vec<_> = figures(pair).iter().map(Sheet::latex).collect();
        format!("{}\n{}", summary.join("\n"), sheets.join("\n"))
    };
    let sections: Vec<_> = comparison.pairs.iter().map(section).collect();
    format!("{}\n% {}\n", sections.join("\n"), notes(comparison))
}

fn notes(comparison: &Comparison) -> String {
    format!(
        "Intervals: 95 %, percentile bootstrap over documents, {} resamples, seed {}. McNemar: mid-p, two-sided; Holm over {} tests. Detectable: the smallest true difference found in 80 % of such samples at 5 %, 2.80 standard errors (Bloom 1995).",
        comparison.options.resamples, comparison.options.seed, comparison.tests
    )
}

fn summary(pair: &PairComparison) -> Vec<String> {
    let mut lines = vec![
        format!("a: {}", pair.a),
        format!("b: {}", pair.b),
        format!(
            "{} rows in both, {} of them joined by their spans · {} in a alone · {} in b alone",
            pair.joined, pair.joined_by_span, pair.only_a, pair.only_b
        ),
    ];
    for (name, task) in tasks(pair) {
        if let Some(gold) = task.gold.as_ref().filter(|g| g.not_in_a + g.not_in_b > 0) {
            lines.push(format!(
                "{name}: gold labels without a label in a: {}, in b: {}",
                gold.not_in_a, gold.not_in_b
            ));
        }
    }
    if pair.joined == 0 {
        lines.push("no row is in both; check that both come from the same input".to_owned());
    }
    lines
        .iter()
        .map(|line| line.replace(['\r', '\n'], " "))
        .collect()
}

fn tasks(pair: &PairComparison) -> Vec<(&'static str, &TaskComparison)> {
    [("stance", &pair.stance), ("sentiment", &pair.sentiment)]
        .into_iter()
        .filter_map(|(name, task)| Some((name, task.as_ref()?)))
        .collect()
}

/// The figures, then the changed rows, surest first.
fn sheets(pair: &PairComparison, top: usize) -> Vec<Sheet> {
    let mut sheets = figures(pair);
    let tasks = tasks(pair);
    let changed_tasks = tasks.iter().filter(|(_, task)| task.changed > 0);
    sheets.extend(changed_tasks.map(|(name, task)| changed(name, task, top)));
    sheets
}

/// Agreement by task, both runs against gold where it was given, and labels of a by labels of b.
fn figures(pair: &PairComparison) -> Vec<Sheet> {
    let tasks = tasks(pair);
    if tasks.is_empty() {
        return Vec::new();
    }
    let mut sheets = vec![agreement(&tasks)];
    let gold: Vec<_> = tasks
        .iter()
        .filter_map(|(name, task)| Some((*name, task.gold.as_ref()?)))
        .collect();
    if !gold.is_empty() {
        sheets.push(against_gold(&gold));
    }
    sheets.extend(tasks.iter().map(|(name, task)| confusion(name, task)));
    sheets
}

fn sheet(title: String, head: &[&str], rows: Vec<Vec<String>>, left: &[usize]) -> Sheet {
    Sheet {
        title,
        head: head.iter().map(ToString::to_string).collect(),
        rows,
        left: left.to_vec(),
    }
}

fn agreement(tasks: &[(&str, &TaskComparison)]) -> Sheet {
    let row = |(name, task): &(&str, &TaskComparison)| {
        vec![
            (*name).to_owned(),
            with_interval(task.agreement),
            with_interval(task.kappa),
            with_interval(task.krippendorff_alpha),
            or_dash(task.mean_probability_shift, 3),
            task.changed.to_string(),
            task.n.to_string(),
        ]
    };
    let head = [
        "",
        "same label",
        "Cohen's kappa",
        "Krippendorff's alpha",
        "shift",
        "changed",
        "n",
    ];
    let rows = tasks.iter().map(row).collect();
    sheet("agreement of a and b".to_owned(), &head, rows, &[1, 2, 3])
}

fn against_gold(tasks: &[(&str, &AgainstGold)]) -> Sheet {
    let mut rows = Vec::new();
    for (name, gold) in tasks {
        let mut figures = vec![("macro F1", gold.macro_f1), ("accuracy", gold.accuracy)];
        figures.extend(gold.f_avg.map(|paired| ("F avg", paired)));
        rows.extend(
            figures
                .into_iter()
                .map(|(figure, paired)| paired_row(name, figure, paired)),
        );
        let test = gold.mcnemar;
        rows.push(vec![
            format!("{name}, right alone"),
            test.a_only.to_string(),
            test.b_only.to_string(),
            format!(
                "McNemar {}, Holm {}",
                p_value(test.mid_p),
                p_value(test.holm_p)
            ),
            String::new(),
            gold.n.to_string(),
        ]);
    }
    let head = ["", "a", "b", "b - a", "detectable", "n"];
    sheet("against gold".to_owned(), &head, rows, &[1, 2, 3])
}

fn paired_row(task: &str, figure: &str, paired: Paired) -> Vec<String> {
    vec![
        format!("{task}, {figure}"),
        with_interval(paired.a),
        with_interval(paired.b),
        signed(paired.difference),
        or_dash(paired.minimum_detectable_effect, 2),
        paired.difference.n.to_string(),
    ]
}

fn or_dash(value: Option<f64>, digits: usize) -> String {
    value.map_or("–".to_owned(), |value| format!("{value:.digits$}"))
}

/// A p-value is never 0.
fn p_value(p: f64) -> String {
    match p {
        p if p < 0.001 => "p < 0.001".to_owned(),
        p => format!("p {p:.3}"),
    }
}

fn signed(figure: Figure) -> String {
    let plus = if figure.value.is_some_and(|value| value > 0.0) {
        "+"
    } else {
        ""
    };
    plus.to_owned() + &with_interval(figure)
}

/// With the mean of `b - a` of each class's probability.
fn confusion(name: &str, task: &TaskComparison) -> Sheet {
    let mut head = vec!["a, b".to_owned()];
    head.extend(task.classes.iter().cloned());
    let row = |(class, counts): (&String, &Vec<usize>)| {
        let counts = counts.iter().map(ToString::to_string);
        std::iter::once(class.clone()).chain(counts).collect()
    };
    let mut rows: Vec<Vec<String>> = task.classes.iter().zip(&task.confusion).map(row).collect();
    if let Some(shifts) = task.probability_shifts {
        let shifts = shifts.iter().map(|shift| format!("{shift:+.3}"));
        rows.push(
            std::iter::once("shift of p".to_owned())
                .chain(shifts)
                .collect(),
        );
    }
    Sheet {
        title: format!("{name}: labels of a (down) by labels of b (across)"),
        head,
        rows,
        left: vec![],
    }
}

fn changed(name: &str, task: &TaskComparison, top: usize) -> Sheet {
    let shown = &task.changed_rows[..top.min(task.changed_rows.len())];
    let row = |row: &ChangedRow| {
        vec![
            row.a.clone(),
            row.b.clone(),
            or_dash(row.margin, 2),
            shortened(&row.text),
        ]
    };
    let title = format!(
        "{name}: {} of {} changed rows, the surest first",
        shown.len(),
        task.changed
    );
    let rows = shown.iter().map(row).collect();
    sheet(title, &["a", "b", "margin", "text"], rows, &[1, 3])
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
        let text = comparison(&found.pairs[0], 20);
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
                "McNemar",
                "…",
            ],
        );
        let same = [Stance::Favor, Stance::Against, Stance::Neutral];
        check(same, &["3 rows in both", "1.00"]);
    }
}
