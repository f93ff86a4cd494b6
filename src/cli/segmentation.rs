//! How quotes are found: the flags, and the segmenter that they name.

use clap::Args;
use quotestance::classify::{self, EngineOptions, TokenTagger};
use quotestance::config::Segmentation;
use quotestance::pipeline::Segmenter;

use super::args::one_of;
use super::{Failure, model_dir};

/// The tagger that is used unless another is named.
pub const DEFAULT: &str = "quotes-minilm";

/// Best on PolNeAR dev where there is an engine; without one the rules are all there is.
const METHOD: &str = if cfg!(feature = "torch") {
    "both"
} else {
    "rules"
};

/// Of verbs that find quotes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Quotes")]
pub struct SegmentationArgs {
    /// What finds quotes: rules, a tagger (a token classifier), or both
    #[arg(long, value_name = "METHOD", default_value = METHOD,
          value_parser = one_of::<Segmentation>(["rules", "tagger", "both"]))]
    pub segmenter: Segmentation,

    /// Folder of the tagger, or the name of one that `quotestance models` lists
    #[arg(long, value_name = "DIR", default_value = DEFAULT)]
    pub tagger: String,
}

/// What a verb finds quotes with, loaded.
pub struct Loaded {
    method: Segmentation,
    tagger: Option<Box<dyn TokenTagger>>,
}

impl Loaded {
    /// Loads the tagger, where one is asked for.
    pub fn new(args: &SegmentationArgs, options: &EngineOptions) -> Result<Self, Failure> {
        let tagger = match args.segmenter {
            Segmentation::Rules => None,
            _ => {
                let dir = model_dir::find(&args.tagger)?;
                let tagger = classify::load_tagger(&dir, options)?;
                tracing::info!(tagger = tagger.id(), folder = %dir.display(), "tagger loaded");
                Some(tagger)
            }
        };
        Ok(Self {
            method: args.segmenter,
            tagger,
        })
    }

    /// As the pipeline uses it.
    pub fn segmenter(&self) -> Segmenter<'_> {
        match &self.tagger {
            None => Segmenter::RULES,
            Some(tagger) => Segmenter::tagger(tagger.as_ref(), self.method == Segmentation::Both),
        }
    }
}
