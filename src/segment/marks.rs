//! Pairs the quotation marks of a paragraph.
//!
//! Only outermost pairs come out; what stands in marks inside them is part of their content. A
//! mark that lacks its partner never reaches beyond its paragraph.

use super::around::{Around, is_clipped};

/// A stretch in quotation marks, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quoted {
    /// The opening mark's first byte.
    pub start: usize,
    /// Content between the marks.
    pub inner_start: usize,
    pub inner_end: usize,
    /// One past the closing mark.
    pub end: usize,
    /// The closing mark is missing: the content runs to the end of the paragraph.
    pub unclosed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `"`, `“ ”`, `''`.
    Double,
    /// `„ “`, `„ ”`.
    Low,
    /// `« »`, `‹ ›`.
    Guillemets,
    /// `» «`, `› ‹`.
    Reversed,
    /// `‘ ’`.
    Single,
    /// `'`.
    Straight,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    style: Style,
    start: usize,
    inner: usize,
    /// First place where a single mark might close but might be an apostrophe (`workers’ rights`).
    maybe: Option<(usize, usize)>,
    /// Double marks seen inside single ones.
    doubles: usize,
    /// Last place inside where a sentence ends.
    stop: Option<usize>,
}

/// The pairs of `text[start..end]`, in order, appended to `out`. Linear: a stretch is read twice at most.
pub(super) fn pair(text: &str, start: usize, end: usize, out: &mut Vec<Quoted>) {
    let mut pairing = Pairing {
        text,
        floor: start,
        end,
        open: None,
        straight: true,
        curly: true,
    };
    let mut at = start;
    while at < end || pairing.open.is_some() {
        at = if at < end {
            pairing.step(at, out)
        } else {
            pairing.finish(out)
        };
    }
}

struct Pairing<'t> {
    text: &'t str,
    floor: usize,
    end: usize,
    open: Option<Open>,
    /// A single mark of the kind may still find a partner in this paragraph.
    straight: bool,
    curly: bool,
}

impl Pairing<'_> {
    /// Reads one character (or a run of none of our concern); the position to go on from.
    fn step(&mut self, at: usize, out: &mut Vec<Quoted>) -> usize {
        let bytes = self.text.as_bytes();
        let Some(mark) = bytes[at..self.end]
            .iter()
            .position(|&byte| is_lead(byte))
            .map(|skip| at + skip)
        else {
            return self.end;
        };
        let Some(c) = self.text[mark..].chars().next() else {
            return self.end;
        };
        let triple = c == '\'' && bytes[mark..self.end].starts_with(b"'''") && self.open.is_some();
        let doubled = !triple
            && (c == '\'' || c == '`')
            && bytes.get(mark + 1) == Some(&(c as u8))
            && mark + 1 < self.end;
        let next = mark + if doubled { 2 } else { c.len_utf8() };
        let around = Around {
            before: self.text[self.floor..mark].chars().next_back(),
            after: self.text[next..self.end].chars().next(),
        };
        match c {
            '.' | '!' | '?' => self.note_stop(next, around),
            '"' | '”' | '“' => return self.double(c, mark, next, around, out),
            '\'' | '`' if doubled => return self.double('"', mark, next, around, out),
            '„' | '‟' => self.begin(Style::Low, mark, next),
            '«' | '‹' => match self.open {
                Some(Open {
                    style: Style::Reversed,
                    ..
                }) => self.close(mark, next, out),
                None => self.begin(Style::Guillemets, mark, next),
                _ => {}
            },
            '»' | '›' => match self.open {
                Some(Open {
                    style: Style::Guillemets,
                    ..
                }) => self.close(mark, next, out),
                None if around.opens() => self.begin(Style::Reversed, mark, next),
                _ => {}
            },
            '‘' if self.curly && self.open.is_none() && around.word_follows() => {
                self.begin(Style::Single, mark, next);
            }
            '‘' => return self.single_reopens(mark, next, out),
            '’' => return self.single_closes(Style::Single, mark, next, around, out),
            '\'' if self.open.is_none() => {
                let word = around.opens() && around.word_follows();
                if self.straight && word && !is_clipped(&self.text[next..self.end]) {
                    self.begin(Style::Straight, mark, next);
                }
            }
            '\'' => return self.single_closes(Style::Straight, mark, next, around, out),
            _ => {}
        }
        next
    }

    fn note_stop(&mut self, next: usize, around: Around) {
        if let Some(open) = &mut self.open
            && around.after.is_some_and(char::is_whitespace)
        {
            open.stop = Some(next);
        }
    }

    /// `"`, `“`, `”` and `''`: by their shape where they have none of their own.
    fn double(
        &mut self,
        c: char,
        mark: usize,
        next: usize,
        around: Around,
        out: &mut Vec<Quoted>,
    ) -> usize {
        let starts = c == '“' || c == '"' && (around.opens() || around.word_follows());
        match &mut self.open {
            None if starts && around.after.is_some_and(|c| !c.is_whitespace()) => {
                self.begin(Style::Double, mark, next)
            }
            Some(open) if matches!(open.style, Style::Single | Style::Straight) => {
                open.doubles += 1
            }
            Some(Open {
                style: Style::Low, ..
            }) => self.close(mark, next, out),
            Some(Open {
                style: Style::Double,
                ..
            }) => {
                let opening = c == '“'
                    || (c == '"'
                        && around.before.is_some_and(char::is_whitespace)
                        && around.word_follows());
                if opening {
                    return self.recover(mark, out);
                }
                self.close(mark, next, out);
            }
            _ => {}
        }
        next
    }

    /// `’` and `'` inside an open pair: the end of a single quotation, or an apostrophe.
    fn single_closes(
        &mut self,
        style: Style,
        mark: usize,
        next: usize,
        around: Around,
        out: &mut Vec<Quoted>,
    ) -> usize {
        let Some(open) = &mut self.open else {
            return next;
        };
        if open.style != style
            || around.after.is_some_and(char::is_alphanumeric)
            || around.before.is_some_and(char::is_whitespace)
        {
            return next;
        }
        if open.doubles % 2 == 1 {
            return next;
        }
        let possessive = around.before.is_some_and(|c| matches!(c, 's' | 'z' | 'x'))
            && self.text[next..self.end]
                .trim_start_matches(' ')
                .starts_with(char::is_alphanumeric);
        if possessive {
            open.maybe.get_or_insert((mark, next));
        } else {
            self.close(mark, next, out);
        }
        next
    }

    /// `‘` while a pair is open: nested, or the sign that the single quotation before lost its end.
    fn single_reopens(&mut self, mark: usize, next: usize, out: &mut Vec<Quoted>) -> usize {
        match self.open {
            Some(Open {
                style: Style::Single,
                maybe: Some((inner, end)),
                ..
            }) => {
                self.close(inner, end, out);
                end
            }
            Some(Open {
                style: Style::Single,
                ..
            }) => {
                self.open = None;
                mark
            }
            _ => next,
        }
    }

    fn begin(&mut self, style: Style, mark: usize, next: usize) {
        if self.open.is_none() {
            self.open = Some(Open {
                style,
                start: mark,
                inner: next,
                maybe: None,
                doubles: 0,
                stop: None,
            });
        }
    }

    fn close(&mut self, inner_end: usize, end: usize, out: &mut Vec<Quoted>) {
        if let Some(open) = self.open.take() {
            push(
                out,
                self.text,
                Quoted {
                    start: open.start,
                    inner_start: open.inner,
                    inner_end,
                    end,
                    unclosed: false,
                },
            );
        }
    }

    /// A second opening mark: the first quotation ends with its last sentence, or was none.
    fn recover(&mut self, mark: usize, out: &mut Vec<Quoted>) -> usize {
        if let Some(open) = self.open.take()
            && let Some(stop) = open.stop
        {
            push(
                out,
                self.text,
                Quoted {
                    start: open.start,
                    inner_start: open.inner,
                    inner_end: stop,
                    end: stop,
                    unclosed: false,
                },
            );
        }
        mark
    }

    /// The paragraph ends with a pair open; the position to go on from.
    fn finish(&mut self, out: &mut Vec<Quoted>) -> usize {
        let Some(open) = self.open else {
            return self.end;
        };
        match open.style {
            Style::Single | Style::Straight => {
                if let Some((inner, end)) = open.maybe
                    && open.doubles == 0
                {
                    self.close(inner, end, out);
                    return end;
                }
                self.open = None;
                *(if open.style == Style::Single {
                    &mut self.curly
                } else {
                    &mut self.straight
                }) = false;
                open.inner
            }
            _ => {
                self.open = None;
                let end = self.text[..self.end].trim_end().len().max(open.inner);
                push(
                    out,
                    self.text,
                    Quoted {
                        start: open.start,
                        inner_start: open.inner,
                        inner_end: end,
                        end,
                        unclosed: true,
                    },
                );
                self.end
            }
        }
    }
}

/// First bytes of the characters that matter here.
fn is_lead(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`' | b'.' | b'!' | b'?' | 0xC2 | 0xE2)
}

fn push(out: &mut Vec<Quoted>, text: &str, quoted: Quoted) {
    if text[quoted.inner_start..quoted.inner_end].contains(char::is_alphanumeric) {
        out.push(quoted);
    }
}
