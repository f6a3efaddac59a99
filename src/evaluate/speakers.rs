//! Whose words: annotated speakers and those that were found in, figures out.
//!
//! A statement that was found is paired with an annotated one whose content words it shares by half at least, one to one, best first.
//! Of the pairs, those count whose speaker the annotation calls clear and knows: right where a found speaker's name matches a
//! pattern of the annotation (one of them will do for joint speakers), wrong where only others were named, unknown where nobody was.

use super::pattern::Pattern;
use super::score::{items, matches, words};
use super::{Attribution, CalibrationBin};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A pair counts among the sure ones from this confidence of its words on.
const SURE: f64 = 0.8;

/// One line of a file of speakers: whom the source mention of an annotated attribution stands for.
#[derive(Clone, Debug, Deserialize)]
pub struct SpeakerLine {
    /// The article: the name of its file without the ending.
    pub id: String,
    /// The attribution's place among those of the article by the start of their content, from 0.
    pub n: usize,
    /// Matches, in any case, every name that the speaker may have.
    pub regex: String,
    /// How the text names the speaker: a name, a pronoun, a description …
    pub how: String,
    /// What sort of actor it is; `unknown` counts neither way.
    pub kind: String,
    /// Whether a careful reader is sure; without it the line counts neither way.
    #[serde(default)]
    pub clear: bool,
    /// Others who speak as well.
    #[serde(default)]
    pub also: Vec<Joint>,
}

/// A further speaker of a joint source.
#[derive(Clone, Debug, Deserialize)]
pub struct Joint {
    /// As [`SpeakerLine::regex`].
    pub regex: String,
}

/// A statement that was found, with its speakers.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Its spans.
    pub attribution: Attribution,
    /// The names of its speakers; none if nobody could be told.
    pub speakers: Vec<String>,
    /// Probability that its words are right.
    pub confidence: f64,
    /// Probability that its words and its speaker are right.
    pub attribution_confidence: f64,
}

/// How often the speaker was right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SpeakerCounts {
    /// The right one.
    pub right: usize,
    /// Somebody else.
    pub wrong: usize,
    /// Nobody, though the text tells.
    pub unknown: usize,
}

impl SpeakerCounts {
    /// All of them.
    pub fn pairs(&self) -> usize {
        self.right + self.wrong + self.unknown
    }
}

/// The figures: of all, and of each group.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SpeakerReport {
    /// Articles with annotated speakers.
    pub documents: usize,
    /// Every pair that counts.
    pub all: SpeakerCounts,
    /// Of them those whose words are sure.
    pub sure: SpeakerCounts,
    /// By how the text names the speaker.
    pub by_how: BTreeMap<String, SpeakerCounts>,
    /// By what sort of actor it is.
    pub by_kind: BTreeMap<String, SpeakerCounts>,
    /// `attribution_confidence` against the share with right words and right speaker, of the statements with a speaker; those whose
    /// annotation counts neither way are left out.
    pub calibration: Vec<CalibrationBin>,
}

/// Somebody else named, or nobody.
#[derive(Clone, Debug)]
pub struct SpeakerFinding {
    /// The article.
    pub id: String,
    /// The pattern that was asked.
    pub wanted: String,
    /// How the text names the speaker.
    pub how: String,
    /// Who was named instead.
    pub found: Vec<String>,
    /// What was annotated.
    pub annotated: Attribution,
}

/// An evaluation under way: add documents, then take the report.
#[derive(Clone, Debug, Default)]
pub struct SpeakerEvaluation {
    report: SpeakerReport,
    confidences: Vec<(f64, bool)>,
    annotated: usize,
    findings: Vec<SpeakerFinding>,
}

impl SpeakerEvaluation {
    /// Adds one article. A pattern that can't be read is an error that says which.
    pub fn add(
        &mut self,
        body: &str,
        annotated: &[Attribution],
        lines: &[SpeakerLine],
        told: &[Told],
    ) -> Result<(), String> {
        self.report.documents += 1;
        let mut annotated = annotated.to_vec();
        annotated.sort_by_key(|a| a.content.iter().map(|s| s.start).min());
        let words = words(body);
        let quoted = vec![false; words.len()];
        let golds = items(&words, &quoted, annotated.iter());
        let preds = items(&words, &quoted, told.iter().map(|t| &t.attribution));
        let pairs = matches(&golds, &preds);
        let mut right_or_not: Vec<Option<bool>> = vec![Some(false); told.len()];
        for (_, g, p) in pairs {
            let (gold, pred) = (golds[g].from, preds[p].from);
            let line = lines.iter().find(|l| l.n == gold).filter(|l| l.clear && l.kind != "unknown");
            let Some(line) = line else {
                right_or_not[pred] = None;
                continue;
            };
            right_or_not[pred] = Some(self.judge(line, &annotated[gold], &told[pred])?);
        }
        self.annotated += lines.iter().filter(|l| l.clear && l.kind != "unknown").count();
        let known = told.iter().zip(right_or_not).filter(|(t, _)| !t.speakers.is_empty());
        self.confidences.extend(known.filter_map(|(t, right)| Some((t.attribution_confidence, right?))));
        Ok(())
    }

    /// Counts one pair; whether the speaker is right.
    fn judge(&mut self, line: &SpeakerLine, annotated: &Attribution, told: &Told) -> Result<bool, String> {
        let mut right = false;
        for regex in std::iter::once(&line.regex).chain(line.also.iter().map(|a| &a.regex)) {
            let pattern = Pattern::new(regex)
                .map_err(|why| format!("the pattern `{regex}` of {} {}: {why}", line.id, line.n))?;
            right |= told.speakers.iter().any(|name| pattern.is_in(name));
        }
        let report = &mut self.report;
        let groups = [
            Some(&mut report.all),
            Some(&mut report.sure).filter(|_| told.confidence >= SURE),
            Some(report.by_how.entry(line.how.clone()).or_default()),
            Some(report.by_kind.entry(line.kind.clone()).or_default()),
        ];
        for counts in groups.into_iter().flatten() {
            match () {
                () if right => counts.right += 1,
                () if told.speakers.is_empty() => counts.unknown += 1,
                () => counts.wrong += 1,
            }
        }
        if !right {
            self.findings.push(SpeakerFinding {
                id: line.id.clone(),
                wanted: line.regex.clone(),
                how: line.how.clone(),
                found: told.speakers.clone(),
                annotated: annotated.clone(),
            });
        }
        Ok(right)
    }

    /// Where the speaker was not the right one, article by article.
    pub fn findings(&self) -> &[SpeakerFinding] {
        &self.findings
    }

    /// The figures over all articles added.
    pub fn report(&self) -> SpeakerReport {
        SpeakerReport {
            calibration: CalibrationBin::bins(&self.confidences, self.annotated),
            ..self.report.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ByteSpan;

    #[test]
    fn pairs_are_judged_by_the_name() {
        let body = "“We go,” said Ann Lee. He would stay, she added. It rained, they said.";
        let of = |content: &str| {
            let start = body.find(content).unwrap();
            Attribution {
                content: vec![ByteSpan::new(start, start + content.len())],
                ..Attribution::default()
            }
        };
        let line = |n: usize, regex: &str, how: &str| SpeakerLine {
            id: "a".to_owned(),
            n,
            regex: regex.to_owned(),
            how: how.to_owned(),
            kind: "person".to_owned(),
            clear: true,
            also: Vec::new(),
        };
        let told = |content: &str, speaker: Option<&str>| Told {
            attribution: of(content),
            speakers: speaker.map(str::to_owned).into_iter().collect(),
            confidence: 0.9,
            attribution_confidence: 0.85,
        };
        let mut evaluation = SpeakerEvaluation::default();
        let annotated = [of("It rained"), of("“We go,”"), of("He would stay")];
        let lines = [line(0, r"\blee", "name"), line(1, r"\blee", "pronoun"), line(2, "farmers", "pronoun")];
        let found =
            [told("We go", Some("Ann Lee")), told("He would stay", Some("Bob")), told("It rained", None)];
        evaluation.add(body, &annotated, &lines, &found).unwrap();
        let report = evaluation.report();
        assert_eq!(report.all, SpeakerCounts { right: 1, wrong: 1, unknown: 1 });
        assert_eq!(report.by_how["pronoun"], SpeakerCounts { right: 0, wrong: 1, unknown: 1 });
        assert_eq!((report.calibration[8].predicted, report.calibration[8].precision), (2, 0.5));
        assert_eq!(evaluation.findings().len(), 2);
        assert!(evaluation.add(body, &annotated, &[line(1, "(", "name")], &found).is_err());
    }
}
