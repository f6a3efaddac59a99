//! The files that a language is made of, and those of English as the program embeds them.

use crate::domain::vocabulary;

vocabulary! {
    /// A word list of a language: a file of this name, with `.txt`, in its folder.
    List {
        /// Reporting words by sense.
        CueClasses = "cue_classes",
        /// Words that decide the sense of a statement.
        SenseClasses = "sense_classes",
        /// Words that tell on which side somebody stands.
        StanceClasses = "stance_classes",
        /// Irregular forms of verbs.
        IrregularForms = "irregular_forms",
        /// How words and sentences are written.
        Orthography = "orthography",
        /// Sets of words that the statements stage asks for.
        StatementWords = "statement_words",
        /// Words that tell no source from another.
        EvaluationWords = "evaluation_words",
        /// Words that dates are written with.
        DateWords = "date_words",
        /// Words that are asked for where no language is known.
        BareWords = "bare_words",
        /// Words that begin a sentence with a capital without being a name.
        FunctionWords = "function_words",
        /// Given names with the gender they tell.
        GivenNames = "given_names",
        /// Nouns for nameless groups.
        GroupNouns = "group_nouns",
        /// Regions and camps that speak as a group.
        GroupPlaces = "group_places",
        /// Addresses before a name.
        Honorifics = "honorifics",
        /// Short forms of given names.
        Nicknames = "nicknames",
        /// Capitalised words that are no part of a name.
        NotNames = "not_names",
        /// Nouns for what a person is.
        Occupations = "occupations",
        /// Words that make a phrase a body or organisation.
        OrgWords = "org_words",
        /// Small words inside surnames.
        Particles = "particles",
        /// Sets of words that the speakers stage asks for.
        SpeakerWords = "speaker_words",
        /// States with their adjectives and capitals.
        States = "states",
        /// How names are made of a noun and whose it is.
        Templates = "templates",
        /// Words inside titles.
        TitleWords = "title_words",
    }
}

/// What a list is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Finding statements, and all that follows.
    Statements,
    /// Telling their speakers.
    Speakers,
    /// Telling where actors stand.
    Positions,
    /// Comparing what was found with annotation: nothing that is found depends on it.
    Evaluation,
}

impl List {
    /// How many lists a language has.
    pub const COUNT: usize = Self::ALL.len();

    /// The first stage that reads the list.
    pub fn stage(self) -> Stage {
        match self {
            Self::CueClasses
            | Self::SenseClasses
            | Self::IrregularForms
            | Self::Orthography
            | Self::StatementWords
            | Self::DateWords => Stage::Statements,
            Self::EvaluationWords => Stage::Evaluation,
            Self::StanceClasses => Stage::Positions,
            _ => Stage::Speakers,
        }
    }
}

/// The files of a language, as text and bytes.
#[derive(Clone, Copy, Debug)]
pub struct LanguageFiles<'m> {
    tag: &'m str,
    lists: [&'m str; List::COUNT],
    model: &'m [u8],
}

macro_rules! embedded {
    ($tag:literal) => {
        LanguageFiles {
            tag: $tag,
            lists: embedded!(
                $tag: "cue_classes", "sense_classes", "stance_classes", "irregular_forms", "orthography", "statement_words", "evaluation_words", "date_words", "bare_words", "function_words", "given_names", "group_nouns",
                "group_places", "honorifics", "nicknames", "not_names", "occupations", "org_words", "particles",
                "speaker_words", "states", "templates", "title_words"
            ),
            model: include_bytes!(concat!("../../../seeds/languages/", $tag, "/model.kbm")),
        }
    };
    ($tag:literal: $($list:literal),*) => {
        [$(include_str!(concat!("../../../seeds/languages/", $tag, "/", $list, ".txt"))),*]
    };
}

impl LanguageFiles<'static> {
    /// English.
    pub fn english() -> Self {
        embedded!("en")
    }
}

impl<'m> LanguageFiles<'m> {
    /// The language's BCP 47 tag: "en".
    pub fn tag(&self) -> &'m str {
        self.tag
    }

    /// The text of a list.
    pub fn list(&self, list: List) -> &'m str {
        self.lists[list as usize]
    }

    /// The bytes of the model.
    pub fn model(&self) -> &'m [u8] {
        self.model
    }

    /// The same with another text for one list.
    #[must_use]
    pub fn with_list<'n>(self, list: List, text: &'n str) -> LanguageFiles<'n>
    where
        'm: 'n,
    {
        let mut files: LanguageFiles<'n> = self;
        files.lists[list as usize] = text;
        files
    }

    /// The same with another model.
    #[must_use]
    pub fn with_model<'n>(self, model: &'n [u8]) -> LanguageFiles<'n>
    where
        'm: 'n,
    {
        LanguageFiles { model, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::language::entries;
    use std::path::Path;

    fn folder() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/languages/en")
    }

    #[test]
    fn every_list_is_the_file_of_its_name() {
        for list in List::ALL {
            let text = std::fs::read_to_string(folder().join(format!("{list}.txt"))).unwrap();
            assert!(text == LanguageFiles::english().list(*list), "{list} is another file");
        }
        let texts = std::fs::read_dir(folder())
            .unwrap()
            .flatten()
            .filter(|f| f.path().extension().is_some_and(|e| e == "txt"));
        assert_eq!(texts.count(), List::COUNT, "a file that is no list");
    }

    #[test]
    fn lists_are_in_normal_form() {
        for list in List::ALL {
            let text = LanguageFiles::english().list(*list);
            assert!(text.starts_with("# "), "{list}: a list begins with what it is");
            assert!(text.lines().all(|l| l.trim() == l), "{list}: no space at the ends of a line");
            // The order of the classes is part of the model.
            if matches!(list, List::CueClasses | List::SenseClasses | List::StanceClasses) {
                continue;
            }
            let keys: Vec<_> = entries(text).map(|l| l.split(':').next().unwrap()).collect();
            for pair in keys.windows(2) {
                assert!(
                    pair[0] < pair[1],
                    "{list}: `{}` and `{}` are out of order or doubled",
                    pair[0],
                    pair[1]
                );
            }
        }
    }
}
