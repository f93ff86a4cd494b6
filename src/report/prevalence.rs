//! The share of each label in a corpus.

use crate::prevalence::{DesignKind, Prevalence, TaskPrevalence};
use crate::stats::Figure;

use super::table;

/// By task and label: the share as predicted, by gold alone, and by both corrections, in per cent.
pub fn prevalence(found: &Prevalence) -> String {
    let tasks = [("stance", &found.stance), ("sentiment", &found.sentiment)];
    let texts = tasks
        .iter()
        .filter_map(|(name, task)| Some(of_task(name, task.as_ref()?)));
    texts.collect::<Vec<_>>().join("\n")
}

fn of_task(name: &str, task: &TaskPrevalence) -> String {
    let rows = task.labels.iter().map(|of| {
        let shares = [of.naive, of.gold, of.ppi, of.dsl].map(per_cent);
        std::iter::once(of.label.clone()).chain(shares)
    });
    let head = [
        name,
        "as predicted",
        "gold alone",
        "prediction-powered",
        "DSL",
    ];
    format!(
        "{}\n\nshares in per cent, with 95 % intervals; the one as predicted leaves out the model's errors\n{}\n",
        table(&head, rows, &[1, 2, 3, 4]),
        design(task)
    )
}

fn design(task: &TaskPrevalence) -> String {
    let how = match task.design {
        DesignKind::Stratified => format!("stratified sample, {} strata", task.strata),
        DesignKind::SimpleRandom => "simple random sample".to_owned(),
        DesignKind::AssumedSimpleRandom => {
            "taken for a simple random sample, as the gold has no `inclusion_probability`"
                .to_owned()
        }
        DesignKind::Independent => "rows drawn one by one".to_owned(),
    };
    let open = match task.unlabelled {
        0 => String::new(),
        n => format!(" · {n} not labelled, taken to be missing at random"),
    };
    format!(
        "{} rows · {} with gold · {how}{open}",
        task.corpus, task.labelled
    )
}

fn per_cent(share: Figure) -> String {
    let number = |share: f64| format!("{:.1}", share * 100.0);
    match (share.value, share.ci95) {
        (None, _) => "–".to_owned(),
        (Some(value), None) => number(value),
        (Some(value), Some([low, high])) => {
            format!("{} [{}, {}]", number(value), number(low), number(high))
        }
    }
}
