//! Documents -> their quotes as rows.

use std::ops::Range;

use rayon::prelude::*;

use super::error::PipelineError;
use super::mention::{Names, paragraph, separator};
use super::said::Said;
use super::segmenter::Segmenter;
use crate::attribute;
use crate::classify::{Classifier, ClassifyError, Item};
use crate::corpus::{
    Document, Prediction, Quote, QuoteRow, SCHEMA_VERSION, SentimentProbs, Span, Speaker,
    StanceProbs, content_text, quote_id,
};

/// A quote, and where its context stands.
pub(super) struct Found<'a> {
    /// Without labels.
    pub row: QuoteRow,
    /// The paragraph around it.
    pub context: &'a str,
}

/// One list a document, in order, the quotes in text order, whatever the number of threads.
///
/// # Errors
/// When the segmenter's engine fails.
pub(super) fn find<'a>(
    documents: &'a [Document],
    names: Option<&Names>,
    segmenter: &Segmenter<'_>,
    pool: Option<&rayon::ThreadPool>,
) -> Result<Vec<Vec<Found<'a>>>, ClassifyError> {
    let tagged = segmenter.tag(documents)?;
    let rows = || {
        let each = documents.par_iter().enumerate();
        each.map(|(i, document)| rows_of(document, tagged.quotes(i, &document.text), names))
            .collect()
    };
    Ok(match pool {
        Some(pool) => pool.install(rows),
        None => rows(),
    })
}

/// Threads of our own where a number was asked for.
///
/// # Errors
/// `Usage` when the system does not give them.
pub(super) fn pool(threads: Option<usize>) -> Result<Option<rayon::ThreadPool>, PipelineError> {
    let build = |threads| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .map_err(|error| {
                PipelineError::Usage(format!("{threads} threads: {error}; ask for fewer"))
            })
    };
    threads.map(build).transpose()
}

fn rows_of<'a>(
    document: &'a Document,
    quotes: Vec<Quote>,
    names: Option<&Names>,
) -> Vec<Found<'a>> {
    let text = &document.text;
    let speakers = attribute::attribute(text, &quotes);
    let separator = separator(text);
    let found = |(quote, speaker): (Quote, Speaker)| {
        let range: Range<usize> = paragraph(text, separator, &quote.content);
        let sentence = sentence(text, &quote, &range);
        let context = &text[range];
        let mention = names.map(|names| names.mention(&quote.content, context));
        let mut row = row_of(document, quote, sentence, speaker);
        row.target_mention = mention;
        Found { row, context }
    };
    quotes.into_iter().zip(speakers).map(found).collect()
}

/// As `QuoteRow::sentence`; `paragraph` in bytes.
fn sentence(text: &str, quote: &Quote, paragraph: &Range<usize>) -> Vec<Span> {
    let near = |span: &&Span| paragraph.start <= span.byte_start && span.byte_end <= paragraph.end;
    let attribution = quote.cue.iter().chain(&quote.source).filter(near);
    let spans = || quote.content.iter().chain(attribution.clone());
    let first = spans().min_by_key(|span| span.start);
    let last = spans().max_by_key(|span| span.end);
    let whole = first.zip(last).map(|(first, last)| Span {
        start: first.start,
        end: last.end,
        byte_start: first.byte_start,
        byte_end: last.byte_end,
        text: text[first.byte_start..last.byte_end].to_owned(),
    });
    whole.into_iter().collect()
}

fn row_of(document: &Document, quote: Quote, sentence: Vec<Span>, speaker: Speaker) -> QuoteRow {
    QuoteRow {
        schema_version: SCHEMA_VERSION.to_owned(),
        quote_id: quote_id(&document.id, &quote.content),
        document_id: document.id.clone(),
        title: document.title.clone(),
        outlet: document.outlet.clone(),
        url: document.url.clone(),
        published_at: document.published_at.clone(),
        quote_type: quote.quote_type,
        text: content_text(&quote.content),
        confidence: rounded(quote.confidence),
        content: quote.content,
        cue: quote.cue,
        source: quote.source,
        sentence,
        cue_class: quote.cue_class,
        found_by: Some(quote.found_by),
        speaker: speaker.name,
        speaker_method: speaker.method,
        speaker_type: speaker.speaker_type,
        speaker_role: speaker.role,
        speaker_affiliation: speaker.affiliation,
        target: None,
        target_mention: None,
        stance: None,
        stance_probs: None,
        sentiment: None,
        sentiment_probs: None,
        abstained: None,
        explanation: None,
        tokens: None,
        truncated: None,
        model: None,
        gold_stance: None,
        gold_sentiment: None,
    }
}

/// Fills in what is said of it.
pub(super) fn set_labels(row: &mut QuoteRow, target: &str, model: &str, said: Said) {
    let Said {
        prediction,
        abstained,
        explanation,
    } = said;
    row.target = Some(target.to_owned());
    row.model = Some(model.to_owned());
    row.stance = prediction.stance;
    row.stance_probs = prediction.stance_probs;
    row.sentiment = prediction.sentiment;
    row.sentiment_probs = prediction.sentiment_probs;
    row.abstained = abstained;
    row.explanation = explanation;
    row.tokens = Some(prediction.tokens);
    row.truncated = Some(prediction.truncated);
}

/// As the classifier does, making sure that there is one prediction an item.
///
/// # Errors
/// The classifier's own, and `Engine` when it breaks its contract.
pub(super) fn classify(
    classifier: &dyn Classifier,
    items: &[Item<'_>],
) -> Result<Vec<Prediction>, ClassifyError> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let predictions = classifier.classify(items)?;
    if predictions.len() != items.len() {
        return Err(ClassifyError::Engine(format!(
            "{}: {} predictions for {} texts; this is a fault of the engine, please report it",
            classifier.id(),
            predictions.len(),
            items.len()
        )));
    }
    Ok(predictions)
}

/// Probabilities have six decimals in rows: finer ones are noise of the engine's sums.
pub(super) fn rounded_stance(probs: StanceProbs) -> StanceProbs {
    StanceProbs {
        favor: rounded(probs.favor),
        against: rounded(probs.against),
        neutral: rounded(probs.neutral),
    }
}

/// As [`rounded_stance`].
pub(super) fn rounded_sentiment(probs: SentimentProbs) -> SentimentProbs {
    SentimentProbs {
        negative: rounded(probs.negative),
        neutral: rounded(probs.neutral),
        positive: rounded(probs.positive),
    }
}

/// To six decimals.
pub(super) fn rounded(value: f32) -> f32 {
    ((f64::from(value) * 1e6).round() / 1e6) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_decimals_are_six_in_text() {
        let text = |value: f32| serde_json::to_string(&rounded(value)).unwrap();
        assert_eq!(text(0.123_456_78), "0.123457");
        assert_eq!(text(1.0 / 3.0), "0.333333");
        assert_eq!(text(0.999_999_9), "1.0");
    }
}
