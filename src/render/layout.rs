//! Which columns a table of a given width shows, and how wide each is. Pure: texts in, widths out.

use super::Style;
use unicode_width::UnicodeWidthStr;

/// A longer word is broken.
const LONGEST_WORD: usize = 18;
/// The column with the most text is what a reader came for; below this width it is no pleasure to read.
const LEAST_TEXT: usize = 30;
/// Blanks between columns.
const GAP: usize = 2;

/// Columns that are what a reader came for, however long the others are.
const TEXTS: &[&str] = &["quote", "snippet", "evidence"];
/// Columns without which such a text can be misread: who said it, and whether he denied it. They stay.
const TELLING: &[&str] = &["actor", "sense", "cue"];
/// Columns that lead elsewhere rather than being read: the first to go where there is no room for all.
pub const BESIDE: &[&str] = &["url", "start_char", "end_char", ARTICLE, "source_path"];
/// The one among them that tells which article a row is from.
const ARTICLE: &str = "article_id";

/// A decision about every column of a result.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The columns shown: which, and the width of its text.
    pub shown: Vec<(usize, u16)>,
    /// Columns without any value.
    pub empty: Vec<usize>,
    /// Columns with one and the same value in every row.
    pub constant: Vec<usize>,
    /// Columns that there is no room for, from the right.
    pub left_out: Vec<usize>,
    /// What must be shown has no room side by side.
    pub crowded: bool,
}

/// Lays out a result of these columns; a cell without a value is `None`.
///
/// Where every row fits on its line, all columns with values are shown. Where not, a column that says the same in every
/// row is taken out, then places and addresses, then columns from the right until the one with the most text has room.
/// Columns that a person has named are not taken out for what they hold. Only a `complete` result can tell which columns
/// are empty or constant.
pub fn lay_out(names: &[String], rows: &[Vec<Option<String>>], style: &Style, complete: bool) -> Layout {
    let width = style.width;
    let mut layout = Layout::default();
    let has_value = |c: &usize| style.named || !complete || rows.iter().any(|r| r[*c].is_some());
    let (mut columns, empty): (Vec<usize>, Vec<usize>) = (0..names.len()).partition(has_value);
    layout.empty = empty;
    let needs: Vec<Need> =
        (0..names.len()).map(|c| Need::of(&names[c], rows.iter().map(|r| &r[c]))).collect();
    if !fits(&columns, &needs, width) && !style.named {
        // Nobody reads a place or an address above a table.
        let told = |c: &usize| names[*c] == ARTICLE || !BESIDE.contains(&names[*c].as_str());
        let is_constant =
            |c: &usize| complete && rows.len() > 1 && told(c) && rows.iter().all(|r| r[*c] == rows[0][*c]);
        if columns.iter().any(|c| !is_constant(c)) {
            (layout.constant, columns) = columns.into_iter().partition(is_constant);
        }
    }
    if !fits(&columns, &needs, width) && !style.named {
        // As the first column it is what the rows are about.
        let beside =
            |c: &usize| *c > 0 && BESIDE.contains(&names[*c].as_str()) && !style.answers.contains(&names[*c]);
        if columns.iter().any(|c| !beside(c)) {
            (layout.left_out, columns) = columns.into_iter().partition(beside);
        }
        // Which article a row is from is kept where its text has room all the same.
        if let Some(at) = layout.left_out.iter().position(|c| names[*c] == ARTICLE) {
            let mut more = columns.clone();
            more.push(layout.left_out[at]);
            more.sort_unstable();
            if !starved(&more, &needs, names, width) {
                layout.left_out.remove(at);
                columns = more;
            }
        }
    }
    loop {
        let main = main_column(&columns, &needs, names);
        let has_text = main.is_some_and(|m| TEXTS.contains(&names[columns[m]].as_str()));
        let may_go = |at: &usize| {
            let name = &names[columns[*at]];
            Some(*at) != main
                && !(has_text && TELLING.contains(&name.as_str()))
                && !style.answers.contains(name)
        };
        let last = (1..columns.len()).rev().find(may_go).filter(|_| starved(&columns, &needs, names, width));
        let Some(last) = last else {
            layout.crowded = !style.answers.is_empty() && starved(&columns, &needs, names, width);
            let widths = share(&columns, &needs, width);
            let narrow = |w: usize| u16::try_from(w).unwrap_or(u16::MAX - 2);
            layout.shown = columns.into_iter().zip(widths.into_iter().map(narrow)).collect();
            layout.left_out.sort_unstable();

            return layout;
        };
        layout.left_out.push(columns.remove(last));
    }
}

/// The place of the column with the text that a reader came for.
fn main_column(columns: &[usize], needs: &[Need], names: &[String]) -> Option<usize> {
    let heaviest = |a: &usize, b: &usize| needs[columns[*a]].weight.total_cmp(&needs[columns[*b]].weight);
    let text = (0..columns.len()).find(|i| TEXTS.contains(&names[columns[*i]].as_str()));
    text.or_else(|| (0..columns.len()).max_by(heaviest))
}

/// Whether that column would be too narrow to be read among these.
fn starved(columns: &[usize], needs: &[Need], names: &[String], width: usize) -> bool {
    let widths = share(columns, needs, width);
    main_column(columns, needs, names).is_some_and(|m| widths[m] < needs[columns[m]].readable())
}

/// Columns that the text takes on a terminal.
pub fn display_width(text: &str) -> usize {
    text.width()
}

/// How much room a column's text wants.
struct Need {
    /// For its longest word (within reason: a URL may be cut).
    least: usize,
    /// For its longest value on one line.
    most: usize,
    /// Its claim to what is left over: its average length.
    weight: f64,
}

impl Need {
    fn of<'a>(name: &'a str, values: impl Iterator<Item = &'a Option<String>>) -> Self {
        let (mut least, mut most, mut sum, mut count) = (0, 1, 0, 0u32);
        for text in values.map(|v| v.as_deref().unwrap_or("")) {
            let width = display_width(text);
            most = most.max(width);
            sum += width;
            count += 1;
            least = text.split(' ').map(display_width).fold(least, usize::max);
        }
        let name = display_width(name);
        let weight = (sum as f64 / f64::from(count.max(1))).max(1.0);
        Self { least: least.max(name).clamp(1, LONGEST_WORD), most: most.max(name), weight }
    }
}

impl Need {
    /// The width below which the column is no pleasure to read: that of short values is little more than their length.
    fn readable(&self) -> usize {
        self.most.min(LEAST_TEXT).min((self.weight * 1.25) as usize)
    }
}

fn fits(columns: &[usize], needs: &[Need], width: usize) -> bool {
    columns.iter().map(|c| needs[*c].most + GAP).sum::<usize>() <= width + GAP
}

/// The width of each column: room for its longest word, and of what is left a part in proportion to its text.
fn share(columns: &[usize], needs: &[Need], width: usize) -> Vec<usize> {
    let room = width.saturating_sub(GAP * columns.len().saturating_sub(1));
    let mut widths: Vec<usize> = columns.iter().map(|c| needs[*c].least.min(needs[*c].most)).collect();
    loop {
        let left = room.saturating_sub(widths.iter().sum());
        let open: Vec<usize> = (0..columns.len()).filter(|i| widths[*i] < needs[columns[*i]].most).collect();
        let weight: f64 = open.iter().map(|i| needs[columns[*i]].weight).sum();
        let mut grown = 0;
        for i in open {
            let need = &needs[columns[i]];
            let more = ((left as f64 * need.weight / weight) as usize).min(need.most - widths[i]);
            widths[i] += more;
            grown += more;
        }
        if grown == 0 {
            return widths;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Vec<Vec<Option<String>>> {
        let cell = |c: &&str| Some((*c).to_owned()).filter(|c| !c.is_empty());
        rows.iter().map(|r| r.iter().map(cell).collect()).collect()
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    fn lines(width: usize) -> Style {
        Style { width, ..Style::default() }
    }

    #[test]
    fn what_fits_is_shown_as_it_is() {
        let layout = lay_out(
            &names(&["a", "b", "c"]),
            &table(&[&["x", "", "long text"], &["y", "", "z"]]),
            &lines(40),
            true,
        );
        assert_eq!(layout.shown, [(0, 1), (2, 9)]);
        assert_eq!(layout.empty, [1]);
    }

    #[test]
    fn constant_columns_make_room() {
        let long = "word ".repeat(30);
        let rows = table(&[&["same", "1", &long], &["same", "2", &long]]);
        let layout = lay_out(&names(&["who", "n", "text"]), &rows, &lines(60), true);
        assert_eq!(layout.constant, [0, 2]);
        assert_eq!(lay_out(&names(&["who", "n", "text"]), &rows, &lines(60), false).constant, [0; 0]);
    }

    #[test]
    fn named_columns_stay() {
        let long = "word ".repeat(30);
        let rows = table(&[&["1", "", &long], &["1", "", &long]]);
        let columns = names(&["article_id", "n", "text"]);
        let style = Style { named: true, ..lines(60) };
        let shown: Vec<usize> = lay_out(&columns, &rows, &style, true).shown.iter().map(|s| s.0).collect();
        assert_eq!(shown, [0, 1, 2]);
    }

    #[test]
    fn the_article_stays_where_there_is_room() {
        let long = "word ".repeat(30);
        let rows = table(&[&["a", &long, "1"], &["b", &long, "2"]]);
        let layout = lay_out(&names(&["actor", "quote", "article_id"]), &rows, &lines(60), true);
        assert_eq!(layout.shown.len(), 2, "the quote says the same in every row");
        let layout = lay_out(&names(&["actor", "quote", "article_id"]), &rows, &lines(30), false);
        assert_eq!(layout.left_out, [2]);
    }

    #[test]
    fn the_text_gets_room_before_the_columns_on_the_right() {
        let text = |n| format!("{n} {}", "words of text ".repeat(20));
        let (a, b) = (text(1), text(2));
        let rows =
            table(&[&["implementation", &a, "title of the one"], &["recognition", &b, "title of another"]]);
        let layout = lay_out(&names(&["issue", "evidence", "title"]), &rows, &lines(50), true);
        assert_eq!(layout.shown, [(0, 14), (1, 34)]);
        assert_eq!(layout.left_out, [2]);
        assert_eq!(lay_out(&names(&["issue", "evidence", "title"]), &rows, &lines(90), true).shown.len(), 3);
    }
}
