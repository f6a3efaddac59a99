//! Which column of a table, or field of a record, says what of an article.

/// What a column can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The text.
    Body,
    /// Headline.
    Title,
    /// Who published it.
    Outlet,
    /// Byline.
    Author,
    /// When.
    Published,
    /// Where it can be read.
    Url,
    /// BCP 47 tag.
    Language,
    /// The file that the row is about.
    File,
}

/// The fields with their names in `--map` and what people and programs call such a column, the likeliest first.
const NAMES: &[(Field, &[&str])] = &[
    (
        Field::Body,
        &[
            "body",
            "text",
            "article_text",
            "maintext",
            "articlebody",
            "content",
            "full_text",
            "fulltext",
            "raw_text",
            "cleaned_text",
            "article",
            "story",
            "plain_text",
            "article_body",
            "body_text",
        ],
    ),
    (Field::Title, &["title", "headline", "heading", "article_title", "name"]),
    (
        Field::Outlet,
        &[
            "outlet",
            "publisher",
            "sitename",
            "site_name",
            "source_name",
            "publication",
            "newspaper",
            "source",
            "media_name",
            "source_domain",
            "hostname",
            "domain",
            "site",
        ],
    ),
    (Field::Author, &["author", "authors", "byline", "writer", "by"]),
    (
        Field::Published,
        &[
            "published",
            "publication_date",
            "date_publish",
            "publish_date",
            "date_published",
            "datepublished",
            "published_at",
            "publishedat",
            "pub_date",
            "pubdate",
            "date",
            "published_date",
            "publicationdate",
            "seendate",
            "datetime",
            "day",
        ],
    ),
    (
        Field::Url,
        &[
            "url",
            "link",
            "source_url",
            "canonical_url",
            "article_url",
            "web_url",
            "address",
            "documentidentifier",
        ],
    ),
    (Field::Language, &["language", "lang", "meta_lang", "locale"]),
    (Field::File, &["file", "filename", "file_name", "path", "document", "doc", "id"]),
];

impl Field {
    /// The name in `--map`.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(f, _)| *f == self).and_then(|(_, names)| names.first()).copied().unwrap_or("")
    }
}

/// What the user says of columns; whatever is not said is guessed by the names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(Vec<(Field, String)>);

impl Columns {
    /// Reads `title=headline,published=day`.
    ///
    /// # Errors
    /// In words, where there is no such field or no `=`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut said = Vec::new();
        for pair in text.split(',').filter(|p| !p.trim().is_empty()) {
            let (field, column) =
                pair.split_once('=').ok_or_else(|| format!("`{pair}`: write FIELD=COLUMN"))?;
            let known = NAMES.iter().find(|(_, names)| names.first() == Some(&field.trim()));
            let Some((field, _)) = known else {
                let all: Vec<&str> = NAMES.iter().filter_map(|(_, names)| names.first().copied()).collect();
                return Err(format!(
                    "there is no field `{}`; the fields are {}",
                    field.trim(),
                    all.join(", ")
                ));
            };
            said.push((*field, column.trim().to_owned()));
        }
        Ok(Self(said))
    }

    /// Which of the names stands for what: what the user says, else the likeliest.
    pub fn of<'a>(&self, names: &[&'a str]) -> Vec<(Field, &'a str)> {
        let plain = |name: &str| name.trim().to_lowercase().replace([' ', '-'], "_");
        let mut found = Vec::new();
        for (field, known) in NAMES {
            let said = self.0.iter().find(|(f, _)| f == field);
            let column = match said {
                Some((_, said)) => names.iter().find(|n| n.trim() == said),
                None => known.iter().find_map(|k| names.iter().find(|n| plain(n) == *k)),
            };
            found.extend(column.map(|name| (*field, *name)));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_guessed_and_what_is_said_goes_before() {
        let names = ["Headline", "date", "text", "site"];
        let found = Columns::default().of(&names);
        assert_eq!(
            found,
            [
                (Field::Body, "text"),
                (Field::Title, "Headline"),
                (Field::Outlet, "site"),
                (Field::Published, "date")
            ]
        );
        let found = Columns::parse("title=site, body=text").unwrap().of(&names);
        assert!(found.contains(&(Field::Title, "site")), "{found:?}");
        assert!(Columns::parse("titel=x").unwrap_err().contains("the fields are body, title"));
    }
}
