//! Speaker resolution: a document, its statements and the known actors in; for each statement its speaker out.
//!
//! ```text
//! analysis -> mentions names, known actors, states, bodies by form              mentions, names
//! mentions -> chains   who is meant by which, with titles and appositions       gathering, coreference, entity,
//!                                                                               titles, appositions, linking, sorts,
//!                                                                               bodies, naming, bearers
//! chains -> what can be meant, in the order of the text, described or named     nominals
//! statements -> speakers, in text order:
//!     source mention   name, office, description, pronoun, state, group         sources, phrases, descriptions,
//!                                                                               called, holders, pronouns,
//!                                                                               salience, groups, described,
//!                                                                               antecedents, joined, headlines
//!     no mention       carried over from the statement before, where safe       carried
//! chains -> new actors   those that spoke and that nobody knew                    new_actors
//! all together           what a stage behind this one asks                        cast
//! ```
//!
//! Whom a name means is asked of `registry` and told by `meaning`; every number is in `weights` but what was
//! learned: whom pronouns and descriptions mean (`antecedents`).
//!
//! Nothing is guessed silently: what cannot be told stays `None`, what can be two keeps both as candidates.

pub(crate) mod antecedents;
mod appositions;
mod bearers;
mod bodies;
mod called;
mod carried;
mod cast;
mod coreference;
mod described;
mod descriptions;
mod entity;
mod gathering;
mod groups;
mod headlines;
mod holders;
mod joined;
mod linking;
mod meaning;
mod mentions;
mod names;
mod naming;
mod new_actors;
mod nominals;
#[cfg(feature = "train")]
pub(crate) mod observed;
mod offices;
mod phrases;
mod pronouns;
mod registry;
mod resolver;
mod salience;
mod sorts;
mod sources;
#[cfg(test)]
mod testing;
mod titles;
mod weights;

pub use super::language::fold_name;
pub(crate) use cast::Cast;
pub(crate) use coreference::{Form, Occurrence};
pub(crate) use entity::EntityId;
pub use registry::Registry;

use self::offices::Days;
use self::resolver::{Answer, Resolver};
use self::salience::Said;
use crate::domain::{ActorId, ActorKind, Gender, PartialDate, SpeakerMethod};
use crate::extract::Statement;
use crate::extract::analysis::Analysis;
use std::collections::BTreeMap;

/// What is known of an article beside its body.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// When it was published: offices are those of that day.
    pub published: Option<PartialDate>,
    /// Who wrote it: never a speaker, unless a source mention says the name.
    pub author: Option<&'a str>,
}

/// An actor in a [`Resolution`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActorRef {
    /// Known: the id that the registry was built with.
    Known(ActorId),
    /// New: an index into [`Resolution::new_actors`].
    New(usize),
}

/// Who made a statement, and how that was told.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// The speaker; none if it cannot be told.
    pub actor: Option<ActorRef>,
    /// By what it was told.
    pub method: SpeakerMethod,
    /// 0 to 1; 0 for nobody.
    pub confidence: f32,
    /// Who it may be, with shares, where that is not clear.
    pub candidates: Vec<(ActorRef, f32)>,
    /// The body or person that a spokesperson speaks for.
    pub on_behalf_of: Option<ActorRef>,
    /// Others that made the statement together with the speaker ("the US and the EU").
    pub also: Vec<ActorRef>,
}

/// Somebody who spoke and whom the registry does not know, with what the text says of them.
#[derive(Clone, Debug, PartialEq)]
pub struct NewActor {
    /// The fullest form of the name in the text.
    pub name: String,
    /// The text only describes it: nobody of another article is the same.
    pub described: bool,
    /// What sort of actor it looks like.
    pub kind: ActorKind,
    /// From the given name, titles and pronouns; persons only.
    pub gender: Option<Gender>,
    /// As given: "senior researcher at the Center for …"; empty if nothing was.
    pub description: String,
    /// The title or profession in that.
    pub role: Option<String>,
    /// The organisation in that, as given.
    pub organisation: Option<String>,
    /// The known actor that the organisation is.
    pub organisation_actor: Option<ActorRef>,
    /// The known state that the text puts it with.
    pub state: Option<ActorRef>,
    /// Other forms of the name in the text.
    pub spellings: Vec<String>,
}

/// The speakers of a document's statements.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolution {
    /// One for each statement, in their order.
    pub speakers: Vec<Speaker>,
    /// Actors to be added.
    pub new_actors: Vec<NewActor>,
}

impl Resolution {
    /// What an actor is called; `known` tells it of those that the registry knows.
    pub fn name_of<'a>(
        &'a self,
        actor: ActorRef,
        known: impl Fn(ActorId) -> Option<&'a str>,
    ) -> Option<&'a str> {
        match actor {
            ActorRef::Known(id) => known(id),
            ActorRef::New(index) => self.new_actors.get(index).map(|a| a.name.as_str()),
        }
    }
}

/// Who made some of the statements, by their numbers, as a person has told it; nobody where the list is empty.
pub type Given = BTreeMap<usize, Vec<ActorId>>;

/// Resolves the speakers of `statements`, which may stand in any order.
pub fn resolve(
    analysis: &Analysis<'_>,
    statements: &[Statement],
    registry: &Registry,
    context: &Context<'_>,
) -> Resolution {
    cast(analysis, statements, &Given::new(), registry, context).into_resolution()
}

/// The same, with all that the text speaks of at hand.
pub(crate) fn cast<'a>(
    analysis: &'a Analysis<'a>,
    statements: &[Statement],
    given: &Given,
    registry: &'a Registry,
    context: &Context<'_>,
) -> Cast<'a> {
    let mentions = mentions::mentions(analysis, registry);
    let days = context.published.as_ref().map(Days::of);
    let chains = gathering::gather(analysis, registry, mentions, days);
    let mut resolver = Resolver::new(analysis, registry, chains, statements, context);
    let answers = answers(&mut resolver, given);
    Cast::new(resolver, answers)
}

/// The answers in the order of the statements; found in the order of the text, as a reader would.
fn answers(resolver: &mut Resolver<'_>, given: &Given) -> Vec<Answer> {
    let order = resolver.by_anchor.clone();
    let mut answers = vec![Answer::none(); order.len()];
    // "I" in a quotation waits for its speaker.
    for second in [false, true] {
        for statement in order.iter().copied() {
            let place = &resolver.sayings[statement];
            let (token, nested, sourceless) = (
                place.anchor,
                place.inside.is_some(),
                place.source.is_empty() || resolver.is_condition(place),
            );
            if second && !answers[statement].is_none() {
                continue;
            }
            let mut answer = match (given.get(&statement), sourceless) {
                (Some(actors), _) => resolver.given(actors),
                (None, true) => resolver.carried(statement, &answers),
                (None, false) => resolver.source(statement),
            };
            let Some(who) = answer.who.first().copied() else {
                if answers[statement].candidates.is_empty() {
                    answers[statement] = answer;
                }
                continue;
            };
            if !given.contains_key(&statement) {
                answer.on_behalf_of = answer.on_behalf_of.or_else(|| new_actors::principal(resolver, who));
            }
            let at = resolver.said.partition_point(|s| s.token <= token);
            resolver.said.insert(at, Said { token, who, nested });
            if answer.who.len() > 1 {
                resolver.together.push((token, answer.who.clone()));
            }
            answers[statement] = answer;
            resolver.note_speaker(statement, who);
            resolver.remember(statement);
        }
    }
    answers
}
