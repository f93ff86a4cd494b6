//! Stand-off gold and the text it was made on.

use quotestance::corpus::GoldQuote;
use quotestance::evaluate::{trim_gold, verify_gold};

use crate::made::{gold, offsets};

#[test]
fn gold_is_checked_against_its_text() {
    let text = "“We go,” said Ana Lisi of the port 😀.";
    let hash = "6ee5a9ab2d1a0e94e6e3b0b1a0f1d2c3".to_string();
    let check = |quote: &GoldQuote, expected: &str| {
        let found = verify_gold(&[quote], "d", text);
        let found = found.err().map(|error| error.to_string());
        assert_eq!(found.unwrap_or_default().split(';').next(), Some(expected));
    };
    let fine = gold("d", &[(0, 8)]);
    check(&fine, "");
    check(&gold("d", &[(36, 37)]), "");
    check(
        &gold("d", &[(36, 38)]),
        "document `d` has 37 characters, but its gold has a content at 36..38",
    );
    check(
        &GoldQuote {
            source: offsets(&[(9, 9)]),
            ..fine.clone()
        },
        "document `d` has 37 characters, but its gold has a source at 9..9",
    );
    let error = verify_gold(
        &[&GoldQuote {
            sha256: Some(hash),
            ..fine.clone()
        }],
        "d",
        text,
    );
    assert!(error.unwrap_err().to_string().contains("made on 6ee5a9ab"));
    assert_eq!(trim_gold(&fine, text).content, offsets(&[(1, 6)]));
}
