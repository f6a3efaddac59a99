//! Positions: a text with its statements and speakers, and issues, in; where actors stand, each with its passages, out.
//!
//! ```text
//! issues       propositions and signals -> the words that name each matter, and the direction        issues, sides
//! matches      the sentences that speak of an issue                                                  matches
//! candidates   who says it, and whom the sentence names beside it                                    candidates
//! judged       does it take a side? for or against?                                        composition, features, model
//! gathered     all passages of an actor on an issue -> a stance with its confidence                  gather
//! ```
//!
//! What is learned is learned of words, signs and structure, never of an issue: people bring issues that nobody has seen.

mod candidates;
mod composition;
mod features;
mod gather;
mod issues;
mod matches;
mod model;
#[cfg(feature = "train")]
pub(crate) mod observed;
mod sides;

pub use issues::{Described, Issues, MOST_ISSUES, described};
pub(crate) use model::StanceModel;
#[cfg(feature = "train")]
pub(crate) use model::{COLUMNS, FACTS, RARITY_STEPS};

use self::candidates::{Candidate, Relation};
use self::features::each_candidate;
use self::gather::SHOWS;
pub(crate) use self::gather::together;
use self::matches::{Match, matches};
pub(crate) use self::model::Judged;
use self::sides::{Side, sides};
use super::Statement;
use super::analysis::Analysis;
use super::speakers::{ActorRef, Cast, EntityId};
use crate::domain::{Basis, IssueId, QuoteKind, Stance};
use crate::text::TokenSpan;
use std::collections::BTreeMap;

/// Where an actor stands on an issue, as one text has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// Who stands so.
    pub actor: ActorRef,
    /// On which issue.
    pub issue: IssueId,
    /// How.
    pub stance: Stance,
    /// Calibrated probability that it stands so, 0 to 1.
    pub confidence: f32,
    /// The passages that show it, the best one first; at least one.
    pub passages: Vec<Passage>,
}

/// A passage that shows a position.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Its words.
    pub tokens: TokenSpan,
    /// The condition that the stance is bound to, where there is one.
    pub condition: Option<TokenSpan>,
    /// On whose word it rests.
    pub basis: Basis,
    /// Who ascribes it, where somebody else does.
    pub by: Option<ActorRef>,
    /// The statement that it stands in, by number.
    pub statement: Option<usize>,
}

/// Least confidence of a position that is told.
pub const LEAST_CONFIDENCE: f32 = 0.5;

/// Most sentences about issues that are judged: no article has a hundredth of them.
const MOST_MATCHES: usize = 20_000;

/// Most passages that are kept of a position.
const MOST_PASSAGES: usize = 5;

/// Fewest tokens of a passage by itself.
const SHORTEST: usize = 4;

/// Least log odds of the side that a passage takes; what is nearer to nought is unclear.
const UNCLEAR: f32 = 0.4;

/// One candidate with what it comes to.
struct Weighed {
    found: usize,
    candidate: Candidate,
    judged: Judged,
}

/// Where the actors of a text stand. `statements` are those whose speakers `cast` has told.
pub(crate) fn positions(
    words: &Analysis<'_>,
    statements: &[Statement],
    cast: &mut Cast<'_>,
    issues: &Issues,
) -> Vec<Position> {
    if issues.is_empty() || words.language.stances.is_empty() {
        return Vec::new();
    }
    let mut found = matches(words, cast, issues);
    found.truncate(MOST_MATCHES);
    found.retain(|one| !is_question(words, one.sentence));
    let mut groups: BTreeMap<(EntityId, usize), Vec<Weighed>> = BTreeMap::new();
    each_candidate(words, statements, cast, issues, &found, |n, candidate, features| {
        let judged = words.language.stances.judge(features);
        let group = groups.entry((candidate.who, found[n].target)).or_default();
        group.push(Weighed { found: n, candidate, judged });
    });
    let mut all = Vec::new();
    for ((who, target), weighed) in groups {
        let judged: Vec<Judged> = weighed.iter().map(|w| w.judged).collect();
        let Some(together) = together(&judged) else { continue };
        let confidence = together.sureness(&words.language.stances);
        if confidence < LEAST_CONFIDENCE {
            continue;
        }
        let Some(actor) = cast.actor(who) else { continue };
        let way = usize::from(together.stance == Stance::Opposes);
        let mut showing: Vec<&Weighed> = weighed
            .iter()
            .enumerate()
            .filter(|(n, w)| *n == together.best || w.judged.shares()[way] >= SHOWS)
            .map(|(_, w)| w)
            .collect();
        showing.sort_by(|a, b| b.judged.shares()[way].total_cmp(&a.judged.shares()[way]));
        showing.truncate(MOST_PASSAGES);
        let passages: Vec<Passage> =
            showing.iter().map(|w| passage(words, statements, cast, &found[w.found], &w.candidate)).collect();
        let best = &passages[0];
        let stance = match () {
            () if judged[together.best].way.abs() < UNCLEAR => Stance::Unclear,
            () if best.condition.is_some() => Stance::Conditional,
            () => together.stance,
        };
        all.push(Position { actor, issue: issues.targets[target].id, stance, confidence, passages });
    }
    all.sort_by_key(|p| (p.passages[0].tokens.start, p.issue));
    all
}

/// What is asked is nobody's position.
fn is_question(words: &Analysis<'_>, sentence: TokenSpan) -> bool {
    sentence.range().rev().take(2).any(|t| words.text(t) == "?")
}

/// The words that show what a candidate's place in a sentence shows.
fn passage(
    words: &Analysis<'_>,
    statements: &[Statement],
    cast: &mut Cast<'_>,
    found: &Match,
    candidate: &Candidate,
) -> Passage {
    let span = candidate.span;
    let statement = candidate.statement.map(|n| &statements[n]);
    let spoken = candidate.relation == Relation::Speaker;
    let tokens = match statement.filter(|_| spoken) {
        // Of a long speech, the sentence; of what is reported, with whose word it is and what they do with it.
        Some(statement) if statement.kind == QuoteKind::Direct => {
            let piece = statement.content.iter().find(|c| c.overlaps(&span)).copied().unwrap_or(span);
            TokenSpan::new(piece.start.max(found.sentence.start), piece.end.min(found.sentence.end))
        }
        Some(statement) => {
            let parts = [&statement.source, &statement.cue, &statement.content];
            let within = |s: &&TokenSpan| s.start >= found.sentence.start && s.end <= found.sentence.end;
            let all: Vec<TokenSpan> =
                parts.into_iter().flatten().filter(within).copied().chain([span]).collect();
            let start = all.iter().map(|s| s.start).min().unwrap_or(span.start);
            TokenSpan::new(start, all.iter().map(|s| s.end).max().unwrap_or(span.end))
        }
        None => found.sentence,
    };
    // A word or two prove nothing.
    let tokens = if tokens.len() < SHORTEST { found.sentence } else { tokens };
    let quoted =
        statement.is_some_and(|s| s.kind == QuoteKind::Direct) || span.range().any(|t| words.quoted(t));
    let by = candidate.statement.filter(|_| !spoken).and_then(|n| cast.speakers_of(n).first().copied());
    let basis = match () {
        () if spoken && quoted => Basis::OwnWords,
        () if spoken => Basis::Reported,
        () if candidate.statement.is_some() => Basis::Ascribed,
        () => Basis::Reported,
    };
    Passage {
        tokens,
        condition: condition(words, tokens, span),
        basis,
        by: by.and_then(|by| cast.actor(by)),
        statement: candidate.statement,
    }
}

/// The clause of a condition beside the issue.
fn condition(words: &Analysis<'_>, tokens: TokenSpan, span: TokenSpan) -> Option<TokenSpan> {
    let begins = |t: &usize| sides(words, *t) & Side::Condition.bit() != 0 && !span.holds(*t);
    let from = (span.end..tokens.end).find(begins)?;
    Some(TokenSpan::new(from, tokens.end))
}

#[cfg(test)]
mod tests {
    use crate::domain::{Article, Issue, IssueId};
    use crate::extract::speakers::ActorRef;
    use crate::extract::{Extractor, Knowledge, Language};

    /// Who stands how on a proposition, by a text: "Mira Kest supports".
    fn told(slug: &str, proposition: &str, text: &str) -> Vec<String> {
        let issue = Issue { slug: slug.into(), proposition: proposition.into(), ..Issue::default() };
        let knowledge = Knowledge::default().with_issues([(IssueId(1), issue.checked().unwrap())]);
        let extractor = Extractor::new(Language::english(), &knowledge);
        let extraction = extractor.read(&Article { body: text.to_owned(), ..Article::default() });
        let name = |actor| match actor {
            ActorRef::New(n) => extraction.resolution.new_actors[n].name.clone(),
            ActorRef::Known(id) => id.to_string(),
        };
        extraction.stances.iter().map(|p| format!("{} {}", name(p.actor), p.stance)).collect()
    }

    #[test]
    fn signs_of_attitude_deed_and_proposition_multiply() {
        let ban = |text: &str| told("night-ferry-ban", "Night ferries to Skarn should be banned.", text);
        assert_eq!(ban("Mayor Mira Kest supports the ban on night ferries."), ["Mira Kest supports"]);
        assert_eq!(ban("Mayor Mira Kest opposes the ban on night ferries."), ["Mira Kest opposes"]);
        let toll = |text: &str| told("harbour-toll", "The town should introduce a harbour toll.", text);
        assert_eq!(toll("Mayor Mira Kest opposes the harbour toll."), ["Mira Kest opposes"]);
        assert_eq!(toll("Mayor Mira Kest no longer supports the harbour toll."), ["Mira Kest opposes"]);
    }

    #[test]
    fn who_speaks_of_an_issue_takes_no_side() {
        let toll = |text: &str| told("harbour-toll", "The town should introduce a harbour toll.", text);
        assert_eq!(toll("Mayor Mira Kest did not say whether the harbour toll would come."), [""; 0]);
        assert_eq!(toll("Will Mayor Mira Kest back the harbour toll?"), [""; 0]);
        assert_eq!(toll("The harbour toll was on the agenda on Monday."), [""; 0]);
        assert_eq!(toll("Mayor Mira Kest met the union on Monday."), [""; 0]);
    }
}
