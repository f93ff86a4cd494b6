//! Encodings -> batches of like length under a token budget.

use super::Encoded;

/// Rows of token ids, padded to one width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The position of each row among the encodings.
    pub rows: Vec<usize>,
    /// Tokens a row, padding included.
    pub width: usize,
    /// Row-major, `rows.len() * width`.
    pub ids: Vec<i64>,
    /// As `ids`: 0 for the first sequence, 1 for the second.
    pub type_ids: Vec<i64>,
    /// As `ids`: 1 for a token, 0 for padding.
    pub mask: Vec<i64>,
}

impl Batch {
    /// The encodings at `rows`, padded on the right with `pad_id`.
    pub fn new(encoded: &[Encoded], rows: Vec<usize>, pad_id: i64) -> Self {
        let width = rows
            .iter()
            .map(|&r| encoded[r].ids.len())
            .max()
            .unwrap_or(0);
        let size = rows.len() * width;
        let mut batch = Self {
            width,
            ids: vec![pad_id; size],
            type_ids: vec![0; size],
            mask: vec![0; size],
            rows,
        };
        for (i, &row) in batch.rows.iter().enumerate() {
            let tokens = encoded[row].ids.iter().zip(&encoded[row].type_ids);
            for (j, (&id, &type_id)) in tokens.enumerate() {
                batch.ids[i * width + j] = id.into();
                batch.type_ids[i * width + j] = type_id.into();
                batch.mask[i * width + j] = 1;
            }
        }
        batch
    }
}

/// Groups rows of like length, longest first, so that no batch holds more than `max_tokens` tokens
/// with its padding (a single longer row is a batch of its own). Ties keep their order.
pub fn batches(lengths: &[usize], max_tokens: usize) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..lengths.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(lengths[i]));
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut width = 0;
    for i in order {
        match out.last_mut() {
            Some(batch) if (batch.len() + 1) * width <= max_tokens => batch.push(i),
            _ => {
                width = lengths[i];
                out.push(vec![i]);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_in_one_batch_within_the_budget() {
        let lengths: Vec<usize> = (0..500).map(|i| 1 + (i * 37) % 120).collect();
        let batches = batches(&lengths, 600);
        let mut seen: Vec<usize> = batches.concat();
        seen.sort_unstable();
        assert_eq!(seen, (0..500).collect::<Vec<_>>());
        for batch in &batches {
            let width = batch.iter().map(|&i| lengths[i]).max().unwrap();
            assert!(batch.len() == 1 || batch.len() * width <= 600);
        }
        assert!(batches.len() < 60, "{} batches are too many", batches.len());
    }

    #[test]
    fn a_row_over_the_budget_stands_alone() {
        assert_eq!(batches(&[3, 900, 4], 100), vec![vec![1], vec![2, 0]]);
        assert_eq!(batches(&[], 100), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn rows_are_padded_on_the_right_and_masked() {
        let encoded = |ids: &[u32]| Encoded {
            ids: ids.to_vec(),
            type_ids: vec![1; ids.len()],
            truncated: false,
        };
        let batch = Batch::new(&[encoded(&[5, 6, 7]), encoded(&[8])], vec![0, 1], 9);
        assert_eq!(batch.ids, [5, 6, 7, 8, 9, 9]);
        assert_eq!(batch.mask, [1, 1, 1, 1, 0, 0]);
        assert_eq!(batch.type_ids, [1, 1, 1, 1, 0, 0]);
    }
}
