//! Results -> tables and pages for people.

mod agreement;
mod comparison;
mod counts;
mod figures;
mod prevalence;
mod slices;
mod table;

pub use agreement::agreement;
pub use comparison::comparison;
pub use counts::{Group, counts};
pub use figures::{confusion, figures, headline};
pub use prevalence::prevalence;
pub use slices::slices;
pub use table::table;
