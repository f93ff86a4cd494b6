//! A web page -> one document: its main text and its metadata.

use std::sync::LazyLock;

use dom_smoothie::{Readability, TextMode};
use encoding_rs::Encoding;
use regex::bytes::Regex;

use super::source::{Packing, Source};
use super::{ReadOptions, Record, encoding, plain};
use crate::corpus::Document;

/// Shorter main texts are taken for a failure of the extraction; Readability's own bound for a page worth reading. Characters.
const MIN_MAIN_TEXT: usize = 140;

/// Deeper pages have no main part, only text: the extraction takes time with the square of the depth.
const MAX_DEPTH: usize = 256;

/// Pages with more block elements open within each other are refused: the parser takes time with
/// the square of their number.
const MAX_OPEN: usize = 2_000;

/// One document a page: paragraphs apart by blank lines, other white space collapsed.
pub(super) fn document(
    source: &Source,
    packing: Packing,
    options: &ReadOptions,
) -> Record<Document> {
    let bytes = plain::bytes(source, packing, options)?;
    let guess = encoding::guess_declared(&bytes, declared(&bytes));
    let html = plain::text(source, bytes, guess)?;
    if nests_without_end(&html) {
        return Err(source.fault(
            format!("more than {MAX_OPEN} elements open within each other"),
            "save the text of the page as .txt",
        ));
    }
    let document = Document {
        id: source.id.clone(),
        origin: source.origin(None, guess.0.name()),
        ..extract(&html)
    };
    match plain::unusable(&document.text) {
        Some((reason, advice)) => Err(source.fault(reason, advice)),
        None => Ok(document),
    }
}

/// What `<meta charset>` or its `http-equiv` form says, within the part of the page that browsers look at.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    static CHARSET: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i-u)<meta[^>]+?charset\s*=\s*["']?\s*([a-z0-9_:.-]+)"#)
            .expect("a valid pattern")
    });
    let head = &bytes[..bytes.len().min(1024)];
    let label = CHARSET.captures(head)?.get(1)?.as_bytes();
    // As in browsers: a page whose declaration can be read is not in UTF-16.
    Encoding::for_label(label).map(Encoding::output_encoding)
}

/// Counts the tags of block elements, which are the ones that the parser looks back over.
fn nests_without_end(html: &str) -> bool {
    static BLOCK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            "(?i-u)</?(?:address|article|aside|blockquote|center|details|dialog|dir|div|dl|fieldset\
             |figcaption|figure|footer|form|header|hgroup|main|menu|nav|ol|search|section|summary|ul)\\b",
        )
        .expect("a valid pattern")
    });
    let mut open = 0_usize;
    BLOCK.find_iter(html.as_bytes()).any(|tag| {
        open = match tag.as_bytes().starts_with(b"</") {
            true => open.saturating_sub(1),
            false => open + 1,
        };
        open > MAX_OPEN
    })
}

fn extract(html: &str) -> Document {
    let mut page = Readability::from(html);
    page.config.text_mode = TextMode::Formatted;
    let canonical = page.doc.select("link[rel=canonical]").attr("href");
    let metadata = page.get_article_metadata(page.parse_json_ld());
    let article = (depth(&page) <= MAX_DEPTH)
        .then(|| page.parse().ok())
        .flatten();
    let main = article
        .as_ref()
        .map(|article| article.text_content.trim())
        .filter(|text| text.chars().count() >= MIN_MAIN_TEXT);
    Document {
        text: main.map_or_else(|| body_text(html), str::to_owned),
        title: stated(Some(metadata.title)),
        outlet: stated(metadata.site_name),
        author: stated(article.as_ref().and_then(|article| article.byline.clone())),
        url: stated(canonical.map(|url| url.to_string())).or(stated(metadata.url)),
        published_at: stated(metadata.published_time),
        lang: stated(metadata.lang),
        ..Document::default()
    }
}

/// How deep the elements of a page are nested.
fn depth(page: &Readability) -> usize {
    let mut deepest = 0;
    let mut open = vec![(page.doc.root(), 0)];
    while let Some((node, depth)) = open.pop() {
        deepest = deepest.max(depth);
        open.extend(node.children().into_iter().map(|child| (child, depth + 1)));
    }
    deepest
}

/// All text of the page, for one that is too short or too odd to have a main part.
fn body_text(html: &str) -> String {
    let page = Readability::from(html).doc;
    page.select("script, style, noscript, template").remove();
    page.select("body").formatted_text().trim().to_owned()
}

fn stated(value: Option<String>) -> Option<String> {
    value
        .map(|value| value.trim().to_owned())
        .filter(|value| !value.is_empty())
}
