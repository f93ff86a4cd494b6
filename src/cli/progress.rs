//! The bar that shows how far a job is.

use std::fmt::Write;
use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{HumanDuration, ProgressBar, ProgressState, ProgressStyle};
use quotestance::pipeline::Progress;
use quotestance::read::{self, Input};

use super::console::{Console, When};
use super::{interrupt, logs};

/// What a job's records and rows are called.
#[derive(Debug, Clone, Copy)]
pub struct Nouns {
    /// What is read.
    pub records: &'static str,
    /// What is written.
    pub rows: &'static str,
}

impl Nouns {
    /// Of `run` and `segment`.
    pub const DOCUMENTS: Self = Self {
        records: "documents",
        rows: "quotes",
    };
    /// Of `label`.
    pub const TEXTS: Self = Self {
        records: "rows",
        rows: "texts",
    };
}

/// A bar on standard error; hidden where no one would see it.
pub struct Bar {
    bar: ProgressBar,
    nouns: Nouns,
}

impl Bar {
    /// Starts at nothing done.
    pub fn start(console: &Console, inputs: &[Input], limit: Option<u64>, nouns: Nouns) -> Self {
        if !is_seen(console) {
            return Self {
                bar: ProgressBar::hidden(),
                nouns,
            };
        }
        // What cannot be read shows when the job reads it.
        let total = read::survey(inputs, false)
            .ok()
            .and_then(|found| found.records)
            .map(|records| limit.map_or(records, |limit| limit.min(records)));
        let bar = match total {
            Some(total) => ProgressBar::new(total),
            None => ProgressBar::new_spinner(),
        };
        let bar = logs::BARS
            .add(bar)
            .with_style(style(total.is_some(), nouns.records));
        bar.enable_steady_tick(Duration::from_millis(100));
        Self { bar, nouns }
    }

    /// Leaves no trace.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn update(&self, records: u64, rows: u64, quarantined: u64) {
        self.bar.set_position(records);
        let aside = match quarantined {
            0 => String::new(),
            some => format!(" · {some} quarantined"),
        };
        self.bar
            .set_message(format!("{rows} {}{aside}", self.nouns.rows));
    }

    fn interrupted(&self) -> bool {
        interrupt::asked_to_stop()
    }
}

/// Whether progress is shown.
pub fn is_seen(console: &Console) -> bool {
    console.progress == When::Auto
        && !console.quiet
        && !logs::are_json()
        && std::io::stderr().is_terminal()
}

fn style(total: bool, records: &str) -> ProgressStyle {
    let template = if total {
        format!(
            "{{spinner}} {{bar:30}} {{pos}}/{{len}} {records} · {{rate}} · {{left}} left · {{msg}}"
        )
    } else {
        format!("{{spinner}} {{pos}} {records} · {{rate}} · {{elapsed}} · {{msg}}")
    };
    ProgressStyle::with_template(&template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .with_key("rate", |state: &ProgressState, out: &mut dyn Write| {
            let _ = write!(out, "{:.1}/s", state.per_sec());
        })
        .with_key("left", |state: &ProgressState, out: &mut dyn Write| {
            let _ = match state.pos() {
                0 => write!(out, "?"),
                _ => write!(out, "{:#}", HumanDuration(state.eta())),
            };
        })
}
