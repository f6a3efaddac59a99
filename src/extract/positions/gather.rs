//! Passages to positions: what one text says of one actor on one issue, taken together.

use super::model::{FACTS, Judged, StanceModel};
use crate::domain::Stance;
use crate::extract::math::ln;

/// Chance from which on a passage counts as one that shows the side.
pub(crate) const SHOWS: f32 = 0.3;

/// The facts of an actor's passages on an issue, for the stance that they speak for most.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Together {
    pub stance: Stance,
    pub facts: [f32; FACTS],
    /// The passage that shows it best.
    pub best: usize,
}

/// Takes passages together; none of none.
pub(crate) fn together(passages: &[Judged]) -> Option<Together> {
    let best_of = |way: usize| {
        let shares = passages.iter().map(|p| p.shares()[way]).enumerate();
        shares.fold(None, |best: Option<(usize, f32)>, (n, share)| match best {
            Some((_, top)) if top >= share => best,
            _ => Some((n, share)),
        })
    };
    let (pro, contra) = (best_of(0)?, best_of(1)?);
    let (stance, (best, share), other, way) = match pro.1 >= contra.1 {
        true => (Stance::Supports, pro, contra.1, 0),
        false => (Stance::Opposes, contra, pro.1, 1),
    };
    let showing = passages.iter().filter(|p| p.shares()[way] >= SHOWS).count();
    let all: f32 = 1.0 - passages.iter().map(|p| 1.0 - p.shares()[way]).product::<f32>();
    let facts =
        [1.0, odds(share), odds(other), showing.min(4) as f32, odds(all), passages[best].way.abs().min(6.0)];
    Some(Together { stance, facts, best })
}

/// Log odds, within bounds.
fn odds(share: f32) -> f32 {
    let share = share.clamp(0.002, 0.998);
    ln(share / (1.0 - share))
}

impl Together {
    /// How sure it is.
    pub fn sureness(&self, model: &StanceModel<'_>) -> f32 {
        model.sureness(&self.facts)
    }
}
