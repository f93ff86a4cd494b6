//! How a sample was drawn, and what that says of means over it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::PrevalenceError;
use crate::corpus::Draw;

/// A labelled row of the sample, its labels as places in the task's classes.
pub(super) struct Sampled<'a> {
    pub id: &'a str,
    pub gold: usize,
    pub predicted: usize,
    pub draw: Option<&'a Draw>,
}

/// How rows came into the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DesignKind {
    /// So many of each stratum, without replacement.
    Stratified,
    /// So many of all rows, without replacement.
    SimpleRandom,
    /// As `simple_random`, but the gold does not say so.
    AssumedSimpleRandom,
    /// One by one, each with a probability of its own.
    Independent,
}

/// The design of a sample; its rows stand in one order throughout.
pub(super) struct Design {
    pub kind: DesignKind,
    corpus: usize,
    /// Stratum of each row.
    stratum_of: Vec<usize>,
    /// Rows of the corpus by stratum.
    sizes: Vec<usize>,
    /// Rows of the sample by stratum.
    sampled: Vec<usize>,
    /// Of each row: how many rows of the corpus it stands for.
    pub weights: Vec<f64>,
}

impl Design {
    /// From what the rows say of their draw. Where strata are known, the rows that have gold are
    /// taken as a random part of them, however many were meant to be labelled.
    pub fn new(rows: &[Sampled], corpus: usize) -> Result<Self, PrevalenceError> {
        let draws: Vec<&Draw> = rows.iter().filter_map(|row| row.draw).collect();
        if draws.iter().any(|draw| draw.stratum.is_some()) {
            return Self::stratified(rows, corpus);
        }
        let kind = match draws.first() {
            None => DesignKind::AssumedSimpleRandom,
            Some(first) => {
                if let Some(row) = rows.iter().find(|row| row.draw.is_none()) {
                    let id = row.id.to_owned();
                    return Err(PrevalenceError::NoProbability { id });
                }
                let same = |draw: &&Draw| draw.inclusion_probability == first.inclusion_probability;
                match draws.iter().all(same) {
                    true => DesignKind::SimpleRandom,
                    false => DesignKind::Independent,
                }
            }
        };
        let mut design = Self::of_strata(kind, corpus, vec![0; rows.len()], vec![corpus]);
        if kind == DesignKind::Independent {
            let weight = |draw: &&Draw| 1.0 / draw.inclusion_probability;
            design.weights = draws.iter().map(weight).collect();
        }
        Ok(design)
    }

    fn stratified(rows: &[Sampled], corpus: usize) -> Result<Self, PrevalenceError> {
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        let mut names = Vec::with_capacity(rows.len());
        for row in rows {
            let draw = row
                .draw
                .and_then(|d| Some((d.stratum.as_deref()?, d.stratum_size?)));
            let (name, size) = draw.ok_or_else(|| PrevalenceError::NoStratum {
                id: row.id.to_owned(),
            })?;
            let known = *sizes.entry(name).or_insert(size);
            if known != size {
                return Err(PrevalenceError::StratumSizes {
                    stratum: name.to_owned(),
                    a: known,
                    b: size,
                });
            }
            names.push(name);
        }
        let strata: usize = sizes.values().sum();
        if strata != corpus {
            return Err(PrevalenceError::Strata { strata, corpus });
        }
        let places: BTreeMap<&str, usize> = sizes.keys().copied().zip(0..).collect();
        let stratum_of = names.iter().map(|name| places[name]).collect();
        let sizes = sizes.into_values().collect();
        Ok(Self::of_strata(
            DesignKind::Stratified,
            corpus,
            stratum_of,
            sizes,
        ))
    }

    fn of_strata(
        kind: DesignKind,
        corpus: usize,
        stratum_of: Vec<usize>,
        sizes: Vec<usize>,
    ) -> Self {
        let mut sampled = vec![0; sizes.len()];
        stratum_of.iter().for_each(|&stratum| sampled[stratum] += 1);
        let weight = |&stratum: &usize| sizes[stratum] as f64 / sampled[stratum] as f64;
        let weights = stratum_of.iter().map(weight).collect();
        Self {
            kind,
            corpus,
            stratum_of,
            sizes,
            sampled,
            weights,
        }
    }

    pub fn strata(&self) -> usize {
        self.sizes.len()
    }

    /// The mean over the corpus of a variable that the sample has: weighted by 1 / pi (Horvitz and
    /// Thompson 1952). Values are in the order of the rows.
    pub fn mean(&self, values: &[f64]) -> f64 {
        let weighted = values.iter().zip(&self.weights).map(|(v, w)| v * w);
        weighted.sum::<f64>() / self.corpus as f64
    }

    /// The variance of [`Design::mean`] over draws. Independent draws: the sum of
    /// `(1 - pi) v^2 / pi^2`; else over strata of `N^2 (1 - n / N) s^2 / n` (Särndal et al. 1992,
    /// 3.2.3 and 3.7); both by the square of the corpus' size. `None` where a stratum has one row
    /// of several.
    pub fn variance(&self, values: &[f64]) -> Option<f64> {
        let scale = (self.corpus as f64).powi(2);
        if self.kind == DesignKind::Independent {
            let term = |(v, w): (&f64, &f64)| (1.0 - 1.0 / w) * (v * w).powi(2);
            return Some(values.iter().zip(&self.weights).map(term).sum::<f64>() / scale);
        }
        let mut sums = vec![0.0; self.sizes.len()];
        for (value, &stratum) in values.iter().zip(&self.stratum_of) {
            sums[stratum] += value;
        }
        let mut squares = vec![0.0; self.sizes.len()];
        for (value, &stratum) in values.iter().zip(&self.stratum_of) {
            squares[stratum] += (value - sums[stratum] / self.sampled[stratum] as f64).powi(2);
        }
        let of_stratum = |((&size, &n), square): ((&usize, &usize), f64)| {
            let (size, n) = (size as f64, n as f64);
            match (n < size, n > 1.0) {
                (false, _) => Some(0.0),
                (true, true) => Some(size * (size - n) * square / (n - 1.0) / n),
                (true, false) => None,
            }
        };
        let strata = self.sizes.iter().zip(&self.sampled).zip(squares);
        Some(strata.map(of_stratum).sum::<Option<f64>>()? / scale)
    }
}
