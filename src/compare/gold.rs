//! Which of two runs is nearer to gold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::align::align;
use super::{CompareOptions, Labelled, McNemar};
use crate::corpus::Task;
use crate::stats::{Bootstrap, Confusion, Figure};

/// Both runs on the gold rows that gold and both runs label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgainstGold {
    /// How many rows.
    pub n: usize,
    /// Gold labels without one of the first run.
    pub not_in_a: usize,
    /// Gold labels without one of the second run.
    pub not_in_b: usize,
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
    /// The smallest true difference that a test at 5 %, two-sided, would find in 80 % of samples
    /// like this one: 2.80 standard errors of the difference (Bloom 1995), which the bootstrap over
    /// documents gives. `None` where the runs differ on no row, or with fewer than two documents.
    pub minimum_detectable_effect: Option<f64>,
}

/// Standard normal quantiles of 1 - 0.05 / 2 and of 0.80, summed.
const DETECTABLE: f64 = 1.959_963_984_540_054 + 0.841_621_233_572_914_3;

/// A gold row, and the rows of both runs that join it.
pub(super) struct Triple<'a> {
    pub gold: &'a Labelled,
    pub a: Option<&'a Labelled>,
    pub b: Option<&'a Labelled>,
}

/// All gold rows.
pub(super) fn join<'a>(
    gold: &'a [Labelled],
    a: &'a [Labelled],
    b: &'a [Labelled],
) -> Vec<Triple<'a>> {
    let joined = |run| -> BTreeMap<usize, usize> { align(gold, run).pairs.into_iter().collect() };
    let (of_a, of_b) = (joined(a), joined(b));
    let triple = |(i, gold)| Triple {
        gold,
        a: of_a.get(&i).map(|&i| &a[i]),
        b: of_b.get(&i).map(|&i| &b[i]),
    };
    gold.iter().enumerate().map(triple).collect()
}

type Both = (Confusion, Confusion);

impl AgainstGold {
    /// `None` where no row is labelled by all three.
    pub(super) fn new(task: Task, rows: &[Triple], options: &CompareOptions) -> Option<Self> {
        let zero = || (Confusion::new(3), Confusion::new(3));
        let mut documents: BTreeMap<&str, Both> = BTreeMap::new();
        let (mut a_only, mut b_only) = (0, 0);
        let (mut not_in_a, mut not_in_b) = (0, 0);
        for row in rows {
            let class = |row: Option<&Labelled>| row?.class(task);
            let Some(gold) = row.gold.class(task) else {
                continue;
            };
            let (a, b) = (class(row.a), class(row.b));
            not_in_a += usize::from(a.is_none());
            not_in_b += usize::from(b.is_none());
            let (Some(a), Some(b)) = (a, b) else {
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
            not_in_a,
            not_in_b,
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
        let difference = |both: &Both| Some(score(&both.1)? - score(&both.0)?);
        let error = bootstrap.standard_error(difference);
        Self {
            a: bootstrap.figure(n, |both| score(&both.0)),
            b: bootstrap.figure(n, |both| score(&both.1)),
            difference: bootstrap.figure(n, difference),
            minimum_detectable_effect: error
                .filter(|&error| error > 0.0)
                .map(|error| DETECTABLE * error),
        }
    }
}
