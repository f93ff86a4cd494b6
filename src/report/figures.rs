//! Figures with their intervals, those of several classifiers side by side.

use std::collections::BTreeMap;

use crate::evaluate::{self, CurvePoint, Figure, LabelMetrics, Metrics, RiskCoverageMetrics};

use super::table;

/// Group, name, and path in `metrics.json` of the figures that tell most, in order.
const HEADLINE: [(&str, &str, &str); 12] = [
    ("quotes", "F1, overlap", "spans.overlap_f1"),
    ("quotes", "F1, exact", "spans.exact_f1"),
    ("quotes", "F1, characters", "spans.char_f1"),
    (
        "quotes",
        "F1, overlap, direct",
        "spans.by_type.direct.overlap_f1",
    ),
    (
        "quotes",
        "F1, overlap, indirect",
        "spans.by_type.indirect.overlap_f1",
    ),
    (
        "quotes",
        "F1, overlap, mixed",
        "spans.by_type.mixed.overlap_f1",
    ),
    ("quotes", "speaker", "spans.speaker_exact"),
    ("stance", "macro F1", "stance.macro_f1"),
    ("stance", "F avg (favor, against)", "stance.f_avg"),
    ("stance", "accuracy", "stance.accuracy"),
    ("sentiment", "macro F1", "sentiment.macro_f1"),
    ("sentiment", "accuracy", "sentiment.accuracy"),
];

/// As [`HEADLINE`], of the others.
const DETAIL: [(&str, &str, &str); 23] = [
    ("quotes", "speaker, of all gold quotes", "speakers.recall"),
    ("quotes", "source, overlap", "speakers.source_overlap"),
    ("quotes", "source, exact", "speakers.source_exact"),
    ("stance", "Cohen's kappa", "stance.kappa"),
    ("stance", "MCC", "stance.mcc"),
    ("stance", "F1, favor", "stance.per_class.favor.f1"),
    ("stance", "F1, against", "stance.per_class.against.f1"),
    ("stance", "F1, neutral", "stance.per_class.neutral.f1"),
    ("stance", "coverage", "stance.coverage"),
    ("stance", "calibration error", "stance.calibration.ece"),
    ("stance", "Brier score", "stance.calibration.brier"),
    ("stance", "log loss", "stance.calibration.log_loss"),
    ("stance", "AURC", "stance.risk_coverage.aurc"),
    ("sentiment", "Cohen's kappa", "sentiment.kappa"),
    ("sentiment", "MCC", "sentiment.mcc"),
    (
        "sentiment",
        "F1, negative",
        "sentiment.per_class.negative.f1",
    ),
    ("sentiment", "F1, neutral", "sentiment.per_class.neutral.f1"),
    (
        "sentiment",
        "F1, positive",
        "sentiment.per_class.positive.f1",
    ),
    ("sentiment", "coverage", "sentiment.coverage"),
    (
        "sentiment",
        "calibration error",
        "sentiment.calibration.ece",
    ),
    ("sentiment", "Brier score", "sentiment.calibration.brier"),
    ("sentiment", "log loss", "sentiment.calibration.log_loss"),
    ("sentiment", "AURC", "sentiment.risk_coverage.aurc"),
];

/// The figures that tell most, as [`figures`] shows them.
pub fn headline(columns: &[(&str, &Metrics)]) -> String {
    rows(columns, HEADLINE.to_vec())
}

/// A table of what the first column's metrics have: value, 95 % interval, and the rows behind it.
/// Each column is a name and its metrics; a column that lacks a figure is empty there.
pub fn figures(columns: &[(&str, &Metrics)]) -> String {
    let mut shown = [&HEADLINE[..], &DETAIL].concat();
    shown.sort_by_key(|(group, ..)| {
        ["quotes", "stance", "sentiment"]
            .iter()
            .position(|g| g == group)
    });
    rows(columns, shown)
}

fn rows(columns: &[(&str, &Metrics)], shown: Vec<(&str, &str, &str)>) -> String {
    let figures: Vec<BTreeMap<_, _>> = columns
        .iter()
        .map(|(_, metrics)| evaluate::figures(metrics).into_iter().collect())
        .collect();
    let mut last = "";
    let mut rows = Vec::new();
    for (group, name, path) in shown {
        let Some(first) = figures.first().and_then(|column| column.get(path)) else {
            continue;
        };
        let mut row = vec![
            if group == last { "" } else { group }.to_owned(),
            name.to_owned(),
        ];
        row.extend(figures.iter().map(|column| {
            column
                .get(path)
                .map_or(String::new(), |f| with_interval(*f))
        }));
        row.push(first.n.to_string());
        rows.push(row);
        last = group;
    }
    let names = columns.iter().map(|(name, _)| *name);
    let head: Vec<_> = ["", ""].into_iter().chain(names).chain(["n"]).collect();
    let left: Vec<_> = (1..2 + columns.len()).collect();
    table(&head, rows, &left)
}

/// `0.61 [0.52, 0.70]`; undefined is `–`, never 0.
pub(super) fn with_interval(figure: Figure) -> String {
    match (figure.value, figure.ci95) {
        (None, _) => "–".to_owned(),
        (Some(value), None) => format!("{value:.2}"),
        (Some(value), Some([low, high])) => format!("{value:.2} [{low:.2}, {high:.2}]"),
    }
}

/// Gold down, predicted across.
pub fn confusion(labels: &LabelMetrics) -> String {
    let rows = labels
        .classes
        .iter()
        .zip(&labels.confusion)
        .map(|(class, counts)| {
            let counts = counts.iter().map(ToString::to_string);
            [format!("gold {class}")]
                .into_iter()
                .chain(counts)
                .collect::<Vec<_>>()
        });
    let head: Vec<_> = [""]
        .into_iter()
        .chain(labels.classes.iter().map(String::as_str))
        .collect();
    table(&head, rows, &[])
}

/// Coverage, threshold and accuracy: every second point of the curve, then the threshold of each
/// accuracy that was looked for and can be reached.
pub fn risk_coverage(risk: &RiskCoverageMetrics) -> String {
    let row = |name: String, at: &CurvePoint| {
        let percent = |share: f64| format!("{:.0} %", 100.0 * share);
        let threshold = format!("{:.3}", at.threshold);
        vec![name, percent(at.coverage), threshold, percent(at.accuracy)]
    };
    let curve = risk.curve.iter().skip(1).step_by(2);
    let curve = curve.map(|point| row(String::new(), point));
    let wanted = risk.for_accuracy.iter();
    let wanted = wanted.map(|found| row(format!("for {:.0} %", 100.0 * found.wanted), &found.at));
    let head = ["", "coverage", "threshold", "accuracy"];
    table(&head, curve.chain(wanted), &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: Option<f64>, ci95: Option<[f64; 2]>, expected: &str) {
        let figure = Figure {
            value,
            ci95,
            n: 9,
            undefined_resamples: 0,
        };
        assert_eq!(with_interval(figure).trim_end(), expected);
    }

    #[test]
    fn undefined_is_not_zero() {
        check(None, None, "–");
        check(Some(0.0), None, "0.00");
        check(Some(0.614), Some([0.5, 0.7]), "0.61 [0.50, 0.70]");
        check(Some(-0.1), Some([-0.25, 0.1]), "-0.10 [-0.25, 0.10]");
    }
}
