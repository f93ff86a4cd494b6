//! Results -> tables and pages for people.
