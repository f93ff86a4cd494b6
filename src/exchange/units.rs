//! One text's offsets in the units that tools count in.

/// Where each code point of a text starts, in bytes of UTF-8 and in code units of UTF-16; both lists
/// have one more item, the length.
#[derive(Debug)]
pub(super) struct Units {
    bytes: Vec<usize>,
    utf16: Vec<usize>,
}

impl Units {
    pub(super) fn new(text: &str) -> Self {
        let (mut bytes, mut utf16) = (vec![0], vec![0]);
        let (mut byte, mut unit) = (0, 0);
        for c in text.chars() {
            byte += c.len_utf8();
            unit += c.len_utf16();
            bytes.push(byte);
            utf16.push(unit);
        }
        Self { bytes, utf16 }
    }

    /// How many code points.
    pub(super) fn chars(&self) -> usize {
        self.bytes.len() - 1
    }

    /// The byte that a code point starts at; `None` past the end.
    pub(super) fn byte(&self, char: usize) -> Option<usize> {
        self.bytes.get(char).copied()
    }

    /// As JavaScript counts; past the end, the length.
    pub(super) fn utf16(&self, char: usize) -> usize {
        let last = self.utf16.len() - 1;
        self.utf16[char.min(last)]
    }

    /// The code point that starts at a code unit; `None` inside a surrogate pair and past the end.
    pub(super) fn char_of_utf16(&self, unit: usize) -> Option<usize> {
        self.utf16.binary_search(&unit).ok()
    }

    /// The words of a range of code points; `None` where it is not one of this text.
    pub(super) fn slice<'t>(&self, text: &'t str, start: usize, end: usize) -> Option<&'t str> {
        text.get(self.byte(start)?..self.byte(end)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_counts_in_every_unit() {
        let units = Units::new("a😀é b");
        assert_eq!(units.chars(), 5);
        assert_eq!([0, 1, 2, 3].map(|c| units.byte(c).unwrap()), [0, 1, 5, 7]);
        assert_eq!([0, 1, 2, 3, 9].map(|c| units.utf16(c)), [0, 1, 3, 4, 6]);
        assert_eq!(
            (units.char_of_utf16(3), units.char_of_utf16(2)),
            (Some(2), None)
        );
        assert_eq!(units.slice("a😀é b", 1, 3), Some("😀é"));
        assert_eq!(units.slice("a😀é b", 3, 9), None);
    }
}
