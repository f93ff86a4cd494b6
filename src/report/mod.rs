//! Results -> tables and pages for people.

mod benchmarks;
mod comparison;
mod counts;
mod figures;
mod sheet;
mod table;

pub use benchmarks::{BenchmarkLine, benchmarks};
pub use comparison::{comparison, comparison_latex, comparison_markdown};
pub use counts::{Group, counts};
pub use figures::{confusion, figures, headline};
pub use table::table;
