//! Labels counted, over all rows of a run, whether or not the page shows them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::dates::{Dates, Timeline};
use crate::corpus::{QuoteRow, Sentiment, Stance, Task};

/// Rows by stance, in the order of [`Stance::ALL`], then those whose label was withheld, then those
/// without one.
pub(super) type Counts = [u64; 5];

/// Names with the most rows that a chart lists.
const MOST_NAMES: usize = 200;

/// Counts in the making.
#[derive(Debug, Default)]
pub(super) struct Tally {
    stance: Counts,
    sentiment: Counts,
    /// One list a stance, one count a sentiment; the last two of both are withheld and without a label.
    cross: [Counts; 5],
    speakers: BTreeMap<String, Counts>,
    outlets: BTreeMap<String, Counts>,
    dates: Dates,
}

/// Counts as the page shows them.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Tallied {
    stance: Counts,
    sentiment: Counts,
    cross: [Counts; 5],
    speakers: Names,
    outlets: Names,
    timeline: Timeline,
}

/// Names by falling number of rows, then in the order of their letters.
#[derive(Debug, PartialEq, Serialize)]
struct Names {
    /// Names in all.
    all: usize,
    /// Rows that have a name.
    named: u64,
    most: Vec<(String, Counts)>,
}

impl Tally {
    pub fn add(&mut self, row: &QuoteRow) {
        let withheld = |task| row.abstained.iter().flatten().any(|other| *other == task);
        let stance = place(&Stance::ALL, row.stance, withheld(Task::Stance));
        let sentiment = place(&Sentiment::ALL, row.sentiment, withheld(Task::Sentiment));
        self.stance[stance] += 1;
        self.sentiment[sentiment] += 1;
        self.cross[stance][sentiment] += 1;
        for (names, name) in [
            (&mut self.speakers, &row.speaker),
            (&mut self.outlets, &row.outlet),
        ] {
            if let Some(name) = name {
                names.entry(name.clone()).or_default()[stance] += 1;
            }
        }
        if let Some(stated) = &row.published_at {
            self.dates.add(stated, stance);
        }
    }

    pub fn done(self) -> Tallied {
        Tallied {
            stance: self.stance,
            sentiment: self.sentiment,
            cross: self.cross,
            speakers: Names::of(self.speakers),
            outlets: Names::of(self.outlets),
            timeline: self.dates.timeline(),
        }
    }
}

impl Names {
    fn of(names: BTreeMap<String, Counts>) -> Self {
        let all = names.len();
        let named = names.values().flatten().sum();
        let mut most: Vec<_> = names.into_iter().collect();
        // A stable sort: equal counts stay in the order of their letters.
        most.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.iter().sum::<u64>()));
        most.truncate(MOST_NAMES);
        Self { all, named, most }
    }
}

/// Of the label in its set; behind them all where it was withheld, and last where there is none.
fn place<L: PartialEq>(all: &[L; 3], label: Option<L>, withheld: bool) -> usize {
    let known = label.and_then(|label| all.iter().position(|other| *other == label));
    known.unwrap_or(if withheld { all.len() } else { all.len() + 1 })
}
