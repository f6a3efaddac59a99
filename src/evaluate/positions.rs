//! Where actors stand: annotated positions and those that were found in, figures out.
//!
//! What was found counts once for each article, actor, issue and stance; `unclear` makes no claim. It is right where an annotated
//! row of the article and issue has its stance and a pattern that matches its actor. Rows that are not clear count neither way.

use super::pattern::Pattern;
use super::{CalibrationBin, PrecisionRecall};
use crate::domain::Stance;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Evidence is in place when it is no further from the annotated passage than this, in code points.
const NEAR: usize = 400;

/// What a row of an actor who takes no side says.
const NO_SIDE: &str = "none";

/// One line of a file of positions: where an actor stands on an issue by one article.
#[derive(Clone, Debug, Deserialize)]
pub struct PositionLine {
    /// The article: the name of its file without the ending.
    pub id: String,
    /// Matches, in any case, every name that the actor may have.
    pub actor_regex: String,
    /// The slug of the issue.
    pub issue: String,
    /// A stance, or `none` for an actor who speaks of it and takes no side.
    pub stance: String,
    /// Other stances that a reader may see.
    #[serde(default)]
    pub also: Vec<String>,
    /// `own`, `reported` or `ascribed`, each that a reader may see.
    #[serde(default)]
    pub basis: Vec<String>,
    /// Code points of the words that show it, end exclusive.
    pub evidence: (usize, usize),
    /// Further such words.
    #[serde(default)]
    pub more: Vec<(usize, usize)>,
    /// Whether a careful reader is sure; without it the line counts neither way.
    #[serde(default)]
    pub clear: bool,
}

impl PositionLine {
    fn is_required(&self) -> bool {
        self.clear && self.stance != NO_SIDE && self.stance != Stance::Unclear.as_str()
    }

    fn has(&self, stance: &str) -> bool {
        self.stance == stance || self.also.iter().any(|s| s == stance)
    }

    fn is_near(&self, passage: (usize, usize)) -> bool {
        let near = |(start, end): &(usize, usize)| passage.0 < end + NEAR && *start < passage.1 + NEAR;
        std::iter::once(&self.evidence).chain(&self.more).any(near)
    }
}

/// A position that was found.
#[derive(Clone, Debug)]
pub struct ToldPosition {
    /// Who stands so.
    pub actor: String,
    /// The slug of the issue.
    pub issue: String,
    /// How.
    pub stance: Stance,
    /// Each passage: its code points, and on whose word it rests.
    pub passages: Vec<((usize, usize), &'static str)>,
    /// Probability that it is right.
    pub confidence: f64,
}

/// What was found, missed and made up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    right: usize,
    spurious: usize,
    required: usize,
    found: usize,
}

impl Counts {
    fn figures(self) -> PrecisionRecall {
        PrecisionRecall::new(self.found, self.right, self.right + self.spurious, self.required)
    }
}

/// The figures: of all, and of each issue.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PositionReport {
    /// Articles with annotated positions.
    pub documents: usize,
    /// Clear annotated positions.
    pub annotated: usize,
    /// Positions told, `unclear` left out.
    pub told: usize,
    /// Positions told to be unclear.
    pub unclear: usize,
    /// Of all.
    pub all: PrecisionRecall,
    /// Of each issue.
    pub by_issue: BTreeMap<String, PrecisionRecall>,
    /// Where actor and issue are annotated and clear: the share with the right stance.
    pub stance_right: f64,
    /// How many pairs of actor and issue that is of.
    pub pairs: usize,
    /// Of the right ones: the share whose basis is right, where the annotation has one.
    pub basis_right: f64,
    /// Of the right ones: the share with a passage in place.
    pub in_place: f64,
    /// Annotated stance, told stance, how often: of pairs of actor and issue.
    pub confusion: Vec<(String, String, usize)>,
    /// Confidence against the share that is right.
    pub calibration: Vec<CalibrationBin>,
}

/// A position that was missed or made up.
#[derive(Clone, Debug)]
pub struct PositionFinding {
    /// The article.
    pub id: String,
    /// "missed", "spurious", "wrong stance".
    pub what: &'static str,
    /// The actor: a pattern where it was missed.
    pub actor: String,
    /// The slug of the issue.
    pub issue: String,
    /// What was told, or what is annotated.
    pub stance: String,
    /// Its code points.
    pub place: (usize, usize),
    /// How sure it was; none of what was missed.
    pub confidence: Option<f64>,
}

/// An evaluation under way: add documents, then take the report.
#[derive(Clone, Debug, Default)]
pub struct PositionEvaluation {
    report: PositionReport,
    all: Counts,
    by_issue: BTreeMap<String, Counts>,
    confusion: BTreeMap<(String, String), usize>,
    confidences: Vec<(f64, bool)>,
    stance_right: usize,
    basis: [usize; 2],
    in_place: [usize; 2],
    findings: Vec<PositionFinding>,
}

impl PositionEvaluation {
    /// Adds one article, `lines` of which are annotated. A pattern that can't be read is an error that says which.
    pub fn add(&mut self, id: &str, lines: &[PositionLine], told: &[ToldPosition]) -> Result<(), String> {
        let patterns: Vec<Pattern> = lines
            .iter()
            .map(|l| {
                Pattern::new(&l.actor_regex)
                    .map_err(|why| format!("the pattern `{}` of {id}: {why}", l.actor_regex))
            })
            .collect::<Result<_, _>>()?;
        self.report.documents += 1;
        let mut found: BTreeSet<usize> = BTreeSet::new();
        for position in told {
            if position.stance == Stance::Unclear {
                self.report.unclear += 1;
                continue;
            }
            let about = |n: &usize| lines[*n].issue == position.issue && patterns[*n].is_in(&position.actor);
            let about: Vec<usize> = (0..lines.len()).filter(about).collect();
            self.judge(id, lines, &about, position, &mut found);
        }
        for (n, line) in lines.iter().enumerate().filter(|(_, l)| l.is_required()) {
            let counts = [&mut self.all, self.by_issue.entry(line.issue.clone()).or_default()];
            counts.into_iter().for_each(|c| {
                c.required += 1;
                c.found += usize::from(found.contains(&n));
            });
            if !found.contains(&n) {
                self.findings.push(PositionFinding {
                    id: id.to_owned(),
                    what: "missed",
                    actor: line.actor_regex.clone(),
                    issue: line.issue.clone(),
                    stance: line.stance.clone(),
                    place: line.evidence,
                    confidence: None,
                });
            }
        }
        Ok(())
    }

    /// Counts one position; `about` are the lines of its actor and issue.
    fn judge(
        &mut self,
        id: &str,
        lines: &[PositionLine],
        about: &[usize],
        position: &ToldPosition,
        found: &mut BTreeSet<usize>,
    ) {
        self.report.told += 1;
        let stance = position.stance.as_str();
        let same: Vec<usize> = about.iter().copied().filter(|n| lines[*n].has(stance)).collect();
        let clear: Vec<&PositionLine> = same.iter().map(|n| &lines[*n]).filter(|l| l.is_required()).collect();
        found.extend(&same);
        if let Some(required) = about.iter().map(|n| &lines[*n]).find(|l| l.is_required()) {
            self.report.pairs += 1;
            self.stance_right += usize::from(!same.is_empty());
            let annotated = if same.is_empty() { required.stance.as_str() } else { stance };
            *self.confusion.entry((annotated.to_owned(), stance.to_owned())).or_default() += 1;
        }
        if !same.is_empty() && clear.is_empty() {
            return;
        }
        let right = !same.is_empty();
        self.confidences.push((position.confidence, right));
        let counts = [&mut self.all, self.by_issue.entry(position.issue.clone()).or_default()];
        counts.into_iter().for_each(|c| if right { c.right += 1 } else { c.spurious += 1 });
        if right {
            let based = clear.iter().any(|l| !l.basis.is_empty());
            let is_based = |l: &&PositionLine| {
                position
                    .passages
                    .iter()
                    .any(|(_, basis)| l.basis.iter().any(|b| basis.starts_with(b.as_str())))
            };
            self.basis[0] += usize::from(based);
            self.basis[1] += usize::from(based && clear.iter().any(is_based));
            let in_place = |l: &&PositionLine| position.passages.iter().any(|(place, _)| l.is_near(*place));
            self.in_place[0] += 1;
            self.in_place[1] += usize::from(clear.iter().any(in_place));
            return;
        }
        self.findings.push(PositionFinding {
            id: id.to_owned(),
            what: if about.is_empty() { "spurious" } else { "wrong stance" },
            actor: position.actor.clone(),
            issue: position.issue.clone(),
            stance: stance.to_owned(),
            place: position.passages.first().map_or((0, 0), |p| p.0),
            confidence: Some(position.confidence),
        });
    }

    /// What was missed and made up, article by article.
    pub fn findings(&self) -> &[PositionFinding] {
        &self.findings
    }

    /// The figures over all articles added.
    pub fn report(&self) -> PositionReport {
        let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
        PositionReport {
            annotated: self.all.required,
            all: self.all.figures(),
            by_issue: self.by_issue.iter().map(|(issue, c)| (issue.clone(), c.figures())).collect(),
            stance_right: share(self.stance_right, self.report.pairs),
            basis_right: share(self.basis[1], self.basis[0]),
            in_place: share(self.in_place[1], self.in_place[0]),
            confusion: self.confusion.iter().map(|((a, b), n)| (a.clone(), b.clone(), *n)).collect(),
            calibration: CalibrationBin::bins(&self.confidences, self.all.required),
            ..self.report.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_judged_by_actor_issue_and_stance() {
        let line = |regex: &str, stance: &str, clear: bool| PositionLine {
            id: "a".into(),
            actor_regex: regex.into(),
            issue: "toll".into(),
            stance: stance.into(),
            also: Vec::new(),
            basis: vec!["own".into()],
            evidence: (0, 10),
            more: Vec::new(),
            clear,
        };
        let told = |actor: &str, stance: Stance, at: usize| ToldPosition {
            actor: actor.into(),
            issue: "toll".into(),
            stance,
            passages: vec![((at, at + 9), "own_words")],
            confidence: 0.8,
        };
        let lines = [
            line(r"\bkest", "supports", true),
            line(r"\bek\b", "opposes", true),
            line(r"\brue", "supports", false),
            line("union", "opposes", true),
        ];
        let mut evaluation = PositionEvaluation::default();
        let found = [
            told("Mira Kest", Stance::Supports, 5),
            told("Tom Ek", Stance::Supports, 900),
            told("Rue", Stance::Supports, 0),
            told("Lin", Stance::Opposes, 0),
            told("Lin", Stance::Unclear, 0),
        ];
        evaluation.add("a", &lines, &found).unwrap();
        let report = evaluation.report();
        assert_eq!((report.annotated, report.told, report.unclear, report.pairs), (3, 4, 1, 2));
        assert!(
            (report.all.precision - 1.0 / 3.0).abs() < 1e-9 && (report.all.recall - 1.0 / 3.0).abs() < 1e-9
        );
        assert!((report.stance_right - 0.5).abs() < 1e-9);
        assert_eq!((report.basis_right, report.in_place), (1.0, 1.0));
        assert_eq!(report.confusion[0], ("opposes".into(), "supports".into(), 1));
        let what: Vec<&str> = evaluation.findings().iter().map(|f| f.what).collect();
        assert_eq!(what, ["wrong stance", "spurious", "missed", "missed"]);
        assert!(evaluation.add("a", &[line("(", "supports", true)], &[]).is_err());
    }
}
