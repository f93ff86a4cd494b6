//! `train`: learns what is plain, gives the same bytes again, and goes on where it was stopped.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
#[cfg(feature = "torch")]
use std::sync::{Mutex, MutexGuard, PoisonError};

use quotestance::classify::{self, EngineOptions, Item, ModelFolder};
use quotestance::train::{TrainConfig, TrainError, TrainEvent, train};

const GOOD: [&str; 4] = ["welcome", "sign", "plan", "friday"];
const BAD: [&str; 4] = ["word", "treaty", "vote", "the"];

/// Sixty-four rows a task whose label one word decides.
fn data(dir: &Path) {
    for (task, labels) in [
        ("stance", ["favor", "against"]),
        ("sentiment", ["positive", "negative"]),
    ] {
        let mut text = format!("body,about,{task}\n");
        for i in 0..64 {
            let words = [GOOD, BAD][i % 2];
            let (a, b) = (words[(i / 2) % 4], words[(i / 8) % 4]);
            text += &format!("\"{a}, {b}\",plan,{}\n", labels[i % 2]);
        }
        std::fs::write(dir.join(format!("{task}.csv")), text).unwrap();
    }
}

fn config(dir: &Path, out: &str, architecture: &str) -> PathBuf {
    let encoder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/models/bert");
    let encoder = match architecture {
        "linear" => String::new(),
        _ => format!("encoder = {encoder:?}\n"),
    };
    let sets = ["train", "dev"].map(|kind| {
        ["stance", "sentiment"].map(|task| {
            let file = dir.join(format!("{task}.csv"));
            format!(
                "[[{kind}]]\nname = \"{task}\"\nfile = {file:?}\ntask = \"{task}\"\ncolumns = {{ text = \"body\", target = \"about\", label = \"{task}\" }}\n"
            )
        })
    });
    let text = format!(
        r#"
name = "tiny"
licence = "MIT OR Apache-2.0"
out = {out:?}
{encoder}architecture = "{architecture}"
max_tokens = 48
seed = 3
dtype = "f32"
input = {{ first = "target", second = "quote" }}
[tasks.stance]
labels = ["favor", "against", "neutral"]
logits = [0, 1, 2]
[tasks.sentiment]
labels = ["negative", "neutral", "positive"]
logits = [3, 4, 5]
[schedule]
epochs = {epochs}
batch_tokens = 200
learning_rate = {rate}
warmup = 0.1
weight_decay = 0.0
clip_norm = 1.0
label_smoothing = 0.0
evaluations_per_epoch = 1
{sets}
"#,
        out = dir.join(out),
        epochs = if architecture == "linear" { 12 } else { 40 },
        rate = if architecture == "linear" {
            "0.2"
        } else {
            "3e-3"
        },
        sets = sets.concat().concat(),
    );
    let path = dir.join(format!("{out}.toml"));
    std::fs::write(&path, text).unwrap();
    path
}

/// libtorch's draws are of the process, and loading a model draws too: one test with it at a time.
#[cfg(feature = "torch")]
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Trains; after `steps` steps it is stopped.
fn run(config: &Path, steps: usize) -> Result<Vec<TrainEvent>, TrainError> {
    let config = TrainConfig::read(config).unwrap();
    let mut events = Vec::new();
    let result = train(&config, &mut |event| {
        let stop = matches!(event, TrainEvent::Step { step, .. } if step == steps);
        events.push(event);
        if stop {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    result.map(|()| events)
}

fn learned(dir: &Path) {
    let model = classify::load(dir, &EngineOptions::default()).unwrap();
    for (quote, stance, sentiment) in [
        ("welcome, sign", "favor", "positive"),
        ("treaty, vote", "against", "negative"),
    ] {
        let item = Item {
            target: "plan",
            quote,
            sentence: None,
            context: None,
        };
        let said = model.classify(&[item]).unwrap().remove(0);
        assert_eq!(said.stance.unwrap().as_str(), stance, "{quote}");
        assert_eq!(said.sentiment.unwrap().as_str(), sentiment, "{quote}");
    }
}

#[test]
fn the_baseline_learns_and_repeats_itself() {
    let dir = tempfile::tempdir().unwrap();
    data(dir.path());
    for out in ["one", "two"] {
        run(&config(dir.path(), out, "linear"), usize::MAX).unwrap();
    }
    learned(&dir.path().join("one"));
    let files =
        ["one", "two"].map(|out| ModelFolder::open(&dir.path().join(out)).unwrap().toml.files);
    assert_eq!(files[0], files[1]);
}

#[test]
fn a_faulty_row_is_named() {
    let dir = tempfile::tempdir().unwrap();
    data(dir.path());
    let path = dir.path().join("stance.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text + "words,plan,maybe\n").unwrap();
    let error = run(&config(dir.path(), "out", "linear"), usize::MAX)
        .unwrap_err()
        .to_string();
    assert!(error.contains("stance.csv:66: label maybe"), "{error}");
    assert!(!dir.path().join("out").exists());
}

/// The rows of `data`, each of which a teacher judged, and whose own label says nothing.
#[cfg(feature = "torch")]
fn taught(dir: &Path, probs: [&str; 2]) -> PathBuf {
    data(dir);
    let mut rows = String::new();
    for i in 0..64 {
        let words = [GOOD, BAD][i % 2];
        let (text, probs) = (words[(i / 2) % 4], probs[i % 2]);
        rows += &format!(
            "{{\"body\": \"{text}\", \"about\": \"plan\", \"stance\": \"neutral\", {probs}}}\n"
        );
    }
    std::fs::write(dir.join("taught.jsonl"), rows).unwrap();
    let path = config(dir, "taught", "bert");
    let text = std::fs::read_to_string(&path).unwrap();
    let at = |found: Option<usize>| found.unwrap();
    let (first, second) = (at(text.find("[[train]]")), at(text.rfind("[[train]]")));
    let set = text[first..second].replace("stance.csv", "taught.jsonl");
    let last = "evaluations_per_epoch = 1\n";
    let head = text[..first].replace(last, &format!("{last}teacher_weight = 1.0\n"));
    std::fs::write(&path, head + &set + &text[at(text.find("[[dev]]"))..]).unwrap();
    path
}

#[cfg(feature = "torch")]
#[test]
fn a_student_learns_what_its_teacher_says_of_every_task() {
    let _alone = alone();
    let dir = tempfile::tempdir().unwrap();
    let probs = |stance: [f64; 3], sentiment: [f64; 3]| {
        format!(
            "\"stance_probs\": {{\"neutral\": {}, \"favor\": {}, \"against\": {}}}, \"sentiment_probs\": {{\"negative\": {}, \"neutral\": {}, \"positive\": {}}}",
            stance[0], stance[1], stance[2], sentiment[0], sentiment[1], sentiment[2]
        )
    };
    let good = probs([0.1, 0.9, 0.0], [0.0, 0.1, 0.9]);
    let bad = probs([0.1, 0.0, 0.9], [0.9, 0.1, 0.0]);
    run(&taught(dir.path(), [&good, &bad]), usize::MAX).unwrap();
    learned(&dir.path().join("taught"));
}

#[cfg(feature = "torch")]
#[test]
fn a_teacher_that_gives_no_probabilities_is_named() {
    let dir = tempfile::tempdir().unwrap();
    for probs in [
        r#""stance_probs": {"favor": 1.0}"#,
        r#""stance_probs": {"favor": 1.0, "against": 0.5, "neutral": 0.0}"#,
        r#""stance_probs": "favor""#,
    ] {
        let error = run(&taught(dir.path(), [probs; 2]), usize::MAX).unwrap_err();
        let error = error.to_string();
        assert!(error.contains("taught.jsonl:1: stance_probs"), "{error}");
    }
}

#[cfg(feature = "torch")]
#[test]
fn a_transformer_learns_and_goes_on_where_it_was_stopped() {
    let _alone = alone();
    let dir = tempfile::tempdir().unwrap();
    data(dir.path());
    let events = run(&config(dir.path(), "whole", "bert"), usize::MAX).unwrap();
    let best = |e: &TrainEvent| match e {
        TrainEvent::Evaluated {
            mean, best: true, ..
        } => Some(*mean),
        _ => None,
    };
    let bests: Vec<f64> = events.iter().filter_map(best).collect();
    assert!(bests.last().unwrap() > &0.95, "{bests:?}");
    learned(&dir.path().join("whole"));

    let config = config(dir.path(), "halves", "bert");
    let steps = events
        .iter()
        .filter(|e| matches!(e, TrainEvent::Step { .. }))
        .count();
    assert!(matches!(
        run(&config, steps / 2 + 1),
        Err(TrainError::Interrupted)
    ));
    assert!(!dir.path().join("halves").exists());
    let events = run(&config, usize::MAX).unwrap();
    assert!(matches!(events[0], TrainEvent::Started { resumed_at, .. } if resumed_at > 0));
    let files =
        ["whole", "halves"].map(|out| ModelFolder::open(&dir.path().join(out)).unwrap().toml.files);
    assert_eq!(files[0], files[1]);
}

/// Documents in which `said` is a cue, what stands before it its source and what stands behind it its content.
#[cfg(feature = "torch")]
fn quoted(dir: &Path) {
    let (mut documents, mut quotes) = (String::new(), String::new());
    for i in 0..24 {
        let words = [GOOD, BAD][i % 2];
        let text = format!("the {} said {} {}.", words[0], words[1], words[2]);
        let at = |word: &str| text.find(word).unwrap();
        let (cue, end) = (at("said"), text.len() - 1);
        documents += &format!("{{\"id\": \"d{i}\", \"text\": \"{text}\"}}\n");
        quotes += &format!(
            "{{\"document_id\": \"d{i}\", \"content\": [{{\"start\": {}, \"end\": {end}}}], \"cue\": [{{\"start\": {cue}, \"end\": {}}}], \"source\": [{{\"start\": 0, \"end\": {}}}]}}\n",
            cue + 5,
            cue + 4,
            cue - 1
        );
    }
    std::fs::write(dir.join("documents.jsonl"), documents).unwrap();
    std::fs::write(dir.join("quotes.jsonl"), quotes).unwrap();
}

#[cfg(feature = "torch")]
fn tagger_config(dir: &Path) -> PathBuf {
    let encoder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/models/bert");
    let set = |kind: &str| {
        let (documents, quotes) = (dir.join("documents.jsonl"), dir.join("quotes.jsonl"));
        format!(
            "[[quotes.{kind}]]\nname = \"made\"\ndocuments = {documents:?}\nquotes = {quotes:?}\n"
        )
    };
    let text = format!(
        r#"
name = "tiny-tagger"
licence = "MIT OR Apache-2.0"
out = {out:?}
encoder = {encoder:?}
architecture = "bert"
max_tokens = 32
seed = 3
dtype = "f32"
input = {{ first = "document" }}
[tasks.tag]
labels = ["outside", "content_begin", "content_inside", "cue_begin", "cue_inside", "source_begin", "source_inside"]
logits = [0, 1, 2, 3, 4, 5, 6]
[tasks.link]
labels = ["before", "after", "second_before", "second_after", "farther"]
logits = [7, 8, 9, 10, 11]
[schedule]
epochs = 120
batch_tokens = 200
learning_rate = 5e-3
warmup = 0.1
weight_decay = 0.0
clip_norm = 1.0
label_smoothing = 0.0
evaluations_per_epoch = 1
[quotes]
windows = {{ overlap = 8 }}
link_weight = 0.3
{}{}
"#,
        set("train"),
        set("dev"),
        out = dir.join("tagger"),
    );
    let path = dir.join("tagger.toml");
    std::fs::write(&path, text).unwrap();
    path
}

#[cfg(feature = "torch")]
#[test]
fn a_tagger_learns_where_quotes_stand() {
    let _alone = alone();
    let dir = tempfile::tempdir().unwrap();
    quoted(dir.path());
    run(&tagger_config(dir.path()), usize::MAX).unwrap();
    let tagger = classify::load_tagger(&dir.path().join("tagger"), &EngineOptions::default());
    let text = "the welcome said sign plan.";
    let tags = tagger.unwrap().tag(&[text]).unwrap();
    let quotes = quotestance::segment::tagged(text, &tags[0]);
    assert_eq!(quotes.len(), 1, "{quotes:?}");
    assert_eq!(quotes[0].content[0].text, "sign plan");
    assert_eq!(quotes[0].cue[0].text, "said");
    assert_eq!(quotes[0].source[0].text, "the welcome");
}

#[cfg(feature = "torch")]
#[test]
fn gold_that_is_not_in_the_text_is_named() {
    let _alone = alone();
    let dir = tempfile::tempdir().unwrap();
    quoted(dir.path());
    let path = dir.path().join("quotes.jsonl");
    let quote = "{\"document_id\": \"d3\", \"content\": [{\"start\": 5, \"end\": 900}]}\n";
    std::fs::write(&path, quote).unwrap();
    let config = tagger_config(dir.path());
    let error = run(&config, usize::MAX).unwrap_err().to_string();
    assert!(
        error.contains("document d3") && error.contains("5:900"),
        "{error}"
    );
    std::fs::write(&path, quote.replace("d3", "nowhere")).unwrap();
    let error = run(&config, usize::MAX).unwrap_err().to_string();
    assert!(error.contains("nowhere"), "{error}");
}
