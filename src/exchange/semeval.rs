//! The table of SemEval-2016 task 6: `ID`, `Target`, `Tweet`, `Stance`, tab-separated.
//!
//! Stances are `FAVOR`, `AGAINST` and `NONE`. A fifth column, `Sentiment`, is ours.

use super::imported::{Imported, LabelledText};
use super::page::Page;
use super::{ExchangeError, Exported};
use crate::corpus::{Sentiment, Stance};

/// One file, a line a quote that has a stance; line breaks and tabs in texts become spaces.
pub(super) fn export(pages: &[Page]) -> Exported {
    let mut table = "ID\tTarget\tTweet\tStance\tSentiment\n".to_owned();
    let mut left_out = 0;
    for row in pages.iter().flat_map(|page| &page.rows) {
        let Some(stance) = row.stance else {
            left_out += 1;
            continue;
        };
        let stance = match stance {
            Stance::Favor => "FAVOR",
            Stance::Against => "AGAINST",
            Stance::Neutral => "NONE",
        };
        let sentiment = row.sentiment.map_or("", Sentiment::as_str);
        let cells = [
            &row.quote_id,
            row.target.as_deref().unwrap_or_default(),
            &row.text,
            stance,
            sentiment,
        ];
        let cells = cells.map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" "));
        table.push_str(&cells.join("\t"));
        table.push('\n');
    }
    Exported::one(table).without(left_out, "quotes without a stance")
}

/// Columns by the names in the head, in any order; others are ignored.
pub(super) fn import(table: &str) -> Result<Vec<Imported>, ExchangeError> {
    let mut lines = table.lines().enumerate();
    let head = lines.next().map(|(_, line)| line).unwrap_or_default();
    let names: Vec<String> = head
        .split('\t')
        .map(|name| name.trim().to_lowercase())
        .collect();
    let column = |name: &str| names.iter().position(|other| other == name);
    let needed = |name: &str| {
        column(name).ok_or_else(|| {
            ExchangeError::input(
                1,
                format!("no column `{name}`; the head is ID, Target, Tweet, Stance, tab-separated"),
            )
        })
    };
    let (id, target, tweet, stance) = (
        needed("id")?,
        needed("target")?,
        needed("tweet")?,
        needed("stance")?,
    );
    let sentiment = column("sentiment");
    let mut rows = Vec::new();
    for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |at: usize| {
            cells.get(at).map(|cell| cell.trim()).ok_or_else(|| {
                ExchangeError::input(
                    index + 1,
                    format!("it has {} cells, the head has {}", cells.len(), names.len()),
                )
            })
        };
        let fail = |reason: String| ExchangeError::input(index + 1, reason);
        rows.push(Imported::Text(LabelledText {
            id: cell(id)?.to_owned(),
            text: cell(tweet)?.to_owned(),
            target: Some(cell(target)?.to_owned()),
            stance: stance_of(cell(stance)?).map_err(fail)?,
            sentiment: match sentiment {
                Some(at) => sentiment_of(cell(at)?).map_err(fail)?,
                None => None,
            },
        }));
    }
    Ok(rows)
}

/// `UNKNOWN` is what test sets have instead of a label.
fn stance_of(name: &str) -> Result<Option<Stance>, String> {
    match name.to_lowercase().as_str() {
        "favor" => Ok(Some(Stance::Favor)),
        "against" => Ok(Some(Stance::Against)),
        "none" | "neutral" => Ok(Some(Stance::Neutral)),
        "unknown" | "" => Ok(None),
        _ => Err(format!(
            "unknown stance `{name}`; known are FAVOR, AGAINST, NONE, UNKNOWN"
        )),
    }
}

fn sentiment_of(name: &str) -> Result<Option<Sentiment>, String> {
    match name.to_lowercase().as_str() {
        "negative" | "neg" => Ok(Some(Sentiment::Negative)),
        "neutral" | "neither" | "other" => Ok(Some(Sentiment::Neutral)),
        "positive" | "pos" => Ok(Some(Sentiment::Positive)),
        "unknown" | "" => Ok(None),
        _ => Err(format!(
            "unknown sentiment `{name}`; known are negative, neutral, positive"
        )),
    }
}
