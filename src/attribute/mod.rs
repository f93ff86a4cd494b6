//! Quotes -> the speaker of each.

mod cast;
mod discourse;
mod evidence;
mod lexicon;
mod names;
mod profile;
mod pronouns;
mod referent;
mod roles;
mod source;
mod spelling;
#[cfg(test)]
mod tests;
mod tokens;

use crate::corpus::{Quote, Span, Speaker, SpeakerMethod, SpeakerType};

use discourse::Discourse;
use referent::Referent;
use source::Found;
use tokens::within;

/// One speaker a quote, in the order of `quotes`, which must be those of `text` in text order.
/// Time is linear in the length of both.
pub fn attribute(text: &str, quotes: &[Quote]) -> Vec<Speaker> {
    let discourse = Discourse::read(text, quotes);
    let mut speakers: Vec<Speaker> = Vec::with_capacity(quotes.len());
    let mut outer_end = 0;
    for (i, quote) in quotes.iter().enumerate() {
        let nested = start(quote) < outer_end;
        outer_end = outer_end.max(end(quote));
        let written = written(&quote.source);
        let speaker = match source::resolve(&discourse, discourse.sources[i].clone(), &written) {
            Found::Stated(found) => found.speaker(stated_method(text, quote)),
            Found::Resolved(found) => found.speaker(SpeakerMethod::Pronoun),
            Found::Unknown if nested || i == 0 || !quote.source.is_empty() => unknown(),
            Found::Unknown => floating(&discourse, &quotes[i - 1], &speakers[i - 1], quote),
        };
        speakers.push(speaker);
    }
    speakers
}

fn unknown() -> Speaker {
    Speaker {
        name: None,
        method: SpeakerMethod::None,
        speaker_type: SpeakerType::Unknown,
        role: None,
        affiliation: None,
    }
}

/// How a source that names its speaker stands to the quote.
fn stated_method(text: &str, quote: &Quote) -> SpeakerMethod {
    const PHRASES: [&str; 5] = [
        "according to",
        "in the words of",
        "in the view of",
        "in the opinion of",
        "per",
    ];
    match quote.cue.first() {
        Some(cue) => {
            let cue = cue.text.to_lowercase();
            if PHRASES.iter().any(|p| cue.starts_with(p)) {
                SpeakerMethod::AccordingTo
            } else {
                SpeakerMethod::Explicit
            }
        }
        None if is_signature(text, quote) => SpeakerMethod::Signature,
        None => SpeakerMethod::Explicit,
    }
}

/// Without a cue, and between source and content a dash or a colon: `"..." - Name`, `Name: ...`.
fn is_signature(text: &str, quote: &Quote) -> bool {
    let (Some(source), Some(first), Some(last)) = (
        quote.source.first(),
        quote.content.first(),
        quote.content.last(),
    ) else {
        return false;
    };
    let between = if source.byte_start < first.byte_start {
        text.get(source.byte_end..first.byte_start)
    } else {
        text.get(last.byte_end..source.byte_start)
    };
    between.is_some_and(|between| {
        between
            .chars()
            .any(|c| matches!(c, ':' | '-' | '–' | '—' | '―'))
    })
}

/// Of a quote without a source: whoever the words before it in its paragraph are about, else the
/// speaker of the quote before, if that one stands in the same paragraph or the one before.
fn floating(
    discourse: &Discourse<'_>,
    before: &Quote,
    speaker: &Speaker,
    quote: &Quote,
) -> Speaker {
    let tokens = &discourse.tokens;
    let between = within(tokens, whole_end(before)..start(quote));
    let paragraph = |byte: usize| {
        let at = tokens.partition_point(|t| t.end <= byte);
        tokens.get(at).or(tokens.last()).map_or(0, |t| t.paragraph)
    };
    let here = paragraph(start(quote));
    let opening = between.start + tokens[between.clone()].partition_point(|t| t.paragraph < here);
    if let Some(mention) = discourse.first_speaker(opening..between.end) {
        return Referent::of(discourse, mention.entity).speaker(SpeakerMethod::Floating);
    }
    let near = here <= paragraph(whole_end(before).saturating_sub(1)) + 1;
    match speaker.name {
        Some(_) if near => Speaker {
            method: SpeakerMethod::Floating,
            ..speaker.clone()
        },
        _ => unknown(),
    }
}

/// The words of a source on one line, without the punctuation around them.
fn written(source: &[Span]) -> String {
    let words: Vec<&str> = source
        .iter()
        .flat_map(|s| s.text.split_whitespace())
        .collect();
    let edges = |c: char| matches!(c, ',' | ';' | ':' | '"' | '“' | '”' | '-' | '–' | '—' | '*');
    let words = words.join(" ");
    let words = words.trim_matches(edges).trim();
    let bare = words.strip_suffix("'s").or(words.strip_suffix("’s"));
    bare.filter(|b| !b.is_empty()).unwrap_or(words).to_owned()
}

fn start(quote: &Quote) -> usize {
    quote.content.first().map_or(0, |s| s.byte_start)
}

fn end(quote: &Quote) -> usize {
    quote.content.last().map_or(0, |s| s.byte_end)
}

/// Where the quote ends, its cue and source included.
fn whole_end(quote: &Quote) -> usize {
    let last = |spans: &[Span]| spans.last().map_or(0, |s| s.byte_end);
    end(quote).max(last(&quote.cue)).max(last(&quote.source))
}
