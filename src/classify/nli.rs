//! Entailment as classification: one hypothesis a label, the quote as premise (Yin et al. 2019, section 5).
//!
//! A label's score is the mean, over its templates, of the entailment logit of quote and filled template;
//! its probability is the softmax of these scores over the labels of the task. With one template that is
//! what transformers' `zero-shot-classification` computes for exclusive labels.

use std::collections::BTreeMap;

use serde_json::Value;

use super::config_json::label_names;
use super::folder::{ModelToml, TaskSpec};
use super::{Item, scores};

/// The index of the entailment logit among those of `config.json`.
///
/// # Errors
/// Where its labels name no entailment, or two, or contradict themselves or `stated`, the name that
/// `model.toml` gives; the text says which line to add.
pub fn entailment(config: &Value, stated: Option<&str>) -> Result<usize, String> {
    let names = label_names(config)?;
    if !(2..=3).contains(&names.len()) {
        return Err(format!(
            "config.json has {} labels, but an NLI head has two (entailment or not) or three; remove the line kind = \"nli\" for another head",
            names.len()
        ));
    }
    let all = names.join(", ");
    let says = |name: &&String| name.to_lowercase().starts_with("entail");
    let found: Vec<&String> = names.iter().filter(says).collect();
    let name = match (stated, found.as_slice()) {
        (None, [one]) => one.as_str(),
        (None, _) => {
            return Err(format!(
                "config.json does not say which of its labels {all} is entailment; add [nli] with entailment = \"{}\", or whichever of them it is",
                names[0]
            ));
        }
        (Some(stated), [one]) if stated != one.as_str() => {
            return Err(format!(
                "[nli] says that entailment is {stated}, but config.json names a label {one}; remove the line entailment"
            ));
        }
        (Some(stated), _) => stated,
    };
    names.iter().position(|n| n == name).ok_or_else(|| {
        format!("[nli] says that entailment is {name}, but config.json has the labels {all}; use one of them")
    })
}

/// Every hypothesis about a target: task after task, label after label in the order of the task's
/// labels, template after template.
pub fn hypotheses(toml: &ModelToml, target: &str) -> Vec<String> {
    let of_task = |task: &TaskSpec| {
        let of_label = |label: &String| task.hypotheses.get(label).cloned().unwrap_or_default();
        task.labels.iter().flat_map(of_label).collect::<Vec<_>>()
    };
    let templates = toml.tasks.values().flat_map(of_task);
    templates.map(|t| t.replace("{target}", target)).collect()
}

/// The item that a network reads for a hypothesis: it takes the target's place.
pub fn with_hypothesis<'a>(item: &Item<'a>, hypothesis: &'a str) -> Item<'a> {
    Item {
        target: hypothesis,
        ..*item
    }
}

/// What an NLI head says of one task of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// One score a label, in the order of the task's labels: the mean entailment logit.
    pub logits: Vec<f32>,
    /// The most probable label, as an index into them.
    pub label: usize,
    /// One a label: the population standard deviation, over the templates, of the probability that the
    /// label has by templates at that place of the lists alone. In [0, 0.5]; 0 with one template.
    pub spread: Vec<f32>,
    /// Templates a label.
    pub templates: usize,
}

/// By the name of the task.
pub type TaskScores<'a> = BTreeMap<&'a str, Scores>;

/// From the entailment logits of one item, in the order of [`hypotheses`].
pub fn scores<'a>(toml: &'a ModelToml, mut entailment: &[f32]) -> TaskScores<'a> {
    let of_task = |(name, task): (&'a String, &TaskSpec)| {
        let count = task.hypotheses.values().map(Vec::len).sum();
        let (own, rest) = entailment.split_at(count);
        entailment = rest;
        (name.as_str(), score(task, own))
    };
    toml.tasks.iter().map(of_task).collect()
}

/// By task: the mean, over items, of the spread of the most probable label. Tasks with one template a
/// label have none.
pub fn mean_spread<'a>(items: &[TaskScores<'a>]) -> BTreeMap<&'a str, f64> {
    let mut sums = BTreeMap::new();
    for (task, scores) in items.iter().flatten().filter(|(_, s)| s.templates > 1) {
        let spread = f64::from(scores.spread[scores.label]);
        *sums.entry(*task).or_insert(0.0) += spread / items.len() as f64;
    }
    sums
}

/// From the entailment logits of a task's hypotheses: label after label, template after template.
fn score(task: &TaskSpec, entailment: &[f32]) -> Scores {
    let count = (entailment.len() / task.labels.len()).max(1);
    let by_label: Vec<&[f32]> = entailment.chunks(count).collect();
    let by_template: Vec<Vec<f32>> = (0..count)
        .map(|t| {
            let row: Vec<f32> = by_label.iter().map(|logits| logits[t]).collect();
            scores::probabilities(task, &row)
        })
        .collect();
    let spread = |label: usize| {
        let p: Vec<f64> = by_template.iter().map(|p| f64::from(p[label])).collect();
        let mean = mean(&p);
        let squares: Vec<f64> = p.iter().map(|p| (p - mean).powi(2)).collect();
        self::mean(&squares).sqrt() as f32
    };
    let mean_logit = |logits: &&[f32]| {
        let logits: Vec<f64> = logits.iter().copied().map(f64::from).collect();
        mean(&logits) as f32
    };
    let logits: Vec<f32> = by_label.iter().map(mean_logit).collect();
    let probs = scores::probabilities(task, &logits);
    let label = (0..probs.len()).max_by(|&a, &b| probs[a].total_cmp(&probs[b]));
    Scores {
        templates: count,
        label: label.unwrap_or(0),
        logits,
        spread: (0..by_label.len()).map(spread).collect(),
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(config: Value, stated: Option<&str>, expected: Result<usize, &str>) {
        match (entailment(&config, stated), expected) {
            (Ok(index), Ok(expected)) => assert_eq!(index, expected, "{config}"),
            (Err(error), Err(part)) => assert!(error.contains(part), "{error}"),
            (found, expected) => panic!("{config}: {found:?}, not {expected:?}"),
        }
    }

    #[test]
    fn the_entailment_logit_is_read_and_never_guessed() {
        let of = |names: &[&str]| json!({ "id2label": names.iter().enumerate().map(|(i, n)| (i.to_string(), json!(n))).collect::<Value>() });
        check(of(&["contradiction", "neutral", "entailment"]), None, Ok(2));
        check(of(&["ENTAILMENT", "NEUTRAL", "CONTRADICTION"]), None, Ok(0));
        check(of(&["not_entailment", "entailment"]), None, Ok(1));
        check(
            json!({"label2id": {"entailment": 0, "not_entailment": 1}}),
            None,
            Ok(0),
        );
        let unnamed = of(&["LABEL_0", "LABEL_1", "LABEL_2"]);
        check(
            unnamed.clone(),
            None,
            Err("add [nli] with entailment = \"LABEL_0\""),
        );
        check(unnamed.clone(), Some("LABEL_2"), Ok(2));
        check(unnamed, Some("LABEL_7"), Err("use one of them"));
        check(
            of(&["entailment", "other"]),
            Some("other"),
            Err("remove the line"),
        );
        check(
            of(&["entailment", "entails"]),
            None,
            Err("does not say which"),
        );
        check(
            of(&["a", "b", "c", "entailment"]),
            None,
            Err("has 4 labels"),
        );
        check(json!({}), None, Err("does not name all"));
        let crossed = json!({"id2label": {"0": "entailment", "1": "other"}, "label2id": {"entailment": 1, "other": 0}});
        check(crossed, None, Err("contradict"));
    }

    fn task(labels: &[&str]) -> TaskSpec {
        TaskSpec {
            labels: labels.iter().map(ToString::to_string).collect(),
            logits: Vec::new(),
            temperature: 1.0,
            scaling: None,
            hypotheses: Default::default(),
            calibration: None,
        }
    }

    #[test]
    fn templates_are_averaged_and_their_spread_is_told() {
        // softmax([2, 0]) = 0.880797 and softmax([0, 0]) = 0.5 lie 0.190399 from their mean.
        let scores = score(&task(&["favor", "against"]), &[2.0, 0.0, 0.0, 0.0]);
        assert_eq!(scores.logits, [1.0, 0.0]);
        for spread in scores.spread {
            assert!((spread - 0.190_398_5).abs() < 1e-6, "{spread}");
        }
        let one = score(&task(&["favor", "against"]), &[2.0, -1.0]);
        assert_eq!((one.logits, one.spread), (vec![2.0, -1.0], vec![0.0, 0.0]));
    }
}
