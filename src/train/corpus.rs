//! The training corpus on disk: a folder in, articles with annotation and tags out, in order of name.
//!
//! ```text
//! CORPUS/text/*.txt           the bodies
//! CORPUS/attributions/*.ann   brat standoff; where several people annotated an article, the first by name
//! CORPUS/tags/*.tsv           begin, end, part of speech, entity class; optional
//! CORPUS/metadata.tsv         filename, publisher, publication_date, …; optional
//! ```

use super::TrainError;
use crate::evaluate::{Attribution, read_brat};
use crate::extract::analysis::tags::{EntityClass, Pos};
use std::collections::BTreeMap;
use std::path::Path;

/// One token of a tag file, as code point offsets.
#[derive(Clone, Copy, Debug)]
pub(super) struct TagRow {
    pub start: usize,
    pub end: usize,
    pub pos: Pos,
    pub entity: EntityClass,
}

/// One annotated article.
#[derive(Clone, Debug)]
pub struct Article {
    /// File name without its ending.
    pub id: String,
    /// Date of publication as the metadata have it; empty where they do not.
    pub date: String,
    /// The text.
    pub body: String,
    /// What people annotated.
    pub gold: Vec<Attribution>,
    /// How often it counts in training.
    pub weight: usize,
    pub(super) tags: Vec<TagRow>,
}

/// Reads the corpus in `folder`. Articles without an annotation file are left out.
pub fn read(folder: &Path) -> Result<Vec<Article>, TrainError> {
    let annotations = names(&folder.join("attributions"), "ann")?;
    // "name.ann", or "name_1a2b.ann" where several people annotated the same article.
    let mut first: BTreeMap<&str, &String> = BTreeMap::new();
    for name in &annotations {
        first.entry(article_name(name)).or_insert(name);
    }
    let dates = dates(&folder.join("metadata.tsv"));
    let mut articles = Vec::new();
    for id in names(&folder.join("text"), "txt")? {
        let Some(annotation) = first.get(id.as_str()) else { continue };
        let body = text(&folder.join("text").join(format!("{id}.txt")))?;
        let gold = read_brat(&body, &text(&folder.join("attributions").join(format!("{annotation}.ann")))?);
        let tag_path = folder.join("tags").join(format!("{id}.tsv"));
        let tags = if tag_path.exists() { tag_rows(&text(&tag_path)?) } else { Vec::new() };
        let date = dates.get(&id).cloned().unwrap_or_default();
        articles.push(Article { id, date, body, gold, weight: 1, tags });
    }
    Ok(articles)
}

fn text(path: &Path) -> Result<String, TrainError> {
    std::fs::read_to_string(path).map_err(|source| TrainError::Read { path: path.to_path_buf(), source })
}

/// The names, without their ending, of the files of `folder` that end in `.ending`, sorted.
fn names(folder: &Path, ending: &str) -> Result<Vec<String>, TrainError> {
    let fail = |source| TrainError::Read { path: folder.to_path_buf(), source };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        if path.extension().is_some_and(|e| e == ending)
            && let Some(stem) = path.file_stem().and_then(|s| s.to_str())
        {
            found.push(stem.to_string());
        }
    }
    found.sort();
    Ok(found)
}

fn article_name(annotation: &str) -> &str {
    match annotation.rsplit_once('_') {
        Some((name, tail)) if tail.len() == 4 && tail.bytes().all(|b| b.is_ascii_hexdigit()) => name,
        _ => annotation,
    }
}

/// Publication dates by file name; a missing or odd file has none.
fn dates(path: &Path) -> BTreeMap<String, String> {
    let Ok(table) = std::fs::read_to_string(path) else { return BTreeMap::new() };
    let mut lines = table.lines();
    let columns: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
    let column = |name: &str| columns.iter().position(|c| *c == name);
    let (Some(file), Some(date)) = (column("filename"), column("publication_date")) else {
        return BTreeMap::new();
    };
    lines
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let name = cells.get(file)?.trim_end_matches(".txt");
            Some((name.to_string(), cells.get(date)?.to_string()))
        })
        .collect()
}

fn tag_rows(table: &str) -> Vec<TagRow> {
    table
        .lines()
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (start, end) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
            let pos = Pos::from_name(cells.next()?)?;
            let entity = match cells.next()? {
                "PERSON" => EntityClass::Person,
                "ORGANIZATION" => EntityClass::Organisation,
                "LOCATION" => EntityClass::Location,
                _ => EntityClass::Other,
            };
            Some(TagRow { start, end, pos, entity })
        })
        .collect()
}
