//! The twin of a figure in words and numbers, and its CSV.

use super::number::raw;

/// One entry.
#[derive(Clone, PartialEq, Debug)]
pub enum Cell {
    /// Not finite: an empty entry.
    Number(f64),
    Text(String),
}

/// Columns with headings in the reader's language.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// Comma-separated values with a heading line, UTF-8 with a byte-order mark, CRLF (RFC 4180). Full precision.
    pub fn to_csv(&self) -> String {
        let mut out = String::from("\u{feff}");
        line(&mut out, self.columns.iter().map(String::as_str));
        for row in &self.rows {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| match cell {
                    Cell::Number(value) => raw(*value),
                    Cell::Text(text) => text.clone(),
                })
                .collect();
            line(&mut out, cells.iter().map(String::as_str));
        }
        out
    }
}

fn line<'a>(out: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_quotes_what_needs_it() {
        let table = Table {
            columns: vec!["token".into(), "p".into()],
            rows: vec![
                vec![Cell::Text("a,\"b\"\n".into()), Cell::Number(0.1)],
                vec![Cell::Text("字".into()), Cell::Number(f64::NAN)],
            ],
        };
        assert_eq!(
            table.to_csv(),
            "\u{feff}token,p\r\n\"a,\"\"b\"\"\n\",0.1\r\n字,\r\n"
        );
    }
}
