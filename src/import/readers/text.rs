//! The reader of `.txt` and `.md`: the text as it stands, and its front matter.

use super::Draft;
use crate::domain::Article;
use crate::import::decode::{Decoded, decode};
use crate::import::headline::headline;
use crate::import::{ImportError, front_matter, markdown};

/// Reads a text; of Markdown the words without their marks.
pub fn read(bytes: &[u8], is_markdown: bool) -> Draft {
    let mut heading = None;
    let article = article(bytes, is_markdown, &mut heading);
    Draft { part: String::new(), article, heading }
}

fn article(bytes: &[u8], is_markdown: bool, heading: &mut Option<String>) -> Result<Article, ImportError> {
    let Decoded { text, encoding, note } = decode(bytes)?;
    let (stated, body) = front_matter::split(&text)?;
    let plain = is_markdown.then(|| markdown::plain(body));
    let body = plain.as_ref().map_or(body, |p| p.text.as_str());
    if body.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    *heading = plain
        .as_ref()
        .and_then(|p| p.heading.clone())
        .or_else(|| headline(body).map(|h| h.trim_start_matches(['#', ' ']).to_owned()));
    Ok(Article {
        title: stated.title,
        outlet: stated.outlet,
        author: stated.author,
        published_text: stated.published,
        url: stated.url,
        language: stated.language,
        unknown_keys: stated.other.into_keys().collect(),
        encoding: Some(encoding.to_owned()),
        decoding_note: note,
        body: body.to_owned(),
        ..Article::default()
    })
}
