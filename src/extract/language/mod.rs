//! A language: a folder of `seeds/languages/` in, a value out that every stage of extraction asks.
//!
//! ```text
//! files         the lists and the model of a folder, as they are embedded
//! model         the learned weights, viewed in place        stem_classes  classes of reporting words and of negations
//! word_sets     closed sets of small words and endings      stem, fold    forms of a word, spellings of a name
//! lexicon       names, titles, professions, states          detect        which language a text is in
//! orthography   abbreviations, clitics                      templates     how names are put together
//! office_words  an office as people type it
//! date_words    what dates are written with            bare          words of texts in no known language
//! ```
//!
//! English words stand in these lists and, where a rule is more than a list (endings, spellings), in this folder; nowhere
//! else in [`crate::extract`].

mod bare;
pub(crate) mod date_words;
mod detect;
mod files;
mod fold;
pub(crate) mod lexicon;
pub(crate) mod model;
mod office_words;
mod orthography;
mod stem;
mod stem_classes;
mod templates;
#[cfg(test)]
pub(crate) mod testing;
mod word_sets;

pub use bare::is_captioned;
pub use detect::Foreign;
pub use files::{LanguageFiles, List, Stage};
pub use fold::fold_name;
pub(crate) use fold::{first_word, fold_hash, fold_phrase};
pub use office_words::OfficeWords;
pub(crate) use orthography::orthography;
pub(crate) use stem::Stemmer;
pub(crate) use stem_classes::bits;
pub(crate) use word_sets::{Sets, WordSet, WordSets};

use super::analysis::vocabulary::Pool;
use super::positions::StanceModel;
use super::speakers::antecedents::AntecedentModel;
use super::statements::Parts;
use crate::text::Orthography;
use date_words::DateWords;
use lexicon::Lexicon;
use model::ModelFile;
use stem_classes::StemClasses;
use templates::Templates;

/// A language that articles can be read in: its word lists, parsed, and its model, viewed.
#[derive(Debug)]
pub struct Language<'m> {
    files: LanguageFiles<'m>,
    orthography: Orthography<'m>,
    pub(crate) stemmer: Stemmer<'m>,
    pub(crate) cue_classes: StemClasses,
    pub(crate) sense_classes: StemClasses,
    pub(crate) stance_classes: StemClasses,
    pub(crate) word_sets: WordSets,
    pub(crate) date_words: DateWords,
    pub(crate) templates: Templates<'m>,
    pub(crate) lexicon: Lexicon<'m>,
    pub(crate) parts: Parts<'m>,
    pub(crate) antecedents: AntecedentModel,
    pub(crate) stances: StanceModel<'m>,
    pub(crate) vocabularies: Pool,
}

impl Language<'static> {
    /// English, as the program has it.
    pub fn english() -> Self {
        Self::new(&LanguageFiles::english())
    }
}

impl<'m> Language<'m> {
    /// The language of these files. A model that is none of this program's format finds nothing.
    pub fn new(files: &LanguageFiles<'m>) -> Self {
        let stemmer = Stemmer::new(files.list(List::IrregularForms));
        let word_sets = WordSets::new([files.list(List::StatementWords), files.list(List::SpeakerWords)]);
        Self {
            files: *files,
            cue_classes: StemClasses::new(files.list(List::CueClasses), &stemmer),
            sense_classes: StemClasses::new(files.list(List::SenseClasses), &stemmer),
            stance_classes: StemClasses::new(files.list(List::StanceClasses), &stemmer),
            orthography: orthography(files.list(List::Orthography)),
            date_words: DateWords::new(files.list(List::DateWords)),
            templates: Templates::new(files.list(List::Templates)),
            lexicon: Lexicon::new(files, &word_sets),
            parts: Parts::new(&ModelFile::read(files.model()).unwrap_or_default()),
            antecedents: AntecedentModel::new(&ModelFile::read(files.model()).unwrap_or_default()),
            stances: StanceModel::new(&ModelFile::read(files.model()).unwrap_or_default()),
            stemmer,
            word_sets,
            vocabularies: Pool::default(),
        }
    }

    /// How it is written.
    pub fn orthography(&self) -> &Orthography<'m> {
        &self.orthography
    }

    /// What the language is made of.
    pub fn files(&self) -> &LanguageFiles<'m> {
        &self.files
    }

    /// Which model it has: the hash of its content, as 16 hexadecimal digits.
    pub fn model_id(&self) -> String {
        let model = ModelFile::read(self.files.model());
        model.map_or_else(|| "none".to_owned(), |model| format!("{:016x}", model.id()))
    }
}

/// The entries of a list: its lines without comments and empty ones.
pub(crate) fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter(|l| !l.is_empty() && !l.starts_with('#'))
}
