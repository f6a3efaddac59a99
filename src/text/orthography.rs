//! What a language writes in its own way: which words take a full stop, which are two written as one. A value, so that
//! nothing here knows a language.

/// How words and sentences are written; with nothing in it, full stops end sentences and nothing is taken apart. Each
/// list is sorted and in lower case, but for [`Self::letter_words`].
#[derive(Clone, Debug, Default)]
pub struct Orthography<'m> {
    /// Words that take a full stop, without it: "gov".
    pub abbreviations: Vec<&'m str>,
    /// Of these, those that are other words as well: abbreviations only with a capital, and before a word.
    pub with_capital: Vec<&'m str>,
    /// Words that take a full stop only before a number: "no".
    pub with_number: Vec<&'m str>,
    /// Abbreviations, with their full stop, that never end a sentence: "mr.".
    pub never_last: Vec<&'m str>,
    /// Words that begin a sentence, where they have a capital behind any other abbreviation.
    pub sentence_openers: Vec<&'m str>,
    /// Capital letters that are words, and so no initials: "I".
    pub letter_words: Vec<&'m str>,
    /// What is split off the end of a word: "'s".
    pub clitics: Vec<&'m str>,
    /// Two words written as one: "can" and "not".
    pub fused: Vec<(&'m str, &'m str)>,
}
