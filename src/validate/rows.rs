//! Whether rows are rows, one after the other.

use std::collections::BTreeSet;

use arrow::datatypes::SchemaRef;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::Fault;
use super::labels::Labels;
use super::shape::shape;
use super::spans::spans;
use crate::corpus::{LabelRow, QuoteRow, SCHEMA_VERSION, SpeakerMethod};
use crate::write::{label_rows, quote_rows};

/// What a file has rows of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What `run` and `segment` write.
    Quotes,
    /// What `label` writes.
    Labels,
}

impl Kind {
    /// By a row's fields.
    pub fn of(row: &Map<String, Value>) -> Self {
        match row.contains_key("quote_id") {
            true => Self::Quotes,
            false => Self::Labels,
        }
    }

    /// Its columns.
    pub fn schema(self) -> SchemaRef {
        match self {
            Self::Quotes => quote_rows(),
            Self::Labels => label_rows(),
        }
    }
}

/// Looks at the rows of one file in their order. Memory holds the ids of one document's rows.
#[derive(Debug)]
pub struct Rows {
    kind: Kind,
    schema: SchemaRef,
    /// Whether what is null may be left out.
    sparse: bool,
    document: Option<String>,
    seen: BTreeSet<(String, Option<String>)>,
}

impl Rows {
    /// Of that kind; `sparse` where the format leaves out what is null.
    pub fn new(kind: Kind, sparse: bool) -> Self {
        Self {
            kind,
            schema: kind.schema(),
            sparse,
            document: None,
            seen: BTreeSet::new(),
        }
    }

    /// The faults of the next row.
    pub fn check(&mut self, row: &Map<String, Value>) -> Vec<Fault> {
        let faults = shape(self.schema.fields(), row);
        if !faults.is_empty() {
            return faults;
        }
        match self.kind {
            Kind::Quotes => self.typed(row, Self::quote),
            Kind::Labels => self.typed(row, |_, row: &LabelRow| Labels::from(row).check()),
        }
    }

    fn typed<T: Serialize + DeserializeOwned>(
        &mut self,
        fields: &Map<String, Value>,
        check: impl FnOnce(&mut Self, &T) -> Vec<Fault>,
    ) -> Vec<Fault> {
        let row: T = match serde_json::from_value(json!(fields)) {
            Ok(row) => row,
            Err(error) => return vec![Fault::of("", error.to_string(), "write the rows again")],
        };
        let mut faults = Vec::new();
        let whole = json!(row);
        for name in whole.as_object().into_iter().flat_map(Map::keys) {
            if !self.sparse && !fields.contains_key(name) {
                let advice = "write it as null where it is unknown, or make the rows again";
                faults.push(Fault::of(name, "it is missing", advice));
            }
        }
        if fields["schema_version"] != SCHEMA_VERSION {
            let reason = format!("it is {}, not `{SCHEMA_VERSION}`", fields["schema_version"]);
            let advice = "validate the rows with the version of the program that wrote them";
            faults.push(Fault::of("schema_version", reason, advice));
        }
        faults.extend(check(self, &row));
        faults
    }

    fn quote(&mut self, row: &QuoteRow) -> Vec<Fault> {
        let mut faults = spans(row);
        faults.extend(Labels::from(row).check());
        if !(0.0..=1.0).contains(&row.confidence) {
            let reason = format!("{} is not within 0 and 1", row.confidence);
            faults.push(Fault::of("confidence", reason, "write the rows again"));
        }
        if row.speaker.is_none() != (row.speaker_method == SpeakerMethod::None) {
            let reason = "it is `none` exactly where there is no speaker";
            faults.push(Fault::of(
                "speaker_method",
                reason,
                "correct it, or the speaker",
            ));
        }
        if self.document.as_ref() != Some(&row.document_id) {
            self.document = Some(row.document_id.clone());
            self.seen.clear();
        }
        if !self.seen.insert((row.quote_id.clone(), row.target.clone())) {
            let reason = "another row has this quote and target";
            faults.push(Fault::of("quote_id", reason, "keep one of the two"));
        }
        faults
    }
}
