//! `evaluate`: predictions and gold -> figures.

use std::path::{Path, PathBuf};

use clap::Args;
use quotestance::classify::{self, Classifier, Item};
use quotestance::corpus::QuoteRow;
use quotestance::evaluate::{self, EvaluateOptions, Metrics};
use quotestance::{pipeline, report};

use super::args::{FileArgs, SeedArgs};
use super::folder::Folder;
use super::gate::{self, Gate};
use super::parts::PartArgs;
use super::rows::{self, Rows};
use super::{Exit, Failure, stdout};

/// Flags of `evaluate`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct EvaluateArgs {
    /// Quote rows, or rows of `label` (JSONL)
    #[arg(long, value_name = "FILE")]
    pub pred: PathBuf,

    /// Gold quotes, or rows with gold labels and the ids of the predictions (JSONL)
    #[arg(long, value_name = "FILE")]
    pub gold: PathBuf,

    /// Folder for metrics.json
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// End with code 1 when a figure is lower: macro_f1=0.70; may be given again
    #[arg(long, value_name = "NAME=VALUE")]
    pub fail_under: Vec<Gate>,

    #[command(flatten)]
    pub parts: PartArgs,

    #[command(flatten)]
    pub seed: SeedArgs,

    #[command(flatten)]
    pub file: FileArgs,
}

const EXAMPLES: &str = "\
Examples:
  quotestance evaluate --pred runs/articles/quotes.jsonl --gold gold.jsonl
  quotestance evaluate --pred labelled.jsonl --gold labels.jsonl --out figures/
  quotestance evaluate --pred labelled.jsonl --gold labels.jsonl --fail-under macro_f1=0.70
  quotestance evaluate --pred runs/a --gold gold.jsonl --by quote_type,outlet,length --errors errors.jsonl";

/// Prints tables, and writes `metrics.json` where `--out` is given.
pub fn run(args: &EvaluateArgs) -> Result<Exit, Failure> {
    gate::check_names(&args.fail_under)?;
    let out = args.out.as_deref().map(Folder::create).transpose()?;
    let options = EvaluateOptions {
        seed: args.seed.seed,
        ..EvaluateOptions::default()
    };
    let predicted = rows::predicted(&args.pred)?;
    let metrics = score(&predicted, &args.gold, &options)?;
    let baseline = classify::baseline()?;
    let beside = match relabelled(&predicted, baseline.as_ref())? {
        Some(rows) => Some(score(&rows, &args.gold, &options)?),
        None => None,
    };
    let parts = args.parts.of(&predicted, &args.gold, &options)?;
    stdout::write(text(&metrics, beside.as_ref()) + &report::slices(&parts.slices))?;
    parts.write_errors()?;
    if let Some(out) = out {
        let beside = beside.as_ref().map(|metrics| (baseline.id(), metrics));
        let mut json = pipeline::metrics_json(predicted.model(), &metrics, beside);
        if !parts.slices.is_empty() {
            json["slices"] = serde_json::json!(parts.slices);
        }
        out.write("metrics.json", &json)?;
    }
    Ok(match gate::check(&args.fail_under, &metrics)? {
        true => Exit::Done,
        false => Exit::GateNotMet,
    })
}

/// The figures of one set of predictions.
pub fn score(predicted: &Rows, gold: &Path, options: &EvaluateOptions) -> Result<Metrics, Failure> {
    match predicted {
        Rows::Quotes(quotes) => Ok(evaluate::quotes(quotes, &rows::jsonl(gold)?, options)),
        Rows::Labels(labels) => {
            evaluate::rows(labels, &rows::jsonl(gold)?, options).map_err(Failure::usage)
        }
    }
}

/// The rows with the labels of another classifier; `None` where they have no target, as those of
/// `segment` have not.
fn relabelled(rows: &Rows, classifier: &dyn Classifier) -> Result<Option<Rows>, Failure> {
    let mut rows = rows.clone();
    let items: Option<Vec<Item<'_>>> = match &rows {
        Rows::Quotes(quotes) => quotes.iter().map(of_quote).collect(),
        Rows::Labels(labels) => labels
            .iter()
            .map(|row| item(&row.target, &row.text))
            .collect(),
    };
    let Some(items) = items else {
        return Ok(None);
    };
    let said = classifier.classify(&items)?.into_iter();
    match &mut rows {
        Rows::Quotes(quotes) => quotes.iter_mut().zip(said).for_each(|(row, said)| {
            (row.stance, row.stance_probs) = (said.stance, said.stance_probs);
            (row.sentiment, row.sentiment_probs) = (said.sentiment, said.sentiment_probs);
            row.abstained = None;
        }),
        Rows::Labels(labels) => labels.iter_mut().zip(said).for_each(|(row, said)| {
            (row.stance, row.stance_probs) = (said.stance, said.stance_probs);
            (row.sentiment, row.sentiment_probs) = (said.sentiment, said.sentiment_probs);
            row.abstained = None;
        }),
    }
    Ok(Some(rows))
}

fn of_quote(row: &QuoteRow) -> Option<Item<'_>> {
    item(row.target.as_deref()?, &row.text)
}

fn item<'a>(target: &'a str, quote: &'a str) -> Option<Item<'a>> {
    Some(Item {
        target,
        quote,
        sentence: None,
        context: None,
    })
}

fn text(metrics: &Metrics, baseline: Option<&Metrics>) -> String {
    let mut columns = vec![("predictions", metrics)];
    // Its segmentation and speakers are those of the predictions.
    let labels_only = baseline.map(|metrics| Metrics {
        spans: None,
        speakers: None,
        ..metrics.clone()
    });
    columns.extend(labels_only.iter().map(|metrics| ("baseline", metrics)));
    let mut text = report::figures(&columns) + "\n";
    for (name, labels) in [
        ("stance", &metrics.stance),
        ("sentiment", &metrics.sentiment),
    ] {
        if let Some(labels) = labels {
            text += &format!(
                "\n{name}: gold down, predicted across\n{}\n",
                report::confusion(labels)
            );
            if let Some(risk) = &labels.risk_coverage {
                text += &format!(
                    "\n{name}: accuracy of the most confident rows\n{}\n",
                    report::risk_coverage(risk)
                );
            }
        }
    }
    let rows = &metrics.rows;
    text + &format!(
        "\n{} documents · {} gold · {} predicted · {} joined · {} predicted without gold\n",
        metrics.documents,
        rows.gold,
        rows.predicted,
        rows.joined,
        rows.predicted_only + rows.elsewhere
    )
}
