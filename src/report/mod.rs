//! Results -> tables and pages for people.

mod counts;
mod figures;
mod table;

pub use counts::{Group, counts};
pub use figures::{confusion, figures, headline, with_interval};
pub use table::table;
