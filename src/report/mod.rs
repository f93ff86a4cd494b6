//! Results -> tables and pages for people.

mod comparison;
mod counts;
mod error;
mod figures;
mod html;
mod table;

pub use comparison::comparison;
pub use counts::{Group, counts};
pub use error::ReportError;
pub use figures::{confusion, figures, headline};
pub use html::{Embedded, Excerpt, MOST_QUOTES, RunPage, comparison_page};
pub use table::table;
