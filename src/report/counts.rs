//! How many rows have each label.

use super::table;

/// One label set and its counts, in the order shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What is counted: `stance`.
    pub name: String,
    /// Label and count.
    pub counts: Vec<(String, u64)>,
}

/// Length of the bar of a label that all rows have.
const BAR: u64 = 30;

/// A table of label, count, share of the group's rows, and a bar as long as the share.
pub fn counts(groups: &[Group]) -> String {
    let rows = groups.iter().flat_map(|group| {
        let total: u64 = group.counts.iter().map(|(_, count)| count).sum();
        group
            .counts
            .iter()
            .enumerate()
            .map(move |(index, (label, count))| {
                let name = if index == 0 { group.name.as_str() } else { "" };
                row(name, label, *count, total)
            })
    });
    table(&["", "", "count", "share", ""], rows, &[1, 4])
}

fn row(name: &str, label: &str, count: u64, total: u64) -> [String; 5] {
    let of = |whole: u64| (count * whole + total / 2).checked_div(total).unwrap_or(0);
    [
        name.to_owned(),
        label.to_owned(),
        count.to_string(),
        format!("{} %", of(100)),
        "█".repeat(of(BAR) as usize),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(counts: &[(&str, u64)], expected: &[(&str, &str)]) {
        let group = Group {
            name: "stance".to_owned(),
            counts: counts
                .iter()
                .map(|(label, n)| ((*label).to_owned(), *n))
                .collect(),
        };
        let text = super::counts(&[group]);
        for (label, share) in expected {
            let line = text
                .lines()
                .find(|line| line.contains(label))
                .unwrap_or_default();
            assert!(line.contains(share), "{label} {share} in\n{text}");
        }
    }

    #[test]
    fn shares_are_of_the_group() {
        check(
            &[("favor", 3), ("against", 1)],
            &[("favor", "75 %"), ("against", "25 %")],
        );
    }

    #[test]
    fn an_empty_group_has_no_share() {
        check(&[("favor", 0)], &[("favor", "0 %")]);
    }
}
