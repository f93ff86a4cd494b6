//! Predictions and gold -> figures with their intervals.
