//! DeBERTa v2 and v3 (He et al. 2021) with a sequence-classification head, equal to transformers' network.
//!
//! A token attends by content and by relative position: to the scores of queries with keys are added those of
//! queries with the keys of positions (`c2p`) and of keys with the queries of positions (`p2c`).
//! Variables have the names that transformers gives them. rust-bert's network of that name reads `c2p` at the
//! wrong positions and scales both by the square of the right number, hence this one.

mod config;

use tch::nn::{self, Init, Module, Path};
use tch::{Device, Kind, Tensor};

pub use config::DebertaV2Config;

/// How variables begin before weights are loaded.
impl DebertaV2Config {
    fn normal(&self) -> Init {
        Init::Randn {
            mean: 0.0,
            stdev: self.initializer_range,
        }
    }

    fn linear(&self, path: Path<'_>, from: i64, to: i64, bias: bool) -> nn::Linear {
        let config = nn::LinearConfig {
            ws_init: self.normal(),
            bs_init: Some(Init::Const(0.0)),
            bias,
        };
        nn::linear(path, from, to, config)
    }

    fn embedding(&self, path: Path<'_>, rows: i64, size: i64, padding_idx: i64) -> nn::Embedding {
        let config = nn::EmbeddingConfig {
            ws_init: self.normal(),
            padding_idx,
            ..Default::default()
        };
        nn::embedding(path, rows, size, config)
    }

    fn norm(&self, path: Path<'_>) -> nn::LayerNorm {
        let config = nn::LayerNormConfig {
            eps: self.layer_norm_eps,
            ..Default::default()
        };
        nn::layer_norm(path, vec![self.hidden_size], config)
    }
}

/// The network: embeddings, encoder, pooler of the first token, classifier.
#[derive(Debug)]
pub struct DebertaV2Classifier {
    embeddings: Embeddings,
    layers: Vec<Layer>,
    relative: Option<Relative>,
    pooler: nn::Linear,
    classifier: nn::Linear,
    pooler_dropout: f64,
    dropout: f64,
}

impl DebertaV2Classifier {
    /// Builds the variables under `root`.
    ///
    /// # Errors
    /// When the configuration asks for what is not supported; the text says for what.
    pub fn new(root: &Path<'_>, config: &DebertaV2Config) -> Result<Self, String> {
        config.check()?;
        let deberta = root / "deberta";
        let encoder = &deberta / "encoder";
        let labels = match config.id2label.len() {
            0 => 2,
            n => n as i64,
        };
        let hidden = config.hidden_size;
        Ok(Self {
            embeddings: Embeddings::new(&(&deberta / "embeddings"), config),
            layers: (0..config.num_hidden_layers)
                .map(|i| Layer::new(&(&encoder / "layer" / i), config))
                .collect(),
            relative: config
                .relative_attention
                .then(|| Relative::new(&encoder, config)),
            pooler: config.linear(root / "pooler" / "dense", hidden, hidden, true),
            classifier: config.linear(root / "classifier", hidden, labels, true),
            pooler_dropout: config.pooler_dropout,
            dropout: config.cls_dropout.unwrap_or(config.hidden_dropout_prob),
        })
    }

    /// Logits, one row a row of `ids`; `mask` is 1 where a token is and 0 where padding is.
    pub fn forward_t(&self, ids: &Tensor, mask: &Tensor, types: &Tensor, train: bool) -> Tensor {
        let mut hidden = self.embeddings.forward_t(ids, mask, types, train);
        let hole = (mask.unsqueeze(1) * mask.unsqueeze(2)).unsqueeze(1).eq(0);
        let relative = self
            .relative
            .as_ref()
            .map(|r| r.of_length(ids.size()[1], ids.device()));
        for layer in &self.layers {
            hidden = layer.forward_t(&hidden, &hole, relative.as_ref(), train);
        }
        let first = hidden.select(1, 0).dropout(self.pooler_dropout, train);
        let pooled = self.pooler.forward(&first).gelu("none");
        self.classifier
            .forward(&pooled.dropout(self.dropout, train))
    }
}

#[derive(Debug)]
struct Embeddings {
    words: nn::Embedding,
    positions: Option<nn::Embedding>,
    types: Option<nn::Embedding>,
    projection: Option<nn::Linear>,
    norm: nn::LayerNorm,
    dropout: f64,
}

impl Embeddings {
    fn new(path: &Path<'_>, config: &DebertaV2Config) -> Self {
        let size = config.embedding_size.unwrap_or(config.hidden_size);
        let table = |name: &str, rows| config.embedding(path / name, rows, size, -1);
        Self {
            words: config.embedding(
                path / "word_embeddings",
                config.vocab_size,
                size,
                config.pad_token_id,
            ),
            positions: config
                .position_biased_input
                .then(|| table("position_embeddings", config.max_position_embeddings)),
            types: (config.type_vocab_size > 0)
                .then(|| table("token_type_embeddings", config.type_vocab_size)),
            projection: (size != config.hidden_size)
                .then(|| config.linear(path / "embed_proj", size, config.hidden_size, false)),
            norm: config.norm(path / "LayerNorm"),
            dropout: config.hidden_dropout_prob,
        }
    }

    fn forward_t(&self, ids: &Tensor, mask: &Tensor, types: &Tensor, train: bool) -> Tensor {
        let mut sum = self.words.forward(ids);
        if let Some(table) = &self.positions {
            sum += table.forward(&Tensor::arange(ids.size()[1], (Kind::Int64, ids.device())));
        }
        if let Some(table) = &self.types {
            sum += table.forward(types);
        }
        if let Some(projection) = &self.projection {
            sum = projection.forward(&sum);
        }
        let normed = self.norm.forward(&sum);
        let mask = mask.unsqueeze(2).to_kind(normed.kind());
        (normed * mask).dropout(self.dropout, train)
    }
}

/// The table of relative positions, which all layers share.
#[derive(Debug)]
struct Relative {
    table: nn::Embedding,
    norm: Option<nn::LayerNorm>,
    span: i64,
    buckets: i64,
    max_distance: i64,
}

/// What of the table a batch needs.
struct Positions {
    table: Tensor,
    /// For every query and key, the table's row of how far the query stands behind the key.
    rows: Tensor,
}

impl Relative {
    fn new(encoder: &Path<'_>, config: &DebertaV2Config) -> Self {
        let normed = config.norm_rel_ebd.as_deref().unwrap_or_default();
        let span = config.span();
        Self {
            table: config.embedding(encoder / "rel_embeddings", 2 * span, config.hidden_size, -1),
            norm: normed
                .split('|')
                .any(|n| n.trim().eq_ignore_ascii_case("layer_norm"))
                .then(|| config.norm(encoder / "LayerNorm")),
            span,
            buckets: config.position_buckets,
            max_distance: config.max_distance(),
        }
    }

    fn of_length(&self, length: i64, device: Device) -> Positions {
        let places = Tensor::arange(length, (Kind::Int64, device));
        let distance = self.bucket(&(places.unsqueeze(1) - places.unsqueeze(0)));
        // Short texts reach only the rows at the middle of the table.
        let reach = self.span.min(distance.max().int64_value(&[]) + 1);
        let rows = self.table.ws.narrow(0, self.span - reach, 2 * reach);
        Positions {
            table: match &self.norm {
                Some(norm) => norm.forward(&rows),
                None => rows,
            },
            rows: (distance + reach).clamp(0, 2 * reach - 1),
        }
    }

    /// Distances up to half the buckets as they are, longer ones by their logarithm.
    fn bucket(&self, distance: &Tensor) -> Tensor {
        if self.buckets < 1 {
            return distance.shallow_clone();
        }
        let middle = self.buckets / 2;
        let far = distance.abs().clamp_min(1);
        let range = ((self.max_distance - 1) as f64 / middle as f64) as f32;
        let steps = (far.to_kind(Kind::Float) / middle as f64).log()
            / Tensor::from(range).log().to_device(distance.device())
            * (middle - 1) as f64;
        let bucket = (steps.ceil() + middle as f64).to_kind(Kind::Int64) * distance.sign();
        distance.where_self(&far.le(middle), &bucket)
    }
}

#[derive(Debug)]
struct Layer {
    attention: Attention,
    attention_output: Output,
    intermediate: nn::Linear,
    output: Output,
}

impl Layer {
    fn new(path: &Path<'_>, config: &DebertaV2Config) -> Self {
        let (hidden, wide) = (config.hidden_size, config.intermediate_size);
        let attention = path / "attention";
        let self_attention = Attention::new(&(&attention / "self"), config);
        let all = self_attention.heads * self_attention.head_size;
        Self {
            attention: self_attention,
            attention_output: Output::new(&(&attention / "output"), all, config),
            intermediate: config.linear(path / "intermediate" / "dense", hidden, wide, true),
            output: Output::new(&(path / "output"), wide, config),
        }
    }

    fn forward_t(&self, x: &Tensor, hole: &Tensor, at: Option<&Positions>, train: bool) -> Tensor {
        let attended = self.attention.forward_t(x, hole, at, train);
        let x = self.attention_output.forward_t(&attended, x, train);
        let wide = self.intermediate.forward(&x).gelu("none");
        self.output.forward_t(&wide, &x, train)
    }
}

/// Back to the hidden size, added to what went in, and normed.
#[derive(Debug)]
struct Output {
    dense: nn::Linear,
    norm: nn::LayerNorm,
    dropout: f64,
}

impl Output {
    fn new(path: &Path<'_>, from: i64, config: &DebertaV2Config) -> Self {
        Self {
            dense: config.linear(path / "dense", from, config.hidden_size, true),
            norm: config.norm(path / "LayerNorm"),
            dropout: config.hidden_dropout_prob,
        }
    }

    fn forward_t(&self, x: &Tensor, residual: &Tensor, train: bool) -> Tensor {
        let x = self.dense.forward(x).dropout(self.dropout, train);
        self.norm.forward(&(x + residual))
    }
}

#[derive(Debug)]
struct Attention {
    query: nn::Linear,
    key: nn::Linear,
    value: nn::Linear,
    /// Of positions; `None` where those of the content serve.
    pos_key: Option<nn::Linear>,
    pos_query: Option<nn::Linear>,
    c2p: bool,
    p2c: bool,
    heads: i64,
    head_size: i64,
    dropout: f64,
    pos_dropout: f64,
}

impl Attention {
    fn new(path: &Path<'_>, config: &DebertaV2Config) -> Self {
        let heads = config.num_attention_heads;
        let head_size = config
            .attention_head_size
            .unwrap_or(config.hidden_size / heads);
        let linear =
            |name: &str| config.linear(path / name, config.hidden_size, heads * head_size, true);
        let (c2p, p2c) = (config.attends_by("c2p"), config.attends_by("p2c"));
        let own = config.relative_attention && !config.share_att_key;
        Self {
            query: linear("query_proj"),
            key: linear("key_proj"),
            value: linear("value_proj"),
            pos_key: (own && c2p).then(|| linear("pos_key_proj")),
            pos_query: (own && p2c).then(|| linear("pos_query_proj")),
            c2p,
            p2c,
            heads,
            head_size,
            dropout: config.attention_probs_dropout_prob,
            pos_dropout: config.hidden_dropout_prob,
        }
    }

    /// `[rows, length, heads * size]` -> `[rows, heads, length, size]`.
    fn split(&self, x: &Tensor) -> Tensor {
        let (rows, length, _) = x.size3().unwrap_or_default();
        x.view([rows, length, self.heads, self.head_size])
            .transpose(1, 2)
    }

    fn forward_t(&self, x: &Tensor, hole: &Tensor, at: Option<&Positions>, train: bool) -> Tensor {
        let query = self.split(&self.query.forward(x));
        let key = self.split(&self.key.forward(x));
        let value = self.split(&self.value.forward(x));
        let parts = 1 + i64::from(self.c2p) + i64::from(self.p2c);
        let scale = ((self.head_size * parts) as f64).sqrt();
        let query = query / scale;
        let mut scores = query.matmul(&key.transpose(-1, -2));
        if let Some(at) = at {
            let table = at.table.unsqueeze(0).dropout(self.pos_dropout, train);
            let shape = scores.size();
            let of_positions = |content: &Tensor, projection: &nn::Linear, rows: &Tensor| {
                let positions = self.split(&projection.forward(&table));
                content.matmul(&positions.transpose(-1, -2)).gather(
                    -1,
                    &rows.expand(&shape, false),
                    false,
                )
            };
            if self.c2p {
                let projection = self.pos_key.as_ref().unwrap_or(&self.key);
                scores += of_positions(&query, projection, &at.rows);
            }
            if self.p2c {
                let projection = self.pos_query.as_ref().unwrap_or(&self.query);
                let rows = at.rows.transpose(0, 1);
                scores += of_positions(&(&key / scale), projection, &rows).transpose(-1, -2);
            }
        }
        let kind = scores.kind();
        let weights = scores
            .masked_fill(hole, lowest(kind))
            .softmax(-1, kind)
            .dropout(self.dropout, train);
        weights.matmul(&value).transpose(1, 2).flatten(2, 3)
    }
}

/// The lowest finite number: a row of padding sees only holes, and must stay a number.
fn lowest(kind: Kind) -> f64 {
    match kind {
        Kind::Half => -65504.0,
        Kind::BFloat16 => -f64::from(f32::from_bits(0x7f7f_0000)),
        _ => f64::from(f32::MIN),
    }
}
