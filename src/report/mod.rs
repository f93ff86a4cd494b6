//! Results -> tables and pages for people.

mod counts;
mod table;

pub use counts::{Group, counts};
pub use table::table;
