//! `--fail-under NAME=VALUE`: a figure that has to be reached.

use std::str::FromStr;

/// A figure, and the least it may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// Of the figure, as `metrics.json` has it.
    pub name: String,
    /// The least it may be.
    pub at_least: f64,
}

impl FromStr for Gate {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        let (name, value) = typed
            .split_once('=')
            .ok_or("write NAME=VALUE, as in macro_f1=0.70")?;
        match value.parse::<f64>() {
            Ok(at_least) if at_least.is_finite() => Ok(Self {
                name: name.trim().to_owned(),
                at_least,
            }),
            _ => Err(format!("`{value}` is not a number")),
        }
    }
}
