//! Label rows against gold rows.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::Answers;
use super::labels::Scored;
use super::{Counts, EvaluateError, EvaluateOptions, Metrics};
use crate::corpus::{GoldRow, LabelRow, Sentiment, Stance};

pub(super) type ById<'a> = BTreeMap<&'a str, BTreeMap<&'a str, &'a LabelRow>>;

/// Scores label rows, joined to gold by id, and by target where gold has one.
///
/// # Errors
/// Where an id has two predictions or two gold rows for one target, where gold does not say which
/// of several targets it means, or where nothing joins.
pub fn rows(
    predicted: &[LabelRow],
    gold: &[GoldRow],
    options: &EvaluateOptions,
) -> Result<Metrics, EvaluateError> {
    let by_id = by_id(predicted)?;
    let mut joined = BTreeSet::new();
    let mut documents = BTreeSet::new();
    let (mut stance, mut sentiment) = (Scored::default(), Scored::default());
    for gold in gold {
        let row = find(&by_id, gold)?;
        if let Some(row) = row
            && !joined.insert((&row.id, &row.target))
        {
            return Err(EvaluateError::DuplicateGold {
                id: row.id.clone(),
                target: row.target.clone(),
            });
        }
        let document = document_key(gold);
        stance.count(&document, gold.stance, row.map(|row| row.stance()));
        sentiment.count(&document, gold.sentiment, row.map(|row| row.sentiment()));
        documents.insert(document);
    }
    if let (Some(gold), Some(predicted), true) =
        (gold.first(), predicted.first(), joined.is_empty())
    {
        return Err(EvaluateError::NothingJoined {
            gold: shown(&gold.id, gold.target.as_deref()),
            predicted: shown(&predicted.id, Some(&predicted.target)),
        });
    }
    Ok(Metrics {
        documents: documents.len(),
        rows: Counts {
            gold: gold.len(),
            predicted: predicted.len(),
            joined: joined.len(),
            gold_only: gold.len() - joined.len(),
            predicted_only: predicted.len() - joined.len(),
            elsewhere: 0,
        },
        bootstrap: *options,
        spans: None,
        speakers: None,
        stance: stance.metrics::<Stance>(options),
        sentiment: sentiment.metrics::<Sentiment>(options),
    })
}

pub(super) fn by_id(predicted: &[LabelRow]) -> Result<ById<'_>, EvaluateError> {
    let mut by_id = ById::new();
    for row in predicted {
        let targets = by_id.entry(&row.id).or_default();
        if targets.insert(&row.target, row).is_some() {
            let same = |other: &&LabelRow| other.id == row.id && other.target == row.target;
            return Err(EvaluateError::DuplicatePrediction {
                id: row.id.clone(),
                target: row.target.clone(),
                count: predicted.iter().filter(same).count(),
            });
        }
    }
    Ok(by_id)
}

pub(super) fn find<'a>(
    by_id: &ById<'a>,
    gold: &GoldRow,
) -> Result<Option<&'a LabelRow>, EvaluateError> {
    let Some(targets) = by_id.get(gold.id.as_str()) else {
        return Ok(None);
    };
    match &gold.target {
        Some(target) => Ok(targets.get(target.as_str()).copied()),
        None if targets.len() > 1 => Err(EvaluateError::AmbiguousTarget {
            id: gold.id.clone(),
            count: targets.len(),
        }),
        None => Ok(targets.values().next().copied()),
    }
}

/// The group that the bootstrap draws; a row without a document is one of its own.
pub(super) fn document_key(gold: &GoldRow) -> String {
    match &gold.document_id {
        Some(document) => format!("d\t{document}"),
        None => format!("r\t{}\t{}", gold.id, gold.target.as_deref().unwrap_or("")),
    }
}

fn shown(id: &str, target: Option<&str>) -> String {
    match target {
        Some(target) => format!("{id}` for `{target}"),
        None => id.to_string(),
    }
}
