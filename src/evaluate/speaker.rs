//! When two speakers are one.

/// Whether two names are the same: case, white space, punctuation at the edges, a leading `the`
/// and a closing parenthesis (`Ana Lisi (minister)`) aside.
pub(super) fn same_speaker(a: &str, b: &str) -> bool {
    normal_speaker(a) == normal_speaker(b)
}

fn normal_speaker(name: &str) -> String {
    let name = name.trim();
    let name = match name.strip_suffix(')').and_then(|name| name.rfind('(')) {
        Some(open) if open > 0 => &name[..open],
        _ => name,
    };
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let words = match words.split_first() {
        Some((first, rest)) if first == "the" && !rest.is_empty() => rest.join(" "),
        _ => words.join(" "),
    };
    let edge = |c: char| !c.is_alphanumeric();
    words.trim_matches(edge).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers() {
        let check =
            |a: &str, b: &str, same: bool| assert_eq!(same_speaker(a, b), same, "{a} | {b}");
        check("Ana Lisi", "ana  lisi,", true);
        check("Ana Lisi (deputy minister)", "Ana Lisi", true);
        check("The Orvan Institute", "Orvan Institute", true);
        check("Ana Lisi", "Lisi", false);
        check("the", "The", true);
        check("(unnamed)", "unnamed", true);
        check("(unnamed)", "", false);
    }
}
