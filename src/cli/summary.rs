//! What a job did, told at its end.

use std::collections::BTreeMap;

use quotestance::corpus::{Sentiment, Stance, Task};
use quotestance::evaluate::{LabelMetrics, Metrics};
use quotestance::pipeline::Summary;
use quotestance::report::{self, Group};
use serde::Deserialize;

use super::console::Console;
use super::gate::{self, Gate};
use super::progress::Nouns;
use super::{Exit, Failure, logs};

/// Tells what was done, on standard error, and how the program is to end.
pub fn show(
    summary: &Summary,
    nouns: Nouns,
    console: &Console,
    gates: &[Gate],
) -> Result<Exit, Failure> {
    if logs::are_json() {
        as_event(summary);
    } else {
        logs::tell(console, text(summary, nouns).trim_end());
    }
    let met = match metrics(summary) {
        Some((metrics, _)) => gate::check(gates, &metrics)?,
        None => true,
    };
    Ok(match (met, summary.quarantined) {
        (false, _) => Exit::GateNotMet,
        (true, 0) => Exit::Done,
        (true, _) => Exit::Quarantined,
    })
}

/// The figures of the run, and those of the baseline where it has been beside it.
fn metrics(summary: &Summary) -> Option<(Metrics, Option<Metrics>)> {
    let json = summary.metrics.as_ref()?;
    let quotes = Metrics::deserialize(&json["quotes"]).ok()?;
    let labels = |task: &str| LabelMetrics::deserialize(&json["baseline"][task]).ok();
    let baseline = json["baseline"].is_object().then(|| Metrics {
        spans: None,
        speakers: None,
        stance: labels("stance"),
        sentiment: labels("sentiment"),
        ..quotes.clone()
    });
    Some((quotes, baseline))
}

/// The model's name, without its hash.
fn model_name(summary: &Summary) -> String {
    let id = summary
        .metrics
        .as_ref()
        .and_then(|json| json["model"].as_str());
    id.and_then(|id| id.split('@').next())
        .unwrap_or("model")
        .to_owned()
}

fn as_event(summary: &Summary) {
    tracing::info!(
        records = summary.records,
        done = summary.done,
        quarantined = summary.quarantined,
        rows = summary.rows,
        truncated = summary.truncated,
        seconds = summary.seconds,
        "done"
    );
}

fn text(summary: &Summary, nouns: Nouns) -> String {
    let mut text = String::new();
    let groups = groups(&summary.counts);
    if !groups.is_empty() {
        text += &format!("\n{}\n", report::counts(&groups));
    }
    if let Some((metrics, baseline)) = metrics(summary) {
        let name = model_name(summary);
        let baseline = baseline.as_ref().map(|baseline| ("baseline", baseline));
        let columns: Vec<_> = [(name.as_str(), &metrics)]
            .into_iter()
            .chain(baseline)
            .collect();
        text += &format!(
            "\nagainst gold, with 95 % intervals\n{}\n",
            report::headline(&columns)
        );
    }
    text += &format!("\n{}\n", totals(summary, nouns));
    if summary.quarantined > 0 {
        text += &format!(
            "in quarantine: {} of {} records, each with its reason\n",
            summary.quarantined, summary.records
        );
    }
    for task in Task::ALL {
        let key = ("abstained".to_owned(), task.as_str().to_owned());
        if let Some(count) = summary.counts.get(&key) {
            let task = task.as_str();
            text += &format!(
                "below --abstain-below, {task} withheld: {count} {}\n",
                nouns.rows
            );
        }
    }
    if summary.truncated > 0 {
        text += &format!(
            "cut to fit the model: {} texts; their rows say so\n",
            summary.truncated
        );
    }
    for file in &summary.files {
        text += &format!("  {}\n", file.display());
    }
    text
}

fn totals(summary: &Summary, nouns: Nouns) -> String {
    let Nouns { records, rows } = nouns;
    let rate = match summary.seconds {
        seconds if seconds > 0.0 => {
            format!(" · {:.0} {rows} a second", summary.rows as f64 / seconds)
        }
        _ => String::new(),
    };
    format!(
        "{} {records} · {} {rows} · {:.1} s{rate}",
        summary.done, summary.rows, summary.seconds
    )
}

/// Label sets in the order that tables have, their labels likewise.
fn groups(counts: &BTreeMap<(String, String), u64>) -> Vec<Group> {
    let sets: [(&str, &[&str]); 3] = [
        ("quote_type", &["direct", "indirect", "mixed"]),
        ("stance", &Stance::ALL.map(Stance::as_str)),
        ("sentiment", &Sentiment::ALL.map(Sentiment::as_str)),
    ];
    sets.iter()
        .map(|(name, labels)| Group {
            name: name.replace('_', " "),
            counts: labels
                .iter()
                .map(|label| {
                    let key = ((*name).to_owned(), (*label).to_owned());
                    ((*label).to_owned(), counts.get(&key).copied().unwrap_or(0))
                })
                .collect(),
        })
        .filter(|group| group.counts.iter().any(|(_, count)| *count > 0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use quotestance::corpus::{GoldQuote, Offsets, QuoteType};
    use quotestance::evaluate::{self, EvaluateOptions};

    fn summary() -> Summary {
        let gold = GoldQuote {
            document_id: "a".to_owned(),
            sha256: None,
            quote_type: QuoteType::Direct,
            content: vec![Offsets { start: 0, end: 9 }],
            cue: Vec::new(),
            source: Vec::new(),
            speaker: None,
            target: None,
            stance: Some(Stance::Favor),
            sentiment: Some(Sentiment::Positive),
            core: true,
        };
        let metrics = evaluate::quotes(&[], &[gold], &EvaluateOptions::default());
        let json =
            serde_json::json!({ "model": "minilm@0a1b", "quotes": metrics, "baseline": metrics });
        let count = |set: &str, label: &str, n| ((set.to_owned(), label.to_owned()), n);
        Summary {
            records: 9,
            done: 8,
            quarantined: 1,
            rows: 40,
            truncated: 2,
            counts: BTreeMap::from([
                count("quote_type", "mixed", 30),
                count("quote_type", "direct", 10),
                count("stance", "favor", 40),
                count("abstained", "sentiment", 7),
            ]),
            metrics: Some(json),
            files: vec!["runs/x/quotes.jsonl".into()],
            seconds: 2.0,
        }
    }

    fn check(expected: &str) {
        let text = text(&summary(), Nouns::DOCUMENTS);
        assert!(
            text.lines().any(|line| line.contains(expected)),
            "{expected} in\n{text}"
        );
    }

    #[test]
    fn the_summary_tells_what_was_done() {
        check("8 documents · 40 quotes · 2.0 s · 20 quotes a second");
        check("in quarantine: 1 of 9 records");
        check("sentiment withheld: 7 quotes");
        check("75 %");
        check(" minilm ");
        check("baseline");
        check("runs/x/quotes.jsonl");
    }

    #[test]
    fn no_line_is_wide() {
        let text = text(&summary(), Nouns::DOCUMENTS);
        assert!(
            text.lines().all(|line| line.chars().count() <= 100),
            "{text}"
        );
    }
}
