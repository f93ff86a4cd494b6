//! Benchmarks as a Markdown table.

use crate::evaluate::{Figure, Metric};

/// One set: what was measured, and the figure of each column.
#[derive(Debug, Clone, PartialEq)]
pub struct BenchmarkLine {
    /// Of the set.
    pub name: String,
    /// `test` or `dev`.
    pub split: String,
    /// `stance` or `sentiment`.
    pub task: &'static str,
    /// What the figures are.
    pub metric: Metric,
    /// Rows.
    pub n: usize,
    /// One a model; `None` where it lacks the task.
    pub figures: Vec<Option<Figure>>,
    /// Of the most frequent label.
    pub majority: Figure,
    /// A published figure, and whose; `None` where none is known.
    pub published: Option<(f64, String)>,
}

/// A Markdown table: a set a line, a model a column, then the majority and the published figure.
pub fn benchmarks(models: &[String], lines: &[BenchmarkLine]) -> String {
    let mut head = vec!["set", "split", "task", "figure", "n"];
    head.extend(models.iter().map(String::as_str));
    head.extend(["majority", "published"]);
    let mut text = row(&head.iter().map(ToString::to_string).collect::<Vec<_>>());
    text += &format!("|{}\n", "---|".repeat(head.len()));
    for line in lines {
        let mut cells = vec![
            line.name.clone(),
            line.split.clone(),
            line.task.to_owned(),
            name_of(line.metric).to_owned(),
            line.n.to_string(),
        ];
        let shown = |figure: &Option<Figure>| figure.map_or("–".to_owned(), with_interval);
        cells.extend(line.figures.iter().map(shown));
        cells.push(value(line.majority.value));
        let published = line.published.as_ref();
        cells.push(published.map_or(String::new(), |(figure, of)| format!("{figure:.3} ({of})")));
        text += &row(&cells);
    }
    text
}

fn row(cells: &[String]) -> String {
    let cells: Vec<_> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn name_of(metric: Metric) -> &'static str {
    match metric {
        Metric::MacroF1 => "macro-F1",
        Metric::Accuracy => "accuracy",
        Metric::FAvg => "F_avg",
        Metric::FAvgByTarget => "F_avg, mean over targets",
    }
}

fn value(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| format!("{value:.3}"))
}

fn with_interval(figure: Figure) -> String {
    match figure.ci95 {
        Some([low, high]) => format!("{} [{low:.3}, {high:.3}]", value(figure.value)),
        None => value(figure.value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_a_line() {
        let figure = |value, ci95| Figure {
            value,
            ci95,
            n: 9,
            undefined_resamples: 0,
        };
        let line = BenchmarkLine {
            name: "a|b".into(),
            split: "test".into(),
            task: "stance",
            metric: Metric::FAvg,
            n: 9,
            figures: vec![Some(figure(Some(0.5), Some([0.25, 0.75]))), None],
            majority: figure(Some(0.4), Some([0.3, 0.5])),
            published: Some((0.6782, "best of the task".into())),
        };
        let text = benchmarks(&["m".into(), "baseline".into()], &[line]);
        let expected = "\
| set | split | task | figure | n | m | baseline | majority | published |
|---|---|---|---|---|---|---|---|---|
| a\\|b | test | stance | F_avg | 9 | 0.500 [0.250, 0.750] | – | 0.400 | 0.678 (best of the task) |
";
        assert_eq!(text, expected);
    }
}
