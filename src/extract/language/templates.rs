//! How a name is made of a noun and of whose it is: "allies" and "Orbec" give "Orbec’s allies".

use super::entries;

/// The templates of a language, each with `{noun}` and `{owner}` in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Templates<'m> {
    /// "allies of Orbec".
    of_owner: &'m str,
    /// "Orbec allies".
    owner_first: &'m str,
    /// "Orbec’s allies".
    genitive: &'m str,
}

impl<'m> Templates<'m> {
    /// Reads the list: a name, a colon, a template.
    pub fn new(list: &'m str) -> Self {
        let template = |name: &str| {
            let found = entries(list).filter_map(|l| l.split_once(": ")).find(|(n, _)| *n == name);
            found.map_or("{owner} {noun}", |(_, template)| template)
        };
        Self {
            of_owner: template("of-owner"),
            owner_first: template("owner-first"),
            genitive: template("genitive"),
        }
    }

    pub fn of_owner(&self, noun: &str, owner: &str) -> String {
        fill(self.of_owner, noun, owner)
    }

    pub fn owner_first(&self, noun: &str, owner: &str) -> String {
        fill(self.owner_first, noun, owner)
    }

    pub fn genitive(&self, noun: &str, owner: &str) -> String {
        fill(self.genitive, noun, owner)
    }
}

/// Each place is filled once, whatever stands in the names.
fn fill(template: &str, noun: &str, owner: &str) -> String {
    let mut filled = String::with_capacity(template.len() + noun.len() + owner.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(behind) = rest.strip_prefix("{noun}") {
            filled.push_str(noun);
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix("{owner}") {
            filled.push_str(owner);
            rest = behind;
        } else {
            filled.push('{');
            rest = &rest[1..];
        }
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::language::{LanguageFiles, List};

    #[test]
    fn names_are_put_together() {
        let templates = Templates::new(LanguageFiles::english().list(List::Templates));
        assert_eq!(templates.of_owner("allies", "{noun}"), "allies of {noun}");
        assert_eq!(templates.owner_first("campaign", "Kest"), "Kest campaign");
        assert_eq!(templates.genitive("allies", "Kest"), "Kest’s allies");
    }
}
