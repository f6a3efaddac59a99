//! Word forms to stems: "said", "says", "saying" are one. Not for show: only equality matters.

use super::entries;
use crate::extract::hash;

/// Irregular forms with their base forms.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stemmer<'m> {
    /// In lower case, sorted by form.
    irregular: Vec<(&'m str, &'m str)>,
}

impl<'m> Stemmer<'m> {
    /// Reads the list: form and base form in each line.
    pub fn new(list: &'m str) -> Self {
        let mut irregular: Vec<_> = entries(list).filter_map(|line| line.split_once(' ')).collect();
        irregular.sort_unstable();
        Self { irregular }
    }

    /// Writes the stem of `lower` (a word in lower case) into `out`, which is cleared first.
    pub fn stem(&self, lower: &str, out: &mut String) {
        out.clear();
        match self.irregular.binary_search_by(|(form, _)| (*form).cmp(lower)) {
            Ok(at) => out.push_str(self.irregular[at].1),
            Err(_) => out.push_str(lower),
        }
        cut_ending(out);
    }

    /// The hash of the stem of this word.
    pub fn hash(&self, word: &str) -> u32 {
        let mut stemmed = String::new();
        self.stem(word, &mut stemmed);
        hash::of_str(&stemmed)
    }
}

/// Cuts off what English puts behind a word.
fn cut_ending(out: &mut String) {
    if !out.is_ascii() || out.len() <= 3 {
        return;
    }
    for (ending, shortest) in [("ing", 6), ("ied", 5), ("ies", 5), ("ed", 5), ("es", 5), ("s", 4)] {
        if out.ends_with(ending) && out.len() >= shortest && !out.ends_with("ss") && !out.ends_with("us") {
            out.truncate(out.len() - ending.len());
            if ending.starts_with("ie") {
                out.push('i');
            }
            break;
        }
    }
    let bytes = out.as_bytes();
    let n = bytes.len();
    // "admitted" and "admit", "argues" and "argue", "denies" and "deny" meet here.
    let doubled = n > 3 && bytes[n - 1] == bytes[n - 2] && !matches!(bytes[n - 1], b'l' | b's' | b'e');
    if doubled || n > 2 && bytes[n - 1] == b'e' {
        out.pop();
    } else if n > 2 && bytes[n - 1] == b'y' && !matches!(bytes[n - 2], b'a' | b'e' | b'o' | b'u') {
        out.pop();
        out.push('i');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::language::{LanguageFiles, List};

    fn of(word: &str) -> String {
        let mut out = String::new();
        let files = LanguageFiles::english();
        Stemmer::new(files.list(List::IrregularForms)).stem(word, &mut out);
        out
    }

    #[test]
    fn forms_of_a_word_meet() {
        for forms in [
            &["say", "says", "said", "saying"][..],
            &["argue", "argues", "argued", "arguing"],
            &["deny", "denies", "denied", "denying"],
            &["admit", "admits", "admitted", "admitting"],
            &["tell", "tells", "told", "telling"],
            &["believe", "believes", "believed", "believing"],
            &["stress", "stresses", "stressed", "stressing"],
        ] {
            for form in forms {
                assert_eq!(of(form), of(forms[0]), "{form}");
            }
        }
    }
}
