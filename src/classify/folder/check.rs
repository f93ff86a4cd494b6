//! What `model.toml` must say before a model is loaded.

use crate::corpus::{LINKS, Scaling, TAGS};

use super::{Architecture, Kind, ModelToml, Part, TaskSpec};

/// Where a template names the target.
const TARGET: &str = "{target}";

impl ModelToml {
    /// Whether it is complete and does not contradict itself; the text says what to write where not.
    pub(super) fn check(&self) -> Result<(), String> {
        let needed: &[&str] = match self.architecture {
            Architecture::Linear => &["model.safetensors"],
            _ => &["config.json", "tokenizer.json", "model.safetensors"],
        };
        if let Some(missing) = needed.iter().find(|f| !self.files.contains_key(**f)) {
            return Err(format!(
                "names no hash for {missing}; add [files.\"{missing}\"] with sha256 and bytes"
            ));
        }
        if self.licence.trim().is_empty() {
            return Err("has an empty licence; write that of the weights".into());
        }
        self.check_kind()?;
        if self.tasks.is_empty() {
            return Err(
                "has no task; add [tasks.stance] or [tasks.sentiment] with its labels".into(),
            );
        }
        if self.kind == Kind::Tagger {
            return self.check_tagger();
        }
        for (task, spec) in &self.tasks {
            check_labels(task, spec)?;
            if self.kind == Kind::Nli {
                check_hypotheses(task, spec)?;
            } else {
                check_logits(task, spec)?;
            }
            if !(spec.temperature > 0.0 && spec.temperature.is_finite()) {
                return Err(format!("tasks.{task}.temperature must be above 0"));
            }
            if let Some(scaling) = &spec.scaling {
                check_scaling(&spec.labels, scaling)
                    .map_err(|reason| format!("tasks.{task}.scaling{reason}"))?;
            }
        }
        Ok(())
    }

    fn check_tagger(&self) -> Result<(), String> {
        let overlap = self.windows.map(|w| w.overlap);
        if overlap.is_none_or(|overlap| overlap + 2 >= self.max_tokens) {
            return Err("needs [windows] with an overlap below max_tokens".into());
        }
        for (task, labels) in [("tag", &TAGS[..]), ("link", &LINKS[..])] {
            let spec = self
                .tasks
                .get(task)
                .ok_or(format!("needs [tasks.{task}]"))?;
            if spec.labels != labels || spec.logits.len() != labels.len() {
                return Err(format!(
                    "tasks.{task} needs the labels {}, in this order, and one logit each",
                    labels.join(", ")
                ));
            }
            if spec.scaling.is_some() {
                return Err(format!(
                    "tasks.{task}.scaling is of classifiers alone; remove it"
                ));
            }
        }
        Ok(())
    }

    fn check_kind(&self) -> Result<(), String> {
        let parts = (self.input.first, self.input.second);
        match self.kind {
            Kind::Nli if self.architecture == Architecture::Linear => {
                Err("a linear model has no NLI head; remove the line kind = \"nli\"".into())
            }
            Kind::Nli
                if parts.0 == Part::Hypothesis || parts.1 != Some(Part::Hypothesis) =>
            {
                Err("an NLI model reads the quote as premise; write [input] with first = \"quote\" and second = \"hypothesis\"".into())
            }
            Kind::Classifier if self.nli.is_some() => {
                Err("has [nli] but is not an NLI model; add the line kind = \"nli\" above the tables".into())
            }
            Kind::Classifier if parts.0 == Part::Hypothesis || parts.1 == Some(Part::Hypothesis) => {
                Err("[input] names hypothesis, which only an NLI model reads; use target and quote, or add the line kind = \"nli\" above the tables".into())
            }
            _ => Ok(()),
        }
    }
}

fn check_labels(task: &str, spec: &TaskSpec) -> Result<(), String> {
    let known = match task {
        "stance" => ["favor", "against", "neutral"],
        "sentiment" => ["negative", "neutral", "positive"],
        _ => return Err(format!("task {task} is not known; use stance or sentiment")),
    };
    if spec.labels.is_empty() {
        return Err(format!(
            "tasks.{task} has no label; use {}",
            known.join(", ")
        ));
    }
    match spec.labels.iter().find(|l| !known.contains(&l.as_str())) {
        None => Ok(()),
        Some(label) => Err(format!(
            "tasks.{task} has the label {label}; use {}",
            known.join(", ")
        )),
    }
}

fn check_logits(task: &str, spec: &TaskSpec) -> Result<(), String> {
    if spec.labels.len() != spec.logits.len() {
        return Err(format!(
            "tasks.{task} has {} labels for {} logits; give one label a logit",
            spec.labels.len(),
            spec.logits.len()
        ));
    }
    if !spec.hypotheses.is_empty() {
        return Err(format!(
            "tasks.{task} has hypotheses, which only an NLI model reads; add the line kind = \"nli\" above the tables"
        ));
    }
    Ok(())
}

/// The reason goes on from the name of the table.
fn check_scaling(labels: &[String], scaling: &Scaling) -> Result<(), String> {
    let count = labels.len();
    if let Some(label) = (0..count).find_map(|i| labels[..i].iter().find(|l| **l == labels[i])) {
        return Err(format!(
            " needs every label once, but labels has {label} twice; remove the scaling"
        ));
    }
    let advice = format!("write one for each of {}, in this order", labels.join(", "));
    if scaling.weights.len() != count {
        let rows = scaling.weights.len();
        return Err(format!(
            ".weights has {rows} rows for {count} labels; {advice}"
        ));
    }
    if let Some(i) = scaling.weights.iter().position(|row| row.len() != count) {
        let (row, numbers) = (i + 1, scaling.weights[i].len());
        return Err(format!(
            ".weights has {numbers} numbers in row {row} for {count} labels; {advice}"
        ));
    }
    if scaling.bias.len() != count {
        let numbers = scaling.bias.len();
        return Err(format!(
            ".bias has {numbers} numbers for {count} labels; {advice}"
        ));
    }
    let parts = [
        ("weights", scaling.weights.concat()),
        ("bias", scaling.bias.clone()),
    ];
    for (name, numbers) in parts {
        if let Some(number) = numbers.iter().find(|number| !number.is_finite()) {
            return Err(format!(
                ".{name} has {number}; fit it again with `quotestance calibrate`"
            ));
        }
    }
    Ok(())
}

fn check_hypotheses(task: &str, spec: &TaskSpec) -> Result<(), String> {
    if !spec.logits.is_empty() {
        return Err(format!(
            "tasks.{task} has logits, but an NLI model scores hypotheses; remove the line logits"
        ));
    }
    let templates = |label: &String| spec.hypotheses.get(label).map_or(&[][..], Vec::as_slice);
    for (i, label) in spec.labels.iter().enumerate() {
        if spec.labels[..i].contains(label) {
            return Err(format!(
                "tasks.{task} has the label {label} twice; write it once"
            ));
        }
        let (count, first) = (templates(label).len(), templates(&spec.labels[0]).len());
        if count == 0 {
            return Err(format!(
                "tasks.{task} has no hypothesis for {label}; add to [tasks.{task}.hypotheses] {label} = [\"a sentence with {TARGET}\"]"
            ));
        }
        if count != first {
            return Err(format!(
                "tasks.{task}.hypotheses has {count} templates for {label} and {first} for {}; give every label as many",
                spec.labels[0]
            ));
        }
    }
    for (label, templates) in &spec.hypotheses {
        if !spec.labels.contains(label) {
            return Err(format!(
                "tasks.{task}.hypotheses names {label}, which is not among its labels; add it there, or remove it here"
            ));
        }
        if let Some(template) = templates
            .iter()
            .find(|t| t.trim().is_empty() || (task == "stance" && !t.contains(TARGET)))
        {
            return Err(format!(
                "tasks.{task}.hypotheses.{label} has the template {template:?}; a template is a sentence, and for stance has {TARGET} in it"
            ));
        }
    }
    Ok(())
}
