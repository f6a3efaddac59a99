//! Documents that are zips inside: DOCX, ODT, EPUB and workbooks. Their words with paragraphs, and what they say of
//! themselves.

use super::xml::{self, Piece};
use super::{Budget, Draft, export, filled, html, table, tidy};
use crate::domain::Article;
use crate::import::ImportError;
use crate::import::columns::Columns;
use crate::import::format::is_export;
use crate::import::input::MAX_BYTES;
use calamine::{Data, Reader as _, Xlsx};
use std::io::{Cursor, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use zip::ZipArchive;

type Zip<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Reads a document; nothing where the zip is none.
pub fn read(bytes: &[u8], zip: &mut Zip<'_>, columns: &Columns, budget: &mut Budget) -> Option<Vec<Draft>> {
    let has = |zip: &Zip<'_>, name: &str| zip.index_for_name(name).is_some();
    if has(zip, "word/document.xml") {
        let body = part(zip, "word/document.xml", budget).map(|text| paragraphs(&text, "p"));
        return Some(document(zip, "docProps/core.xml", body, budget));
    }
    if has(zip, "xl/workbook.xml") {
        return Some(workbook(bytes, columns));
    }
    if has(zip, "META-INF/container.xml") {
        return Some(book(zip, budget));
    }
    let kind =
        if has(zip, "mimetype") { part(zip, "mimetype", budget).unwrap_or_default() } else { String::new() };
    if kind.contains("opendocument.text") && has(zip, "content.xml") {
        let body = part(zip, "content.xml", budget).map(|text| paragraphs(&text, "p"));
        return Some(document(zip, "meta.xml", body, budget));
    }
    None
}

fn part(zip: &mut Zip<'_>, name: &str, budget: &mut Budget) -> Result<String, ImportError> {
    let damaged = |e: &dyn std::fmt::Display| ImportError::Damaged(format!("it is damaged: {e}"));
    let entry = zip.by_name(name).map_err(|e| damaged(&e))?;
    let limit = budget.bytes.min(MAX_BYTES);
    let mut content = Vec::new();
    entry.take(limit + 1).read_to_end(&mut content).map_err(|e| damaged(&e))?;
    budget.bytes = budget.bytes.saturating_sub(content.len() as u64);
    if content.len() as u64 > limit {
        return Err(ImportError::TooLarge { what: "a document", limit: limit >> 20 });
    }
    Ok(String::from_utf8_lossy(&content).into_owned())
}

fn document(
    zip: &mut Zip<'_>,
    about: &str,
    body: Result<String, ImportError>,
    budget: &mut Budget,
) -> Vec<Draft> {
    let body = match body {
        Ok(body) if body.is_empty() => return Draft::whole(Err(ImportError::Empty)),
        Ok(body) if is_export(&body) => return export::split(&body),
        Ok(body) => body,
        Err(e) => return Draft::whole(Err(e)),
    };
    let about = part(zip, about, budget).unwrap_or_default();
    // The dates in it are those of the file, not of the article: they are not taken.
    let heading = crate::import::headline::headline(&body).map(str::to_owned);
    let article = Article {
        title: said(&about, "title"),
        author: None,
        encoding: Some("UTF-8".into()),
        body,
        ..Article::default()
    };
    vec![Draft { part: String::new(), article: Ok(article), heading }]
}

/// What an element of this name says.
fn said(text: &str, element: &str) -> Option<String> {
    let mut found: Option<String> = None;
    let mut within = false;
    xml::each(text, |piece| match piece {
        Piece::Open(name, _) if name == element && found.is_none() => within = true,
        Piece::Close(name) if name == element => within = false,
        Piece::Words(words) if within => found.get_or_insert_default().push_str(&words),
        _ => {}
    });
    found.and_then(filled)
}

/// The words of a document, its paragraphs apart; without what was struck out, notes and captions of pictures.
fn paragraphs(text: &str, paragraph: &str) -> String {
    const HIDDEN: &[&str] = &[
        "del",
        "delText",
        "instrText",
        "annotation",
        "tracked-changes",
        "note",
        "frame",
        "pict",
        "drawing",
        "Fallback",
        "font-face-decls",
        "automatic-styles",
    ];
    let mut out = String::new();
    let mut hidden = 0usize;
    let mut within = 0usize;
    xml::each(text, |piece| match piece {
        Piece::Open(name, _) => {
            hidden += usize::from(HIDDEN.contains(&name.as_str()));
            match name.as_str() {
                n if n == paragraph || n == "h" => within += 1,
                "tab" | "s" if hidden == 0 => out.push(' '),
                "br" | "line-break" | "cr" if hidden == 0 => out.push('\n'),
                _ => {}
            }
        }
        Piece::Close(name) => {
            hidden = hidden.saturating_sub(usize::from(HIDDEN.contains(&name.as_str())));
            if name == paragraph || name == "h" {
                within = within.saturating_sub(1);
                out.push_str("\n\n");
            }
        }
        Piece::Words(words) if hidden == 0 && within > 0 => out.push_str(&words),
        Piece::Words(_) => {}
    });
    tidy(&out)
}

/// The first sheet of a workbook, as a table.
fn workbook(bytes: &[u8], columns: &Columns) -> Vec<Draft> {
    let sheet = catch_unwind(AssertUnwindSafe(|| {
        let mut book = Xlsx::new(Cursor::new(bytes)).ok()?;
        book.worksheet_range_at(0)?.ok()
    }));
    let Some(sheet) = sheet.ok().flatten() else {
        return Draft::whole(Err(ImportError::Damaged("its first sheet can't be read".into())));
    };
    let cell = |data: &Data| match data {
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    };
    let mut rows = sheet.rows().map(|row| row.iter().map(cell).collect::<Vec<_>>());
    let names = rows.next().unwrap_or_default();
    let rows = (2..).zip(rows).filter(|(_, cells)| cells.iter().any(|c| !c.is_empty())).collect();
    table::drafts(&table::Rows { names, rows }, columns)
}

/// A book's chapters in their order, as one text.
fn book(zip: &mut Zip<'_>, budget: &mut Budget) -> Vec<Draft> {
    let article = chapters(zip, budget);
    Draft::whole(article)
}

fn chapters(zip: &mut Zip<'_>, budget: &mut Budget) -> Result<Article, ImportError> {
    let container = part(zip, "META-INF/container.xml", budget)?;
    let mut place = String::new();
    xml::each(&container, |piece| {
        let Piece::Open(name, attributes) = piece else { return };
        if name == "rootfile" && place.is_empty() {
            place = xml::attribute(&attributes, "full-path").unwrap_or_default().to_owned();
        }
    });
    let package = part(zip, &place, budget)?;
    let folder = place.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let (mut items, mut order) = (Vec::new(), Vec::new());
    xml::each(&package, |piece| {
        let Piece::Open(name, attributes) = piece else { return };
        let get = |key: &str| xml::attribute(&attributes, key).map(str::to_owned);
        match name.as_str() {
            "item" => items.extend(get("id").zip(get("href"))),
            "itemref" => order.extend(get("idref")),
            _ => {}
        }
    });
    let mut text = String::new();
    for id in order {
        let Some((_, href)) = items.iter().find(|(i, _)| *i == id) else { continue };
        let page = part(zip, &format!("{folder}{href}"), budget)?;
        let body = page
            .split_once("<body")
            .map_or(page.as_str(), |(_, rest)| rest.split_once('>').map_or("", |(_, b)| b));
        text.push_str(&html::text_of(body));
        text.push_str("\n\n");
    }
    let body = tidy(&text);
    if body.is_empty() {
        return Err(ImportError::Empty);
    }
    Ok(Article {
        title: said(&package, "title"),
        author: said(&package, "creator"),
        outlet: said(&package, "publisher"),
        published_text: said(&package, "date"),
        language: said(&package, "language"),
        encoding: Some("UTF-8".into()),
        body,
        ..Article::default()
    })
}
