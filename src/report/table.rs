//! The look of every table: a line under the head, none beside the cells.

use comfy_table::{CellAlignment, ContentArrangement, Table};

/// No table is wider, in characters, whatever the terminal.
const MAX_WIDTH: u16 = 100;

/// A head and rows as text. The first column stands left, the others right, unless `left` names them
/// (counted from 0).
pub fn table<R>(head: &[&str], rows: impl IntoIterator<Item = R>, left: &[usize]) -> String
where
    R: IntoIterator<Item = String>,
{
    let mut table = Table::new();
    table
        .load_preset("     ──            ")
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(MAX_WIDTH)
        .set_header(head)
        .add_rows(rows);
    for (index, column) in table.column_iter_mut().enumerate() {
        if index > 0 && !left.contains(&index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.trim_fmt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_right_and_lines_stay_narrow() {
        let long = "x".repeat(300);
        let text = table(
            &["name", "n", "note"],
            [["a", "7", "short"], ["b", "1000", &long]].map(|row| row.map(str::to_owned)),
            &[2],
        );
        assert!(
            text.lines().all(|line| line.chars().count() <= 100),
            "{text}"
        );
        let ends: Vec<_> = ["7", "1000"]
            .iter()
            .map(|n| text.lines().find_map(|line| line.find(n)).unwrap_or(0) + n.len())
            .collect();
        assert_eq!(ends[0], ends[1], "{text}");
    }
}
