//! Where a row is from, as scholars and journalists write it: Markdown, BibTeX, CSL-JSON.

use serde_json::{Map, Value, json};

/// The styles, by the names they have on the command line.
pub const CITATION_STYLES: &[&str] = &["markdown", "bibtex", "csl-json"];

/// An article, and the paragraphs of it that are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citation {
    /// A key for the entry: lower-case words.
    pub key: String,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// When it was published: YYYY, YYYY-MM or YYYY-MM-DD.
    pub published: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// The file it was read from: what is left where nothing else is known.
    pub source_path: String,
    /// Paragraphs, from 1.
    pub paragraphs: Vec<usize>,
}

impl Citation {
    /// The citation in the style of this name, one of [`CITATION_STYLES`].
    pub fn in_style(&self, style: &str) -> String {
        match style {
            "bibtex" => self.bibtex(),
            "csl-json" => self.csl().to_string(),
            _ => self.markdown(),
        }
    }

    /// One line of Markdown: author, title (a link), outlet, date, paragraph. What is not known is left out; a missing date is "n.d.".
    pub fn markdown(&self) -> String {
        let title = markdown_text(&self.name());
        // Nothing but a web address becomes a link: what an article calls its URL may be anything.
        let title = match self.url.as_ref().filter(|u| u.starts_with("http://") || u.starts_with("https://"))
        {
            Some(url) => format!("[“{title}”](<{}>)", url.replace(['<', '>', '\n'], "")),
            None => format!("“{title}”"),
        };
        let date = self.published.clone().unwrap_or_else(|| "n.d.".into());
        let outlet = self.outlet.as_deref().map(|o| format!("*{}*", markdown_text(o)));
        let parts = [
            self.author.as_deref().map(markdown_text),
            Some(title),
            outlet,
            Some(date),
            self.place("para.", "paras."),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// An entry of a BibTeX file.
    pub fn bibtex(&self) -> String {
        let kind = if self.outlet.is_some() { "article" } else { "misc" };
        let mut date = self.published.iter().flat_map(|d| d.split('-'));
        let (year, month, day) = (date.next(), date.next(), date.next());
        let fields = [
            ("author", self.author.as_deref().map(|a| format!("{{{}}}", tex(a)))),
            ("title", Some(format!("{{{}}}", tex(&self.name())))),
            ("journal", self.outlet.as_deref().map(tex)),
            ("year", year.map(str::to_owned)),
            ("month", month.map(|m| m.trim_start_matches('0').to_owned())),
            ("day", day.map(|d| d.trim_start_matches('0').to_owned())),
            ("url", self.url.as_deref().map(|u| u.replace(['{', '}', '\\', '\n'], ""))),
            ("note", self.place("paragraph", "paragraphs")),
        ];
        let fields: String = fields
            .iter()
            .filter_map(|(name, value)| Some(format!("  {name} = {{{}}},\n", value.as_ref()?)))
            .collect();
        format!("@{kind}{{{},\n{fields}}}", self.key)
    }

    /// An item of CSL-JSON, as reference managers and pandoc read it.
    pub fn csl(&self) -> Value {
        let mut item = Map::new();
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                item.insert(name.to_owned(), value);
            }
        };
        put("id", Some(json!(self.key)));
        put("type", Some(json!("article-newspaper")));
        put("title", Some(json!(self.name())));
        put("container-title", self.outlet.as_ref().map(|o| json!(o)));
        put("author", self.author.as_ref().map(|a| json!([{ "literal": a }])));
        let parts = |d: &String| d.split('-').filter_map(|p| p.parse::<u32>().ok()).collect::<Vec<_>>();
        put("issued", self.published.as_ref().map(|d| json!({ "date-parts": [parts(d)] })));
        put("URL", self.url.as_ref().map(|u| json!(u)));
        put("note", self.place("paragraph", "paragraphs").map(|p| json!(p)));
        Value::Object(item)
    }

    fn name(&self) -> String {
        let file = || self.source_path.rsplit('/').next().unwrap_or(&self.source_path).to_owned();
        self.title.clone().unwrap_or_else(file)
    }

    fn place(&self, one: &str, many: &str) -> Option<String> {
        let numbers: Vec<String> = self.paragraphs.iter().map(usize::to_string).collect();
        match numbers.as_slice() {
            [] => None,
            [number] => Some(format!("{one} {number}")),
            numbers => Some(format!("{many} {}", numbers.join(", "))),
        }
    }
}

/// Text that Markdown takes as it is.
pub fn markdown_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => out.extend(['\\', c]),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Citation {
        Citation {
            key: "gazette-2021-3".into(),
            title: Some("Fish & treaties: 50 % [so far]".into()),
            outlet: Some("The Harbour Gazette".into()),
            author: Some("Joan Pell".into()),
            published: Some("2021-04-02".into()),
            url: Some("https://gazette.example/lake".into()),
            source_path: "lake.md".into(),
            paragraphs: vec![2],
        }
    }

    #[test]
    fn markdown() {
        let expected = "Joan Pell, [“Fish & treaties: 50 % \\[so far\\]”](<https://gazette.example/lake>), \
                        *The Harbour Gazette*, 2021-04-02, para. 2";
        assert_eq!(example().markdown(), expected);
        let bare = Citation { source_path: "a/note.txt".into(), ..Citation::default() };
        assert_eq!(bare.markdown(), "“note.txt”, n.d.");
    }

    #[test]
    fn bibtex() {
        let text = example().bibtex();
        assert!(text.starts_with("@article{gazette-2021-3,\n  author = {{Joan Pell}},\n  title = {{Fish \\& treaties: 50 \\% [so far]}},\n"));
        assert!(text.contains("  month = {4},\n  day = {2},\n"), "{text}");
    }

    #[test]
    fn csl_json() {
        let value = example().csl();
        assert_eq!(value["issued"]["date-parts"][0], json!([2021, 4, 2]));
        assert_eq!(value["author"][0]["literal"], "Joan Pell");
    }
}
