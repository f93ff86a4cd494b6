//! Rows made by hand.

use quotestance::corpus::*;

pub fn offsets(ranges: &[(usize, usize)]) -> Vec<Offsets> {
    let offsets = |&(start, end)| Offsets { start, end };
    ranges.iter().map(offsets).collect()
}

/// A row whose spans read `xxx...`, which has no edge to trim.
pub fn row(document: &str, content: &[(usize, usize)]) -> QuoteRow {
    let span = |&(start, end): &(usize, usize)| Span {
        start,
        end,
        byte_start: start,
        byte_end: end,
        text: "x".repeat(end - start),
    };
    QuoteRow {
        schema_version: SCHEMA_VERSION.to_string(),
        quote_id: format!("{document}:{content:?}"),
        document_id: document.to_string(),
        title: None,
        outlet: None,
        url: None,
        published_at: None,
        quote_type: QuoteType::Direct,
        text: String::new(),
        confidence: 1.0,
        content: content.iter().map(span).collect(),
        cue: Vec::new(),
        source: Vec::new(),
        sentence: Vec::new(),
        cue_class: None,
        found_by: None,
        speaker: None,
        speaker_method: SpeakerMethod::None,
        speaker_type: SpeakerType::Unknown,
        speaker_role: None,
        speaker_affiliation: None,
        target: None,
        target_mention: None,
        stance: Some(Stance::Favor),
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

pub fn gold(document: &str, content: &[(usize, usize)]) -> GoldQuote {
    GoldQuote {
        document_id: document.to_string(),
        sha256: None,
        quote_type: QuoteType::Direct,
        content: offsets(content),
        cue: Vec::new(),
        source: Vec::new(),
        speaker: None,
        target: None,
        stance: Some(Stance::Favor),
        sentiment: None,
        core: true,
    }
}

pub fn label(id: &str, target: &str, stance: Option<Stance>) -> LabelRow {
    LabelRow {
        schema_version: SCHEMA_VERSION.to_string(),
        id: id.to_string(),
        text: String::new(),
        target: target.to_string(),
        stance,
        stance_probs: None,
        sentiment: Some(Sentiment::Neutral),
        sentiment_probs: None,
        abstained: None,
        explanation: None,
        tokens: 0,
        truncated: false,
        model: String::new(),
        meta: Default::default(),
    }
}

pub fn gold_row(id: &str, target: Option<&str>, stance: Stance) -> GoldRow {
    GoldRow {
        id: id.to_string(),
        target: target.map(str::to_string),
        stance: Some(stance),
        ..GoldRow::default()
    }
}
