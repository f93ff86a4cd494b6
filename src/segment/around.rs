//! The characters beside a quotation mark, and what they say of it.

/// The neighbours of a mark within its paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    pub before: Option<char>,
    pub after: Option<char>,
}

impl Around {
    /// An opening mark may stand after this.
    pub fn opens(self) -> bool {
        self.before
            .is_none_or(|c| c.is_whitespace() || "([{—–-:\"“/*_".contains(c))
    }

    /// Words start after the mark.
    pub fn word_follows(self) -> bool {
        self.after
            .is_some_and(|c| c.is_alphanumeric() || ".…[($£€#@'‘’-—*_¿¡".contains(c))
    }
}

/// `'90s`, `'em`: the mark stands for letters left out.
pub(super) fn is_clipped(rest: &str) -> bool {
    let word = &rest[..rest
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(rest.len())];
    word.starts_with(|c: char| c.is_ascii_digit())
        || ["em", "til", "cause", "tis", "twas", "n"]
            .iter()
            .any(|clipped| word.eq_ignore_ascii_case(clipped))
}
