//! A titled table in the three forms that people put into a page.

use super::table;

/// Cells as they are shown; the first column stands left, the others right unless `left` names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sheet {
    pub title: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
    pub left: Vec<usize>,
}

impl Sheet {
    pub(super) fn text(&self) -> String {
        let head: Vec<&str> = self.head.iter().map(String::as_str).collect();
        let table = table(&head, self.rows.clone(), &self.left);
        format!("{}\n{table}\n", self.title)
    }

    pub(super) fn markdown(&self) -> String {
        let line = |cells: &[String]| {
            let cells = cells.iter().map(|cell| markdown(cell));
            format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
        };
        let rule = (0..self.head.len()).map(|column| match self.is_left(column) {
            true => "---",
            false => "---:",
        });
        let rule = format!("| {} |\n", rule.collect::<Vec<_>>().join(" | "));
        let rows: String = self.rows.iter().map(|row| line(row)).collect();
        format!(
            "**{}**\n\n{}{rule}{rows}",
            markdown(&self.title),
            line(&self.head)
        )
    }

    /// A float for the package `booktabs`.
    pub(super) fn latex(&self) -> String {
        let line = |cells: &[String]| {
            let cells = cells.iter().map(|cell| latex(cell));
            format!("{} \\\\\n", cells.collect::<Vec<_>>().join(" & "))
        };
        let columns: String = (0..self.head.len())
            .map(|column| if self.is_left(column) { 'l' } else { 'r' })
            .collect();
        let rows: String = self.rows.iter().map(|row| line(row)).collect();
        format!(
            "\\begin{{table}}\n\\centering\n\\caption{{{}}}\n\\begin{{tabular}}{{{columns}}}\n\\toprule\n{}\\midrule\n{rows}\\bottomrule\n\\end{{tabular}}\n\\end{{table}}\n",
            latex(&self.title),
            line(&self.head)
        )
    }

    fn is_left(&self, column: usize) -> bool {
        column == 0 || self.left.contains(&column)
    }
}

/// Text that cannot end its cell, start a tag or become a link or emphasis.
fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' => escaped.extend(['\\', c]),
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '\r' | '\n' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

fn latex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => escaped.extend(['\\', c]),
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '–' => escaped.push_str("--"),
            '…' => escaped.push_str("\\ldots{}"),
            '·' => escaped.push_str("\\textperiodcentered{}"),
            '\r' | '\n' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(cell: &str) -> Sheet {
        Sheet {
            title: "runs/a_b".to_owned(),
            head: ["", "n"].map(str::to_owned).to_vec(),
            rows: vec![vec![cell.to_owned(), "7".to_owned()]],
            left: vec![],
        }
    }

    #[test]
    fn no_cell_breaks_out_of_its_table() {
        let check = |cell: &str, markdown: &str, latex: &str| {
            let found = sheet(cell).markdown();
            assert_eq!(found.lines().last(), Some(markdown));
            assert_eq!(found.lines().count(), 5);
            let found = sheet(cell).latex();
            assert_eq!(found.lines().nth(7), Some(latex), "{found}");
        };
        check("a | b\n", "| a \\| b  | 7 |", "a | b  & 7 \\\\");
        check(
            "50 % & 3_4",
            "| 50 % &amp; 3\\_4 | 7 |",
            "50 \\% \\& 3\\_4 & 7 \\\\",
        );
        check(
            "\\end{x}",
            "| \\\\end{x} | 7 |",
            "\\textbackslash{}end\\{x\\} & 7 \\\\",
        );
        check("<b>*", "| &lt;b>\\* | 7 |", "<b>* & 7 \\\\");
    }

    #[test]
    fn the_forms_have_their_frames() {
        let latex = sheet("x").latex();
        assert!(latex.contains("\\caption{runs/a\\_b}\n\\begin{tabular}{lr}\n\\toprule\n"));
        assert!(sheet("x").markdown().contains("\n| --- | ---: |\n"));
        assert!(sheet("x").text().starts_with("runs/a_b\n"));
    }
}
