//! `report.html`: one page that needs no network, for people who would rather look than read.
//!
//! Rust counts and computes; the page's scripts show. What the page shows is embedded as JSON, which
//! a browser does not run, and reaches the document as text alone. A Content-Security-Policy allows
//! the scripts and styles that are named by their hashes, and nothing else.

mod assets;
mod comparison;
mod dates;
mod excerpt;
mod run;
mod shown;
mod tally;

use minijinja::{AutoEscape, Environment, context};
use serde::Serialize;

use super::ReportError;

pub use comparison::comparison_page;
pub use excerpt::{Embedded, Excerpt};
pub use run::{MOST_QUOTES, RunPage};

const TEMPLATE: &str = include_str!("../assets/page.html.jinja");

/// The page titled `title` that shows `data`. Equal arguments give equal bytes.
fn render(title: &str, data: &impl Serialize) -> Result<String, ReportError> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_keep_trailing_newline(true);
    let (styles, library, scripts) = (assets::styles(), assets::LIBRARY, assets::scripts());
    Ok(environment.render_str(
        TEMPLATE,
        context! {
            title,
            policy => assets::policy(&styles, &[library, &scripts]),
            styles, library, scripts,
            data => inert(&serde_json::to_string(data)?),
            version => env!("CARGO_PKG_VERSION"),
        },
    )?)
}

/// JSON that cannot end the element it stands in: what HTML reads as markup stands only in JSON's
/// texts, where an escape says the same.
fn inert(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                text += &format!("\\u{:04x}", u32::from(c));
            }
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests;
