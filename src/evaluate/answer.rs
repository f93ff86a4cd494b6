//! What a row says of one task.

use crate::corpus::{LabelRow, QuoteRow, Sentiment, Stance, Task};

/// A label of a closed set.
pub(super) trait Label: Copy + PartialEq + 'static {
    /// All, in the order of tables.
    const CLASSES: &'static [Self];
    /// The classes that `f_avg` is the mean of.
    const F_AVG: Option<&'static [usize]>;

    /// As rows spell it.
    fn name(self) -> &'static str;

    /// Its place among `CLASSES`.
    fn class(self) -> Option<usize> {
        Self::CLASSES.iter().position(|&other| other == self)
    }
}

impl Label for Stance {
    const CLASSES: &'static [Self] = &Self::ALL;
    const F_AVG: Option<&'static [usize]> = Some(&[0, 1]);

    fn name(self) -> &'static str {
        self.as_str()
    }
}

impl Label for Sentiment {
    const CLASSES: &'static [Self] = &Self::ALL;
    const F_AVG: Option<&'static [usize]> = None;

    fn name(self) -> &'static str {
        self.as_str()
    }
}

/// A row's label of one task.
pub(super) struct Answer<L> {
    /// `None` where the row has none.
    pub label: Option<L>,
    /// In the order of the classes.
    pub probs: Option<[f64; 3]>,
    /// Whether the label was withheld.
    pub abstained: bool,
}

impl<L> Answer<L> {
    fn new(
        task: Task,
        label: Option<L>,
        probs: Option<[f32; 3]>,
        abstained: Option<&Vec<Task>>,
    ) -> Self {
        Self {
            abstained: label.is_none() && abstained.is_some_and(|tasks| tasks.contains(&task)),
            label,
            probs: probs.map(|probs| probs.map(as_written)),
        }
    }
}

/// The decimal that a row's JSON has, which its `f32` is only near to.
fn as_written(p: f32) -> f64 {
    p.to_string().parse().unwrap_or(f64::NAN)
}

/// The two kinds of rows.
pub(super) trait Answers {
    /// Of stance.
    fn stance(&self) -> Answer<Stance>;
    /// Of sentiment.
    fn sentiment(&self) -> Answer<Sentiment>;
}

macro_rules! answers {
    ($($row:ty),+) => {$(
        impl Answers for $row {
            fn stance(&self) -> Answer<Stance> {
                let probs = self.stance_probs.map(|probs| probs.in_order());
                Answer::new(Task::Stance, self.stance, probs, self.abstained.as_ref())
            }

            fn sentiment(&self) -> Answer<Sentiment> {
                let probs = self.sentiment_probs.map(|probs| probs.in_order());
                Answer::new(Task::Sentiment, self.sentiment, probs, self.abstained.as_ref())
            }
        }
    )+};
}

answers!(QuoteRow, LabelRow);
