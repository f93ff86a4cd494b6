//! Whether a row's labels, distributions and explanations agree with one another.

use super::Fault;
use crate::corpus::{
    Explanation, LabelRow, QuoteRow, Sentiment, SentimentProbs, Stance, StanceProbs, Task,
};

/// Three numbers of six decimals miss 1 by at most 1.5 millionths; the rest is that of `f32`.
const ROUNDING: f64 = 2e-6;

/// What both kinds of row have.
pub(super) struct Labels<'a> {
    text: &'a str,
    stance: Option<Stance>,
    stance_probs: Option<StanceProbs>,
    sentiment: Option<Sentiment>,
    sentiment_probs: Option<SentimentProbs>,
    abstained: &'a [Task],
    explanation: Option<&'a Explanation>,
}

macro_rules! labels_of {
    ($row:ty) => {
        impl<'a> From<&'a $row> for Labels<'a> {
            fn from(row: &'a $row) -> Self {
                Self {
                    text: &row.text,
                    stance: row.stance,
                    stance_probs: row.stance_probs,
                    sentiment: row.sentiment,
                    sentiment_probs: row.sentiment_probs,
                    abstained: row.abstained.as_deref().unwrap_or_default(),
                    explanation: row.explanation.as_ref(),
                }
            }
        }
    };
}

labels_of!(QuoteRow);
labels_of!(LabelRow);

impl Labels<'_> {
    pub(super) fn check(&self) -> Vec<Fault> {
        let tasks = Task::ALL.into_iter().flat_map(|task| self.task(task));
        tasks.chain(self.explained()).collect()
    }

    fn task(&self, task: Task) -> Vec<Fault> {
        let name = task.as_str();
        let withheld = self.abstained.contains(&task);
        let label = task.class(self.stance, self.sentiment);
        let Some(probs) = task.probabilities(self.stance_probs, self.sentiment_probs) else {
            let reason = "there are no probabilities to it";
            let advice = "label the rows again; a label of people stands in a gold file";
            let lacks = label.is_some() || withheld;
            return lacks
                .then(|| Fault::of(name, reason, advice))
                .into_iter()
                .collect();
        };
        let probs = probs.map(f64::from);
        let mut faults = Vec::new();
        for (p, class) in probs.into_iter().zip(task.classes()) {
            if !(0.0..=1.0).contains(&p) {
                let key = format!("{name}_probs.{class}");
                let advice = "label the rows again";
                faults.push(Fault::of(key, format!("{p} is no probability"), advice));
            }
        }
        let sum: f64 = probs.iter().sum();
        if (sum - 1.0).abs() > ROUNDING {
            let reason = format!("they sum to {sum:.6}, not to 1");
            faults.push(Fault::of(
                format!("{name}_probs"),
                reason,
                "label the rows again",
            ));
        }
        let most = probs.into_iter().fold(f64::MIN, f64::max);
        match (label, withheld) {
            (Some(_), true) => faults.push(Fault::of(
                name,
                "it stands here, and `abstained` says that it was withheld",
                "leave one of the two out",
            )),
            (None, false) => faults.push(Fault::of(
                name,
                "it is null, though it has probabilities and `abstained` does not name it",
                "label the rows again",
            )),
            (Some(label), false) if probs[label] + 1e-6 < most => faults.push(Fault::of(
                name,
                format!(
                    "`{}` has a probability of {:.6}, and another label of {most:.6}",
                    task.classes()[label],
                    probs[label]
                ),
                "label the rows again; a correction by people stands in a gold file",
            )),
            _ => {}
        }
        faults
    }

    fn explained(&self) -> Vec<Fault> {
        let Some(explanation) = self.explanation else {
            return Vec::new();
        };
        let chars: Vec<char> = self.text.chars().collect();
        let tasks = [
            ("stance", &explanation.stance),
            ("sentiment", &explanation.sentiment),
        ];
        let mut faults = Vec::new();
        for (task, words) in tasks {
            let mut before = 0;
            for (at, word) in words.iter().enumerate() {
                let slice = chars.get(word.start..word.end);
                let same = slice.is_some_and(|slice| slice.iter().copied().eq(word.text.chars()));
                if !same || word.start < before || !(-1.0..=1.0).contains(&word.weight) {
                    let reason = format!(
                        "{}..{} of `text` is not `{}`, or stands before the word before it, or its \
                         weight {} is not within -1 and 1",
                        word.start, word.end, word.text, word.weight
                    );
                    let key = format!("explanation.{task}.{at}");
                    faults.push(Fault::of(
                        key,
                        reason,
                        "label the rows again with --explain",
                    ));
                }
                before = word.end;
            }
        }
        faults
    }
}
