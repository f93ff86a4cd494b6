//! Which predicted quote is which gold quote.

use quotestance::evaluate::match_quotes;

use crate::made::{gold, row};

#[test]
fn matching_takes_most_pairs_then_most_characters() {
    let check = |predicted: &[&[(usize, usize)]],
                 quotes: &[&[(usize, usize)]],
                 expected: &[Option<usize>]| {
        let rows: Vec<_> = predicted.iter().map(|content| row("d", content)).collect();
        let quotes: Vec<_> = quotes.iter().map(|content| gold("d", content)).collect();
        let rows: Vec<_> = rows.iter().collect();
        let quotes: Vec<_> = quotes.iter().collect();
        assert_eq!(match_quotes(&rows, &quotes), expected, "{predicted:?}");
    };
    check(&[&[(0, 10)]], &[&[(0, 10)]], &[Some(0)]);
    check(&[&[(0, 10)]], &[&[(5, 10)]], &[Some(0)]);
    check(&[&[(0, 10)]], &[&[(6, 10)]], &[None]);
    check(&[&[(0, 10)]], &[&[(10, 20)]], &[None]);
    check(&[&[(0, 4), (8, 12)]], &[&[(0, 12)]], &[Some(0)]);
    check(&[&[(0, 10)], &[(0, 9)]], &[&[(0, 9)]], &[None, Some(0)]);
    // Greedy pairs (2..12) with its equal and leaves (0..11) without; both can be matched.
    check(
        &[&[(2, 12)], &[(0, 11)]],
        &[&[(2, 12)], &[(5, 14)]],
        &[Some(1), Some(0)],
    );
    check(&[&[(5, 5)]], &[&[(0, 10)]], &[None]);
    check(&[], &[&[(0, 10)]], &[]);
}

#[test]
fn many_equal_quotes_end_soon() {
    let rows: Vec<_> = (0..600).map(|_| row("d", &[(0, 10)])).collect();
    let quotes: Vec<_> = (0..700).map(|_| gold("d", &[(0, 10)])).collect();
    let matched = match_quotes(
        &rows.iter().collect::<Vec<_>>(),
        &quotes.iter().collect::<Vec<_>>(),
    );
    let mut found: Vec<_> = matched.iter().flatten().collect();
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 600);
}
