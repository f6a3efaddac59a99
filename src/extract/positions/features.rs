//! What is known of somebody beside an issue: a candidate in, hashed features for the two questions out.
//!
//! *Does it take a side?* is asked of words and structure whatever the side is. *Which?* is asked of the same words with a sign:
//! each feature counts for the proposition where the issue is put forward and against it where it is put back, so that a
//! word learned of one issue holds for all.

use super::candidates::{Candidate, Relation, candidates, inside};
use super::composition::compose;
use super::issues::{Issues, Part, Target};
use super::matches::Match;
use super::sides::sides;
use crate::domain::{Determinacy, Polarity, QuoteKind};
use crate::extract::Statement;
use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::extract::analysis::tags::Pos;
use crate::extract::hash::mix;
use crate::extract::language::{WordSet, bits};
use crate::extract::speakers::{Cast, Form};
use crate::extract::statements::surroundings::bucket;
use crate::text::TokenSpan;

/// The features of the two questions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Features {
    /// Of "does it take a side?".
    pub side: Vec<u32>,
    /// Of "for or against?", each with its sign.
    pub way: Vec<(u32, i8)>,
}

/// Longest stretch between somebody and an issue that is read word by word, in tokens.
const LONGEST: usize = 24;

/// Words behind an issue that are read.
const BEHIND: usize = 8;

/// The same of what somebody says.
const BEHIND_SPEECH: usize = 16;

/// Words right before an issue that are read by themselves.
const BEFORE: usize = 4;

/// Pieces of a statement that are read for its words: a speech has thousands.
const MOST_PIECES: usize = 16;

/// What is read of one candidate.
struct Reading<'a, 'b> {
    words: &'a Analysis<'b>,
    target: &'a Target,
    found: &'a Match,
    candidate: &'a Candidate,
    statement: Option<&'a Statement>,
}

/// Goes through the candidates of each match with their features; `take` gets the number of the match with them.
pub(crate) fn each_candidate(
    words: &Analysis<'_>,
    statements: &[Statement],
    cast: &Cast<'_>,
    issues: &Issues,
    matches: &[Match],
    mut take: impl FnMut(usize, Candidate, &Features),
) {
    let inside = inside(words, statements);
    let mut features = Features::default();
    for (n, found) in matches.iter().enumerate() {
        let target = &issues.targets[found.target];
        for candidate in candidates(words, statements, &inside, cast, found) {
            let statement = candidate.statement.map(|s| &statements[s]);
            Reading { words, target, found, candidate: &candidate, statement }.features(&mut features);
            take(n, candidate, &features);
        }
    }
}

impl Reading<'_, '_> {
    /// The features of the candidate, into `out`, which is emptied first.
    fn features(&self, out: &mut Features) {
        out.side.clear();
        out.way.clear();
        let span = self.candidate.span;
        let between = self.between(span);
        let behind = TokenSpan::new(span.end, self.clause_end(span.end));
        self.frame(out, between);
        self.relevance(out);
        self.between_words(out, between, span);
        self.inside_words(out, span);
        self.behind_words(out, behind);
        self.spoken(out);
        self.composed(out, between, span, behind);
    }

    /// The words that lead from whoever it is to the issue.
    fn between(&self, span: TokenSpan) -> TokenSpan {
        let mention = self.candidate.mention;
        // "Opponents of the wall" say by their name where they stand.
        let named = if self.candidate.form == Form::Description { mention.start } else { mention.end };
        let (start, end) = match self.candidate.relation {
            Relation::Behind if self.candidate.form == Form::Description => (span.end, mention.end),
            Relation::Behind => (span.end, mention.start),
            Relation::Speaker => {
                let content = self.statement.and_then(|s| s.content.iter().find(|c| c.overlaps(&span)));
                let sentence = self.words.sentence(span.start).start;
                (content.map_or(sentence, |c| c.start.max(sentence)), span.start)
            }
            _ => (named, span.start),
        };
        let start = if self.candidate.relation == Relation::Behind {
            start
        } else {
            start.max(end.saturating_sub(LONGEST))
        };
        TokenSpan::new(start.min(end), end.min(start + LONGEST).max(start.min(end)))
    }

    fn clause_end(&self, from: usize) -> usize {
        let most = if self.candidate.relation == Relation::Speaker { BEHIND_SPEECH } else { BEHIND };
        let end = self.words.sentence(from.saturating_sub(1)).end.min(from + most).max(from);
        (from..end)
            .find(|t| matches!(self.words.shape(*t), Shape::Stop | Shape::Colon | Shape::Dash))
            .unwrap_or(end)
    }

    fn relation(&self) -> u32 {
        self.candidate.relation as u32
    }

    /// Who it is, and how far away.
    fn frame(&self, out: &mut Features, between: TokenSpan) {
        let c = self.candidate;
        let relation = self.relation();
        let mut put = |kind: u32, value: u32| out.side.push(mix(7000 + kind, value));
        put(0, 0);
        put(1, relation);
        put(2, mix(relation, c.form as u32));
        put(3, mix(relation, c.kind as u32));
        put(4, mix(relation, bucket(between.len())));
        let verbs = between.range().filter(|t| self.words.pos(*t).is_verb()).count();
        put(5, mix(relation, verbs.min(4) as u32));
        put(6, mix(relation, c.between as u32));
        let commas = between.range().filter(|t| self.words.shape(*t) == Shape::Comma).count();
        put(7, mix(relation, commas.min(3) as u32));
        put(8, mix(relation, u32::from(self.words.aside(self.found.sentence.start))));
        let in_words = u32::from(c.statement.is_some());
        put(9, mix(relation, in_words));
        // Whom the proposition is about stands by it without a word.
        let own = c.mention.range().any(|t| self.found.part(t).is_some());
        put(10, mix(relation, u32::from(own)));
        let question = self.words.text(self.found.sentence.end.saturating_sub(1)) == "?";
        put(11, u32::from(question));
        out.way.push((mix(7500, 0), 1));
        out.way.push((mix(7501, relation), 1));
        out.way.push((mix(7502, u32::from(own)), 1));
    }

    /// How much of the issue stands there.
    fn relevance(&self, out: &mut Features) {
        let f = self.found;
        let mut put = |kind: u32, value: u32| out.side.push(mix(7100 + kind, value));
        let share = (f.share * 10.0) as u32;
        let rarest = f.rarest as u32;
        (0..=share).for_each(|step| put(0, step));
        (0..=rarest).for_each(|step| put(1, step));
        put(2, mix(self.relation(), share));
        put(3, f.terms.min(6) as u32);
        let has = |part: Part| u32::from(f.hits.iter().any(|h| h.part == part));
        let telling = (f.telling * 8.0) as u32;
        (0..=telling).for_each(|step| put(9, step));
        put(10, mix(telling, share));
        put(11, mix(self.relation(), telling));
        let parts = has(Part::Matter) | has(Part::Name) << 1 | has(Part::Deed) << 2 | has(Part::Aside) << 3;
        put(4, parts);
        put(5, mix(self.relation(), parts));
        put(6, u32::from(f.signal.is_some()));
        put(7, bucket(self.candidate.span.len()));
        put(8, mix(share, parts));
    }

    fn stem(&self, t: usize) -> u32 {
        self.words.stem(t)
    }

    /// Whether a word can say the same of every issue: nouns are of one matter, unless they are known to take sides.
    fn is_general(&self, t: usize) -> bool {
        let pos = self.words.pos(t);
        !(pos.is_proper() || pos == Pos::CD || pos.is_noun() && sides(self.words, t) == 0)
    }

    /// A word of the issue says what the issue is, not what somebody makes of it.
    fn is_matter(&self, t: usize) -> bool {
        matches!(self.found.part(t), Some(Part::Matter | Part::Name | Part::Aside))
    }

    fn between_words(&self, out: &mut Features, between: TokenSpan, span: TokenSpan) {
        let relation = u32::from(self.candidate.relation == Relation::Speaker);
        let full = self.relation();
        let mut classes = 0;
        for t in between.range().filter(|t| !self.is_matter(*t)) {
            let stem = self.stem(t);
            classes |= sides(self.words, t);
            if !self.is_general(t) {
                continue;
            }
            out.side.push(mix(mix(7200, relation), stem));
        }
        for bit in bits(classes) {
            out.side.push(mix(7201, mix(full, bit)));
        }
        out.side.push(mix(7202, mix(full, classes)));
        // The first verb behind whoever it is: what it does.
        let verb = between.range().find(|t| self.words.pos(*t).is_verb() && !self.words.is_auxiliary(*t));
        if let Some(verb) = verb.filter(|_| full != Relation::Speaker as u32) {
            out.side.push(mix(7203, mix(full, self.stem(verb))));
            out.side.push(mix(7204, mix(full, sides(self.words, verb))));
        }
        for (n, t) in (between.start..span.start).rev().take(BEFORE).enumerate() {
            if !self.is_general(t) {
                continue;
            }
            out.side.push(mix(7205, mix(n as u32, self.stem(t))));
            out.side.push(mix(7206, mix(n as u32, sides(self.words, t))));
        }
        let gap: Vec<u32> = between.range().map(|t| self.words.pos(t) as u32).collect();
        if gap.len() <= 5 {
            out.side.push(gap.iter().fold(mix(7207, full), |all, pos| mix(all, *pos)));
        }
    }

    fn inside_words(&self, out: &mut Features, span: TokenSpan) {
        let others = |t: &usize| self.found.part(*t).is_none() && self.is_general(*t);
        for t in span.range().take(LONGEST).filter(others) {
            out.side.push(mix(7210, self.stem(t)));
            for bit in bits(sides(self.words, t)) {
                out.side.push(mix(7211, bit));
            }
        }
    }

    fn behind_words(&self, out: &mut Features, behind: TokenSpan) {
        for (n, t) in behind.range().enumerate() {
            let near = u32::from(n < 3);
            if !self.is_general(t) {
                continue;
            }
            out.side.push(mix(7220, mix(near, self.stem(t))));
            for bit in bits(sides(self.words, t)) {
                out.side.push(mix(7221, mix(near, bit)));
            }
        }
    }

    /// What the statement around the issue is.
    fn spoken(&self, out: &mut Features) {
        let Some(s) = self.statement else { return };
        let relation = self.relation();
        let cue = s.cue.first().map_or(0, |c| (c.start..c.end).fold(0, |all, t| all | sides(self.words, t)));
        let stem = s.cue.first().map_or(0, |c| self.stem(c.start));
        let sense = s.sense.attribution_type as u32
            | (s.sense.polarity as u32) << 4
            | (s.sense.determinacy as u32) << 6;
        let mut put = |kind: u32, value: u32| out.side.push(mix(7300 + kind, mix(relation, value)));
        put(0, stem);
        put(1, cue);
        put(2, sense);
        put(3, s.kind as u32);
        put(4, (s.confidence * 5.0) as u32);
        let length: usize = s.content.iter().map(TokenSpan::len).sum();
        put(5, bucket(length / 3));
        let first_person = s.kind != QuoteKind::Indirect
            && self
                .found
                .sentence
                .range()
                .any(|t| self.words.pos(t) == Pos::PRP && self.words.is_in(t, WordSet::FirstPerson));
        put(6, u32::from(first_person));
        if self.candidate.relation == Relation::Speaker {
            for span in s.content.iter().take(MOST_PIECES) {
                for t in span.range().take(60).filter(|t| !self.is_matter(*t) && self.is_general(*t)) {
                    out.side.push(mix(7307, self.stem(t)));
                }
            }
        }
    }

    /// What all the words together make of the issue.
    fn composed(&self, out: &mut Features, between: TokenSpan, span: TokenSpan, behind: TokenSpan) {
        let relation = self.relation();
        let spoken = self.candidate.relation == Relation::Speaker;
        let cue: &[TokenSpan] = self.statement.filter(|_| spoken).map_or(&[], |s| s.cue.as_slice());
        // The cue leads to the content wherever it stands.
        let path: Vec<TokenSpan> =
            cue.iter().filter(|c| !c.overlaps(&between)).copied().chain([between]).collect();
        let c = compose(self.words, self.target, self.found, span, &path, &self.candidate.others, behind);
        let denied = self.statement.filter(|_| spoken).is_some_and(|s| {
            s.sense.polarity == Polarity::Denied && !c.opposed && !c.negated
                || s.sense.determinacy == Determinacy::No
        });
        let sign = if denied { -c.sign } else { c.sign };
        let attitude = c.attitude.map_or(15, |(side, _)| side as u32);
        let deed = c.deed.map_or(15, |side| side as u32) << 1 | u32::from(c.proposed);
        let judged = c.judged.map_or(15, |side| side as u32);
        let negated = u32::from(c.negated);
        let mut put = |kind: u32, value: u32| {
            out.side.push(mix(7400 + kind, value));
            out.way.push((mix(7600 + kind, value), sign));
        };
        put(0, 0);
        put(1, attitude);
        put(2, mix(relation, attitude));
        put(3, mix(attitude, deed));
        put(4, mix(relation, mix(attitude, deed)));
        put(5, mix(relation, deed));
        put(6, mix(relation, negated));
        put(7, mix(attitude, negated));
        put(8, mix(relation, mix(attitude, judged)));
        put(9, mix(attitude, bucket(c.attitude.map_or(0, |(_, at)| span.start.abs_diff(at)))));
        let theirs = u32::from(c.theirs);
        put(13, mix(relation, theirs));
        put(14, mix(attitude, theirs));
        if let Some((_, at)) = c.attitude {
            put(10, self.stem(at));
            put(11, mix(relation, self.stem(at)));
            put(12, mix(attitude, bucket(at.abs_diff(self.candidate.mention.end))));
        }
        let mut put = |kind: u32, value: u32| {
            out.side.push(mix(7450 + kind, value));
            out.way.push((mix(7650 + kind, value), c.judged_sign));
        };
        if c.judged.is_some() {
            put(0, judged);
            put(1, mix(relation, judged));
            put(2, mix(judged, attitude));
        }
        // What is for or against without being known to be: the weights are learned of the words.
        let toward = c.orientation;
        for t in between.range().filter(|t| self.words.pos(*t).is_verb() && sides(self.words, *t) == 0) {
            out.way.push((mix(7670, self.stem(t)), toward));
        }
        if spoken {
            let all = self.statement.map_or(&[][..], |s| &s.content);
            let sentence = self.found.sentence;
            let mut classes = 0;
            let within = |c: &TokenSpan| c.start.max(sentence.start)..c.end.min(sentence.end);
            for t in all.iter().flat_map(within).filter(|t| !span.holds(*t)) {
                classes |= sides(self.words, t);
            }
            for bit in bits(classes) {
                out.way.push((mix(7671, bit), toward));
                out.side.push(mix(7471, bit));
            }
        }
        out.way.push((mix(7672, relation), toward));
    }
}
