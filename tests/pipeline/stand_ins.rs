//! A classifier, a progress and documents for tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use quotestance::classify::{Classifier, ClassifyError, Dtype, EngineOptions, Item};
use quotestance::config::{Abstain, JobConfig, LabelConfig, OnError, RunConfig, Target};
use quotestance::corpus::{Prediction, Sentiment, SentimentProbs, Stance, StanceProbs};
use quotestance::pipeline::{PipelineError, Progress, Segmenter, Summary, run};
use quotestance::read::{Input, ReadOptions};
use quotestance::write::Format;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Labels by the hash of what it is given; texts above eight words are "cut".
pub struct ByHash {
    pub pause: Duration,
}

impl Classifier for ByHash {
    fn id(&self) -> &str {
        "by-hash@0123456789ab"
    }

    fn describe(&self) -> Value {
        json!({ "name": "by-hash", "engine": { "name": "none", "threads": 7 } })
    }

    fn classify(&self, items: &[Item<'_>]) -> Result<Vec<Prediction>, ClassifyError> {
        std::thread::sleep(self.pause);
        Ok(items.iter().map(label).collect())
    }
}

fn label(item: &Item<'_>) -> Prediction {
    let sentence = item.sentence.unwrap_or_default();
    let hash = Sha256::digest(format!("{}\n{}\n{sentence}", item.target, item.quote));
    let parts = |from: usize| {
        let of = |index: usize| 1.0 + f32::from(hash[from + index]);
        let sum = of(0) + of(1) + of(2);
        [of(0) / sum, of(1) / sum, of(2) / sum]
    };
    let best = |parts: [f32; 3]| (0..3).max_by(|a, b| parts[*a].total_cmp(&parts[*b]));
    let (stance, sentiment) = (parts(0), parts(3));
    let words = item.quote.split_whitespace().count() as u32;
    Prediction {
        stance: best(stance).map(|index| Stance::ALL[index]),
        stance_probs: Some(StanceProbs {
            favor: stance[0],
            against: stance[1],
            neutral: stance[2],
        }),
        sentiment: best(sentiment).map(|index| Sentiment::ALL[index]),
        sentiment_probs: Some(SentimentProbs {
            negative: sentiment[0],
            neutral: sentiment[1],
            positive: sentiment[2],
        }),
        tokens: words.min(8),
        truncated: words > 8,
    }
}

/// Stops the job after that many chunks.
pub struct StopAfter(AtomicUsize);

impl StopAfter {
    pub fn chunks(count: usize) -> Self {
        Self(AtomicUsize::new(count))
    }

    pub fn never() -> Self {
        Self::chunks(usize::MAX)
    }
}

impl Progress for StopAfter {
    fn update(&self, _records: u64, _rows: u64, _quarantined: u64) {}

    fn interrupted(&self) -> bool {
        self.0.fetch_sub(1, Ordering::Relaxed) == 1
    }
}

/// A folder of its own for a test, with `articles.jsonl` in it.
pub struct Place {
    pub folder: tempfile::TempDir,
}

impl Place {
    /// With that many articles; every fortieth line cannot be used.
    pub fn with_articles(count: usize) -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::write(place.path("articles.jsonl"), articles(count)).unwrap();
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn job(&self) -> JobConfig {
        JobConfig {
            inputs: vec![Input::Path(self.path("articles.jsonl"))],
            read: ReadOptions {
                max_document_bytes: 1 << 20,
                max_unpacked_bytes: 1 << 30,
                limit: None,
            },
            on_error: OnError::Quarantine,
            formats: vec![Format::Jsonl, Format::Csv, Format::Parquet],
            resume: false,
            overwrite: false,
            seed: 1,
            threads: None,
        }
    }

    pub fn labels(&self) -> LabelConfig {
        let target = Target {
            name: "the Harbour Accord".to_owned(),
            aliases: vec!["Lirrin pact".to_owned()],
            mentions: Vec::new(),
        };
        LabelConfig {
            model: self.path("no-model"),
            known: vec![target.clone()],
            target,
            engine: EngineOptions {
                dtype: Dtype::F32,
                max_batch_tokens: 1_000,
                threads: None,
            },
            abstain_below: Abstain::default(),
            explain: false,
        }
    }

    pub fn config(&self, out: &str) -> RunConfig {
        RunConfig {
            job: self.job(),
            out: self.path(out),
            label: self.labels(),
            gold: None,
        }
    }
}

const FIRST: [&str; 5] = ["Mira", "Tobin", "Sanna", "Ottar", "Velda"];
const LAST: [&str; 7] = ["Quill", "Harrow", "Drift", "Mallow", "Stane", "Birk", "Osk"];
const VIEWS: [&str; 4] = [
    "The Harbour Accord keeps every small port of this coast alive",
    "We will never sign a pact that was written behind closed doors",
    "=1+1 is all the arithmetic that this plan has to offer",
    "Boats were counted on Monday",
];

fn articles(count: usize) -> String {
    let line = |number: usize| {
        if number % 40 == 39 {
            return "{\"text\": unquoted}\n".to_owned();
        }
        let (first, last) = (FIRST[number % 5], LAST[number % 7]);
        let (view, other) = (VIEWS[number % 4], VIEWS[(number + 1) % 4]);
        let text = format!(
            "The Lirrin pact came up in item {number} of the agenda.\n\n\
             \u{201c}{view},\u{201d} said {first} {last}, a harbour master. \u{201c}Ask me again \
             in {number} days.\u{201d}\n\nA café owner disagreed. \u{201c}{other}, and that is \
             number {number},\u{201d} she said.\n"
        );
        let row = json!({ "id": format!("article-{number}"), "title": format!("={number}"),
            "outlet": "Coast Post", "published_at": format!("2031-05-{:02}", number % 28 + 1),
            "text": text });
        format!("{row}\n")
    };
    (0..count).map(line).collect()
}

/// Runs without gold, without a pause and to the end.
pub fn finish(config: &RunConfig) -> Result<Summary, PipelineError> {
    stop_after(config, usize::MAX)
}

/// Runs that many chunks.
pub fn stop_after(config: &RunConfig, chunks: usize) -> Result<Summary, PipelineError> {
    let by_hash = ByHash {
        pause: Duration::ZERO,
    };
    run(
        config,
        &Segmenter::RULES,
        &by_hash,
        None,
        &StopAfter::chunks(chunks),
    )
}

/// All files of a folder, by name; of the manifest all but the times.
pub fn content(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let bytes = match name.as_str() {
                "manifest.json" => manifest_without_times(&path),
                _ => fs::read(&path).unwrap_or_default(),
            };
            (name, bytes)
        })
        .collect();
    files.sort();
    files
}

fn manifest_without_times(path: &Path) -> Vec<u8> {
    let mut manifest = json(path);
    for time in ["finished_at", "seconds", "quotes_per_second"] {
        assert!(manifest.as_object_mut().unwrap().remove(time).is_some());
    }
    serde_json::to_vec(&manifest).unwrap()
}

pub fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// The rows of a JSONL file.
pub fn rows(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

pub fn usage(result: Result<Summary, PipelineError>) -> String {
    match result {
        Err(PipelineError::Usage(message)) => message,
        other => panic!("a usage error was expected, not {other:?}"),
    }
}
