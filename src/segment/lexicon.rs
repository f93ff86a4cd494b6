//! The words the rules know: cues with their frames, and the closed classes of English.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::corpus::CueClass;

/// Closed word classes, as bits; a word may be in several.
pub(super) type Tags = u32;

pub(super) const DET: Tags = 1;
pub(super) const POSS: Tags = 1 << 1;
pub(super) const SUBJ: Tags = 1 << 2;
pub(super) const OBJ: Tags = 1 << 3;
pub(super) const PREP: Tags = 1 << 4;
pub(super) const CONJ: Tags = 1 << 5;
pub(super) const SUB: Tags = 1 << 6;
pub(super) const REL: Tags = 1 << 7;
pub(super) const BE: Tags = 1 << 8;
pub(super) const HAVE: Tags = 1 << 9;
pub(super) const DO: Tags = 1 << 10;
pub(super) const MODAL: Tags = 1 << 11;
pub(super) const ADV: Tags = 1 << 12;
pub(super) const NEG: Tags = 1 << 13;
pub(super) const WH: Tags = 1 << 14;
pub(super) const TIME: Tags = 1 << 15;
pub(super) const ABBR: Tags = 1 << 16;
pub(super) const DAY: Tags = 1 << 17;
pub(super) const AUX: Tags = BE | HAVE | DO | MODAL;

const TAG_NAMES: [(&str, Tags); 18] = [
    ("det", DET),
    ("poss", POSS),
    ("subj", SUBJ),
    ("obj", OBJ),
    ("prep", PREP),
    ("conj", CONJ),
    ("sub", SUB),
    ("rel", REL),
    ("be", BE),
    ("have", HAVE),
    ("do", DO),
    ("modal", MODAL),
    ("adv", ADV),
    ("neg", NEG),
    ("wh", WH),
    ("time", TIME),
    ("abbr", ABBR),
    ("day", DAY),
];

/// The shape in which a cue word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Base,
    S,
    Ed,
    Ing,
    Noun,
    Adjective,
}

/// One line of `cues.tsv`.
#[derive(Debug)]
pub(super) struct Cue {
    /// Dictionary form.
    pub lemma: &'static str,
    /// `v`, `n` or `a`.
    pub pos: &'static str,
    /// What it says about its content.
    pub class: CueClass,
    /// Frame and the share of its hits on PolNeAR train that match a gold quote.
    frames: Vec<(&'static str, f32)>,
}

impl Cue {
    /// How sure a content in this frame is, if the cue takes it.
    pub fn frame(&self, name: &str) -> Option<f32> {
        self.frames
            .iter()
            .find(|(frame, _)| *frame == name)
            .map(|(_, share)| *share)
    }
}

/// What a word is to the rules.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Word {
    pub tags: Tags,
    /// Cue readings: a line of the lexicon and the form.
    pub verb: Option<(u16, Form)>,
    pub noun: Option<u16>,
}

/// All words, by their lower-case form.
#[derive(Debug)]
pub(super) struct Lexicon {
    words: HashMap<String, Word>,
    cues: Vec<Cue>,
}

const LONGEST: usize = 24;

impl Lexicon {
    /// The lexicon of the package, read once.
    pub fn get() -> &'static Lexicon {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| Lexicon::parse(include_str!("cues.tsv"), include_str!("words.tsv")))
    }

    fn parse(cues: &'static str, words: &'static str) -> Lexicon {
        let mut lexicon = Lexicon {
            words: HashMap::new(),
            cues: Vec::new(),
        };
        for line in words.lines() {
            let Some((tag, list)) = line.split_once('\t') else {
                continue;
            };
            let tag = TAG_NAMES
                .iter()
                .find(|(name, _)| *name == tag)
                .map_or(0, |(_, bit)| *bit);
            for word in list.split(' ') {
                lexicon.words.entry(word.to_owned()).or_default().tags |= tag;
            }
        }
        for line in cues.lines().filter(|line| !line.starts_with('#')) {
            lexicon.add(line);
        }
        lexicon
    }

    fn add(&mut self, line: &'static str) {
        let mut fields = line.split('\t');
        let (Some(lemma), Some(pos), Some(irregular), Some(class), Some(frames)) = (
            fields.next(),
            fields.next(),
            fields.next(),
            fields.next(),
            fields.next(),
        ) else {
            return;
        };
        let id = self.cues.len() as u16;
        let class = match class {
            "doubting" => CueClass::Doubting,
            "negated" => CueClass::Negated,
            _ => CueClass::Reporting,
        };
        let frames = frames
            .split(' ')
            .filter_map(|frame| frame.split_once(':'))
            .filter_map(|(name, share)| Some((name, share.parse::<f32>().ok()? / 100.0)))
            .collect();
        self.cues.push(Cue {
            lemma,
            pos,
            class,
            frames,
        });
        match pos {
            "n" => {
                for form in [lemma.to_owned(), plural(lemma)] {
                    self.words.entry(form).or_default().noun = Some(id);
                }
            }
            "a" => self.verb(lemma.to_owned(), id, Form::Adjective),
            _ => {
                let base = if irregular.split(' ').any(|form| form == lemma) {
                    Form::Ed
                } else {
                    Form::Base
                };
                self.verb(lemma.to_owned(), id, base);
                self.verb(third_person(lemma), id, Form::S);
                self.verb(participle(lemma), id, Form::Ing);
                if irregular.is_empty() {
                    self.verb(past(lemma), id, Form::Ed);
                }
                for form in irregular.split(' ').filter(|form| !form.is_empty()) {
                    self.verb(
                        form.to_owned(),
                        id,
                        if form.ends_with("ing") {
                            Form::Ing
                        } else {
                            Form::Ed
                        },
                    );
                }
            }
        }
    }

    fn verb(&mut self, form: String, id: u16, kind: Form) {
        let word = self.words.entry(form).or_default();
        if word.verb.is_none() {
            word.verb = Some((id, kind));
        }
    }

    /// The word, whatever its case; words that are long or not ASCII are unknown.
    pub fn look_up(&self, word: &str) -> Word {
        let mut buffer = [0_u8; LONGEST];
        let bytes = word.as_bytes();
        if bytes.len() > LONGEST {
            return Word::default();
        }
        let lower = &mut buffer[..bytes.len()];
        lower.copy_from_slice(bytes);
        lower.make_ascii_lowercase();
        std::str::from_utf8(lower)
            .ok()
            .and_then(|lower| self.words.get(lower))
            .copied()
            .unwrap_or_default()
    }

    /// A line of the lexicon.
    pub fn cue(&self, id: u16) -> &Cue {
        &self.cues[usize::from(id)]
    }
}

fn ends_in_consonant_y(lemma: &str) -> bool {
    lemma.ends_with('y')
        && !["ay", "ey", "oy", "uy"]
            .iter()
            .any(|end| lemma.ends_with(end))
}

fn third_person(lemma: &str) -> String {
    if ends_in_consonant_y(lemma) {
        format!("{}ies", &lemma[..lemma.len() - 1])
    } else if ["s", "x", "z", "ch", "sh"]
        .iter()
        .any(|end| lemma.ends_with(end))
    {
        format!("{lemma}es")
    } else {
        format!("{lemma}s")
    }
}

fn plural(lemma: &str) -> String {
    third_person(lemma)
}

fn past(lemma: &str) -> String {
    if ends_in_consonant_y(lemma) {
        format!("{}ied", &lemma[..lemma.len() - 1])
    } else if lemma.ends_with('e') {
        format!("{lemma}d")
    } else {
        format!("{lemma}ed")
    }
}

fn participle(lemma: &str) -> String {
    match lemma.strip_suffix('e') {
        Some(stem) if !lemma.ends_with("ee") && lemma.len() > 3 => format!("{stem}ing"),
        _ => format!("{lemma}ing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_verb() {
        let lexicon = Lexicon::get();
        for (word, lemma, form) in [
            ("Said", "say", Form::Ed),
            ("denies", "deny", Form::S),
            ("agreeing", "agree", Form::Ing),
            ("urged", "urge", Form::Ed),
            ("read", "read", Form::Ed),
            ("admitted", "admit", Form::Ed),
        ] {
            let found = lexicon
                .look_up(word)
                .verb
                .map(|(id, form)| (lexicon.cue(id).lemma, form));
            assert_eq!(found, Some((lemma, form)), "{word}");
        }
    }

    #[test]
    fn every_line_is_read() {
        let lines = include_str!("cues.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .count();
        assert_eq!(Lexicon::get().cues.len(), lines);
        assert!(Lexicon::get().cues.iter().all(|cue| {
            cue.frames
                .iter()
                .all(|(_, share)| (0.0..=1.0).contains(share))
        }));
    }
}
