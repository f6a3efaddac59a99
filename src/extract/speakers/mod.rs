//! Speakers: source mentions to actors.

use super::Statement;
use crate::domain::{Actor, ActorKind, Gender, PartialDate, SpeakerMethod};
use crate::text::Document;

/// An actor as the resolution names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActorRef {
    /// In the registry, under this id.
    Known(i64),
    /// In [`Resolution::new_actors`], at this place.
    New(usize),
}

/// Who said one statement.
#[derive(Clone, Debug, Default)]
pub struct Speaker {
    /// The actor.
    pub actor: Option<ActorRef>,
    /// Others who said it together.
    pub also: Vec<ActorRef>,
    /// Whom a spokesperson spoke for.
    pub on_behalf_of: Option<ActorRef>,
    /// Who it may have been.
    pub candidates: Vec<(ActorRef, f32)>,
    /// How it was resolved.
    pub method: SpeakerMethod,
    /// How sure it is.
    pub confidence: f32,
}

/// An actor that a text introduces.
#[derive(Clone, Debug)]
pub struct NewActor {
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: ActorKind,
    /// Gender.
    pub gender: Option<Gender>,
    /// As given.
    pub description: String,
}

/// The speakers of all statements.
#[derive(Clone, Debug, Default)]
pub struct Resolution {
    /// One per statement.
    pub speakers: Vec<Speaker>,
    /// Introduced by the text.
    pub new_actors: Vec<NewActor>,
}

/// What is known of the article.
#[derive(Clone, Debug, Default)]
pub struct Context<'a> {
    /// Publication date.
    pub published: Option<PartialDate>,
    /// Byline.
    pub author: Option<&'a str>,
}

/// Known actors.
pub struct Registry {}

impl Registry {
    /// Builds.
    pub fn new(_actors: impl IntoIterator<Item = (i64, Actor)>) -> Self {
        Self {}
    }
}

/// Resolves.
pub fn resolve(_d: &Document<'_>, s: &[Statement], _r: &Registry, _c: &Context<'_>) -> Resolution {
    Resolution { speakers: vec![Speaker::default(); s.len()], new_actors: Vec::new() }
}

/// Folds.
pub fn fold_name(name: &str) -> String {
    deunicode::deunicode(name).to_lowercase()
}
