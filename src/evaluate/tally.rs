//! What one document adds to the span scores: counts that sum over documents.

use super::speaker::same_speaker;
use crate::corpus::{Extent, GoldQuote, Offsets, QuoteRow, QuoteType, Span};
use crate::stats::Additive;

/// Types in the order of [`View::by_type`].
pub(super) const TYPES: [QuoteType; 3] = [QuoteType::Direct, QuoteType::Indirect, QuoteType::Mixed];

/// One side's quotes, and what of them the other side has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Side {
    pub quotes: usize,
    pub overlap: usize,
    pub exact: usize,
    pub chars: usize,
    pub chars_shared: usize,
}

/// Both sides of a group of quotes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tally {
    pub predicted: Side,
    pub gold: Side,
}

/// Of the matched quotes that gold says something of, how many the prediction agrees on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Share {
    pub of: usize,
    pub agree: usize,
}

/// All quotes, or the core ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct View {
    pub total: Tally,
    pub by_type: [Tally; 3],
    pub quote_type: Share,
    pub source: Share,
    pub cue: Share,
    pub speaker: Share,
}

/// Both views of one document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DocumentTally {
    pub all: View,
    pub core: View,
}

/// A matched pair.
struct Pair<'a> {
    row: &'a QuoteRow,
    gold: &'a GoldQuote,
    exact: bool,
}

impl DocumentTally {
    /// From the rows and gold quotes of one document; `matches` as of `match_quotes`.
    pub(super) fn new(rows: &[&QuoteRow], gold: &[&GoldQuote], matches: &[Option<usize>]) -> Self {
        Self {
            all: View::new(rows, gold, matches, |_| true),
            core: View::new(rows, gold, matches, |quote| quote.core),
        }
    }
}

impl View {
    fn new(
        rows: &[&QuoteRow],
        gold: &[&GoldQuote],
        matches: &[Option<usize>],
        counts: impl Fn(&GoldQuote) -> bool,
    ) -> Self {
        let of_gold = |quote: &GoldQuote| Extent::new(quote.content.iter().copied());
        let all_gold = Extent::union(&gold.iter().map(|q| of_gold(q)).collect::<Vec<_>>());
        let mut view = Self::default();
        let mut sides: [Vec<(QuoteType, Extent)>; 2] = Default::default();
        for (&row, found) in rows.iter().zip(matches) {
            let quote = found.map(|found| gold[found]);
            if quote.is_some_and(|quote| !counts(quote)) {
                continue;
            }
            let extent = Extent::trimmed(&row.content);
            let exact = quote.is_some_and(|quote| extent.bounds() == of_gold(quote).bounds());
            let side = |tally: &mut Tally| tally.predicted.count(quote.is_some(), exact);
            view.on(row.quote_type, side);
            if let Some(gold) = quote {
                view.count_pair(&Pair { row, gold, exact });
            }
            sides[0].push((row.quote_type, extent));
        }
        for quote in gold.iter().filter(|quote| counts(quote)) {
            // Whether it is matched was counted with its pair.
            view.on(quote.quote_type, |tally| tally.gold.quotes += 1);
            sides[1].push((quote.quote_type, of_gold(quote)));
        }
        view.count_chars(&sides, &all_gold);
        view
    }

    /// Counts in the total and in one type.
    fn on(&mut self, quote_type: QuoteType, count: impl Fn(&mut Tally)) {
        count(&mut self.total);
        count(&mut self.by_type[quote_type as usize]);
    }

    fn count_pair(&mut self, pair: &Pair) {
        let Pair { row, gold, exact } = *pair;
        self.on(gold.quote_type, |tally| {
            tally.gold.overlap += 1;
            tally.gold.exact += usize::from(exact);
        });
        self.quote_type.count(row.quote_type == gold.quote_type);
        if !gold.source.is_empty() {
            self.source.count(overlap(&row.source, &gold.source));
        }
        if !gold.cue.is_empty() {
            self.cue.count(overlap(&row.cue, &gold.cue));
        }
        if let Some(speaker) = &gold.speaker {
            let predicted = row.speaker.as_deref();
            self.speaker
                .count(predicted.is_some_and(|other| same_speaker(other, speaker)));
        }
    }

    /// Characters of both sides' quotes; those of gold that does not count are no errors.
    fn count_chars(&mut self, sides: &[Vec<(QuoteType, Extent)>; 2], all_gold: &Extent) {
        let [predicted, gold] = sides;
        let of = |side: &[(QuoteType, Extent)], only: Option<QuoteType>| {
            let kept = side
                .iter()
                .filter(|(t, _)| only.is_none_or(|only| *t == only));
            Extent::union(kept.map(|(_, extent)| extent))
        };
        let (predicted_all, gold_all) = (of(predicted, None), of(gold, None));
        let count = |tally: &mut Tally, only: Option<QuoteType>| {
            let (predicted, gold) = (of(predicted, only), of(gold, only));
            let shared = predicted.shared(&gold_all);
            tally.predicted.chars = predicted.chars() - predicted.shared(all_gold) + shared;
            tally.predicted.chars_shared = shared;
            tally.gold.chars = gold.chars();
            tally.gold.chars_shared = gold.shared(&predicted_all);
        };
        count(&mut self.total, None);
        for (tally, quote_type) in self.by_type.iter_mut().zip(TYPES) {
            count(tally, Some(quote_type));
        }
    }
}

fn overlap(predicted: &[Span], gold: &[Offsets]) -> bool {
    let offsets = predicted.iter().map(|span| Offsets {
        start: span.start,
        end: span.end,
    });
    Extent::new(offsets).shared(&Extent::new(gold.iter().copied())) > 0
}

impl Side {
    fn count(&mut self, overlap: bool, exact: bool) {
        self.quotes += 1;
        self.overlap += usize::from(overlap);
        self.exact += usize::from(exact);
    }

    fn add(&mut self, other: &Self, times: usize) {
        self.quotes += other.quotes * times;
        self.overlap += other.overlap * times;
        self.exact += other.exact * times;
        self.chars += other.chars * times;
        self.chars_shared += other.chars_shared * times;
    }
}

impl Tally {
    fn add(&mut self, other: &Self, times: usize) {
        self.predicted.add(&other.predicted, times);
        self.gold.add(&other.gold, times);
    }
}

impl Share {
    pub(super) fn count(&mut self, agree: bool) {
        self.of += 1;
        self.agree += usize::from(agree);
    }

    pub(super) fn add(&mut self, other: &Self, times: usize) {
        self.of += other.of * times;
        self.agree += other.agree * times;
    }
}

impl View {
    fn add(&mut self, other: &Self, times: usize) {
        self.total.add(&other.total, times);
        for (sum, tally) in self.by_type.iter_mut().zip(&other.by_type) {
            sum.add(tally, times);
        }
        self.quote_type.add(&other.quote_type, times);
        self.source.add(&other.source, times);
        self.cue.add(&other.cue, times);
        self.speaker.add(&other.speaker, times);
    }
}

impl Additive for DocumentTally {
    fn zero(&self) -> Self {
        Self::default()
    }

    fn add(&mut self, other: &Self, times: usize) {
        self.all.add(&other.all, times);
        self.core.add(&other.core, times);
    }
}
