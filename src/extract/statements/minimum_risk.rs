//! Which of the best ways to label a window to take: the best ones in, the one that the others agree with most out.
//!
//! The single most probable labelling is often one of many that differ by a word, and not the middle one. Decoding for
//! least expected error (minimum Bayes risk; Kumar and Byrne 2004) takes the one with the most probable company.

use super::crf::{CONTENT, SOURCE};
use crate::extract::math::exp;

/// What is added to a half right content from the same source: for the share of common words, for exactly the same
/// source, and for exactly the same content. More weight on the last two gives more exact spans and fewer half right ones.
const OVERLAP: f32 = 0.3;
const SAME_SOURCE: f32 = 0.5;
const SAME_CONTENT: f32 = 0.3;

/// The labels that the others agree with most, and the share of all that does: at least half of the content's words and
/// a word of the source are common. `paths` come with their scores, the best first; `words` is how many each unit has.
pub(crate) fn least_risk(paths: &[(f32, Vec<usize>)], words: &[usize]) -> Option<(Vec<usize>, f32)> {
    let top = paths.first()?.0;
    let weights: Vec<f32> = paths.iter().map(|(score, _)| exp(score - top)).collect();
    let mut best = (0.0, 0.0, 0);
    for (n, (_, labels)) in paths.iter().enumerate() {
        let (mut worth, mut agreed) = (0.0, 0.0);
        for ((_, other), weight) in paths.iter().zip(&weights) {
            let (agrees, gain) = compare(labels, other, words);
            agreed += if agrees { *weight } else { 0.0 };
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
fn compare(a: &[usize], b: &[usize], words: &[usize]) -> (bool, f32) {
    let common = |label: usize| {
        let units = a.iter().zip(b).zip(words);
        units.fold((0, 0), |(both, either), ((a, b), words)| match (*a == label, *b == label) {
            (true, true) => (both + words, either + words),
            (false, false) => (both, either),
            _ => (both, either + words),
        })
    };
    let ((content, all_content), (source, all_source)) = (common(CONTENT), common(SOURCE));
    let overlap = content as f32 / all_content.max(1) as f32;
    let agrees = overlap >= 0.5 && (source > 0 || all_source == 0);
    let yes = |b: bool| f32::from(u8::from(b));
    let exact = SAME_SOURCE * yes(source == all_source) + SAME_CONTENT * yes(content == all_content);
    (agrees, yes(agrees) + OVERLAP * overlap + exact)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::statements::crf::{CUE, OUTSIDE};

    #[test]
    fn the_middle_one_is_taken() {
        // Content of one, of three and of four words: the first alone is the most probable, but the others agree.
        let path = |score: f32, content: usize| {
            let labels = (0..6).map(|n| match n {
                0 => SOURCE,
                1 => CUE,
                n if n < 2 + content => CONTENT,
                _ => OUTSIDE,
            });
            (score, labels.collect::<Vec<usize>>())
        };
        let paths = [path(0.0, 1), path(-0.1, 3), path(-0.2, 4)];
        let (labels, agreed) = least_risk(&paths, &[1; 6]).unwrap();
        assert_eq!(labels, paths[1].1);
        assert!((0.6..0.7).contains(&agreed), "{agreed}");
        assert!(least_risk(&[], &[]).is_none());
    }
}
