//! What annotation tools mark: regions of a text with labels, and links between them.

use super::units::Units;
use crate::corpus::{GoldQuote, Offsets, QuoteRow, QuoteType, Sentiment, Span, Stance};

/// What a region is of its quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Content,
    Cue,
    Source,
}

impl Kind {
    pub(super) const ALL: [Self; 3] = [Self::Content, Self::Cue, Self::Source];

    /// The label that tools show. As the name of a link from a content region, it says what the
    /// other end is: `content` is one more part of the same quote.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Cue => "cue",
            Self::Source => "source",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Half-open, in code points. Only the first content region of a quote has labels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Region {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    pub quote_type: Option<QuoteType>,
    pub stance: Option<Stance>,
    pub sentiment: Option<Sentiment>,
}

impl Region {
    pub(super) fn new(kind: Kind, start: usize, end: usize) -> Self {
        Self {
            kind,
            start,
            end,
            quote_type: None,
            stance: None,
            sentiment: None,
        }
    }
}

/// The regions of one document, and pairs of their places: from the first content region of a quote
/// to another region of it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Regions {
    pub regions: Vec<Region>,
    pub links: Vec<(usize, usize)>,
}

impl Regions {
    /// Of rows: a cue or source that several quotes share is one region.
    pub(super) fn of(rows: &[&QuoteRow]) -> Self {
        let mut all = Self::default();
        for row in rows {
            let Some((first, rest)) = row.content.split_first() else {
                continue;
            };
            let head = all.regions.len();
            all.regions.push(Region {
                quote_type: Some(row.quote_type),
                stance: row.stance,
                sentiment: row.sentiment,
                ..Region::new(Kind::Content, first.start, first.end)
            });
            for (kind, spans) in [
                (Kind::Content, rest),
                (Kind::Cue, &row.cue[..]),
                (Kind::Source, &row.source[..]),
            ] {
                for span in spans {
                    let other = all.place(kind, span);
                    all.links.push((head, other));
                }
            }
        }
        all
    }

    fn place(&mut self, kind: Kind, span: &Span) -> usize {
        let region = Region::new(kind, span.start, span.end);
        let same = |other: &Region| *other == region;
        let found = self.regions.iter().position(same);
        found.filter(|_| kind != Kind::Content).unwrap_or_else(|| {
            self.regions.push(region);
            self.regions.len() - 1
        })
    }

    /// One gold quote for each content region that is not a further part of another, in the order of
    /// the text. Where no type was given, it is read from the quotation marks.
    pub(super) fn quotes(
        &self,
        document: &str,
        sha256: &str,
        target: Option<&str>,
        text: &str,
    ) -> Vec<GoldQuote> {
        let units = Units::new(text);
        let is_part = |at: usize| self.links.iter().any(|&(_, to)| to == at);
        let heads = self
            .regions
            .iter()
            .enumerate()
            .filter(|(at, region)| region.kind == Kind::Content && !is_part(*at));
        let mut quotes: Vec<GoldQuote> = heads
            .map(|(head, region)| {
                let of = |kind| self.linked(head, kind);
                let mut content = of(Kind::Content);
                content.push(offsets(region));
                content.sort_unstable();
                GoldQuote {
                    document_id: document.to_owned(),
                    sha256: Some(sha256.to_owned()),
                    quote_type: region
                        .quote_type
                        .unwrap_or_else(|| quote_type(text, &units, &content)),
                    content,
                    cue: of(Kind::Cue),
                    source: of(Kind::Source),
                    speaker: None,
                    target: target.map(str::to_owned),
                    stance: region.stance,
                    sentiment: region.sentiment,
                    core: true,
                }
            })
            .collect();
        quotes.sort_by(|a, b| a.content.cmp(&b.content));
        quotes
    }

    fn linked(&self, head: usize, kind: Kind) -> Vec<Offsets> {
        let others = self.links.iter().filter(|(from, _)| *from == head);
        let mut found: Vec<Offsets> = others
            .map(|&(_, to)| &self.regions[to])
            .filter(|region| region.kind == kind)
            .map(offsets)
            .collect();
        found.sort_unstable();
        found
    }
}

fn offsets(region: &Region) -> Offsets {
    Offsets {
        start: region.start,
        end: region.end,
    }
}

/// Direct where every part has quotation marks around it, mixed where one is in the words.
fn quote_type(text: &str, units: &Units, content: &[Offsets]) -> QuoteType {
    const MARKS: &str = "\"“”„«»‘’";
    let is_mark = |words: Option<&str>| {
        words.is_some_and(|words| !words.is_empty() && words.chars().all(|c| MARKS.contains(c)))
    };
    let direct = |part: &Offsets| {
        let before = part.start.checked_sub(1);
        is_mark(before.and_then(|before| units.slice(text, before, part.start)))
            && is_mark(units.slice(text, part.end, part.end + 1))
    };
    let marked = |part: &Offsets| {
        let words = units.slice(text, part.start, part.end).unwrap_or_default();
        words.contains(['"', '“', '”', '„', '«', '»'])
    };
    if content.iter().all(direct) {
        QuoteType::Direct
    } else if content.iter().any(|part| direct(part) || marked(part)) {
        QuoteType::Mixed
    } else {
        QuoteType::Indirect
    }
}
