//! How sure the span model is of the spans it chose: the chosen labels and the probabilities of all labels in, a few
//! numbers out.

use super::crf::{LABELS, Label};

/// The certainty of one choice of spans.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Certainty {
    /// The share of the best ways to label the window, each as heavy as it is probable, that agree with these labels.
    pub agreed: f32,
    /// The probability of exactly these labels among all labels of the window.
    pub exact: f32,
    /// The words of the content that are expected to be right, as a share of those and of the words that are expected
    /// to be content in the chosen labels or outside of them.
    pub overlap: f32,
    /// The least probability of a word of the content to be content.
    pub least: f32,
    /// How many words outside of the content are expected to be content.
    pub missed: f32,
    /// The mean probability of a word of the source to be source; without a source, the least probability of a word to
    /// be none.
    pub source: f32,
    /// How many words outside of the source are expected to be source.
    pub other_source: f32,
}

impl Certainty {
    /// The certainty of these labels, from how agreed and how probable they are as a whole, the probability of each label
    /// for every unit, and its number of words.
    pub fn new(
        [agreed, exact]: [f32; 2],
        labels: &[Label],
        marginals: &[[f32; LABELS]],
        words: &[usize],
    ) -> Self {
        let mut sure = Self { agreed, exact, least: 1.0, ..Self::default() };
        let (mut content, mut right, mut source, mut named, mut nameless) = (0.0, 0.0, 0.0, 0.0, 1.0f32);
        for ((label, probabilities), words) in labels.iter().zip(marginals).zip(words) {
            let words = *words as f32;
            if words == 0.0 {
                continue;
            }
            if *label == Label::Content {
                content += words;
                right += words * probabilities[Label::Content.index()];
                sure.least = sure.least.min(probabilities[Label::Content.index()]);
            } else {
                sure.missed += words * probabilities[Label::Content.index()];
            }
            if *label == Label::Source {
                source += words;
                named += words * probabilities[Label::Source.index()];
            } else {
                sure.other_source += words * probabilities[Label::Source.index()];
            }
            nameless = nameless.min(1.0 - probabilities[Label::Source.index()]);
        }
        sure.overlap = right / (content + sure.missed).max(1e-6);
        sure.source = if source > 0.0 { named / source } else { nameless };
        sure
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubt_about_a_word_lowers_the_overlap() {
        let sure = |label: Label| Label::ALL.map(|l| f32::from(u8::from(l == label)));
        let labels = [Label::Source, Label::Cue, Label::Content, Label::Content, Label::Outside];
        let mut marginals: Vec<[f32; LABELS]> = labels.iter().map(|l| sure(*l)).collect();
        let certain = Certainty::new([1.0; 2], &labels, &marginals, &[1; 5]);
        assert_eq!((certain.overlap, certain.source, certain.least, certain.missed), (1.0, 1.0, 1.0, 0.0));
        marginals[4] = [0.0, 0.0, 0.0, 1.0];
        let doubtful = Certainty::new([0.0; 2], &labels, &marginals, &[1, 1, 1, 1, 2]);
        assert_eq!((doubtful.overlap, doubtful.missed), (0.5, 2.0));
    }
}
