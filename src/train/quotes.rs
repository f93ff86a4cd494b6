//! Learning where quotes stand: a tag and a link a token, over windows of whole documents.

use std::ops::{ControlFlow, Range};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};
use tch::{Kind, Reduction, Tensor};

use crate::classify::{Batch, ClassifyError, DocumentEncoder, Encoded, TaskSpec, windows};
use crate::corpus::{LINKS, TAGS};
use crate::stats::Confusion;

use super::config::{QuoteSet, TrainConfig};
use super::fit::{Judge, Objective, fit};
use super::tagged::{self, TaggedDocument};
use super::{TrainError, TrainEvent};

/// A token without a label of this kind.
const NONE: i64 = -100;

/// Trains a tagger.
pub(super) fn train(
    config: &TrainConfig,
    observe: &mut dyn FnMut(TrainEvent) -> ControlFlow<()>,
) -> Result<(), TrainError> {
    let data = config.quotes.as_ref().ok_or_else(|| {
        TrainError::Config("needs [quotes] with documents to learn from".to_owned())
    })?;
    let encoder = DocumentEncoder::new(&config.encoder()?.join("tokenizer.json"))?;
    let size = config.max_tokens - 2;
    let mut hash = Sha256::new();
    let mut read = |set: &QuoteSet| {
        let documents = tagged::read(&encoder, set)?;
        for document in &documents {
            hash.update(format!("{:?}{:?}", document.tokens, document.gold));
        }
        Ok(documents)
    };
    let sets = data.train.iter().map(&mut read);
    let sets: Vec<Vec<TaggedDocument>> = sets.collect::<Result<_, TrainError>>()?;
    let counts = data.train.iter().zip(&sets);
    let counts = counts.map(|(set, documents)| (set.name.clone(), documents.len()));
    let counts: Vec<(String, usize)> = counts.collect();

    let mut rng = ChaCha8Rng::seed_from_u64(config.seed);
    let mut train = Examples::default();
    let mut epochs = Vec::new();
    for _ in 0..config.schedule.epochs {
        let first = train.encoded.len();
        for document in sets.iter().flatten() {
            // Windows begin elsewhere in each epoch, so that every token is seen with both its sides.
            let mut start = 0;
            let mut end = rng.random_range(size / 2..=size);
            while start < document.tokens.ids.len() {
                let tokens = start..end.min(document.tokens.ids.len());
                train.push(&encoder, document, tokens);
                (start, end) = (end, end + size);
            }
        }
        epochs.push(first..train.encoded.len());
    }
    let dev = data.dev.iter().map(|set| {
        let mut examples = Examples::default();
        for document in read(set)? {
            for window in windows(document.tokens.ids.len(), size, data.windows.overlap) {
                examples.push(&encoder, &document, window.tokens);
            }
        }
        Ok((set.name.clone(), examples))
    });
    let quotes = Quotes {
        tag: &config.tasks["tag"],
        link: &config.tasks["link"],
        link_weight: data.link_weight,
        smoothing: config.schedule.label_smoothing,
        dev: dev.collect::<Result<_, TrainError>>()?,
        train,
        epochs,
    };
    fit(config, &quotes, hash, counts, observe)
}

/// Windows with a label a token.
#[derive(Default)]
struct Examples {
    encoded: Vec<Encoded>,
    /// As long as the ids of each: an index into `TAGS`, or `NONE`.
    tags: Vec<Vec<i64>>,
    /// As `tags`, into `LINKS`.
    links: Vec<Vec<i64>>,
}

impl Examples {
    fn push(&mut self, encoder: &DocumentEncoder, document: &TaggedDocument, tokens: Range<usize>) {
        let seen = document.cues.partition_point(|&c| c < tokens.start)
            ..document.cues.partition_point(|&c| c < tokens.end);
        let (mut tags, mut links) = (vec![NONE], vec![NONE]);
        for at in tokens.clone() {
            let gold = document.gold[at];
            tags.push(gold.tag);
            // A cue outside of the window cannot be told from none.
            let cue = gold.cue.filter(|cue| seen.contains(cue));
            let before = document.cues.partition_point(|&c| c <= at);
            links.push(cue.map_or(NONE, |cue| link(cue, before)));
        }
        tags.push(NONE);
        links.push(NONE);
        self.encoded.push(encoder.window(&document.tokens, tokens));
        self.tags.push(tags);
        self.links.push(links);
    }

    /// One label a token of a batch, padding included, row by row.
    fn labels(labels: &[Vec<i64>], batch: &Batch) -> Tensor {
        let mut out = vec![NONE; batch.rows.len() * batch.width];
        for (i, &row) in batch.rows.iter().enumerate() {
            out[i * batch.width..][..labels[row].len()].copy_from_slice(&labels[row]);
        }
        Tensor::from_slice(&out)
    }
}

/// The link from a token that `before` cues stand before to the cue number `cue`; see [`LINKS`].
fn link(cue: usize, before: usize) -> i64 {
    match (cue + 1, before) {
        (cue, before) if cue == before => 0,
        (cue, before) if cue == before + 1 => 1,
        (cue, before) if cue + 1 == before => 2,
        (cue, before) if cue == before + 2 => 3,
        _ => 4,
    }
}

struct Quotes<'a> {
    tag: &'a TaskSpec,
    link: &'a TaskSpec,
    link_weight: f64,
    smoothing: f64,
    train: Examples,
    /// The examples of each epoch.
    epochs: Vec<Range<usize>>,
    dev: Vec<(String, Examples)>,
}

impl Quotes<'_> {
    /// The logits of a task, a row a token.
    fn group(logits: &Tensor, task: &TaskSpec) -> Tensor {
        let group: Vec<i64> = task.logits.iter().map(|&l| l as i64).collect();
        logits
            .index_select(2, &Tensor::from_slice(&group))
            .view([-1, group.len() as i64])
    }
}

impl Objective for Quotes<'_> {
    fn examples(&self) -> &[Encoded] {
        &self.train.encoded
    }

    fn epoch(&self, epoch: usize, _: &mut ChaCha8Rng) -> Vec<usize> {
        self.epochs[epoch].clone().collect()
    }

    /// Cross-entropy of the tags, mean over tokens, and of the links, mean over the tokens that
    /// have one.
    fn loss(&self, logits: &Tensor, batch: &Batch) -> Tensor {
        let of = |task, labels: &[Vec<i64>]| {
            let labels = Examples::labels(labels, batch);
            let count = labels.not_equal(NONE).sum(Kind::Float).clamp_min(1.0);
            let total = Self::group(logits, task).cross_entropy_loss::<Tensor>(
                &labels,
                None,
                Reduction::Sum,
                NONE,
                self.smoothing,
            );
            total / count
        };
        of(self.tag, &self.train.tags) + of(self.link, &self.train.links) * self.link_weight
    }

    /// Macro-F1 of the tags, and of the links, over all tokens of a set's windows.
    fn scores(&self, judge: &Judge<'_>) -> Result<Vec<(String, f64)>, ClassifyError> {
        let mut out = Vec::new();
        for (name, examples) in &self.dev {
            let mut tags = Confusion::new(TAGS.len());
            let mut links = Confusion::new(LINKS.len());
            judge.each(&examples.encoded, |batch, logits| {
                for (task, labels, counts) in [
                    (self.tag, &examples.tags, &mut tags),
                    (self.link, &examples.links, &mut links),
                ] {
                    let best = Self::group(&logits, task).argmax(1, false);
                    let gold = Examples::labels(labels, batch);
                    let pairs = Vec::<i64>::try_from(gold).into_iter().flatten();
                    let pairs = pairs.zip(Vec::<i64>::try_from(best).into_iter().flatten());
                    for (gold, best) in pairs.filter(|&(gold, _)| gold != NONE) {
                        counts.count(gold as usize, best as usize);
                    }
                }
            })?;
            out.push((format!("{name} tags"), tags.macro_f1().unwrap_or(0.0)));
            out.push((format!("{name} links"), links.macro_f1().unwrap_or(0.0)));
        }
        Ok(out)
    }
}
