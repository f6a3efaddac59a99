//! Words that are asked for before anybody knows a text's language: names are folded, and headlines found, without one.
//!
//! They are those of English as the program has it, also where a language of other files reads: what names are folded to are
//! keys of the database.

use super::entries;
use super::files::{LanguageFiles, List};
use std::sync::LazyLock;

/// The sets of the list.
#[derive(Debug)]
pub(crate) struct BareWords {
    /// What the sign `&` stands for.
    pub and: &'static str,
    /// Left out at the beginning of a name.
    pub article: &'static str,
    /// What is in a caption and in no headline, exactly as written.
    pub caption: Vec<String>,
}

/// The one list.
pub(crate) static BARE: LazyLock<BareWords> = LazyLock::new(|| {
    let set = |name: &str| {
        let mut sets =
            entries(LanguageFiles::english().list(List::BareWords)).filter_map(|l| l.split_once(": "));
        sets.find(|(of, _)| *of == name).map_or("", |(_, words)| words)
    };
    let caption = set("caption").split(' ').map(|words| words.replace('_', " ")).collect();
    BareWords { and: set("and"), article: set("article"), caption }
});

/// Whether a line has a word in it that captions have.
pub fn is_captioned(line: &str) -> bool {
    BARE.caption.iter().any(|words| line.contains(words.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_is_there() {
        assert!([BARE.and, BARE.article].iter().all(|word| word.len() > 1 && !word.contains(' ')));
        assert!(is_captioned("The minister. Photo: Agency") && !is_captioned("The minister speaks"));
    }
}
