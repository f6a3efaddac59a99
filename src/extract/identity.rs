//! An identity for what made a row, stage by stage: whatever can change a row changes the identity of its stage and of
//! every stage behind it, and of no stage before.

use super::Knowledge;
use super::language::{LanguageFiles, List, Stage};
use xxhash_rust::xxh3::Xxh3;

/// Raised whenever the same text and language can give other statements than before.
pub const EXTRACTOR_VERSION: u32 = 8;

/// Raised whenever the same statements and actors can get other speakers than before.
const SPEAKERS_VERSION: u32 = 3;

/// Raised whenever the same speakers and issues can give other positions than before.
const POSITIONS_VERSION: u32 = 2;

/// What makes the rows of each stage, as 16 hexadecimal digits each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identities {
    /// Of the quotes: code, model, and the lists that the statements stage reads.
    pub statements: String,
    /// Of their speakers: the same, the other lists, and the actors.
    pub speakers: String,
    /// Of the positions: the same, the list of stances, and the issues.
    pub positions: String,
}

impl Identities {
    /// The identities of an extractor of this language and knowledge.
    pub fn new(files: &LanguageFiles<'_>, knowledge: &Knowledge) -> Self {
        let mut hash = Xxh3::new();
        add(&mut hash, files.tag().as_bytes());
        add(&mut hash, &EXTRACTOR_VERSION.to_le_bytes());
        add(&mut hash, files.model());
        add_lists(&mut hash, files, Stage::Statements);
        let statements = hash.digest();
        add(&mut hash, &SPEAKERS_VERSION.to_le_bytes());
        add_lists(&mut hash, files, Stage::Speakers);
        add(&mut hash, &knowledge.hash().to_le_bytes());
        let speakers = hash.digest();
        add(&mut hash, &POSITIONS_VERSION.to_le_bytes());
        add_lists(&mut hash, files, Stage::Positions);
        add(&mut hash, &knowledge.issues_hash().to_le_bytes());
        let hex = |digest: u64| format!("{digest:016x}");
        Self { statements: hex(statements), speakers: hex(speakers), positions: hex(hash.digest()) }
    }
}

fn add_lists(hash: &mut Xxh3, files: &LanguageFiles<'_>, stage: Stage) {
    for list in List::ALL.iter().filter(|l| l.stage() == stage) {
        add(hash, list.as_str().as_bytes());
        add(hash, files.list(*list).as_bytes());
    }
}

/// The length keeps ("ab", "c") from hashing like ("a", "bc").
fn add(hash: &mut Xxh3, bytes: &[u8]) {
    hash.update(&(bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Actor, ActorId, Issue, IssueId};

    #[test]
    fn a_change_shows_from_its_stage_on() {
        let files = LanguageFiles::english();
        let nobody = Knowledge::default();
        let before = Identities::new(&files, &nobody);
        assert_eq!(before, Identities::new(&files, &nobody));
        for list in List::ALL {
            let text = format!("{}\nzzz", files.list(*list));
            let after = Identities::new(&files.with_list(*list, &text), &nobody);
            let stage = list.stage();
            assert_eq!(after.statements != before.statements, stage == Stage::Statements, "{list}");
            let speakers = matches!(stage, Stage::Statements | Stage::Speakers);
            assert_eq!(after.speakers != before.speakers, speakers, "{list}");
            assert_eq!(after.positions != before.positions, stage != Stage::Evaluation, "{list}");
        }
        let after = Identities::new(&files.with_model(b"another"), &nobody);
        assert!(after.statements != before.statements && after.speakers != before.speakers);
        let somebody: Actor = toml::from_str("slug = 'a'\nname = 'Ann Lee'\nkind = 'person'").unwrap();
        let after = Identities::new(&files, &Knowledge::new([(ActorId(1), somebody.clone())]));
        assert!(after.statements == before.statements && after.speakers != before.speakers);
        assert_eq!(after, Identities::new(&files, &Knowledge::new([(ActorId(7), somebody)])));
        let issue: Issue = toml::from_str("slug = 'a'\nproposition = 'Ships should dock.'").unwrap();
        let after = Identities::new(&files, &nobody.with_issues([(IssueId(1), issue)]));
        assert!(after.speakers == before.speakers && after.positions != before.positions);
    }
}
