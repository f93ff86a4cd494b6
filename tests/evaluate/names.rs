//! Figures by name, and `metrics.json`.

use quotestance::evaluate::{Metrics, figure, quotes};

use crate::made::{gold, row};
use crate::{QUICK, check_figure};

#[test]
fn figures_have_names() {
    let metrics = quotes(&[row("a", &[(0, 10)])], &[gold("a", &[(0, 10)])], &QUICK);
    check_figure(&metrics, "macro_f1", Some(1.0));
    check_figure(&metrics, "stance.per_class.favor.f1", Some(1.0));
    check_figure(&metrics, "spans.core.by_type.direct.char_f1", Some(1.0));
    let error = figure(&metrics, "f2").unwrap_err().to_string();
    assert!(error.starts_with("no figure is called `f2`; known here: spans.exact_precision, "));
    assert!(error.contains(", stance.macro_f1, stance.f_avg, "));
}

#[test]
fn metrics_read_back_as_written() {
    let predicted = [
        row("a", &[(0, 10)]),
        row("b", &[(0, 7)]),
        row("b", &[(20, 30)]),
    ];
    let gold = [gold("a", &[(0, 10)]), gold("b", &[(0, 10)])];
    let metrics = quotes(&predicted, &gold, &QUICK);
    let written = serde_json::to_string(&metrics).unwrap();
    assert_eq!(serde_json::from_str::<Metrics>(&written).unwrap(), metrics);
    assert!(written.contains(r#""mcc":{"value":null,"ci95":null,"n":2"#));
}
