//! Archives: zip (and the documents that are zips inside), tar, gzip. What is in them is read as files are, within limits
//! on how much may come out, how many parts there are and how deep archives stand in each other.

use super::{Budget, Draft, office, read};
use crate::import::ImportError;
use crate::import::columns::Columns;
use crate::import::format::{Format, ending};
use crate::import::input::MAX_BYTES;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Reads a zip, or the document that it is.
pub fn read_zip(bytes: &[u8], columns: &Columns, budget: &mut Budget) -> Vec<Draft> {
    if !bytes.starts_with(b"PK") {
        return Draft::whole(Err(ImportError::NoArticle(
            "it is called an archive or document, and is none".into(),
        )));
    }
    let mut zip = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(zip) => zip,
        Err(e) => return Draft::whole(Err(ImportError::Damaged(format!("its archive is damaged: {e}")))),
    };
    if let Some(drafts) = office::read(bytes, &mut zip, columns, budget) {
        return drafts;
    }
    let mut out = Vec::new();
    for n in 0..zip.len() {
        let mut entry = match zip.by_index(n) {
            Ok(entry) => entry,
            Err(e) => {
                out.push(failed(
                    format!("!/{n}"),
                    ImportError::Damaged(format!("it can't be unpacked: {e}")),
                ));
                continue;
            }
        };
        let name = entry.name().map(|n| n.into_owned()).unwrap_or_else(|_| n.to_string());
        if entry.is_dir() || is_hidden(&name) {
            continue;
        }
        match take(&mut entry, budget) {
            Ok(content) => out.extend(part(&content, &name, columns, budget)),
            Err(e) => out.push(failed(format!("!/{name}"), e)),
        }
        if ended(&mut out, budget) {
            break;
        }
    }
    out
}

/// Reads a tar archive.
pub fn read_tar(bytes: &[u8], columns: &Columns, budget: &mut Budget) -> Vec<Draft> {
    let mut out = Vec::new();
    let mut tar = tar::Archive::new(bytes);
    let damaged = |e: &std::io::Error| ImportError::Damaged(format!("its archive is damaged: {e}"));
    let entries = match tar.entries() {
        Ok(entries) => entries,
        Err(e) => return Draft::whole(Err(damaged(&e))),
    };
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(e) => {
                out.push(failed(String::new(), damaged(&e)));
                break;
            }
        };
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if !entry.header().entry_type().is_file() || is_hidden(&name) {
            continue;
        }
        match take(&mut entry, budget) {
            Ok(content) => out.extend(part(&content, &name, columns, budget)),
            Err(e) => out.push(failed(format!("!/{name}"), e)),
        }
        if ended(&mut out, budget) {
            break;
        }
    }
    out
}

/// Reads what gzip has packed: one file, of the same name without `.gz`.
pub fn read_gzip(bytes: &[u8], name: &str, columns: &Columns, budget: &mut Budget) -> Vec<Draft> {
    let inner = match ending(name).as_str() {
        "tgz" => format!("{}.tar", name.get(..name.len().saturating_sub(4)).unwrap_or(name)),
        "gz" => name.get(..name.len().saturating_sub(3)).unwrap_or(name).to_owned(),
        _ => name.to_owned(),
    };
    if !bytes.starts_with(b"\x1f\x8b") {
        return Draft::whole(Err(ImportError::NoArticle("it is called a gzip file, and is none".into())));
    }
    let mut content = Vec::new();
    let limit = budget.bytes;
    if let Err(e) = flate2::read::MultiGzDecoder::new(bytes).take(limit + 1).read_to_end(&mut content) {
        return Draft::whole(Err(ImportError::Damaged(format!("it can't be unpacked: {e}"))));
    }
    if content.len() as u64 > limit {
        return Draft::whole(Err(ImportError::TooLarge {
            what: "an archive, unpacked,",
            limit: limit >> 20,
        }));
    }
    budget.bytes -= content.len() as u64;
    inside(&content, &inner, columns, budget)
}

/// One part of an archive, by its name in it.
fn part(content: &[u8], name: &str, columns: &Columns, budget: &mut Budget) -> Vec<Draft> {
    let mut drafts = inside(content, name, columns, budget);
    for draft in &mut drafts {
        draft.part = format!("!/{name}{}", draft.part);
    }
    drafts
}

fn inside(content: &[u8], name: &str, columns: &Columns, budget: &mut Budget) -> Vec<Draft> {
    let Some(format) = Format::of(content, name) else {
        return Draft::whole(Err(ImportError::Format(ending(name))));
    };
    let deeper = matches!(format, Format::Zip | Format::Tar | Format::Gzip);
    if deeper && budget.depth == 0 {
        return Draft::whole(Err(ImportError::Damaged("archives stand too deep in each other".into())));
    }
    budget.depth -= usize::from(deeper);
    let drafts = read(format, content, name, columns, budget);
    budget.depth += usize::from(deeper);
    drafts
}

/// The bytes of a part; never more of them than an article may have, or than are left to the file.
fn take(entry: &mut impl Read, budget: &mut Budget) -> Result<Vec<u8>, ImportError> {
    budget.parts = budget.parts.saturating_sub(1);
    let mut content = Vec::new();
    let limit = budget.bytes.min(2 * MAX_BYTES);
    let read = entry.take(limit + 1).read_to_end(&mut content);
    budget.bytes = budget.bytes.saturating_sub(content.len() as u64);
    read.map_err(|e| ImportError::Damaged(format!("it can't be unpacked: {e}")))?;
    if content.len() as u64 > limit {
        return Err(ImportError::TooLarge { what: "a part of an archive", limit: limit >> 20 });
    }
    Ok(content)
}

/// Whether nothing may come any more; that is said once.
fn ended(out: &mut Vec<Draft>, budget: &Budget) -> bool {
    let over = budget.bytes == 0 || budget.parts == 0;
    if over {
        out.push(failed(
            "!/".into(),
            ImportError::Damaged("more comes out of it than kb unpacks; the rest is not read".into()),
        ));
    }
    over
}

fn failed(part: String, e: ImportError) -> Draft {
    Draft { part, article: Err(e), heading: None }
}

fn is_hidden(name: &str) -> bool {
    name.ends_with('/') || name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}
