//! One value of a query's result.

use serde::{Serialize, Serializer};

/// A value as SQLite has it: the only thing that a renderer needs to know about a database.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// No value.
    Null,
    /// A 64-bit integer.
    Integer(i64),
    /// A floating-point number.
    Real(f64),
    /// Text.
    Text(String),
    /// Bytes that are not text.
    Blob(Vec<u8>),
}

impl Cell {
    /// The value as plain text: nothing for NULL, hexadecimal (`X'0a'`, as in SQL) for bytes.
    pub fn to_text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Integer(i) => i.to_string(),
            Self::Real(r) => {
                serde_json::Number::from_f64(*r).map_or_else(|| r.to_string(), |n| n.to_string())
            }
            Self::Text(t) => t.clone(),
            Self::Blob(b) => blob_literal(b),
        }
    }

    /// The bytes of its text, or of what it takes without one.
    pub fn text_len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Blob(bytes) => bytes.len() * 2,
            _ => size_of::<Self>(),
        }
    }

    /// Whether the value is a number (set flush right by renderers).
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Integer(_) | Self::Real(_))
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Integer(i) => serializer.serialize_i64(*i),
            Self::Real(r) => serializer.serialize_f64(*r),
            Self::Text(t) => serializer.serialize_str(t),
            Self::Blob(b) => serializer.serialize_str(&blob_literal(b)),
        }
    }
}

fn blob_literal(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0');
    let mut out = String::with_capacity(bytes.len() * 2 + 3);
    out.push_str("X'");
    out.extend(bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]));
    out.push('\'');
    out
}
