//! Labelled rows -> a fine-tuned model folder.
