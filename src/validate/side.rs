//! Two files of the same rows, read side by side.

use std::collections::VecDeque;

/// Rows that are looked at beyond the next one, to find where the files meet again.
const AHEAD: usize = 64;

/// What stands at the place that two files have come to.
#[derive(Debug, PartialEq)]
pub enum Met<A, B> {
    /// The same row in both.
    Both(A, B),
    /// A row that the right file lacks.
    OnlyLeft(A),
    /// A row that the left file lacks.
    OnlyRight(B),
}

/// Pairs the items of two sequences by their keys, both in the same order but for items that one of
/// them lacks. Holds at most 64 items of each.
pub struct SideBySide<'a, K, A, B> {
    left: Ahead<'a, (K, A)>,
    right: Ahead<'a, (K, B)>,
}

impl<'a, K, A, B> SideBySide<'a, K, A, B> {
    /// Of items with their keys.
    pub fn new(
        left: impl Iterator<Item = (K, A)> + 'a,
        right: impl Iterator<Item = (K, B)> + 'a,
    ) -> Self {
        Self {
            left: Ahead::new(left),
            right: Ahead::new(right),
        }
    }
}

impl<K: PartialEq, A, B> Iterator for SideBySide<'_, K, A, B> {
    type Item = Met<A, B>;

    fn next(&mut self) -> Option<Self::Item> {
        let (left, right) = (&mut self.left, &mut self.right);
        left.fill(1);
        right.fill(1);
        let skips_right = match (left.held.front(), right.held.front()) {
            (Some((a, _)), Some((b, _))) if a == b => {
                return Some(Met::Both(left.take()?, right.take()?));
            }
            (Some(_), Some(_)) => {
                left.fill(AHEAD);
                right.fill(AHEAD);
                // What is nearer in the other file is what this one lacks; a row that is in neither
                // is passed over on the left first.
                let in_right = place(&right.held, left.held.front());
                let in_left = place(&left.held, right.held.front());
                in_right.is_some_and(|here| in_left.is_none_or(|there| here < there))
            }
            (left, _) => left.is_none(),
        };
        match skips_right {
            true => right.take().map(Met::OnlyRight),
            false => left.take().map(Met::OnlyLeft),
        }
    }
}

/// Where the key of `item` is among `held`.
fn place<K: PartialEq, A, B>(held: &VecDeque<(K, A)>, item: Option<&(K, B)>) -> Option<usize> {
    let (wanted, _) = item?;
    held.iter().position(|(key, _)| key == wanted)
}

/// An iterator that can be looked into.
struct Ahead<'a, T> {
    items: Box<dyn Iterator<Item = T> + 'a>,
    held: VecDeque<T>,
}

impl<'a, T> Ahead<'a, T> {
    fn new(items: impl Iterator<Item = T> + 'a) -> Self {
        Self {
            items: Box::new(items),
            held: VecDeque::new(),
        }
    }

    /// Holds `count` items, as far as there are so many.
    fn fill(&mut self, count: usize) {
        let missing = count.saturating_sub(self.held.len());
        self.held.extend(self.items.by_ref().take(missing));
    }
}

impl<K, A> Ahead<'_, (K, A)> {
    fn take(&mut self) -> Option<A> {
        self.held.pop_front().map(|(_, item)| item)
    }
}
