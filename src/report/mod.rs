//! Results -> tables and pages for people.

mod comparison;
mod counts;
mod figures;
mod table;

pub use comparison::comparison;
pub use counts::{Group, counts};
pub use figures::{confusion, figures, headline, risk_coverage};
pub use table::table;
