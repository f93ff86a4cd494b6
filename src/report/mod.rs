//! Results -> tables and pages for people.

mod agreement;
mod benchmarks;
mod comparison;
mod counts;
mod error;
mod figures;
mod html;
mod prevalence;
mod sheet;
mod slices;
mod table;

pub use agreement::agreement;
pub use benchmarks::{BenchmarkLine, benchmarks};
pub use comparison::{comparison, comparison_latex, comparison_markdown};
pub use counts::{Group, counts};
pub use error::ReportError;
pub use figures::{confusion, figures, headline, risk_coverage};
pub use html::{Embedded, Excerpt, MOST_QUOTES, RunPage, comparison_page};
pub use prevalence::prevalence;
pub use slices::slices;
pub use table::table;
