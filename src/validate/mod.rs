//! Whether rows and their card are what they say they are.
//!
//! The columns are those of the schema that all files follow, the numbers of a card those that are
//! counted again from the rows. Values in, faults out: what reads the files is in `pipeline`.

mod card;
mod fault;
mod labels;
mod like;
mod rows;
mod shape;
mod side;
mod spans;

pub use card::{card, card_version};
pub use fault::Fault;
pub use like::like;
pub use rows::{Kind, Rows};
pub use side::{Met, SideBySide};

#[cfg(test)]
mod tests;
