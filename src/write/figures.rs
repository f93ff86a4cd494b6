//! The few figures of `metrics.json` that a card shows.

use serde_json::{Value, json};

/// Path in the metrics, and what to call it.
const SHOWN: [(&str, &str); 13] = [
    ("/spans/exact_f1", "quotes, exact F1"),
    ("/spans/overlap_f1", "quotes, overlap F1"),
    ("/spans/speaker_exact", "speaker of matched quotes"),
    ("/stance/macro_f1", "stance, macro F1"),
    ("/stance/f_avg", "stance, F1 of favor and against"),
    ("/stance/accuracy", "stance, accuracy"),
    ("/stance/coverage", "stance, share of quotes labelled"),
    ("/stance/calibration/ece", "stance, calibration error"),
    ("/sentiment/macro_f1", "sentiment, macro F1"),
    ("/sentiment/accuracy", "sentiment, accuracy"),
    ("/sentiment/kappa", "sentiment, Cohen's kappa"),
    ("/sentiment/coverage", "sentiment, share of quotes labelled"),
    ("/sentiment/calibration/ece", "sentiment, calibration error"),
];

/// One row a figure that the metrics have: its name, the model's and the baseline's.
pub(super) fn figures(metrics: &Value) -> Vec<Value> {
    let row = |(path, name): &(&str, &str)| {
        let model = metrics["quotes"].pointer(path)?;
        let baseline = metrics["baseline"].pointer(path);
        Some(json!({
            "name": name,
            "n": model["n"],
            "model": with_interval(model),
            "baseline": baseline.map_or_else(|| "-".to_owned(), with_interval),
        }))
    };
    SHOWN.iter().filter_map(row).collect()
}

fn with_interval(figure: &Value) -> String {
    let number = |value: &Value| value.as_f64().map(|value| format!("{value:.3}"));
    let Some(value) = number(&figure["value"]) else {
        return "undefined".to_owned();
    };
    match (number(&figure["ci95"][0]), number(&figure["ci95"][1])) {
        (Some(low), Some(high)) => format!("{value} [{low}, {high}]"),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(figure: Value, expected: &str) {
        let metrics = json!({ "quotes": { "stance": { "macro_f1": figure } } });
        assert_eq!(figures(&metrics)[0]["model"], expected);
    }

    #[test]
    fn undefined_is_said() {
        check(
            json!({ "value": 0.5, "ci95": [0.25, 0.75], "n": 9 }),
            "0.500 [0.250, 0.750]",
        );
        check(json!({ "value": 0.5, "ci95": null, "n": 1 }), "0.500");
        check(json!({ "value": null, "ci95": null, "n": 0 }), "undefined");
    }
}
