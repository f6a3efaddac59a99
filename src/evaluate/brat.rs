//! Brat standoff: the text of one `.ann` file in, its attributions out.
//!
//! Lines read are `T1<TAB>Role start end;start end<TAB>text` and `E1<TAB>Attribution:T4 Source:T1 Cue:T2 Content:T3`;
//! roles may be numbered (`Content2`). Other lines, and broken ones, are passed over.

use crate::text::{ByteSpan, CharIndex};
use std::collections::HashMap;

/// One annotated attribution, as byte spans into the body.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Attribution {
    /// The words attributed, fragment by fragment; never empty.
    pub content: Vec<ByteSpan>,
    /// The reporting words.
    pub cue: Vec<ByteSpan>,
    /// The words that name the speaker; empty where the text names none.
    pub source: Vec<ByteSpan>,
}

/// The attributions of an annotation file, offsets turned from code points of `body` into bytes. Those without
/// content are left out.
pub fn read_brat(body: &str, annotation: &str) -> Vec<Attribution> {
    let index = CharIndex::new(body);
    let mut spans: HashMap<&str, Vec<ByteSpan>> = HashMap::new();
    let mut events = Vec::new();
    for line in annotation.lines() {
        let mut fields = line.split('\t');
        let (Some(id), Some(rest)) = (fields.next(), fields.next()) else { continue };
        if id.starts_with('T') {
            let Some((_, offsets)) = rest.split_once(' ') else { continue };
            spans.insert(id, offsets.split(';').filter_map(|o| offset(&index, o)).collect());
        } else if id.starts_with('E') {
            events.push(rest);
        }
    }
    let mut found = Vec::new();
    for event in events {
        let mut attribution = Attribution::default();
        for part in event.split_whitespace() {
            let Some((role, id)) = part.split_once(':') else { continue };
            let into = match role.trim_end_matches(|c: char| c.is_ascii_digit()) {
                "Content" => &mut attribution.content,
                "Cue" => &mut attribution.cue,
                "Source" => &mut attribution.source,
                _ => continue,
            };
            into.extend(spans.get(id).into_iter().flatten().copied());
        }
        for list in [&mut attribution.content, &mut attribution.cue, &mut attribution.source] {
            list.sort_unstable();
        }
        if !attribution.content.is_empty() {
            found.push(attribution);
        }
    }
    found
}

fn offset(index: &CharIndex, pair: &str) -> Option<ByteSpan> {
    let (start, end) = pair.trim().split_once(' ')?;
    let (start, end) = (start.parse().ok()?, end.parse().ok()?);
    (start < end && end <= index.len())
        .then(|| ByteSpan::new(index.byte_of_char(start), index.byte_of_char(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_fragments_and_numbered_roles() {
        let body = "“Да”, said Ann, “no”.";
        let annotation = "T1\tContent 0 4;16 20\t“Да” “no”\nT2\tCue 6 10\tsaid\nT3\tSource 11 14\tAnn\n\
                          T4\tContent 6 10\tsaid\nbroken\n\nE1\tAttribution:T2 Content:T1 Cue:T2 Source:T3 Content2:T4\n\
                          E2\tAttribution:T2\n";
        let found = read_brat(body, annotation);
        assert_eq!(found.len(), 1);
        let texts: Vec<_> = found[0].content.iter().map(|s| s.of(body)).collect();
        assert_eq!(texts, ["“Да”", "said", "“no”"]);
        assert_eq!(found[0].source[0].of(body), "Ann");
    }
}
