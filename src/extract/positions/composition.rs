//! What the words between somebody and an issue make of it together: the signs of Polanyi and Zaenen's contextual valence
//! shifters (2006), kept to the words that can reach the issue.
//!
//! ```text
//! "Kest opposed | calls for | an end to | the embargo"      attitude -, +; deed -, the matter
//! ```
//!
//! An attitude ("opposed") reaches over lists and clauses that follow it; a deed or a judgement ("end", "wrong") only what stands
//! with it. A negation turns what it stands before.

use super::issues::{Part, Target};
use super::matches::Match;
use super::sides::{Side, sides};
use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::extract::analysis::tags::Pos;
use crate::text::TokenSpan;

/// Words before an issue in which its deed may stand: "an end to NATO's eastward expansion".
const LOCAL: usize = 5;

/// Words before what it turns, in which a negation stands.
const NEGATES: usize = 4;

/// Words behind somebody's name in which what it does stands.
const REACH: usize = 7;

/// Words of one attitude that stand so near say one thing.
const TOGETHER: usize = 3;

/// What leads from somebody to an issue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Composition {
    /// The strongest attitude on the way, with its token.
    pub attitude: Option<(Side, usize)>,
    /// What is to be done with the matter.
    pub deed: Option<Side>,
    /// The deed is that of the proposition itself.
    pub proposed: bool,
    /// What is said of it behind.
    pub judged: Option<Side>,
    /// 1 where the words on the way are for the proposition, -1 where they are against it.
    pub sign: i8,
    /// The same of what is said behind.
    pub judged_sign: i8,
    pub negated: bool,
    /// Somebody on the way is against something.
    pub opposed: bool,
    /// Somebody else on the way has an attitude to it.
    pub theirs: bool,
    /// 1 where being for the issue as it is named is being for the proposition.
    pub orientation: i8,
}

/// Reads the way: `path` leads to the issue, `behind` follows it.
pub(crate) fn compose(
    words: &Analysis<'_>,
    target: &Target,
    found: &Match,
    core: TokenSpan,
    path: &[TokenSpan],
    others: &[TokenSpan],
    behind: TokenSpan,
) -> Composition {
    let (deed, proposed, at) = deed(words, target, found, core);
    let orientation = match (found.signal, deed) {
        (Some(direction), _) => direction.sign(),
        (None, _) if proposed => 1,
        (None, Some(deed)) => target.direction * deed.sign(),
        (None, None) => target.direction,
    };
    let mut sign = 1;
    let mut attitude: Option<(Side, usize)> = None;
    let (mut negated, mut opposed, mut theirs) = (false, false, false);
    let mut last: Option<(usize, i8)> = None;
    for t in path.iter().flat_map(TokenSpan::range).filter(|t| Some(*t) != at && !core.holds(*t)) {
        let undone = sides(words, t) & Side::Undoing.bit() != 0;
        let Some(side) = attitude_of(words, t).or(undone.then_some(Side::Undoing)) else { continue };
        // "Kest said that Norland rejects …": what Norland does. What should be is Kest's word.
        if others.iter().any(|o| o.end <= t && t - o.end < REACH && !is_called_for(words, o.end, t)) {
            theirs |= side != Side::Negation;
            continue;
        }
        if side == Side::Negation {
            let turns = (t + 1..(t + 1 + NEGATES).min(core.end))
                .any(|n| words.pos(n).is_verb() || attitude_of(words, n).is_some() || core.holds(n));
            if turns {
                sign = -sign;
                negated = true;
            }
            continue;
        }
        // "Railed against", "strong opposition": what stands together and says the same says it once.
        opposed |= side == Side::Opposing;
        if attitude.is_none_or(|(had, _)| strength(side) > strength(had)) {
            attitude = Some((side, t));
        }
        if last.is_none_or(|(at, had)| t > at + TOGETHER || had != side.sign()) {
            sign *= side.sign();
        }
        last = Some((t, side.sign()));
    }
    let mut judged = None;
    let mut judged_sign = 1;
    let inside = core.range().filter(|t| found.part(*t).is_none());
    for t in inside.chain(behind.range()).filter(|t| Some(*t) != at) {
        let set = sides(words, t);
        let side = Side::first_of(set, &[Side::Bad, Side::Good, Side::Opposing, Side::Backing]);
        if set & Side::Negation.bit() != 0 {
            judged_sign = -judged_sign;
        } else if let Some(side) = side.filter(|_| judged.is_none()) {
            judged = Some(side);
            judged_sign *= side.sign();
        }
    }
    Composition {
        attitude,
        deed,
        proposed,
        judged,
        sign: sign * orientation,
        judged_sign: judged_sign * orientation,
        negated,
        opposed,
        theirs,
        orientation,
    }
}

/// Whether what stands there is what should be, not what is: "the council should never sell".
fn is_called_for(words: &Analysis<'_>, from: usize, to: usize) -> bool {
    (from..=to).any(|t| words.pos(t) == Pos::MD && sides(words, t) & Side::Calling.bit() != 0)
}

/// Backing and opposing say more than calling, and that more than a judgement.
fn strength(side: Side) -> u8 {
    match side {
        Side::Backing | Side::Opposing => 2,
        Side::Calling | Side::Undoing => 1,
        _ => 0,
    }
}

/// What a word on the way says of whoever stands before it.
fn attitude_of(words: &Analysis<'_>, t: usize) -> Option<Side> {
    let all = [Side::Opposing, Side::Backing, Side::Calling, Side::Negation, Side::Bad, Side::Good];
    Side::first_of(sides(words, t), &all)
}

/// What is to be done with the matter: the nearest deed within the issue's words, right before them or right behind; whether it is
/// that of the proposition.
fn deed(
    words: &Analysis<'_>,
    target: &Target,
    found: &Match,
    core: TokenSpan,
) -> (Option<Side>, bool, Option<usize>) {
    let ends = |t: &usize| words.shape(*t) == Shape::Comma || words.pos(*t) == Pos::CC;
    let first = found.sentence.start.max(core.start.saturating_sub(LOCAL));
    let before = (first..core.start).rev().take_while(|t| !ends(t));
    let behind = (core.end..(core.end + 2).min(found.sentence.end)).take_while(|t| !ends(t));
    for t in core.range().chain(before).chain(behind) {
        let set = sides(words, t);
        let side = Side::first_of(set, &[Side::Undoing, Side::Doing]);
        if target.is_deed(words.stem(t)) && (found.part(t) == Some(Part::Deed) || set != 0) {
            return (side.or(Some(Side::Doing)), true, Some(t));
        }
        // A noun of the matter itself ("expansion") is what is spoken of, not what becomes of it.
        if side.is_some() && !(found.part(t) == Some(Part::Matter) && words.pos(t).is_noun()) {
            return (side, false, Some(t));
        }
    }
    (None, false, None)
}
