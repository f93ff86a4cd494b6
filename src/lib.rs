//! Segments the quotes in articles, press releases and speeches, labels each one's stance toward a
//! target and its sentiment, and writes labelled datasets with their metrics and provenance.
//!
//! The modules stand in the order that data flows through them; `pipeline` joins them.

pub mod corpus;
pub mod stats;

pub mod attribute;
pub mod bench;
pub mod classify;
pub mod compare;
pub mod evaluate;
pub mod exchange;
pub mod prevalence;
pub mod read;
pub mod report;
pub mod segment;
pub mod train;
pub mod validate;
pub mod write;

pub mod config;
pub mod pipeline;
