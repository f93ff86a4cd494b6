//! What a classifier says of the items of a chunk, and what of it their rows show.

use super::error::PipelineError;
use super::rows::{classify, rounded, rounded_sentiment, rounded_stance};
use super::work::Stages;
use crate::classify::{Classifier, Item, explain};
use crate::config::{Abstain, LabelConfig};
use crate::corpus::{Explanation, Prediction, Task};

/// Of one item, as its row has it.
pub(super) struct Said {
    /// A label that was withheld is `None`; probabilities are rounded.
    pub prediction: Prediction,
    /// `None` where no threshold was given.
    pub abstained: Option<Vec<Task>>,
    /// `None` where none was asked for.
    pub explanation: Option<Explanation>,
}

impl Said {
    /// With no label withheld, and no explanation.
    pub fn plain(mut prediction: Prediction) -> Self {
        prediction.stance_probs = prediction.stance_probs.map(rounded_stance);
        prediction.sentiment_probs = prediction.sentiment_probs.map(rounded_sentiment);
        Self {
            prediction,
            abstained: None,
            explanation: None,
        }
    }

    /// Withholds the labels whose probability, as the row has it, is below its threshold.
    fn abstain(&mut self, below: Abstain) {
        let said = &mut self.prediction;
        let mut abstained = Vec::new();
        let low = |probs: Option<[f32; 3]>, below: Option<f32>| {
            let greatest = probs.map(|probs| probs.into_iter().fold(0.0, f32::max));
            greatest.zip(below).is_some_and(|(p, below)| p < below)
        };
        if low(said.stance_probs.map(|p| p.in_order()), below.stance) {
            said.stance = None;
            abstained.push(Task::Stance);
        }
        if low(said.sentiment_probs.map(|p| p.in_order()), below.sentiment) {
            said.sentiment = None;
            abstained.push(Task::Sentiment);
        }
        self.abstained = Some(abstained);
    }
}

/// One an item, in order.
///
/// # Errors
/// The classifier's own.
pub(super) fn say(
    labels: &LabelConfig,
    classifier: &dyn Classifier,
    items: &[Item<'_>],
    stages: &mut Stages,
) -> Result<Vec<Said>, PipelineError> {
    let predictions = stages.time("classify", || classify(classifier, items))?;
    let explanations = match labels.explain {
        true => stages.time("explain", || explain(classifier, items, &predictions))?,
        false => Vec::new(),
    };
    let mut said: Vec<Said> = predictions.into_iter().map(Said::plain).collect();
    if labels.abstain_below != Abstain::default() {
        said.iter_mut()
            .for_each(|said| said.abstain(labels.abstain_below));
    }
    for (said, explanation) in said.iter_mut().zip(explanations) {
        said.explanation = Some(with_rounded(explanation));
    }
    Ok(said)
}

fn with_rounded(mut explanation: Explanation) -> Explanation {
    let words = explanation
        .stance
        .iter_mut()
        .chain(&mut explanation.sentiment);
    words.for_each(|word| word.weight = rounded(word.weight));
    explanation
}
