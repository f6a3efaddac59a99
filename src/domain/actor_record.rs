//! An actor as files have it: everything the registry knows of one, with the ids that other registers give it.

use super::{Actor, ActorKind, Alias, Gender, Role};
use serde::{Deserialize, Serialize};

/// One entry of an actor file. References (`state`, a role's `organisation`) may be a slug, a name, a Wikidata item,
/// a two-letter country code or `scheme:id`; files that kb writes have slugs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorRecord {
    /// Stable key; empty where the file leaves it to kb.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub slug: String,
    /// The name shown to people.
    pub name: String,
    /// What sort of thing it is.
    pub kind: ActorKind,
    /// For pronouns; persons only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// The state it belongs to or is a citizen of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// One line on who or what this is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Its Wikidata item: `Q58217`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wikidata: Option<String>,
    /// What other registers call it, each `scheme:id`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<String>,
    /// Other surface forms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Alias>,
    /// Offices held; an empty `organisation` is one that is not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
}

impl ActorRecord {
    /// A record with a name and nothing else.
    pub fn new(name: &str, kind: ActorKind) -> Self {
        Self {
            slug: String::new(),
            name: name.to_owned(),
            kind,
            gender: None,
            state: None,
            description: String::new(),
            wikidata: None,
            ids: Vec::new(),
            aliases: Vec::new(),
            roles: Vec::new(),
        }
    }

    /// The record with its texts on one line each, without white space around them.
    pub fn tidied(mut self) -> Self {
        let texts = [&mut self.name, &mut self.description].into_iter();
        let texts = texts.chain(self.aliases.iter_mut().map(|a| &mut a.name));
        for text in texts.chain(self.roles.iter_mut().map(|r| &mut r.title)) {
            if text.contains(char::is_whitespace) {
                *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            }
        }
        self
    }

    /// What is wrong with the record itself, whatever else the registry has: the first thing, in words.
    ///
    /// # Errors
    /// A name without letters, a slug or an id in the wrong form, a gender where there can be none.
    pub fn check(&self) -> Result<(), String> {
        if !self.name.chars().any(char::is_alphanumeric) {
            return Err(format!("`{}` is not a name", self.name));
        }
        let texts = [&self.name, &self.description].into_iter().chain(self.aliases.iter().map(|a| &a.name));
        if let Some(text) =
            texts.chain(self.roles.iter().map(|r| &r.title)).find(|t| t.contains(char::is_control))
        {
            return Err(format!("`{}` has a control character", text.escape_debug()));
        }
        if !is_slug(&self.slug) {
            let slug = &self.slug;
            return Err(format!("`{slug}` is not a slug (lower-case letters and digits, joined by `-`)"));
        }
        if let Some(item) = self.wikidata.as_deref().filter(|w| !is_wikidata(w)) {
            return Err(format!("`{item}` is not a Wikidata item (Q and a number)"));
        }
        if let Some(id) = self.ids.iter().find(|id| split_id(id).is_none()) {
            return Err(format!("the id `{id}` is not `scheme:id`"));
        }
        if self.gender.is_some() && self.kind != ActorKind::Person {
            return Err(format!("a {} has no gender", self.kind));
        }
        if let Some(alias) = self.aliases.iter().find(|a| !a.name.chars().any(char::is_alphanumeric)) {
            return Err(format!("`{}` is not an alias", alias.name));
        }
        match self.roles.iter().find(|r| r.title.trim().is_empty()) {
            Some(_) => Err("a role has no title".to_owned()),
            None => Ok(()),
        }
    }
}

impl From<Actor> for ActorRecord {
    fn from(actor: Actor) -> Self {
        let Actor { slug, name, kind, gender, state, description, aliases, roles } = actor;
        Self { slug, gender, state, description, aliases, roles, ..Self::new(&name, kind) }
    }
}

/// Whether the text has the form of a Wikidata item: `Q58217`.
pub fn is_wikidata(text: &str) -> bool {
    let digits = text.strip_prefix('Q').unwrap_or("");
    digits.starts_with(|c: char| matches!(c, '1'..='9')) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The two halves of `scheme:id`, where it is that.
pub fn split_id(text: &str) -> Option<(&str, &str)> {
    text.split_once(':').filter(|(scheme, id)| is_slug(scheme) && !scheme.is_empty() && !id.trim().is_empty())
}

fn is_slug(text: &str) -> bool {
    text.is_empty()
        || text
            .split('-')
            .all(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_says_what_is_wrong_with_it() {
        let good = ActorRecord {
            wikidata: Some("Q42".into()),
            ..ActorRecord::new("Mira Talvik", ActorKind::Person)
        };
        assert_eq!(good.check(), Ok(()));
        let bad = |change: fn(&mut ActorRecord)| {
            let mut record = good.clone();
            change(&mut record);
            record.check().unwrap_err()
        };
        assert!(bad(|r| r.name = " - ".into()).contains("not a name"));
        assert!(bad(|r| r.name = "Mira\0Talvik".into()).contains("control"));
        assert!(bad(|r| r.slug = "Mira Talvik".into()).contains("not a slug"));
        assert!(bad(|r| r.wikidata = Some("42".into())).contains("Wikidata"));
        assert!(bad(|r| r.ids = vec!["42".into()]).contains("scheme:id"));
        assert!(bad(|r| (r.kind, r.gender) = (ActorKind::State, Some(Gender::Male))).contains("no gender"));
    }
}
