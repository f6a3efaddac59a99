//! For the tests of single stages: English with a model that has learned nothing.

use super::{Language, LanguageFiles};

/// English without a model.
pub(crate) fn bare() -> Language<'static> {
    Language::new(&LanguageFiles::english().with_model(&[]))
}
