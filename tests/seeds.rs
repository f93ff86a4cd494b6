//! The articles in `seeds/` and their gold hold together.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use quotestance::corpus::{GoldQuote, Offsets, QuoteType, Sentiment, Stance};
use sha2::{Digest, Sha256};

const WORDS: std::ops::RangeInclusive<usize> = 150..=600;
const LEAST_OF_A_STANCE: usize = 25;
const LEAST_OF_OTHERS: usize = 20;

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn gold(path: &str) -> Vec<GoldQuote> {
    let text = fs::read_to_string(root(path)).unwrap();
    text.lines()
        .enumerate()
        .map(|(i, line)| {
            serde_json::from_str(line).unwrap_or_else(|e| panic!("{path}:{}: {e}", i + 1))
        })
        .collect()
}

fn articles() -> BTreeMap<String, String> {
    fs::read_dir(root("seeds/articles"))
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn sha256(text: &str) -> String {
    Sha256::digest(text)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

/// Ordered, apart, not empty, inside `len`, and without white space at the edges of `text`.
fn check_spans(spans: &[Offsets], text: &[char], what: &str) {
    let mut end = 0;
    for span in spans {
        assert!(
            end <= span.start && span.start < span.end && span.end <= text.len(),
            "{what}: {span:?}"
        );
        let edges = [text[span.start], text[span.end - 1]];
        assert!(
            !edges.iter().any(|c| c.is_whitespace()),
            "{what}: {span:?}: white space at an edge"
        );
        end = span.end;
    }
}

#[test]
fn every_row_fits_its_document() {
    let articles = articles();
    let rows = gold("eval/gold/articles.jsonl");
    for (i, row) in rows.iter().enumerate() {
        let what = format!("line {}", i + 1);
        let text = articles.get(&row.document_id).expect(&what);
        assert_eq!(row.sha256.as_deref(), Some(&*sha256(text)), "{what}");
        assert!(!row.content.is_empty(), "{what}");
        assert!(row.stance.is_some() && row.sentiment.is_some(), "{what}");
        let text: Vec<char> = text.chars().collect();
        for spans in [&row.content, &row.cue, &row.source] {
            check_spans(spans, &text, &what);
        }
    }
    let annotated: BTreeSet<_> = rows.into_iter().map(|r| r.document_id).collect();
    assert!(annotated.iter().eq(articles.keys()));
}

#[test]
fn rows_are_in_text_order() {
    let rows = gold("eval/gold/articles.jsonl");
    let key = |r: &GoldQuote| (r.document_id.clone(), r.content[0].start);
    assert!(rows.is_sorted_by_key(key));
}

#[test]
fn every_class_is_represented() {
    let rows = gold("eval/gold/articles.jsonl");
    let count = |p: &dyn Fn(&GoldQuote) -> bool| rows.iter().filter(|r| p(r)).count();
    for stance in Stance::ALL {
        let n = count(&|r| r.stance == Some(stance));
        assert!(n >= LEAST_OF_A_STANCE, "{stance:?}: {n}");
    }
    for sentiment in Sentiment::ALL {
        let n = count(&|r| r.sentiment == Some(sentiment));
        assert!(n >= LEAST_OF_OTHERS, "{sentiment:?}: {n}");
    }
    for quote_type in [QuoteType::Direct, QuoteType::Indirect, QuoteType::Mixed] {
        let n = count(&|r| r.quote_type == quote_type);
        assert!(n >= LEAST_OF_OTHERS, "{quote_type:?}: {n}");
    }
    for (stance, sentiment) in [
        (Stance::Favor, Sentiment::Negative),
        (Stance::Against, Sentiment::Positive),
    ] {
        let n = count(&|r| (r.stance, r.sentiment) == (Some(stance), Some(sentiment)));
        assert!(n >= 10, "{stance:?} and {sentiment:?}: {n}");
    }
}

#[test]
fn articles_have_150_to_600_words_and_say_that_they_are_invented() {
    for (name, text) in articles() {
        let words = text.split_whitespace().count();
        assert!(WORDS.contains(&words), "{name}: {words} words");
        let last = text.trim_end().lines().last().unwrap();
        assert!(
            last.contains("Written for quotestance") && last.contains("invented"),
            "{name}: {last}"
        );
    }
}

#[test]
fn gold_of_the_published_documents_names_them() {
    let list: toml::Table = fs::read_to_string(root("seeds/sources.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let known: BTreeSet<_> = list["document"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| {
            (
                d["file"].as_str().unwrap().to_owned(),
                d["sha256"].as_str().map(str::to_owned),
            )
        })
        .collect();
    let used: BTreeSet<_> = gold("seeds/sources_gold.jsonl")
        .into_iter()
        .map(|r| (r.document_id, r.sha256))
        .collect();
    assert_eq!(used, known);
}

fn rows(path: &str) -> Vec<serde_json::Value> {
    let text = fs::read_to_string(root(path)).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn stance_texts_stay_in_the_split_of_their_target_and_are_balanced_within_it() {
    let targets = rows("seeds/stance/targets.jsonl");
    let split: BTreeMap<&str, &str> = targets
        .iter()
        .map(|t| (t["target"].as_str().unwrap(), t["split"].as_str().unwrap()))
        .collect();
    for name in ["train", "dev", "test"] {
        let mut counts: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for row in rows(&format!("seeds/stance/{name}.jsonl")) {
            let target = row["target"].as_str().unwrap();
            assert_eq!(split.get(target), Some(&name), "{target}");
            let stances = counts.entry(target.to_owned()).or_default();
            *stances
                .entry(row["stance"].as_str().unwrap().to_owned())
                .or_default() += 1;
        }
        for (target, stances) in counts {
            let n = stances["favor"];
            assert!(
                stances.len() == 3 && stances.values().all(|&m| m == n),
                "{target}: {stances:?}"
            );
        }
    }
}

#[test]
fn parts_have_one_slot_and_the_labels_of_their_form() {
    let one_of = |value: &serde_json::Value, known: &[&str]| {
        value.as_str().is_some_and(|v| known.contains(&v))
    };
    for part in rows("seeds/stance/parts.jsonl") {
        let text = part["text"].as_str().unwrap();
        let slot = if part.get("judgement").is_some() {
            "{E}"
        } else {
            "{T}"
        };
        assert!(
            text.matches(slot).count() == 1 && text.matches('{').count() == 1,
            "{part}"
        );
        let tone = one_of(&part["sentiment"], &["negative", "neutral", "positive"]);
        let kind = one_of(&part["kind"], &["joinable", "made", "any", "compact"]);
        let form = one_of(&part["form"], &["np", "clause", "inf", "who"]);
        assert!(
            match part["form"].as_str() {
                Some("whole") =>
                    kind && tone && one_of(&part["stance"], &["favor", "against", "neutral"]),
                _ if slot == "{E}" => form && tone && one_of(&part["judgement"], &["+", "-"]),
                _ => form && kind && one_of(&part["effect"], &["+", "-"]),
            },
            "{part}"
        );
    }
}
