//! The one file that sees all stages.
