//! How far annotators and models agree.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::CompareError;
use super::raters::{self, Rater, RaterKind, Unit};
use crate::corpus::Task;
use crate::stats::{Bootstrap, Confusion, Figure, Ratings};

/// How intervals are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementOptions {
    /// Of the random draws.
    pub seed: u64,
    /// How many resamples an interval rests on.
    pub resamples: usize,
}

impl Default for AgreementOptions {
    fn default() -> Self {
        Self {
            seed: 1,
            resamples: 1000,
        }
    }
}

/// Agreement between all raters, by task. Intervals are bootstraps over documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// How intervals were drawn.
    pub bootstrap: AgreementOptions,
    /// In the order given.
    pub raters: Vec<RaterRows>,
    /// Rows that at least one rater has.
    pub units: usize,
    /// `None` where no row has the stance of two raters.
    pub stance: Option<TaskAgreement>,
    /// `None` where no row has the sentiment of two raters.
    pub sentiment: Option<TaskAgreement>,
}

/// One rater.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RaterRows {
    /// As given.
    pub name: String,
    /// Human or model.
    pub kind: RaterKind,
    /// Rows it has, labelled or not.
    pub rows: usize,
}

/// Agreement on one task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskAgreement {
    /// Of all raters; of the humans, where there are two; and, for each model, of the humans and it.
    pub groups: Vec<GroupAgreement>,
    /// Every rater with every later one.
    pub pairs: Vec<PairAgreement>,
}

/// Agreement within a group of raters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupAgreement {
    /// `all`, `humans`, or `humans + ` and the model.
    pub name: String,
    /// Places in the list of raters.
    pub raters: Vec<usize>,
    /// Nominal, over rows that two of the group label.
    pub krippendorff_alpha: Figure,
    /// Over rows that all of the group label.
    pub fleiss_kappa: Figure,
    /// Mean share of a row's pairs of labels that agree, over rows that two of the group label.
    pub percent_agreement: Figure,
}

/// Agreement of two raters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairAgreement {
    /// Name of the first.
    pub a: String,
    /// Name of the second.
    pub b: String,
    /// Their kinds.
    pub kinds: [RaterKind; 2],
    /// Cohen's kappa, unweighted, over rows that both label.
    pub kappa: Figure,
    /// Share of these rows with the same label.
    pub percent_agreement: Figure,
}

/// Compares the labels of two or more raters. Rows are joined by key and target, and gold quotes,
/// which have no key, by spans, as in [`compare`](super::compare()).
///
/// # Errors
/// With fewer than two raters, and where one has two rows for one key and target.
pub fn agreement(raters: &[Rater], options: &AgreementOptions) -> Result<Agreement, CompareError> {
    let units = raters::join(raters)?;
    let of = |task| TaskAgreement::new(task, raters, &units, options);
    Ok(Agreement {
        bootstrap: *options,
        raters: raters.iter().map(RaterRows::from).collect(),
        units: units.len(),
        stance: of(Task::Stance),
        sentiment: of(Task::Sentiment),
    })
}

impl From<&Rater> for RaterRows {
    fn from(rater: &Rater) -> Self {
        Self {
            name: rater.name.clone(),
            kind: rater.kind,
            rows: rater.rows.len(),
        }
    }
}

/// Ratings of each group, and the table of each pair.
type Counted = (Vec<Ratings>, Vec<Confusion>);

impl TaskAgreement {
    fn new(
        task: Task,
        raters: &[Rater],
        units: &[Unit],
        options: &AgreementOptions,
    ) -> Option<Self> {
        let groups = groups(raters);
        let pairs = pairs(raters.len());
        let classes = task.classes().len();
        let zero: Counted = (
            groups
                .iter()
                .map(|(_, of)| Ratings::new(of.len(), classes))
                .collect(),
            vec![Confusion::new(classes); pairs.len()],
        );
        let mut documents: BTreeMap<&str, Counted> = BTreeMap::new();
        for unit in units {
            let given: Vec<Option<usize>> = unit
                .rows
                .iter()
                .map(|row| row.and_then(|row| row.class(task)))
                .collect();
            let counted = documents
                .entry(unit.document())
                .or_insert_with(|| zero.clone());
            for (ratings, (_, of)) in counted.0.iter_mut().zip(&groups) {
                ratings.count(of.iter().filter_map(|&rater| given[rater]));
            }
            for (confusion, &(a, b)) in counted.1.iter_mut().zip(&pairs) {
                if let (Some(a), Some(b)) = (given[a], given[b]) {
                    confusion.count(a, b);
                }
            }
        }
        let documents = documents.into_values().collect();
        let bootstrap = Bootstrap::new(documents, zero, options.seed, options.resamples);
        let rated = bootstrap.total.0.iter().any(|all| all.pairable() > 0);
        rated.then(|| Self {
            groups: groups
                .into_iter()
                .enumerate()
                .map(|(i, group)| of_group(&bootstrap, i, group))
                .collect(),
            pairs: pairs
                .iter()
                .enumerate()
                .map(|(i, &(a, b))| of_pair(&bootstrap, i, &raters[a], &raters[b]))
                .collect(),
        })
    }
}

/// Names and members.
fn groups(raters: &[Rater]) -> Vec<(String, Vec<usize>)> {
    let of = |kind| (0..raters.len()).filter(move |&i| raters[i].kind == kind);
    let humans: Vec<usize> = of(RaterKind::Human).collect();
    let mut groups = vec![("all".to_string(), (0..raters.len()).collect())];
    if humans.len() >= 2 && humans.len() < raters.len() {
        groups.push(("humans".to_string(), humans.clone()));
    }
    // With one model, and where there are no humans, the group would be one of the above.
    let models: Vec<usize> = of(RaterKind::Model).collect();
    if models.len() >= 2 && !humans.is_empty() {
        groups.extend(models.into_iter().map(|model| {
            let members = humans.iter().copied().chain([model]).collect();
            (format!("humans + {}", raters[model].name), members)
        }));
    }
    groups
}

fn pairs(raters: usize) -> Vec<(usize, usize)> {
    let later = |a| (a + 1..raters).map(move |b| (a, b));
    (0..raters).flat_map(later).collect()
}

fn of_group(
    bootstrap: &Bootstrap<Counted>,
    i: usize,
    (name, raters): (String, Vec<usize>),
) -> GroupAgreement {
    let total = &bootstrap.total.0[i];
    let figure = |n, value: fn(&Ratings) -> Option<f64>| {
        bootstrap.figure(n, |counted: &Counted| value(&counted.0[i]))
    };
    GroupAgreement {
        name,
        raters,
        krippendorff_alpha: figure(total.pairable(), Ratings::krippendorff_alpha),
        fleiss_kappa: figure(total.complete(), Ratings::fleiss_kappa),
        percent_agreement: figure(total.pairable(), Ratings::percent_agreement),
    }
}

fn of_pair(bootstrap: &Bootstrap<Counted>, i: usize, a: &Rater, b: &Rater) -> PairAgreement {
    let n = bootstrap.total.1[i].total();
    let figure = |value: fn(&Confusion) -> Option<f64>| {
        bootstrap.figure(n, |counted: &Counted| value(&counted.1[i]))
    };
    PairAgreement {
        a: a.name.clone(),
        b: b.name.clone(),
        kinds: [a.kind, b.kind],
        kappa: figure(Confusion::kappa),
        percent_agreement: figure(Confusion::accuracy),
    }
}
