//! For training: the candidates that resolution would weigh at given places of a text, with what they are.

use super::antecedents::{By, Here};
use super::described::{Given, Stands, read};
use super::mentions::mentions;
use super::offices::Days;
use super::pronouns::{Pronoun, possessive, pronoun};
use super::resolver::Resolver;
use super::{Context, Registry, answers, gathering};
use crate::extract::Statement;
use crate::extract::analysis::Analysis;
use crate::extract::analysis::tags::Pos;
use crate::text::{ByteSpan, TokenSpan};

/// A pronoun with everybody who may be meant by it.
#[derive(Clone, Debug)]
pub(crate) struct Observed {
    pub group: usize,
    /// The features of "nobody of them".
    pub nobody: Vec<u16>,
    pub candidates: Vec<Weighed>,
}

/// Somebody who may be meant.
#[derive(Clone, Debug)]
pub(crate) struct Weighed {
    pub features: Vec<u16>,
    /// What it is called.
    pub names: Vec<String>,
    /// Where the text speaks of it.
    pub spans: Vec<ByteSpan>,
}

/// What is weighed at the pronouns at these tokens, each with the words of its statement; none where no pronoun of the
/// third person stands.
pub(crate) fn observe(
    analysis: &Analysis<'_>,
    statements: &[Statement],
    registry: &Registry,
    context: &Context<'_>,
    places: &[(usize, Vec<TokenSpan>)],
) -> Vec<Option<Observed>> {
    let days = context.published.as_ref().map(Days::of);
    let chains = gathering::gather(analysis, registry, mentions(analysis, registry), days);
    let mut resolver = Resolver::new(analysis, registry, chains, statements, context);
    answers(&mut resolver, &super::Given::new());
    places.iter().map(|(at, own)| weigh(&resolver, *at, own)).collect()
}

fn weigh(resolver: &Resolver<'_>, at: usize, own: &[TokenSpan]) -> Option<Observed> {
    let words = resolver.words;
    let by = match pronoun(words, at)
        .or_else(|| possessive(words, at).filter(|_| words.pos(at) == Pos::PRP_POSSESSIVE))
    {
        Some(pronoun @ (Pronoun::He | Pronoun::She | Pronoun::It | Pronoun::They)) => By::Pronoun(pronoun),
        Some(_) => return None,
        None => {
            let described = read(words, TokenSpan::new(at, words.sentence(at).end))?;
            let one = matches!(described.stands, Stands::Person | Stands::Body(_));
            let definite = matches!(described.given, Given::Definite | Given::Bare);
            By::Description(Some(described).filter(|_| one && definite)?)
        }
    };
    let at = match by {
        By::Description(described) => described.tokens.start,
        By::Pronoun(_) => at,
    };
    let here = Here { words, chains: &resolver.chains, said: &resolver.said, at, own, by };
    let candidates = here.candidates(|id, entity| by.agrees(words, entity) && resolver.may_be_meant(id));
    let weighed = candidates.into_iter().map(|candidate| {
        let of_it = resolver.chains.occurrences.iter().filter(|o| o.who == candidate.who);
        let spans = of_it.map(|o| words.document().span_of(o.tokens)).collect();
        Weighed { features: candidate.features, names: resolver.names(candidate.who), spans }
    });
    Some(Observed { group: by.group(), nobody: here.nobody(), candidates: weighed.collect() })
}
