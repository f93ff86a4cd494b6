//! Whether a card says of the rows what they are.
//!
//! People may write into a card. So what is held against the card that the rows give is its head,
//! and of its body each line that states a number.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::{Fault, like};

/// Keys of the head that follow from the rows and their files.
const COUNTED: [&str; 3] = ["size_categories", "configs", "dataset_info"];

const ADVICE: &str = "correct the card, or make it again from the rows";

static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\d[\d.,]*").expect("a pattern"));

/// The version of the program that a card names.
pub fn card_version(card: &str) -> Option<&str> {
    let found = card.split_once("\nmade by a program, not by people: ")?.1;
    found.split_whitespace().nth(1)
}

/// Of the card that is `stated`, against the one that the rows give. Lines are those of `stated`.
pub fn card(stated: &str, expected: &str) -> Vec<Fault> {
    let mut faults = head(stated, expected);
    let first = stated.lines().take_while(head_line()).count();
    let stated: Vec<&str> = stated.lines().collect();
    let mut next = first;
    let body = expected.lines().skip_while(head_line());
    for line in body.filter(|line| NUMBER.is_match(line)) {
        let same = |other: &&str| NUMBER.replace_all(other, "#") == NUMBER.replace_all(line, "#");
        match stated[next..].iter().position(same) {
            Some(offset) => {
                let at = next + offset;
                if stated[at] != line {
                    let reason = format!("it states `{}`, the rows give `{line}`", stated[at]);
                    let fault = Fault::of("body", reason, ADVICE);
                    faults.push(fault.at("", Some(at as u64 + 1)));
                }
                next = at + 1;
            }
            None => {
                let reason = format!("it lacks the line `{line}`, which the rows give");
                faults.push(Fault::of("body", reason, ADVICE));
            }
        }
    }
    faults
}

/// Whether a line is still one of the head, line by line.
fn head_line() -> impl FnMut(&&str) -> bool {
    let mut rules = 0;
    move |line| {
        rules += usize::from(*line == "---");
        rules < 2
    }
}

fn head(stated: &str, expected: &str) -> Vec<Fault> {
    let (stated, expected) = match (yaml(stated), yaml(expected)) {
        (Ok(stated), Ok(expected)) => (stated, expected),
        (Err(reason), _) | (_, Err(reason)) => {
            let advice = "begin the card with a head in YAML between two lines `---`";
            return vec![Fault::of("head", reason, advice)];
        }
    };
    let faults = COUNTED
        .into_iter()
        .flat_map(|key| like(&format!("head.{key}"), &expected[key], &stated[key], ADVICE));
    faults.collect()
}

fn yaml(card: &str) -> Result<Value, String> {
    let head = card
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"));
    let (head, _) = head.ok_or("there is no head")?;
    serde_saphyr::from_str(head).map_err(|error| {
        let error = error.to_string();
        format!(
            "not readable as YAML: {}",
            error.lines().next().unwrap_or_default()
        )
    })
}
