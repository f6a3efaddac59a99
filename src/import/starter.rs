//! The starter knowledge, embedded in the program: actors, issues, article records, positions.

use super::ImportError;
use crate::domain::{Actor, Basis, Issue, PartialDate, Stance};
use crate::extract::Extraction;
use serde::Deserialize;

/// A file of `seeds/`: its path there and its text.
pub type Embedded = (&'static str, &'static str);

macro_rules! embedded {
    ($($path:literal),* $(,)?) => { &[$(($path, include_str!(concat!("../../seeds/", $path)))),*] };
}

/// Actors, a file for each kind.
pub const ACTORS: &[Embedded] = embedded![
    "actors/bodies.toml",
    "actors/groups.toml",
    "actors/organisations.toml",
    "actors/outlets.toml",
    "actors/people.toml",
    "actors/states.toml",
];

/// The matters in dispute.
pub const ISSUES: Embedded = ("issues.toml", include_str!("../../seeds/issues.toml"));

/// Where actors stand, with evidence from the article records.
pub const POSITIONS: Embedded = ("positions.toml", include_str!("../../seeds/positions.toml"));

/// Article records.
pub const ARTICLES: &[Embedded] = embedded![
    "articles/cgtn-stalemate.md",
    "articles/rt-written-replies.md",
    "articles/scenarios-for-putin.md",
    "articles/two-track-marathon.md",
    "articles/war-or-humiliation.md",
];

/// A position as `positions.toml` has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PositionRecord {
    /// Slug of the actor.
    pub actor: String,
    /// Slug of the issue.
    pub issue: String,
    /// Where the actor stands.
    pub stance: Stance,
    /// On whose word.
    pub basis: Basis,
    /// Slug of the actor who ascribes it, where it is ascribed.
    pub ascribed_by: Option<String>,
    /// When it was stated.
    pub date: Option<PartialDate>,
    /// File stem of the article record.
    pub article: String,
    /// A passage of it, word for word.
    pub evidence: String,
    /// A remark.
    #[serde(default)]
    pub note: String,
}

/// The embedded actors.
///
/// # Errors
/// Where a file is not what its format says; a test holds that none is.
pub fn actors() -> Result<Vec<Actor>, ImportError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        actor: Vec<Actor>,
    }
    let mut actors = Vec::new();
    for embedded in ACTORS {
        actors.extend(parse::<File>(*embedded)?.actor);
    }
    Ok(actors)
}

/// The embedded issues.
///
/// # Errors
/// As [`actors`].
pub fn issues() -> Result<Vec<Issue>, ImportError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        issue: Vec<Issue>,
    }
    Ok(parse::<File>(ISSUES)?.issue)
}

/// The embedded positions.
///
/// # Errors
/// As [`actors`].
pub fn positions() -> Result<Vec<PositionRecord>, ImportError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        position: Vec<PositionRecord>,
    }
    Ok(parse::<File>(POSITIONS)?.position)
}

/// What the record of this file stem is known by in the database.
pub fn source_path(stem: &str) -> String {
    format!("starter:articles/{stem}.md")
}

/// Leaves out what was read of where actors stand in an article whose positions come with kb.
pub fn without_read_positions(source_path: &str, extraction: &mut Extraction) {
    if is_starter(source_path) {
        extraction.stances.clear();
    }
}

/// Whether this is what a record of the starter corpus is known by.
pub fn is_starter(source_path: &str) -> bool {
    source_path.starts_with("starter:")
}

/// A hash of the embedded knowledge that every database gets: tells whether a file has this version of it.
pub fn knowledge_hash() -> String {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    for (path, text) in ACTORS.iter().chain([&ISSUES]) {
        hash.update(path.as_bytes());
        hash.update(text.as_bytes());
    }
    format!("{:016x}", hash.digest())
}

fn parse<T: for<'a> Deserialize<'a>>((file, text): Embedded) -> Result<T, ImportError> {
    toml::from_str(text).map_err(|e| ImportError::Starter { file, reason: e.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::path::Path;

    #[test]
    fn every_file_is_embedded() {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        for (folder, embedded) in [("actors", ACTORS), ("articles", ARTICLES)] {
            let mut files: Vec<_> = std::fs::read_dir(seeds.join(folder))
                .unwrap()
                .map(|f| format!("{folder}/{}", f.unwrap().file_name().to_string_lossy()))
                .collect();
            files.sort();
            assert_eq!(files, embedded.iter().map(|(path, _)| (*path).to_owned()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn actors_are_unique_and_refer_to_each_other() {
        let actors = actors().unwrap();
        let slugs: HashSet<_> = actors.iter().map(|a| a.slug.as_str()).collect();
        assert_eq!(slugs.len(), actors.len());
        for actor in &actors {
            assert_eq!(actor.slug, crate::store::actors::slug_of(&actor.slug), "not a slug");
            assert!(actor.state.iter().all(|s| slugs.contains(s.as_str())), "{}", actor.slug);
            assert!(actor.roles.iter().all(|r| slugs.contains(r.organisation.as_str())), "{}", actor.slug);
        }
    }

    #[test]
    fn every_position_has_its_evidence() {
        for p in positions().unwrap() {
            let path = format!("articles/{}.md", p.article);
            let text =
                ARTICLES.iter().find(|(file, _)| *file == path).unwrap_or_else(|| panic!("no {path}")).1;
            assert_eq!(text.matches(&p.evidence).count(), 1, "{path}: {}", p.evidence);
        }
    }
}
