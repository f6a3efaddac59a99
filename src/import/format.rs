//! Which format bytes are in: by what they are first, by the name of their file second.

use std::path::Path;

/// A format that kb reads; `--format` takes these names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Plain text, with or without front matter.
    Text,
    /// Markdown.
    Markdown,
    /// A page of the web.
    Html,
    /// A page with all that belongs to it in one file, as browsers save it.
    Mhtml,
    /// RSS or Atom.
    Feed,
    /// Articles as JSON or as lines of JSON.
    Json,
    /// Articles as rows: CSV, TSV, and what is separated by semicolons or bars.
    Table,
    /// A mail.
    Mail,
    /// A box of mails.
    Mbox,
    /// An export of Factiva or Nexis: many articles in one text.
    Export,
    /// A zip of any of these; also DOCX, ODT, EPUB and XLSX, which are zips inside.
    Zip,
    /// A tar archive.
    Tar,
    /// Something packed by gzip.
    Gzip,
    /// Rich text.
    Rtf,
    /// A PDF, whose text can not be read yet.
    Pdf,
}

/// How much of a text is looked at.
const HEAD: usize = 1 << 16;

impl Format {
    /// The format of these bytes (or the first of them), which came under this name; none where no reader knows it.
    pub fn of(bytes: &[u8], name: &str) -> Option<Self> {
        let ending = ending(name);
        if let Some(packed) = by_magic(bytes) {
            return Some(packed);
        }
        let head =
            String::from_utf8_lossy(bytes.get(..HEAD.min(bytes.len())).unwrap_or(bytes)).replace('\0', "");
        let text = head.trim_start_matches(['\u{feff}', '\u{fffd}', ' ', '\t', '\r', '\n']);
        let by_name = by_ending(&ending);
        by_markup(text, by_name).or_else(|| by_lines(text, by_name)).or(by_name)
    }
}

/// The ending of a name in lower case, without its dot.
pub(super) fn ending(name: &str) -> String {
    Path::new(name).extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn by_ending(ending: &str) -> Option<Format> {
    Some(match ending {
        "" | "txt" | "text" => Format::Text,
        "md" | "markdown" => Format::Markdown,
        "html" | "htm" | "xhtml" | "shtml" => Format::Html,
        "mht" | "mhtml" => Format::Mhtml,
        "rss" | "atom" => Format::Feed,
        "json" | "jsonl" | "ndjson" => Format::Json,
        "csv" | "tsv" | "tab" => Format::Table,
        "eml" => Format::Mail,
        "mbox" | "mbx" => Format::Mbox,
        "zip" | "docx" | "odt" | "epub" | "xlsx" => Format::Zip,
        "tar" => Format::Tar,
        "gz" | "tgz" => Format::Gzip,
        "rtf" => Format::Rtf,
        "pdf" => Format::Pdf,
        _ => return None,
    })
}

fn by_magic(bytes: &[u8]) -> Option<Format> {
    let near_start = bytes.get(..1024.min(bytes.len())).unwrap_or(bytes);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        Some(Format::Zip)
    } else if bytes.starts_with(b"\x1f\x8b") {
        Some(Format::Gzip)
    } else if bytes.get(257..262) == Some(b"ustar") {
        Some(Format::Tar)
    } else if near_start.trim_ascii_start().starts_with(b"%PDF-") {
        Some(Format::Pdf)
    } else if near_start.trim_ascii_start().starts_with(br"{\rtf") {
        Some(Format::Rtf)
    } else {
        None
    }
}

fn by_markup(text: &str, by_name: Option<Format>) -> Option<Format> {
    if !text.starts_with('<') {
        return None;
    }
    let head: String = text.chars().take(4096).collect::<String>().to_lowercase();
    let root = ["<rss", "<feed", "<rdf:rdf"].iter().any(|tag| head.contains(tag));
    if root && !head.contains("<html") {
        return Some(Format::Feed);
    }
    let page = ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| head.contains(tag));
    // A piece of a page: Markdown may begin with a tag, too, and is left to its own reader.
    let piece = by_name == Some(Format::Text)
        && (["</p>", "</div>", "</article>", "</h1>"].iter().any(|tag| text.to_lowercase().contains(tag)));
    (page || piece).then_some(Format::Html)
}

fn by_lines(text: &str, by_name: Option<Format>) -> Option<Format> {
    let plain = matches!(by_name, Some(Format::Text) | None);
    if text.starts_with("From ") && text.lines().nth(1).is_some_and(|l| header(l).is_some()) {
        return Some(Format::Mbox);
    }
    if is_mail(text) {
        let related = text.get(..text.len().min(8192)).unwrap_or(text).to_lowercase();
        let page = related.contains("multipart/related") || by_name == Some(Format::Mhtml);
        return Some(if page { Format::Mhtml } else { Format::Mail });
    }
    if plain && is_export(text) {
        return Some(Format::Export);
    }
    (plain && is_json(text)).then_some(Format::Json)
}

/// Whether a text begins with an object, or with a list of objects.
fn is_json(text: &str) -> bool {
    let inner = text.strip_prefix('[').map_or(text, str::trim_start);
    inner.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"'))
}

/// The name of a header, where the line is one.
fn header(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(':')?;
    let fits = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    fits.then_some(name)
}

/// A mail is known by two headers that no reader of news would write at the head of a text.
fn is_mail(text: &str) -> bool {
    const KNOWN: &[&str] = &[
        "from",
        "date",
        "message-id",
        "received",
        "mime-version",
        "return-path",
        "delivered-to",
        "snapshot-content-location",
        "subject",
    ];
    let mut known = 0;
    for line in text.lines().take(200) {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some(name) = header(line) else { return false };
        known += usize::from(KNOWN.contains(&name.to_lowercase().as_str()));
    }
    known >= 3
}

/// Exports of media databases: the codes of Factiva, or the fields of Nexis.
pub(super) fn is_export(text: &str) -> bool {
    let starts = |mark: &str| text.lines().filter(|l| l.starts_with(mark)).count();
    let factiva = starts("HD ") > 0 && starts("PD ") > 0 && (starts("LP ") > 0 || starts("TD ") > 0);
    let nexis = (starts("LENGTH: ") > 0 || starts("Length:") > 0)
        && (starts("LOAD-DATE: ") > 0
            || starts("Load-Date: ") > 0
            || text.lines().any(|l| l.trim() == "Body"));
    factiva || nexis
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_is_goes_before_what_it_is_called() {
        for (bytes, name, format) in [
            ("“No,” he said.", "a.txt", Some(Format::Text)),
            ("“No,” he said.", "a", Some(Format::Text)),
            ("# No", "a.md", Some(Format::Markdown)),
            ("\u{feff}\n<!DOCTYPE html><p>No", "a.txt", Some(Format::Html)),
            ("<html><body><p>No</p>", "a.csv", Some(Format::Html)),
            ("<p>No</p>", "a.txt", Some(Format::Html)),
            ("<p>No</p>", "a.md", Some(Format::Markdown)),
            ("{\\rtf1 No", "a.txt", Some(Format::Rtf)),
            ("%PDF-1.4", "a.txt", Some(Format::Pdf)),
            ("<?xml version=\"1.0\"?><rss><channel/></rss>", "a.xml", Some(Format::Feed)),
            ("<?xml version=\"1.0\"?><other/>", "a.xml", None),
            ("[{\"a\": 1}]", "a.txt", Some(Format::Json)),
            ("[Music] he said", "a.txt", Some(Format::Text)),
            ("From: a@b\nDate: x\nSubject: y\n\nNo", "a.txt", Some(Format::Mail)),
            ("From x Mon\nSubject: y\n\nNo", "a.txt", Some(Format::Mbox)),
            ("From the start: no.\nMore.", "a.txt", Some(Format::Text)),
            ("HD No\nPD 1 May 2021\nLP No.", "a.txt", Some(Format::Export)),
            ("GIF89a", "a.gif", None),
        ] {
            assert_eq!(Format::of(bytes.as_bytes(), name), format, "{name}: {bytes}");
        }
    }
}
