//! Who may hold a position: for each sentence that speaks of an issue, those who say it and those whom it names.

use super::matches::Match;
use crate::domain::{ActorKind, AttributionType, Determinacy};
use crate::extract::Statement;
use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::extract::analysis::tags::Pos;
use crate::extract::speakers::{Cast, EntityId, Form, Occurrence};
use crate::text::TokenSpan;

/// How the text puts somebody beside an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// Says something in which the issue is.
    Speaker = 0,
    /// Stands before it: "Kest opposes the wall".
    Before = 1,
    /// Owns something in between: "Kest's plan for the wall".
    Owner = 2,
    /// Stands behind it: "the wall that Kest opposes", "opposed by Kest".
    Behind = 3,
}

/// Somebody beside an issue.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub who: EntityId,
    pub relation: Relation,
    /// Where the sentence speaks of the issue, as far as it is beside whoever it is.
    pub span: TokenSpan,
    pub form: Form,
    pub kind: ActorKind,
    /// Where the text names the holder: in this sentence, or before the statement.
    pub mention: TokenSpan,
    /// The statement in which the issue stands, by number.
    pub statement: Option<usize>,
    /// Others that stand between it and the issue.
    pub between: usize,
    /// Where these are named: what they do is not what whoever it is does.
    pub others: Vec<TokenSpan>,
}

/// Most others that may stand between somebody and an issue.
const MOST_BETWEEN: usize = 4;

/// Most mentions that are looked through for others: a sentence without an end has thousands.
const MOST_OTHERS: usize = 64;

/// Most that one sentence puts beside an issue: lists of names have more.
const MOST_CANDIDATES: usize = 16;

/// For each token the innermost statement in whose words it stands.
pub(crate) fn inside(words: &Analysis<'_>, statements: &[Statement]) -> Vec<Option<u32>> {
    let length = |s: &Statement| s.content.iter().map(TokenSpan::len).sum::<usize>();
    let mut order: Vec<usize> = (0..statements.len()).collect();
    order.sort_by_key(|n| std::cmp::Reverse(length(&statements[*n])));
    let mut inside = vec![None; words.len()];
    for n in order {
        for token in statements[n].content.iter().flat_map(TokenSpan::range) {
            if let Some(place) = inside.get_mut(token) {
                *place = Some(n as u32);
            }
        }
    }
    inside
}

/// The candidates for one match.
pub(crate) fn candidates(
    words: &Analysis<'_>,
    statements: &[Statement],
    inside: &[Option<u32>],
    cast: &Cast<'_>,
    found: &Match,
) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = Vec::new();
    let statement_of =
        |span: TokenSpan| span.range().find_map(|t| inside.get(t).copied().flatten()).map(|n| n as usize);
    // What is not told as having been said, or is asked, is nobody's position.
    let open = |n: &usize| {
        let sense = statements[*n].sense;
        sense.determinacy == Determinacy::Open || sense.attribution_type == AttributionType::Question
    };
    let mut told: Vec<(usize, TokenSpan)> = Vec::new();
    for span in std::iter::once(&found.span).chain(&found.cores) {
        if let Some(n) = statement_of(*span)
            && told.iter().all(|(had, _)| *had != n)
        {
            told.push((n, *span));
        }
    }
    for (n, span) in told.into_iter().filter(|(n, _)| !open(n)) {
        for who in cast.speakers_of(n) {
            if all.iter().any(|c| c.who == *who) {
                continue;
            }
            let mention =
                statements[n].source.first().copied().unwrap_or(TokenSpan::new(span.start, span.start));
            let form = cast.form_at(mention).unwrap_or(Form::Description);
            let kind = cast.kind(*who);
            // Whoever stands right before the issue in what is said may be whose it is.
            let from =
                statements[n].content.iter().find(|c| c.overlaps(&span)).map_or(span.start, |c| c.start);
            let others =
                cast.mentions_in(TokenSpan::new(from.max(found.sentence.start).min(span.start), span.start));
            // "The leaders said they would": what several say of themselves.
            let same = |m: &Occurrence| {
                m.who == *who
                    || m.form == Form::Pronoun && kind != ActorKind::Person && m.tokens.start <= from + 1
            };
            let owned = others.iter().any(|m| !same(m) && is_owner(words, m.tokens));
            let between = others.iter().filter(|m| !same(m)).count().min(2) + if owned { 3 } else { 0 };
            let others =
                others.iter().rev().take(MOST_OTHERS).filter(|m| !same(m)).map(|m| m.tokens).collect();
            all.push(Candidate {
                others,
                who: *who,
                relation: Relation::Speaker,
                span,
                form,
                kind,
                mention,
                statement: Some(n),
                between,
            });
        }
    }
    let mentions = cast.mentions_in(found.sentence);
    for (n, mention) in mentions.iter().enumerate() {
        let span = nearest(words, found, mention.tokens);
        let statement = statement_of(span);
        let content = statement.map(|n| &statements[n].content);
        let beside = mention.tokens.end <= span.start || mention.tokens.start >= span.end;
        // What somebody says is of somebody: who is named outside of it is no further candidate but for the speaker.
        let outside = content.is_some_and(|c| c.iter().all(|c| !c.overlaps(&mention.tokens)));
        if !beside && !is_owner(words, mention.tokens) || outside || all.iter().any(|c| c.who == mention.who)
        {
            continue;
        }
        let behind = mention.tokens.start >= span.end;
        let is_other = |m: &&Occurrence| m.who != mention.who;
        let others: Vec<TokenSpan> = match behind {
            false => {
                let before =
                    mentions[n + 1..].iter().take_while(|m| m.tokens.end <= span.start).take(MOST_OTHERS);
                before.filter(is_other).map(|m| m.tokens).collect()
            }
            true => {
                let after =
                    mentions[..n].iter().rev().take_while(|m| m.tokens.start >= span.end).take(MOST_OTHERS);
                after.filter(is_other).map(|m| m.tokens).collect()
            }
        };
        let between = others.len();
        if between > MOST_BETWEEN || all.len() >= MOST_CANDIDATES {
            continue;
        }
        let relation = match () {
            () if behind => Relation::Behind,
            () if is_owner(words, mention.tokens) => Relation::Owner,
            () => Relation::Before,
        };
        let kind = cast.kind(mention.who);
        all.push(Candidate {
            who: mention.who,
            relation,
            span,
            form: mention.form,
            kind,
            mention: mention.tokens,
            statement,
            between,
            others,
        });
    }
    all
}

/// The stretch beside a mention: what follows somebody's name is more often what he does than what stands before it.
fn nearest(words: &Analysis<'_>, found: &Match, mention: TokenSpan) -> TokenSpan {
    let breaks = |from: usize, to: usize| {
        let ends = |t: &usize| words.pos(*t) == Pos::CC || words.shape(*t) == Shape::Comma;
        (from..to).filter(ends).count() * BREAK + (to - from)
    };
    let cost = |span: &TokenSpan| match () {
        () if span.start >= mention.end => breaks(mention.end, span.start),
        () if span.end <= mention.start => breaks(span.end, mention.start) * BACKWARDS,
        () => 0,
    };
    found.cores.iter().copied().min_by_key(cost).unwrap_or(found.span)
}

/// What a comma or "and" on the way counts, in words.
const BREAK: usize = 4;

/// What going back counts beside going on.
const BACKWARDS: usize = 2;

/// "Kest's", "his".
fn is_owner(words: &Analysis<'_>, mention: TokenSpan) -> bool {
    words.pos(mention.end) == Pos::POS || mention.end > 0 && words.pos(mention.end - 1) == Pos::PRP_POSSESSIVE
}
