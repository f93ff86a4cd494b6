//! What a configuration of DeBERTa v2 or v3 says, read as transformers reads it.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What `config.json` says, with the defaults of transformers.
#[derive(Debug, Deserialize)]
pub struct DebertaV2Config {
    pub(super) vocab_size: i64,
    pub(super) hidden_size: i64,
    pub(super) num_hidden_layers: i64,
    pub(super) num_attention_heads: i64,
    pub(super) intermediate_size: i64,
    pub(super) max_position_embeddings: i64,
    #[serde(default = "gelu")]
    pub(super) hidden_act: String,
    #[serde(default = "gelu")]
    pub(super) pooler_hidden_act: String,
    #[serde(default = "tenth")]
    pub(super) hidden_dropout_prob: f64,
    #[serde(default = "tenth")]
    pub(super) attention_probs_dropout_prob: f64,
    #[serde(default)]
    pub(super) pooler_dropout: f64,
    pub(super) cls_dropout: Option<f64>,
    #[serde(default = "initializer_range")]
    pub(super) initializer_range: f64,
    #[serde(default = "layer_norm_eps")]
    pub(super) layer_norm_eps: f64,
    #[serde(default)]
    pub(super) type_vocab_size: i64,
    #[serde(default)]
    pub(super) pad_token_id: i64,
    pub(super) embedding_size: Option<i64>,
    pub(super) attention_head_size: Option<i64>,
    #[serde(default = "yes")]
    pub(super) position_biased_input: bool,
    #[serde(default)]
    pub(super) relative_attention: bool,
    #[serde(default)]
    pub(super) max_relative_positions: i64,
    #[serde(default)]
    pub(super) position_buckets: i64,
    pub(super) pos_att_type: Option<Names>,
    #[serde(default)]
    pub(super) share_att_key: bool,
    pub(super) norm_rel_ebd: Option<String>,
    #[serde(default)]
    pub(super) conv_kernel_size: i64,
    #[serde(default)]
    pub(super) id2label: BTreeMap<String, String>,
}

/// `["p2c", "c2p"]`, or `"p2c|c2p"`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Names {
    List(Vec<String>),
    Joined(String),
}

fn gelu() -> String {
    "gelu".into()
}

fn tenth() -> f64 {
    0.1
}

fn initializer_range() -> f64 {
    0.02
}

fn layer_norm_eps() -> f64 {
    1e-7
}

fn yes() -> bool {
    true
}

impl DebertaV2Config {
    /// Refuses what the network below does not do.
    pub(super) fn check(&self) -> Result<(), String> {
        for (name, act) in [
            ("hidden_act", &self.hidden_act),
            ("pooler_hidden_act", &self.pooler_hidden_act),
        ] {
            if act != "gelu" {
                return Err(format!("{name} {act:?} is not supported, only \"gelu\""));
            }
        }
        if self.conv_kernel_size > 0 {
            return Err(format!(
                "a convolution layer (conv_kernel_size {}) is not supported",
                self.conv_kernel_size
            ));
        }
        if self.num_attention_heads < 1 || self.hidden_size % self.num_attention_heads != 0 {
            return Err(format!(
                "hidden_size {} is not a multiple of num_attention_heads {}",
                self.hidden_size, self.num_attention_heads
            ));
        }
        Ok(())
    }

    pub(super) fn attends_by(&self, kind: &str) -> bool {
        match &self.pos_att_type {
            None => false,
            Some(Names::List(names)) => names.iter().any(|n| n == kind),
            Some(Names::Joined(names)) => names
                .split('|')
                .any(|n| n.trim().eq_ignore_ascii_case(kind)),
        }
    }

    pub(super) fn max_distance(&self) -> i64 {
        if self.max_relative_positions < 1 {
            self.max_position_embeddings
        } else {
            self.max_relative_positions
        }
    }

    /// Half the rows of the table of relative positions.
    pub(super) fn span(&self) -> i64 {
        if self.position_buckets > 0 {
            self.position_buckets
        } else {
            self.max_distance()
        }
    }
}
