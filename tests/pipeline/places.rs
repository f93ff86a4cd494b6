//! Where a run may write, and where not.

use std::fs;
use std::path::Path;

use quotestance::pipeline::PipelineError;
use quotestance::read::Input;
use quotestance::write::{Lock, WriteError};

use super::stand_ins::{Place, content, finish, stop_after, usage};

#[test]
fn a_finished_run_is_replaced_only_when_asked() {
    let place = Place::with_articles(3);
    let mut config = place.config("out");
    finish(&config).unwrap();
    fs::write(config.out.join("notes.txt"), "mine").unwrap();
    let before = content(&config.out);
    assert!(usage(finish(&config)).contains("--overwrite"));
    config.job.resume = true;
    assert!(usage(finish(&config)).contains("--overwrite"));
    assert_eq!(content(&config.out), before);

    config.job.resume = false;
    config.job.overwrite = true;
    config.job.formats.clear();
    finish(&config).unwrap();
    let names: Vec<_> = content(&config.out)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        names,
        [
            "README.md",
            "manifest.json",
            "notes.txt",
            "quotes.jsonl",
            "report.html"
        ]
    );
}

#[test]
fn an_unfinished_run_is_not_started_over_by_chance() {
    let place = Place::with_articles(150);
    let mut config = place.config("out");
    stop_after(&config, 1).unwrap_err();
    let message = usage(finish(&config));
    assert!(
        message.contains("--resume") && message.contains("--overwrite"),
        "{message}"
    );
    config.job.overwrite = true;
    finish(&config).unwrap();
}

#[test]
fn two_runs_into_one_folder() {
    let place = Place::with_articles(3);
    let config = place.config("out");
    fs::create_dir(&config.out).unwrap();
    let lock = Lock::acquire(config.out.join(".lock")).unwrap();
    assert!(usage(finish(&config)).contains("another run is writing here"));
    drop(lock);
    finish(&config).unwrap();
    assert!(!config.out.join(".lock").exists());
}

#[test]
fn a_lock_is_held_by_one() {
    let place = Place::with_articles(0);
    let path = place.path("lock");
    let held = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                for _ in 0..10_000 {
                    match Lock::acquire(path.clone()) {
                        Ok(_lock) => {
                            use std::sync::atomic::Ordering::SeqCst;
                            assert_eq!(held.fetch_add(1, SeqCst), 0);
                            std::thread::yield_now();
                            held.fetch_sub(1, SeqCst);
                        }
                        Err(WriteError::Refused(_)) => {}
                        Err(other) => panic!("{other}"),
                    }
                }
            });
        }
    });
}

#[test]
fn a_folder_of_others_is_left_alone() {
    let place = Place::with_articles(3);
    for overwrite in [false, true] {
        let mut config = place.config("out");
        config.job.overwrite = overwrite;
        fs::create_dir_all(&config.out).unwrap();
        fs::write(config.out.join("README.md"), "mine").unwrap();
        fs::write(config.out.join("manifest.json"), "{\"tool\": \"another\"}").unwrap();
        assert!(usage(finish(&config)).contains("no run wrote"));
        assert_eq!(fs::read(config.out.join("README.md")).unwrap(), b"mine");
    }
    let mut config = place.config("articles.jsonl");
    config.job.inputs = vec![Input::Path(place.path("elsewhere.jsonl"))];
    fs::write(
        place.path("elsewhere.jsonl"),
        "{\"text\": \"Nobody spoke.\"}",
    )
    .unwrap();
    assert!(usage(finish(&config)).contains("this is a file"));
}

#[test]
fn output_and_input_stay_apart() {
    let place = Place::with_articles(3);
    let check = |input: &str, out: &str| {
        let mut config = place.config(out);
        config.job.inputs = vec![Input::Path(place.path(input))];
        assert!(
            usage(finish(&config)).contains("outside it"),
            "{input} {out}"
        );
        assert!(!place.path(out).join(".partial").exists());
    };
    check(".", "out");
    check("articles.jsonl", ".");
    check("./articles.jsonl", "articles.jsonl");
}

#[test]
fn what_cannot_be_written_says_so() {
    let place = Place::with_articles(3);
    let check = |out: &Path| {
        let mut config = place.config("out");
        config.out = out.to_owned();
        match finish(&config) {
            Err(PipelineError::Output { path, reason }) => {
                assert!(path.starts_with(out.to_str().unwrap()), "{path}");
                assert!(reason.contains("; "), "{reason} has no advice");
            }
            other => panic!("{other:?}"),
        }
    };
    fs::write(place.path("file"), "").unwrap();
    check(&place.path("file").join("below"));
    #[cfg(target_os = "linux")]
    check(Path::new("/proc/quotestance"));
}

#[test]
fn nothing_to_read_leaves_no_folder() {
    let place = Place::with_articles(3);
    let mut config = place.config("out");
    config.job.inputs = vec![Input::Path(place.path("missing.jsonl"))];
    let result = finish(&config);
    assert!(matches!(result, Err(PipelineError::Read(_))), "{result:?}");
    assert!(!config.out.exists());
}
