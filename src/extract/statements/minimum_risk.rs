//! Which of the best ways to label a window to take: the best ones in, the one that the others agree with most out.
//!
//! The single most probable labelling is often one of many that differ by a word, and not the middle one. Decoding for
//! least expected error (minimum Bayes risk; Kumar and Byrne 2004) takes the one with the most probable company.

use super::crf::Label;
use crate::extract::math::exp;

/// What is added to a half right content from the same source: for the share of common words, for exactly the same
/// source, and for exactly the same content. More weight on the last two gives more exact spans and fewer half right ones.
const OVERLAP: f32 = 0.3;
const SAME_SOURCE: f32 = 0.5;
const SAME_CONTENT: f32 = 0.3;

/// Units of a window, one bit each; more than that a window never has.
type Units = [u64; 4];

/// The units with one label: those of one word, and those of more.
#[derive(Clone, Copy, Default)]
struct Marked {
    single: Units,
    longer: Units,
}

/// One way to label a window, as what two of them have in common is counted.
struct Path {
    content: Marked,
    source: Marked,
}

/// How many words each unit has, and which have one and which more.
struct Words<'w> {
    words: &'w [usize],
    single: Units,
    longer: Units,
    /// How many parts of [`Units`] there is something in.
    parts: usize,
}

impl<'w> Words<'w> {
    fn new(words: &'w [usize]) -> Self {
        let parts = words.len().div_ceil(64).min(Units::default().len());
        Self { words, single: units(words, |n| *n == 1), longer: units(words, |n| *n > 1), parts }
    }

    fn marked(&self, labels: &[Label], label: Label) -> Marked {
        let all = units(labels, |l| *l == label);
        let with = |some: &Units| std::array::from_fn(|n| all[n] & some[n]);
        Marked { single: with(&self.single), longer: with(&self.longer) }
    }

    /// Words that are marked in both, and in one of them at least.
    fn common(&self, a: &Marked, b: &Marked) -> (usize, usize) {
        let count = |join: fn(u64, u64) -> u64| {
            let mut sum = 0;
            for n in 0..self.parts {
                sum += join(a.single[n], b.single[n]).count_ones() as usize;
                let mut longer = join(a.longer[n], b.longer[n]);
                while longer != 0 {
                    sum += self.words.get(64 * n + longer.trailing_zeros() as usize).copied().unwrap_or(0);
                    longer &= longer - 1;
                }
            }
            sum
        };
        (count(|a, b| a & b), count(|a, b| a | b))
    }
}

/// The units for which `holds` says so, as bits.
fn units<T>(values: &[T], holds: impl Fn(&T) -> bool) -> Units {
    let mut bits = Units::default();
    for (part, values) in bits.iter_mut().zip(values.chunks(64)) {
        for (n, value) in values.iter().enumerate() {
            *part |= u64::from(holds(value)) << n;
        }
    }
    bits
}

/// The labels that the others agree with most, and the share of all that does: at least half of the content's words and
/// a word of the source are common. `paths` come with their scores, the best first; `words` is how many each unit has.
pub(crate) fn least_risk(paths: &[(f32, Vec<Label>)], words: &[usize]) -> Option<(Vec<Label>, f32)> {
    let top = paths.first()?.0;
    let weights: Vec<f32> = paths.iter().map(|(score, _)| exp(score - top)).collect();
    let words = Words::new(words);
    let marked = paths.iter().map(|(_, labels)| Path {
        content: words.marked(labels, Label::Content),
        source: words.marked(labels, Label::Source),
    });
    let marked: Vec<Path> = marked.collect();
    // Two paths are to one another what they are the other way round.
    let mut compared = vec![(false, 0.0); marked.len() * marked.len()];
    for (n, path) in marked.iter().enumerate() {
        for (m, other) in marked.iter().enumerate().take(n + 1) {
            let result = compare(path, other, &words);
            compared[n * marked.len() + m] = result;
            compared[m * marked.len() + n] = result;
        }
    }
    let mut best = (0.0, 0.0, 0);
    for (n, row) in compared.chunks_exact(marked.len()).enumerate() {
        let (mut worth, mut agreed) = (0.0, 0.0);
        for ((agrees, gain), weight) in row.iter().zip(&weights) {
            agreed += if *agrees { *weight } else { 0.0 };
            worth += weight * gain;
        }
        if worth > best.0 {
            best = (worth, agreed, n);
        }
    }
    let all: f32 = weights.iter().sum();
    paths.get(best.2).map(|(_, labels)| (labels.clone(), best.1 / all))
}

/// Whether two ways to label agree, and what one is worth where the other is right.
fn compare(a: &Path, b: &Path, words: &Words<'_>) -> (bool, f32) {
    let (content, all_content) = words.common(&a.content, &b.content);
    let (source, all_source) = words.common(&a.source, &b.source);
    let overlap = content as f32 / all_content.max(1) as f32;
    let agrees = overlap >= 0.5 && (source > 0 || all_source == 0);
    let yes = |b: bool| f32::from(u8::from(b));
    let exact = SAME_SOURCE * yes(source == all_source) + SAME_CONTENT * yes(content == all_content);
    (agrees, yes(agrees) + OVERLAP * overlap + exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_one_is_taken() {
        // Content of one, of three and of four words: the first alone is the most probable, but the others agree.
        let path = |score: f32, content: usize| {
            let labels = (0..6).map(|n| match n {
                0 => Label::Source,
                1 => Label::Cue,
                n if n < 2 + content => Label::Content,
                _ => Label::Outside,
            });
            (score, labels.collect::<Vec<Label>>())
        };
        let paths = [path(0.0, 1), path(-0.1, 3), path(-0.2, 4)];
        let (labels, agreed) = least_risk(&paths, &[1; 6]).unwrap();
        assert_eq!(labels, paths[1].1);
        assert!((0.6..0.7).contains(&agreed), "{agreed}");
        assert!(least_risk(&[], &[]).is_none());
    }
}
