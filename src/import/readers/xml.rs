//! XML as a plain list of what opens, closes and is said: names without their prefixes, entities resolved where they are
//! predefined or numbers (others of a document's own making are not looked at, so none can grow).

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// One piece of a document.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// An element opens, with its attributes.
    Open(String, Vec<(String, String)>),
    /// An element closes.
    Close(String),
    /// Words.
    Words(String),
}

/// Elements that a document has at most.
const MOST: usize = 2_000_000;

/// Hands over the pieces of a document as far as it can be read.
pub fn each(text: &str, mut take: impl FnMut(Piece)) {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    for _ in 0..MOST {
        match reader.read_event() {
            Ok(Event::Start(e)) => take(opened(&e)),
            Ok(Event::Empty(e)) => {
                let piece = opened(&e);
                let Piece::Open(name, _) = &piece else { continue };
                let close = Piece::Close(name.clone());
                take(piece);
                take(close);
            }
            Ok(Event::End(e)) => take(Piece::Close(local(e.name().as_ref()))),
            Ok(Event::Text(t)) => take(Piece::Words(t.to_string())),
            Ok(Event::CData(t)) => take(Piece::Words(t.to_string())),
            Ok(Event::GeneralRef(r)) => {
                let known = match r.as_ref() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    "nbsp" => Some('\u{a0}'),
                    _ => r.resolve_char_ref().ok().flatten(),
                };
                take(Piece::Words(known.map(String::from).unwrap_or_default()));
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// The value of an attribute.
pub fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
}

fn opened(e: &BytesStart<'_>) -> Piece {
    let mut attributes = Vec::new();
    for a in e.attributes().with_checks(false).flatten() {
        let value = a.normalized_value(XmlVersion::Implicit1_0).map(|v| v.into_owned()).unwrap_or_default();
        attributes.push((local(a.key.as_ref()), value));
    }
    Piece::Open(local(e.name().as_ref()), attributes)
}

fn local(name: &str) -> String {
    name.rsplit_once(':').map_or(name, |(_, local)| local).to_owned()
}
