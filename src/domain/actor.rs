//! Actors, their surface forms and the offices they hold.

use super::{PartialDate, words::vocabulary};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What sort of thing an actor is.
    ActorKind {
        /// A human being.
        Person = "person",
        /// A country as a political actor.
        State = "state",
        /// A ministry, parliament, armed force or other part of a state or alliance.
        Body = "body",
        /// An alliance, party, company, institute or other organisation.
        Organisation = "organisation",
        /// A publisher of articles.
        Outlet = "outlet",
        /// A nameless group ("experts", "Western officials").
        Group = "group",
    }
}

vocabulary! {
    /// How an alias relates to its actor.
    AliasKind {
        /// A full name.
        Name = "name",
        /// A part of the name that stands for the whole ("Lavrov", "the State Department").
        Short = "short",
        /// The same name written by other transliteration rules ("Sergei Lavrov").
        Transliteration = "transliteration",
        /// A place or building that stands for the actor ("Moscow", "the Kremlin").
        Metonym = "metonym",
        /// An acronym or initialism ("NATO", "U.S.").
        Abbreviation = "abbreviation",
        /// A nickname or byname.
        Nickname = "nickname",
        /// The adjective or inhabitants' name of a state ("Russian"): never a mention by itself, it qualifies
        /// one ("the Russian foreign minister").
        Demonym = "demonym",
    }
}

vocabulary! {
    /// Grammatical gender of a person, for pronouns.
    Gender {
        /// he
        Male = "male",
        /// she
        Female = "female",
    }
}

vocabulary! {
    /// Who made a row.
    Origin {
        /// It came with kb.
        Seed = "seed",
        /// A person entered or loaded it.
        User = "user",
        /// A text brought it.
        Text = "text",
    }
}

/// A surface form of one actor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    /// The words themselves, without an article ("Kremlin", not "the Kremlin").
    pub name: String,
    /// How they relate to the actor.
    pub kind: AliasKind,
}

/// An office that an actor holds at an organisation, dated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The office: "Foreign Minister", "President", "press secretary".
    pub title: String,
    /// Slug of the state, body or organisation where it is held.
    pub organisation: String,
    /// First day in office, as exactly as it is known.
    #[serde(default)]
    pub since: Option<PartialDate>,
    /// Last day in office; none while it goes on or where it is not known.
    #[serde(default)]
    pub until: Option<PartialDate>,
}

/// A person, state, body, organisation, outlet or nameless group that can say something or take a position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Stable key: lower-case ASCII words joined by `-`.
    pub slug: String,
    /// The name shown to people.
    pub name: String,
    /// What sort of thing it is.
    pub kind: ActorKind,
    /// For pronouns; persons only.
    #[serde(default)]
    pub gender: Option<Gender>,
    /// Slug of the state it belongs to or is a citizen of, where that matters ("Russian Foreign Minister").
    #[serde(default)]
    pub state: Option<String>,
    /// One line on who or what this is.
    #[serde(default)]
    pub description: String,
    /// Other surface forms.
    #[serde(default)]
    pub aliases: Vec<Alias>,
    /// Offices held.
    #[serde(default)]
    pub roles: Vec<Role>,
}
