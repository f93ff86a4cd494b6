//! Where paragraphs begin and end.

use std::ops::Range;

/// Words that no paragraph ends with: the next block is the same sentence, broken by the page.
const DANGLING: [&str; 16] = [
    "a", "an", "the", "of", "to", "in", "for", "and", "or", "with", "by", "from", "at", "its",
    "their", "his",
];

/// The longest line of a text that was wrapped by hand or program.
const WRAPPED: usize = 100;

/// Byte ranges of the paragraphs, without the white space around them, in order.
///
/// A blank line ends a paragraph; a single line break does too, unless the text is hard-wrapped
/// (short lines of which most break off in mid-sentence).
pub(super) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let lines = lines(text);
    let wrapped = is_wrapped(text, &lines);
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut joins = false;
    for line in lines {
        if line.is_empty() {
            joins = false;
            continue;
        }
        match out.last_mut() {
            Some(last) if joins && wrapped || dangles(&text[last.clone()]) => last.end = line.end,
            _ => out.push(line),
        }
        joins = true;
    }
    out
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split('\n')
        .map(|line| {
            let lead = line.len() - line.trim_start().len();
            let range = start + lead..start + lead + line.trim().len();
            start += line.len() + 1;
            range
        })
        .collect()
}

fn is_wrapped(text: &str, lines: &[Range<usize>]) -> bool {
    let (mut breaks, mut open) = (0, 0);
    for pair in lines.windows(2) {
        if pair[0].len() > WRAPPED {
            return false;
        }
        if !pair[0].is_empty() && !pair[1].is_empty() {
            breaks += 1;
            open += usize::from(
                text[pair[0].clone()].ends_with(|c: char| c.is_alphanumeric() || c == ','),
            );
        }
    }
    open * 2 > breaks && breaks >= 2
}

fn dangles(paragraph: &str) -> bool {
    let last = paragraph
        .rsplit(|c: char| c.is_whitespace())
        .next()
        .unwrap_or_default();
    last.len() < paragraph.len() && DANGLING.contains(&last)
}
