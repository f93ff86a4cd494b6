//! Which of two runs is nearer to gold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::align::align;
use super::task::Task;
use super::{CompareOptions, Labelled, McNemar};
use crate::stats::{Bootstrap, Confusion, Figure};

/// Both runs on the gold rows that gold and both runs label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgainstGold {
    /// How many rows.
    pub n: usize,
    /// Mean F1 over the classes present in gold or the run.
    pub macro_f1: Paired,
    /// Mean F1 of favor and against; for stance only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub f_avg: Option<Paired>,
    /// Share of rows that are right.
    pub accuracy: Paired,
    /// Whether the runs are right equally often.
    pub mcnemar: McNemar,
}

/// One figure of both runs; the bootstrap draws the documents of both together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Paired {
    /// Of the first run.
    pub a: Figure,
    /// Of the second.
    pub b: Figure,
    /// `b - a`.
    pub difference: Figure,
}

/// A gold row, and the rows of both runs that join it.
pub(super) struct Triple<'a> {
    pub gold: &'a Labelled,
    pub a: &'a Labelled,
    pub b: &'a Labelled,
}

/// The gold rows that both runs have.
pub(super) fn join<'a>(
    gold: &'a [Labelled],
    a: &'a [Labelled],
    b: &'a [Labelled],
) -> Vec<Triple<'a>> {
    let of_b: BTreeMap<usize, usize> = align(gold, b).pairs.into_iter().collect();
    let of_a = align(gold, a).pairs.into_iter();
    of_a.filter_map(|(gold_index, i)| {
        Some(Triple {
            gold: &gold[gold_index],
            a: &a[i],
            b: &b[*of_b.get(&gold_index)?],
        })
    })
    .collect()
}

type Both = (Confusion, Confusion);

impl AgainstGold {
    /// `None` where no row is labelled by all three.
    pub(super) fn new(task: Task, rows: &[Triple], options: &CompareOptions) -> Option<Self> {
        let zero = || (Confusion::new(3), Confusion::new(3));
        let mut documents: BTreeMap<&str, Both> = BTreeMap::new();
        let (mut a_only, mut b_only) = (0, 0);
        for row in rows {
            let classes = [row.gold, row.a, row.b].map(|row| task.class(row));
            let [Some(gold), Some(a), Some(b)] = classes else {
                continue;
            };
            let both = documents.entry(&row.gold.document).or_insert_with(zero);
            both.0.count(gold, a);
            both.1.count(gold, b);
            a_only += usize::from(a == gold && b != gold);
            b_only += usize::from(b == gold && a != gold);
        }
        let documents: Vec<Both> = documents.into_values().collect();
        let bootstrap = Bootstrap::new(documents, zero(), options.seed, options.resamples);
        let f_avg = task.f_avg();
        let n = bootstrap.total.0.total();
        (n > 0).then(|| Self {
            n,
            macro_f1: Paired::new(&bootstrap, Confusion::macro_f1),
            f_avg: f_avg.map(|of| Paired::new(&bootstrap, |c: &Confusion| c.mean_f1(of))),
            accuracy: Paired::new(&bootstrap, Confusion::accuracy),
            mcnemar: McNemar::new(a_only, b_only),
        })
    }
}

impl Paired {
    fn new(bootstrap: &Bootstrap<Both>, score: impl Fn(&Confusion) -> Option<f64>) -> Self {
        let n = bootstrap.total.0.total();
        Self {
            a: bootstrap.figure(n, |both| score(&both.0)),
            b: bootstrap.figure(n, |both| score(&both.1)),
            difference: bootstrap.figure(n, |both| Some(score(&both.1)? - score(&both.0)?)),
        }
    }
}
