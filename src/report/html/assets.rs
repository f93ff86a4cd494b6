//! What every page carries: styles, the chart library and the page's own scripts.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// uPlot (MIT), as published; its licence stands beside it and in its first line.
pub(super) const LIBRARY: &str = include_str!("../assets/uplot/uPlot.iife.min.js");

const STYLES: [&str; 2] = [
    include_str!("../assets/uplot/uPlot.min.css"),
    include_str!("../assets/page.css"),
];

/// One module, cut by nouns; each uses only names of those before it, `main.js` starts.
const SCRIPTS: [&str; 9] = [
    include_str!("../assets/dom.js"),
    include_str!("../assets/labels.js"),
    include_str!("../assets/passage.js"),
    include_str!("../assets/charts.js"),
    include_str!("../assets/overview.js"),
    include_str!("../assets/quality.js"),
    include_str!("../assets/quotes.js"),
    include_str!("../assets/disagreements.js"),
    include_str!("../assets/main.js"),
];

pub(super) fn styles() -> String {
    STYLES.join("\n")
}

pub(super) fn scripts() -> String {
    SCRIPTS.join("\n")
}

/// The Content-Security-Policy of a page with these styles and scripts: they run, nothing else does,
/// and nothing is fetched or sent.
pub(super) fn policy(styles: &str, scripts: &[&str]) -> String {
    let scripts: Vec<_> = scripts.iter().map(|script| hash(script)).collect();
    format!(
        "default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'",
        scripts.join(" "),
        hash(styles)
    )
}

fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}
