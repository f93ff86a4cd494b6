//! The label names of a checkpoint -> the tables of `model.toml` that they amount to.

use std::collections::BTreeMap;

use super::quoted;

const STANCE: [(&str, &[&str]); 3] = [
    (
        "favor",
        &[
            "favor",
            "favour",
            "pro",
            "support",
            "supports",
            "in favor",
            "in favour",
        ],
    ),
    ("against", &["against", "con", "oppose", "opposes"]),
    ("neutral", &["neutral", "none", "neither"]),
];
const SENTIMENT: [(&str, &[&str]); 3] = [
    ("negative", &["negative", "neg"]),
    ("neutral", &["neutral", "neu"]),
    ("positive", &["positive", "pos"]),
];

/// What the labels say.
#[derive(Debug, PartialEq)]
pub(super) enum Read<'a> {
    /// An entailment head.
    Nli,
    /// Tasks, with index, name and our label of each logit.
    Tasks(BTreeMap<&'static str, Vec<(usize, &'a str, &'static str)>>),
    /// Not what any of them is about.
    Unknown(&'a [String]),
}

/// Reads `stance:favor` and its like by their prefix, other names by all of them together.
pub(super) fn read(names: &[String]) -> Read<'_> {
    if names
        .iter()
        .any(|name| name.to_lowercase().starts_with("entail"))
    {
        return Read::Nli;
    }
    let mut tasks = BTreeMap::new();
    for (task, words) in [("stance", STANCE), ("sentiment", SENTIMENT)] {
        let plain = |name: &str| {
            let name = name.trim().to_lowercase().replace(['_', '-'], " ");
            let label = words
                .iter()
                .find(|(_, words)| words.contains(&name.as_str()));
            label.map(|(label, _)| *label)
        };
        let own: Vec<_> = names
            .iter()
            .enumerate()
            .filter_map(|(i, name)| {
                let rest = name.strip_prefix(task)?.strip_prefix(':')?;
                Some((i, name.as_str(), plain(rest)))
            })
            .collect();
        let own: Vec<_> = if own.is_empty() && tasks.is_empty() {
            names
                .iter()
                .enumerate()
                .map(|(i, name)| (i, name.as_str(), plain(name)))
                .collect()
        } else {
            own
        };
        let known: Option<Vec<_>> = own
            .into_iter()
            .map(|(i, name, label)| Some((i, name, label?)))
            .collect();
        if let Some(known) = known.filter(|known| known.iter().any(|(.., l)| *l != "neutral")) {
            tasks.insert(task, known);
        }
    }
    match tasks.values().map(Vec::len).sum::<usize>() {
        count if count == names.len() => Read::Tasks(tasks),
        _ => Read::Unknown(names),
    }
}

impl Read<'_> {
    pub(super) fn is_nli(&self) -> bool {
        *self == Self::Nli
    }

    /// `[input]` and `[tasks]`.
    pub(super) fn to_toml(&self) -> String {
        match self {
            Self::Nli => NLI.to_owned(),
            Self::Tasks(tasks) => {
                let mut text = input(tasks.contains_key("stance")).to_owned();
                for (task, logits) in tasks {
                    let labels: Vec<_> = logits.iter().map(|(.., label)| quoted(label)).collect();
                    let numbers: Vec<_> = logits.iter().map(|(i, ..)| i.to_string()).collect();
                    let names: Vec<_> = logits.iter().map(|(_, name, _)| *name).collect();
                    text += &format!(
                        "\n# config.json: {}\n[tasks.{task}]\nlabels = [{}]\nlogits = [{}]\n",
                        names.join(", ").replace('\n', " "),
                        labels.join(", "),
                        numbers.join(", ")
                    );
                }
                text.trim_end().to_owned()
            }
            Self::Unknown(names) => {
                let labels: Vec<_> = names.iter().map(|name| quoted(name)).collect();
                let numbers: Vec<_> = (0..names.len()).map(|i| i.to_string()).collect();
                format!(
                    "{}
# could not know: what these labels mean; for each write favor, against or neutral,
# or under [tasks.sentiment] negative, neutral or positive; leave out a label with its logit where it is neither.
# Where one of them is entailment, it is an NLI head: follow docs/models.md instead
[tasks.stance]
labels = [{}]
logits = [{}]",
                    input(true),
                    labels.join(", "),
                    numbers.join(", ")
                )
            }
        }
    }
}

fn input(pair: bool) -> &'static str {
    if pair {
        "# could not know: which text it was trained to read first, and whether it reads two
[input]
first = \"target\"
second = \"quote\"
"
    } else {
        "# could not know: whether it reads a target beside the quote
[input]
first = \"quote\"
"
    }
}

/// The hypotheses are a start.
const NLI: &str = "[input]
first = \"quote\"
second = \"hypothesis\"

# could not know: which wordings suit this model; several a label are averaged
[tasks.stance]
labels = [\"favor\", \"against\", \"neutral\"]

[tasks.stance.hypotheses]
favor = [\"The speaker is in favor of {target}.\"]
against = [\"The speaker is against {target}.\"]
neutral = [\"The speaker is neutral toward {target}.\"]

[tasks.sentiment]
labels = [\"negative\", \"neutral\", \"positive\"]

[tasks.sentiment.hypotheses]
negative = [\"The tone of this text is negative.\"]
neutral = [\"The tone of this text is neutral.\"]
positive = [\"The tone of this text is positive.\"]";

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &[&str], expected: &[(&str, &[&str])]) {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let found = match read(&names) {
            Read::Tasks(tasks) => tasks
                .into_iter()
                .map(|(task, logits)| (task, logits.into_iter().map(|(.., l)| l).collect()))
                .collect(),
            _ => Vec::new(),
        };
        let expected: Vec<(_, Vec<_>)> = expected.iter().map(|(t, l)| (*t, l.to_vec())).collect();
        assert_eq!(found, expected, "{names:?}");
    }

    #[test]
    fn plain_names_are_known_and_others_are_not() {
        check(
            &["FAVOR", "AGAINST", "NONE"],
            &[("stance", &["favor", "against", "neutral"])],
        );
        check(&["con", "pro"], &[("stance", &["against", "favor"])]);
        check(
            &["NEG", "NEU", "POS"],
            &[("sentiment", &["negative", "neutral", "positive"])],
        );
        check(&["LABEL_0", "LABEL_1"], &[]);
        check(&["neutral", "none"], &[]);
        check(&["favor", "against", "offtopic"], &[]);
        check(
            &[
                "stance:favor",
                "stance:against",
                "sentiment:negative",
                "sentiment:positive",
            ],
            &[
                ("sentiment", &["negative", "positive"]),
                ("stance", &["favor", "against"]),
            ],
        );
        let names = ["ENTAILMENT".to_owned(), "NOT".to_owned()];
        assert!(read(&names).is_nli());
    }
}
