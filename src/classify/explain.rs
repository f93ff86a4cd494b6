//! Which words move a label: each is taken out in turn, and the text labelled again (occlusion; Zeiler
//! and Fergus 2014, for words Li, Monroe and Jurafsky 2016).
//!
//! Works through [`Classifier`] alone, so for every model. A word is replaced by nothing, not by a mask
//! token, which only some models know. What is measured is the effect of one word: where two say the
//! same, neither may seem to count.

use unicode_segmentation::UnicodeSegmentation;

use super::{Classifier, ClassifyError, Item};
use crate::corpus::{Explanation, Prediction, WordWeight};

/// Only so many words of a text are tried, its first ones.
pub const MAX_WORDS: usize = 128;

/// Texts that are labelled together, so that batches of like length can be made of them.
const TOGETHER: usize = 4_096;

/// What stands between the parts of a quote.
const PARTED: &str = " [...] ";

/// A word of an item.
struct Word<'a> {
    /// Index of the item.
    item: usize,
    /// First byte in the quote.
    byte: usize,
    text: &'a str,
}

impl Word<'_> {
    /// Quote, sentence and context without the word; the latter two where the quote stands in them.
    fn occluded(&self, item: &Item<'_>) -> (String, [Option<String>; 2]) {
        let without = |text: &str, byte: usize| {
            let (before, after) = (&text[..byte], &text[byte + self.text.len()..]);
            [before, after].concat()
        };
        let around = |text: Option<&str>| {
            let text = text?;
            let at = place_in(text, item.quote, self.byte);
            Some(at.map_or_else(|| text.to_owned(), |byte| without(text, byte)))
        };
        let quote = without(item.quote, self.byte);
        (quote, [around(item.sentence), around(item.context)])
    }
}

/// Where a byte of a quote is in a text that its parts stand in, one after the other.
fn place_in(text: &str, quote: &str, byte: usize) -> Option<usize> {
    let (mut in_text, mut in_quote) = (0, 0);
    for part in quote.split(PARTED) {
        let start = in_text + text[in_text..].find(part)?;
        if byte < in_quote + part.len() {
            return byte.checked_sub(in_quote).map(|within| start + within);
        }
        in_text = start + part.len();
        in_quote += part.len() + PARTED.len();
    }
    None
}

/// One explanation an item, of what `said` says of it; words in text order, numbers and single signs
/// of scripts without spaces included (Unicode words, UAX 29).
///
/// # Errors
/// As [`Classifier::classify`].
///
/// # Panics
/// If there is not one prediction an item.
pub fn explain(
    classifier: &dyn Classifier,
    items: &[Item<'_>],
    said: &[Prediction],
) -> Result<Vec<Explanation>, ClassifyError> {
    assert_eq!(items.len(), said.len());
    let words: Vec<Word<'_>> = items.iter().enumerate().flat_map(words).collect();
    let mut explanations = vec![Explanation::default(); items.len()];
    let mut places: Vec<Places<'_>> = items.iter().map(|item| Places::new(item.quote)).collect();
    for words in words.chunks(TOGETHER) {
        let texts: Vec<_> = words.iter().map(|w| w.occluded(&items[w.item])).collect();
        let occluded: Vec<_> = words
            .iter()
            .zip(&texts)
            .map(|(word, (quote, [sentence, context]))| Item {
                quote,
                sentence: sentence.as_deref(),
                context: context.as_deref(),
                ..items[word.item]
            })
            .collect();
        let without = classifier.classify(&occluded)?;
        for (word, without) in words.iter().zip(&without) {
            let (with, explanation) = (&said[word.item], &mut explanations[word.item]);
            let start = places[word.item].code_point(word.byte);
            let weighed = |weight| WordWeight {
                start,
                end: start + word.text.chars().count(),
                text: word.text.to_owned(),
                weight,
            };
            explanation
                .stance
                .extend(stance(with, without).map(weighed));
            explanation
                .sentiment
                .extend(sentiment(with, without).map(weighed));
        }
    }
    Ok(explanations)
}

fn words<'a>((item, of): (usize, &Item<'a>)) -> Vec<Word<'a>> {
    let words = of.quote.unicode_word_indices().take(MAX_WORDS);
    words
        .map(|(byte, text)| Word { item, byte, text })
        .collect()
}

fn stance(with: &Prediction, without: &Prediction) -> Option<f32> {
    let (before, after) = (
        with.stance_probs?.in_order(),
        without.stance_probs?.in_order(),
    );
    Some(drop_of_best(before, after))
}

fn sentiment(with: &Prediction, without: &Prediction) -> Option<f32> {
    let (before, after) = (with.sentiment_probs?, without.sentiment_probs?);
    Some(drop_of_best(before.in_order(), after.in_order()))
}

/// Of the first of the greatest probabilities before.
fn drop_of_best(before: [f32; 3], after: [f32; 3]) -> f32 {
    let best = (0..3).fold(0, |best, i| if before[i] > before[best] { i } else { best });
    before[best] - after[best]
}

/// Bytes -> code points of one text, asked for in text order.
struct Places<'a> {
    text: &'a str,
    byte: usize,
    code_point: usize,
}

impl<'a> Places<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            byte: 0,
            code_point: 0,
        }
    }

    fn code_point(&mut self, byte: usize) -> usize {
        self.code_point += self.text[self.byte..byte].chars().count();
        self.byte = byte;
        self.code_point
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::baseline;

    fn explained(quotes: &[&str]) -> (Vec<Prediction>, Vec<Explanation>) {
        let model = baseline().unwrap();
        let item = |quote| Item {
            target: "the plan",
            quote,
            sentence: None,
            context: None,
        };
        let items: Vec<_> = quotes.iter().copied().map(item).collect();
        let said = model.classify(&items).unwrap();
        let found = explain(model.as_ref(), &items, &said).unwrap();
        (said, found)
    }

    #[test]
    fn weights_are_what_the_classifier_says_without_the_word() {
        let text = "“É wonderful,” a 😀 waste of time";
        let (said, found) = explained(&[text, ""]);
        assert_eq!(found[1], Explanation::default());
        let points: Vec<char> = text.chars().collect();
        assert_eq!(found[0].stance.len(), 6);
        for word in &found[0].sentiment {
            let slice: String = points[word.start..word.end].iter().collect();
            assert_eq!(slice, word.text);
            let without: String = [&points[..word.start], &points[word.end..]]
                .concat()
                .iter()
                .collect();
            let (alone, _) = explained(&[&without]);
            let expected = drop_of_best(
                said[0].sentiment_probs.unwrap().in_order(),
                alone[0].sentiment_probs.unwrap().in_order(),
            );
            assert_eq!(word.weight, expected, "{}", word.text);
        }
    }

    #[test]
    fn the_word_that_sets_the_tone_weighs_most() {
        let (_, found) = explained(&["a beautiful film about a harbour"]);
        let words = &found[0].sentiment;
        let most = words.iter().max_by(|a, b| a.weight.total_cmp(&b.weight));
        assert_eq!(most.unwrap().text, "beautiful");
    }

    #[test]
    fn a_long_text_is_explained_by_its_first_words() {
        let (_, found) = explained(&["word ".repeat(3 * MAX_WORDS).as_str(), "one more"]);
        assert_eq!(found[0].stance.len(), MAX_WORDS);
        assert_eq!(found[1].stance.len(), 2);
    }

    #[test]
    fn a_word_goes_from_the_sentence_and_the_context_too() {
        let item = Item {
            target: "",
            quote: "No deal, [...] no talks",
            sentence: Some("“No deal,” he said, “no talks”"),
            context: Some("No word of it."),
        };
        let without = |word: &str, last: bool| {
            let byte = if last {
                item.quote.rfind(word)
            } else {
                item.quote.find(word)
            };
            let word = Word {
                item: 0,
                byte: byte.unwrap(),
                text: word,
            };
            let (quote, [sentence, context]) = word.occluded(&item);
            [quote, sentence.unwrap(), context.unwrap()]
        };
        assert_eq!(
            without("talks", true),
            [
                "No deal, [...] no ",
                "“No deal,” he said, “no ”",
                "No word of it."
            ]
        );
        assert_eq!(
            without("No", false)[..2],
            [" deal, [...] no talks", "“ deal,” he said, “no talks”"]
        );
    }
}
