//! Whether another format of the rows has the same ones.

use std::cell::RefCell;

use serde_json::{Map, Value};

use super::Report;
use super::rows::Dataset;
use crate::corpus::Quarantined;
use crate::pipeline::error::PipelineError;
use crate::read::{Object, Record, Records};
use crate::validate::{Fault, Kind, Met, SideBySide};
use crate::write::FlatView;

const AGAIN: &str = "make the file again from the .jsonl, or run again with --format";

/// Holds `copy` against `rows`, row by row; faults are of `copy`. What cannot be read in `rows` was
/// reported before.
///
/// # Errors
/// `Read` when one of the two cannot be opened.
pub(super) fn compare(
    rows: &Dataset,
    copy: &Dataset,
    kind: Kind,
    report: &mut Report,
) -> Result<(), PipelineError> {
    let view = copy
        .name
        .ends_with(".csv")
        .then(|| FlatView::new(&kind.schema()));
    let unreadable = RefCell::new(Vec::new());
    let left = keyed(rows.objects()?, |_| {});
    let right = keyed(copy.objects()?, |fault| unreadable.borrow_mut().push(fault));
    let mut columns_seen = false;
    for met in SideBySide::new(left, right) {
        for record in unreadable.borrow_mut().drain(..) {
            report(Fault::of_record(&copy.name, record));
        }
        match met {
            Met::Both((_, row), (line, other)) => {
                let differing = match &view {
                    Some(view) => flat_differing(view, row, &other),
                    None => differing(&row, &other),
                };
                let first = !std::mem::replace(&mut columns_seen, true);
                for (key, lacks) in differing {
                    // A column that is missing is so in every row.
                    if first || !lacks {
                        let reason = format!("it is not what the row has in {}", rows.name);
                        let reason = if lacks {
                            "no such column".to_owned()
                        } else {
                            reason
                        };
                        report(Fault::of(key, reason, AGAIN).at(&copy.name, Some(line)));
                    }
                }
            }
            Met::OnlyLeft((line, row)) => {
                let (place, id) = (format!("{} line {line}", rows.name), id(&row));
                let reason = format!("it lacks the row `{id}`, which stands in {place}");
                report(Fault::of_file(&copy.name, reason, AGAIN));
            }
            Met::OnlyRight((line, row)) => {
                let reason = format!("{} has no row `{}` at this place", rows.name, id(&row));
                report(Fault::of_file(&copy.name, reason, AGAIN).at(&copy.name, Some(line)));
            }
        }
    }
    for record in unreadable.into_inner() {
        report(Fault::of_record(&copy.name, record));
    }
    Ok(())
}

type Keyed = ((String, String), Object);

/// Rows by id and target; what cannot be read goes to `fault`.
fn keyed(rows: Records<Object>, mut fault: impl FnMut(Quarantined)) -> impl Iterator<Item = Keyed> {
    rows.filter_map(move |record: Record<Object>| match record {
        Ok((line, row)) => {
            let target = row
                .get("target")
                .and_then(Value::as_str)
                .unwrap_or_default();
            Some((
                (id(&row), target.trim_start_matches('\'').to_owned()),
                (line, row),
            ))
        }
        Err(record) => {
            fault(record);
            None
        }
    })
}

fn id(row: &Map<String, Value>) -> String {
    let id = row
        .get("quote_id")
        .or_else(|| row.get("id"))
        .and_then(Value::as_str);
    id.unwrap_or_default().trim_start_matches('\'').to_owned()
}

/// Columns whose cells differ, and whether they are missing altogether.
fn flat_differing(
    view: &FlatView,
    row: Map<String, Value>,
    other: &Map<String, Value>,
) -> Vec<(String, bool)> {
    let row = Value::Object(row);
    let cells = view.names().zip(view.cells(&row));
    let differ = cells.filter_map(|(name, cell)| match other.get(name) {
        None => Some((name.to_owned(), true)),
        Some(found) => (*found != cell).then(|| (name.to_owned(), false)),
    });
    differ.collect()
}

/// As [`flat_differing`], of rows with nested fields; what is null is left out in `other`.
fn differing(row: &Map<String, Value>, other: &Map<String, Value>) -> Vec<(String, bool)> {
    let names = row
        .keys()
        .chain(other.keys().filter(|name| !row.contains_key(*name)));
    let value = |of: &Map<String, Value>, name: &str| match of.get(name) {
        Some(Value::Null) | None => None,
        // An object in a column of texts.
        Some(Value::Object(meta)) if name == "meta" => {
            Some(Value::String(Value::from(meta.clone()).to_string()))
        }
        Some(value) => Some(value.clone()),
    };
    let differ = names.filter(|name| value(row, name) != value(other, name));
    differ.map(|name| (name.clone(), false)).collect()
}
