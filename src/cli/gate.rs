//! `--fail-under NAME=VALUE`: a figure that has to be reached.

use std::str::FromStr;

use quotestance::corpus::{GoldQuote, Offsets, QuoteType, Sentiment, Stance};
use quotestance::evaluate::{self, EvaluateOptions, Metrics};

use super::{Exit, Failure};

/// A figure, and the least it may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    name: String,
    at_least: f64,
}

impl FromStr for Gate {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        let (name, value) = typed
            .split_once('=')
            .ok_or("write NAME=VALUE, as in macro_f1=0.70")?;
        match value.trim().parse::<f64>() {
            Ok(at_least) if at_least.is_finite() => Ok(Self {
                name: name.trim().to_owned(),
                at_least,
            }),
            _ => Err(format!("`{value}` is not a number")),
        }
    }
}

/// Whether all figures are reached; tells of each that is not. An undefined figure is not.
pub fn check(gates: &[Gate], metrics: &Metrics) -> Result<bool, Failure> {
    let mut met = true;
    for gate in gates {
        let value = evaluate::figure(metrics, &gate.name)
            .map_err(Failure::usage)?
            .value;
        if !value.is_some_and(|value| value >= gate.at_least) {
            let value = value.map_or("undefined".to_owned(), |value| format!("{value:.4}"));
            Failure::new(
                Exit::GateNotMet,
                format_args!("{} is {value}, under {}", gate.name, gate.at_least),
            )
            .report();
            met = false;
        }
    }
    Ok(met)
}

/// Refuses a name that no run can have a figure for, before the work.
pub fn check_names(gates: &[Gate]) -> Result<(), Failure> {
    let gold = GoldQuote {
        document_id: String::new(),
        sha256: None,
        quote_type: QuoteType::Direct,
        content: vec![Offsets { start: 0, end: 1 }],
        cue: Vec::new(),
        source: Vec::new(),
        speaker: Some(String::new()),
        target: None,
        stance: Some(Stance::Favor),
        sentiment: Some(Sentiment::Positive),
        core: true,
    };
    let options = EvaluateOptions {
        resamples: 0,
        ..EvaluateOptions::default()
    };
    let all = evaluate::quotes(&[], &[gold], &options);
    for gate in gates {
        evaluate::figure(&all, &gate.name).map_err(Failure::usage)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_typed(typed: &str, expected: Result<(&str, f64), &str>) {
        let gate = typed.parse::<Gate>().map(|gate| (gate.name, gate.at_least));
        let expected = expected
            .map(|(name, value)| (name.to_owned(), value))
            .map_err(str::to_owned);
        assert_eq!(gate, expected, "{typed}");
    }

    #[test]
    fn a_gate_is_a_name_and_a_number() {
        check_typed("macro_f1=0.70", Ok(("macro_f1", 0.7)));
        check_typed("sentiment.kappa = -0.1", Ok(("sentiment.kappa", -0.1)));
        check_typed("macro_f1", Err("write NAME=VALUE, as in macro_f1=0.70"));
        check_typed("macro_f1=NaN", Err("`NaN` is not a number"));
    }

    #[test]
    fn names_are_known_before_the_work() {
        let gate = |name: &str| {
            [Gate {
                name: name.to_owned(),
                at_least: 0.5,
            }]
        };
        for known in [
            "macro_f1",
            "sentiment.kappa",
            "spans.by_type.mixed.exact_f1",
            "stance.per_class.favor.f1",
        ] {
            assert!(check_names(&gate(known)).is_ok(), "{known}");
        }
        assert!(check_names(&gate("makro_f1")).is_err());
    }
}
