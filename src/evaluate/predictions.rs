//! The JSONL of `kb extract`: one line in, what was predicted for one document out.

use super::{Attribution, Predicted};
use crate::text::{ByteSpan, CharIndex};
use serde::Deserialize;

/// What was predicted for one document; offsets are code points, end exclusive.
#[derive(Clone, Debug, Deserialize)]
pub struct PredictedDocument {
    /// The document's file name without its ending.
    pub id: String,
    quotes: Vec<PredictedQuote>,
}

#[derive(Clone, Debug, Deserialize)]
struct PredictedQuote {
    content: Vec<[usize; 2]>,
    #[serde(default)]
    cue: Option<Vec<[usize; 2]>>,
    #[serde(default)]
    source: Option<Vec<[usize; 2]>>,
    #[serde(default)]
    confidence: Option<f64>,
}

impl PredictedDocument {
    /// The predictions as byte spans into `body`.
    pub fn predicted(&self, body: &str) -> Vec<Predicted> {
        let index = CharIndex::new(body);
        let spans = |pairs: &[[usize; 2]]| -> Vec<ByteSpan> {
            let span = |[start, end]: &[usize; 2]| {
                ByteSpan::new(index.byte_of_char(*start), index.byte_of_char((*end).max(*start)))
            };
            pairs.iter().map(span).collect()
        };
        let one = |quote: &PredictedQuote| Predicted {
            attribution: Attribution {
                content: spans(&quote.content),
                cue: spans(quote.cue.as_deref().unwrap_or(&[])),
                source: spans(quote.source.as_deref().unwrap_or(&[])),
            },
            confidence: quote.confidence,
        };
        self.quotes.iter().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_kb_extract_prints() {
        let line = r#"{"id":"a","quotes":[{"kind":"direct","content":[[0,4]],"cue":null,"source":[[6,9]],"confidence":0.5}]}"#;
        let document: PredictedDocument = serde_json::from_str(line).unwrap();
        let predicted = document.predicted("“Да”, Ann");
        assert_eq!(predicted[0].attribution.content[0].of("“Да”, Ann"), "“Да”");
        assert_eq!(predicted[0].confidence, Some(0.5));
    }
}
