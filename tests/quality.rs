//! What the main job reaches on the project's own articles: floors, and a table of every gold quote
//! that shows which of them a change wins or loses.
//!
//! `INSTA_UPDATE=always scripts/test --test quality` writes the table anew.
#![cfg(feature = "torch")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use quotestance::corpus::{GoldQuote, QuoteRow};
use quotestance::evaluate::{self, LabelMetrics, Metrics};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

fn jsonl<T: DeserializeOwned>(path: &Path) -> Vec<T> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Figures may not fall below `eval/floors.toml`.
fn check(metrics: &Metrics) {
    let floors: BTreeMap<String, f64> =
        toml::from_str(include_str!("../eval/floors.toml")).unwrap();
    for (name, floor) in floors {
        let value = evaluate::figure(metrics, &name).unwrap().value.unwrap();
        assert!(value >= floor, "{name} is {value:.3}, below {floor}");
    }
}

/// One line a gold quote: found or missed, by its type, and whether speaker, stance and sentiment are right.
fn table(rows: &[QuoteRow], gold: &[GoldQuote]) -> String {
    let mut documents: BTreeMap<&str, Vec<&GoldQuote>> = BTreeMap::new();
    for quote in gold {
        documents.entry(&quote.document_id).or_default().push(quote);
    }
    let mut table = String::new();
    for (document, gold) in documents {
        let rows: Vec<&QuoteRow> = rows.iter().filter(|r| r.document_id == document).collect();
        let matched = evaluate::match_quotes(&rows, &gold);
        for (i, quote) in gold.iter().enumerate() {
            let kind = format!("{:?}", quote.quote_type).to_lowercase();
            write!(table, "{document} {:>5} {kind:8} ", quote.content[0].start).unwrap();
            let found = matched
                .iter()
                .position(|m| *m == Some(i))
                .map(|row| rows[row]);
            table += &found.map_or("missed\n".to_owned(), |row| {
                let wrong = [
                    ("type", row.quote_type != quote.quote_type),
                    ("speaker", row.speaker != quote.speaker),
                    ("stance", row.stance != quote.stance),
                    ("sentiment", row.sentiment != quote.sentiment),
                ];
                let wrong: Vec<_> = wrong.iter().filter(|w| w.1).map(|w| w.0).collect();
                match wrong.is_empty() {
                    true => "found\n".to_owned(),
                    false => format!("found, other {}\n", wrong.join(", ")),
                }
            });
        }
        let extra = matched.iter().filter(|m| m.is_none()).count();
        writeln!(table, "{document}       {extra} quotes without gold").unwrap();
    }
    table
}

#[test]
fn the_main_job_on_the_articles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("run");
    assert_cmd::Command::new(env!("CARGO_BIN_EXE_quotestance"))
        .current_dir(root)
        .args([
            "run",
            "seeds/articles",
            "--gold",
            "eval/gold/articles.jsonl",
        ])
        // The one number format that every processor has.
        .args(["--dtype", "f32", "--format", "jsonl", "--out"])
        .arg(&out)
        .assert()
        .success();
    let metrics = std::fs::read_to_string(out.join("metrics.json")).unwrap();
    let metrics: Value = serde_json::from_str(&metrics).unwrap();
    let of_model = Metrics::deserialize(&metrics["quotes"]).unwrap();
    check(&of_model);
    let of_baseline = LabelMetrics::deserialize(&metrics["baseline"]["stance"]).unwrap();
    assert!(of_model.stance.unwrap().macro_f1.value > of_baseline.macro_f1.value);
    let gold = jsonl(&root.join("eval/gold/articles.jsonl"));
    insta::assert_snapshot!(table(&jsonl(&out.join("quotes.jsonl")), &gold));
}
