//! `README.md`: the dataset card, with the head that the Hugging Face hub reads.

use std::collections::BTreeMap;

use arrow::datatypes::{DataType, Field, Fields};
use minijinja::{Environment, context};
use serde::Serialize;
use serde_json::{Value, json};

use super::figures::figures;
use super::manifest::TOOL;
use super::schema::{quote_rows, vocabulary};
use super::{Format, WriteError};

const TEMPLATE: &str = include_str!("card.md.jinja");

/// Columns that are counted, beside stance by sentiment.
const COUNTED: [&str; 6] = [
    "stance",
    "sentiment",
    "target_mention",
    "quote_type",
    "speaker_method",
    "speaker_type",
];

/// A card in the making: every number in it comes from the rows that it was shown.
#[derive(Debug, Default)]
pub struct Card {
    facts: Facts,
    characters: u64,
    last_document: Option<String>,
    counts: BTreeMap<&'static str, BTreeMap<String, u64>>,
    cross: BTreeMap<(String, String), u64>,
    abstained: BTreeMap<String, u64>,
}

#[derive(Debug, Default, Serialize)]
struct Facts {
    quotes: u64,
    documents: u64,
    with_speaker: u64,
    truncated: u64,
    mean_characters: u64,
    first_date: Option<String>,
    last_date: Option<String>,
}

impl Card {
    /// Counts one row of `quotes.jsonl`; rows of one document stand together.
    pub fn add(&mut self, row: &Value) {
        let text = |name: &str| row[name].as_str();
        let facts = &mut self.facts;
        facts.quotes += 1;
        facts.with_speaker += u64::from(!row["speaker"].is_null());
        facts.truncated += u64::from(row["truncated"] == true);
        self.characters += text("text").map_or(0, |text| text.chars().count() as u64);
        if self.last_document.as_deref() != text("document_id") {
            facts.documents += 1;
            self.last_document = text("document_id").map(str::to_owned);
        }
        if let Some(date) = text("published_at").filter(|date| has_year_first(date)) {
            if facts.first_date.as_deref().is_none_or(|first| date < first) {
                facts.first_date = Some(date.to_owned());
            }
            if facts.last_date.as_deref().is_none_or(|last| date > last) {
                facts.last_date = Some(date.to_owned());
            }
        }
        for column in COUNTED {
            if let Some(value) = text(column) {
                let values = self.counts.entry(column).or_default();
                *values.entry(value.to_owned()).or_default() += 1;
            }
        }
        for task in row["abstained"].as_array().into_iter().flatten() {
            let task = task.as_str().unwrap_or_default().to_owned();
            *self.abstained.entry(task).or_default() += 1;
        }
        if let (Some(stance), Some(sentiment)) = (text("stance"), text("sentiment")) {
            let pair = (stance.to_owned(), sentiment.to_owned());
            *self.cross.entry(pair).or_default() += 1;
        }
    }

    /// The card as Markdown. `version` is that of the program that labelled, `metrics` what
    /// `metrics.json` holds, where there is one.
    ///
    /// # Errors
    /// When the template does not fit what it is given.
    pub fn render(
        mut self,
        target: &str,
        model: &str,
        version: &str,
        formats: &[Format],
        metrics: Option<&Value>,
    ) -> Result<String, WriteError> {
        self.facts.mean_characters = self
            .characters
            .checked_div(self.facts.quotes)
            .unwrap_or_default();
        let parquet = formats.contains(&Format::Parquet);
        let mut environment = Environment::new();
        environment.add_filter("cell", cell);
        environment.set_keep_trailing_newline(true);
        environment
            .render_str(
                TEMPLATE,
                context! {
                    title => format!("Quotes with stance toward {target}"),
                    target, model,
                    tool => TOOL,
                    version,
                    size => size(self.facts.quotes),
                    data_file => if parquet { "quotes.parquet" } else { "quotes.jsonl" },
                    features => features(),
                    stance => self.has("stance"),
                    sentiment => self.has("sentiment"),
                    tables => COUNTED
                        .iter()
                        .filter(|column| self.has(column))
                        .map(|column| self.table(column))
                        .collect::<Vec<_>>(),
                    cross => self.cross(),
                    facts => self.facts,
                    figures => metrics.map(figures),
                },
            )
            .map_err(WriteError::content(std::path::Path::new("README.md")))
    }

    /// Whether a column is to be shown: a model without a task leaves that of its labels empty.
    fn has(&self, column: &str) -> bool {
        self.facts.quotes == 0 || self.counts.contains_key(column)
    }

    fn table(&self, column: &str) -> Value {
        let count = |value: &str| self.counts.get(column).and_then(|all| all.get(value));
        let rows = vocabulary(column).unwrap_or_default().iter().map(|value| {
            let count = count(value).copied().unwrap_or_default();
            json!({ "value": value, "count": count, "share": share(count, self.facts.quotes) })
        });
        let mut rows: Vec<Value> = rows.collect();
        if let Some(&count) = self.abstained.get(column) {
            let share = share(count, self.facts.quotes);
            rows.push(json!({ "value": "withheld: too unsure", "count": count, "share": share }));
        }
        json!({ "name": column, "rows": rows })
    }

    fn cross(&self) -> Value {
        let sentiments = vocabulary("sentiment").unwrap_or_default();
        let row = |stance: &&str| {
            let counts = sentiments.iter().map(|sentiment| {
                let pair = ((*stance).to_owned(), (*sentiment).to_owned());
                self.cross.get(&pair).copied().unwrap_or_default()
            });
            json!({ "stance": stance, "counts": counts.collect::<Vec<_>>() })
        };
        let stances = vocabulary("stance").unwrap_or_default();
        json!({ "sentiments": sentiments, "rows": stances.iter().map(row).collect::<Vec<_>>() })
    }
}

/// The columns as the hub describes them, as lines of YAML.
fn features() -> Vec<String> {
    quote_rows()
        .fields()
        .iter()
        .flat_map(|field| feature(field))
        .collect()
}

fn feature(field: &Field) -> Vec<String> {
    let name = field.name();
    let mut lines = vec![format!("- name: {name}")];
    match field.data_type() {
        DataType::List(item) => match item.data_type() {
            DataType::Struct(inner) => nested("list", inner, &mut lines),
            other => lines.push(format!("  list: {}", dtype(other))),
        },
        DataType::Struct(inner) => nested("struct", inner, &mut lines),
        other => match vocabulary(name) {
            Some(labels) => {
                let names = ["  dtype:", "    class_label:", "      names:"];
                lines.extend(names.map(str::to_owned));
                let named = labels.iter().enumerate();
                lines.extend(named.map(|(id, label)| format!("        '{id}': {label}")));
            }
            None => lines.push(format!("  dtype: {}", dtype(other))),
        },
    }
    lines
}

fn nested(kind: &str, inner: &Fields, lines: &mut Vec<String>) {
    lines.push(format!("  {kind}:"));
    let below = inner.iter().flat_map(|field| feature(field));
    lines.extend(below.map(|line| format!("  {line}")));
}

fn dtype(kind: &DataType) -> &'static str {
    match kind {
        DataType::Float32 => "float32",
        DataType::Int32 => "int32",
        DataType::Int64 => "int64",
        DataType::Boolean => "bool",
        _ => "string",
    }
}

fn size(rows: u64) -> &'static str {
    match rows {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        100_000..1_000_000 => "100K<n<1M",
        _ => "1M<n<10M",
    }
}

/// In percent; `-` of nothing.
fn share(count: u64, all: u64) -> String {
    if all == 0 {
        "-".to_owned()
    } else {
        format!("{:.1} %", 100.0 * count as f64 / all as f64)
    }
}

/// Dates of which the first and last can be told by comparing their letters.
fn has_year_first(date: &str) -> bool {
    let year = date.as_bytes().first_chunk::<5>();
    year.is_some_and(|year| year[..4].iter().all(u8::is_ascii_digit) && year[4] == b'-')
}

/// Text that cannot end its table cell or line.
fn cell(text: &str) -> String {
    text.replace(['\r', '\n'], " ").replace('|', "\\|")
}
