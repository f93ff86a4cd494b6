//! A run that was killed ends with the bytes of one that was not.

use std::env;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use proptest::prelude::*;
use quotestance::pipeline::{PipelineError, Segmenter, run};

use super::stand_ins::{ByHash, Place, StopAfter, content, finish, json, stop_after, usage};

const ARTICLES: usize = 300;

/// The parts of an unfinished run.
const PARTS: [&str; 3] = ["quotes.jsonl", "quarantine.jsonl", "journal.jsonl"];

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Resumes into `out` and compares with the run that was never interrupted.
fn check_end(place: &Place, out: &str, whole: &[(String, Vec<u8>)]) {
    let mut config = place.config(out);
    config.job.resume = true;
    finish(&config).unwrap();
    let files = content(&config.out);
    for (file, expected) in files.iter().zip(whole) {
        assert!(file == expected, "{} differs", file.0);
    }
    assert_eq!(files.len(), whole.len());
}

#[test]
fn stopped_after_any_chunk() {
    let place = Place::with_articles(ARTICLES);
    finish(&place.config("whole")).unwrap();
    let whole = content(&place.path("whole"));
    for chunks in 1..=5 {
        let out = format!("after-{chunks}");
        let stopped = stop_after(&place.config(&out), chunks);
        assert!(
            matches!(stopped, Err(PipelineError::Interrupted)),
            "{stopped:?}"
        );
        assert!(!place.path(&out).join("manifest.json").exists());
        check_end(&place, &out, &whole);
    }
}

#[test]
fn cut_at_any_byte() {
    let place = Place::with_articles(ARTICLES);
    finish(&place.config("whole")).unwrap();
    let whole = content(&place.path("whole"));
    stop_after(&place.config("stopped"), 5).unwrap_err();
    let stopped = place.path("stopped/.partial");
    let case = AtomicUsize::new(0);
    let shares = prop::array::uniform3(prop_oneof![Just(1.0), 0.0..=1.0]);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    runner
        .run(&shares, |shares: [f64; 3]| {
            let out = format!("cut-{}", case.fetch_add(1, Ordering::Relaxed));
            let partial = place.path(&out).join(".partial");
            copy(&stopped, &partial);
            for (name, share) in PARTS.iter().zip(shares) {
                let file = File::options()
                    .write(true)
                    .open(partial.join(name))
                    .unwrap();
                let length = file.metadata().unwrap().len();
                file.set_len((length as f64 * share) as u64).unwrap();
            }
            check_end(&place, &out, &whole);
            Ok(())
        })
        .unwrap();
}

#[test]
fn killed_while_files_move() {
    let place = Place::with_articles(ARTICLES);
    finish(&place.config("whole")).unwrap();
    let whole = content(&place.path("whole"));
    stop_after(&place.config("stopped"), 1).unwrap_err();
    let names = [
        "README.md",
        "report.html",
        "quotes.jsonl",
        "quotes.csv",
        "quotes.parquet",
        "quarantine.jsonl",
    ];
    for moved in 0..=names.len() {
        let out = place.path(&format!("moved-{moved}"));
        let partial = out.join(".partial");
        copy(&place.path("stopped/.partial"), &partial);
        copy(&place.path("whole"), &partial);
        for name in &names[..moved] {
            fs::rename(partial.join(name), out.join(name)).unwrap();
        }
        check_end(&place, &format!("moved-{moved}"), &whole);
    }
}

#[test]
fn killed_after_the_last_move() {
    let place = Place::with_articles(3);
    let config = place.config("out");
    finish(&config).unwrap();
    let whole = content(&config.out);
    fs::create_dir(config.out.join(".partial")).unwrap();
    fs::write(config.out.join(".lock"), "").unwrap();
    assert!(usage(finish(&config)).contains("finished"));
    assert!(content(&config.out) == whole);
}

#[test]
fn killed_by_the_system() {
    let place = Place::with_articles(ARTICLES);
    finish(&place.config("whole")).unwrap();
    let whole = content(&place.path("whole"));
    let mut kills = 0;
    for pause in (0..).map(|attempt| Duration::from_millis(40 + 37 * attempt)) {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "resume::child", "--ignored", "--quiet"])
            .env("QUOTESTANCE_TEST_PLACE", place.folder.path())
            .spawn()
            .unwrap();
        thread::sleep(pause);
        child.kill().unwrap();
        if child.wait().unwrap().success() {
            break;
        }
        kills += 1;
    }
    assert!(kills > 1, "the child was never caught at work");
    let killed = content(&place.path("killed"));
    for (file, expected) in killed.iter().zip(&whole) {
        assert!(file == expected, "{} differs", file.0);
    }
    assert_eq!(killed.len(), whole.len());
}

/// The process that `killed_by_the_system` kills.
#[test]
#[ignore = "started by killed_by_the_system"]
fn child() {
    let Some(folder) = env::var_os("QUOTESTANCE_TEST_PLACE") else {
        return;
    };
    let inputs = Path::new(&folder).join("articles.jsonl");
    let place = Place::with_articles(0);
    let mut config = place.config("unused");
    config.job.inputs = vec![quotestance::read::Input::Path(inputs)];
    config.label.model = Path::new(&folder).join("no-model");
    config.out = Path::new(&folder).join("killed");
    config.job.resume = true;
    let slow = ByHash {
        pause: Duration::from_millis(30),
    };
    match run(&config, &Segmenter::RULES, &slow, None, &StopAfter::never()) {
        Ok(_) => {}
        // The kill came between the last rename and the end of the process.
        Err(PipelineError::Usage(message)) if message.contains("finished") => {}
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn changed_inputs_are_noticed() {
    let place = Place::with_articles(ARTICLES);
    stop_after(&place.config("out"), 2).unwrap_err();
    let path = place.path("articles.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let mut config = place.config("out");
    config.job.resume = true;

    fs::write(&path, text.replacen("café", "cafe", 1)).unwrap();
    assert!(usage(finish(&config)).contains("inputs changed"));
    fs::write(&path, text.lines().next().unwrap()).unwrap();
    assert!(usage(finish(&config)).contains("inputs changed"));
    fs::write(&path, text).unwrap();
    finish(&config).unwrap();
}

#[test]
fn other_settings_are_refused_by_name() {
    let place = Place::with_articles(ARTICLES);
    stop_after(&place.config("out"), 2).unwrap_err();
    let mut config = place.config("out");
    config.job.resume = true;
    config.label.target.name = "the Tide Treaty".to_owned();
    config.job.seed = 2;
    let message = usage(finish(&config));
    assert!(
        message.contains("another labels.target.name, seed;"),
        "{message}"
    );

    let mut config = place.config("out");
    config.job.resume = true;
    config.job.threads = Some(2);
    finish(&config).unwrap();
    assert_eq!(
        json(&config.out.join("manifest.json"))["configuration"]["threads"],
        2
    );
}
