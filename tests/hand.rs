//! What people say of quotes, actors and the rest outlives every reading, and can be taken back to the last row: random sequences of
//! verdicts, new readings, changed articles, merges and undoing.
//!
//! `KB_HAND_SEQUENCES` says how many sequences are tried, 10 without it; `KB_HAND_SEED` which of them alone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails should say so at once"
)]

use kb::domain::{ActorId, ActorKind, ArticleId, QuoteId, QuoteKind, SenseWord};
use kb::import::{self, Choices, Import, ImportError, Source};
use kb::store::hand::remarks::{self, Kind, On};
use kb::store::hand::{Record, Spans, judge, log, pieces};
use kb::store::registry::reviews::{self, Verdict};
use kb::store::registry::{Author, edit, merge, removal};
use kb::store::{self, Store, Write, articles, quotes, seal, verify};
use kb::text::{CharIndex, CharSpan};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const ONE: &str = "---\ntitle: Quay tolls\ndate: 2031-03-02\n---\n\
The mayor, Odile Brandt, said that the harbour would close on Monday. “We do not close,” said Tom Ek, a guard. \
Brandt added that the quay toll would empty the port.\n\n\
Nobody in the café has paid yet: the toll “is a joke”, Mira Kest wrote on Friday. “No,” said Ek. “No,” said Kest.\n";
const TWO: &str = "---\ntitle: The ferry\ndate: 2031-04-20\n---\n\
Mira Kest and Tom Ek said the night ferry should go. According to Odile Brandt, nobody needs it. “It sails,” she said, “and it \
stays.” Jorin Vessel, a skipper, told the council that he would leave.\n";

/// A small generator of numbers, the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % sides.max(1)
    }
}

/// A desk with two articles read, kept so that each sequence begins there.
struct Desk {
    folder: TempDir,
    store: Option<Store>,
}

fn ada() -> Author {
    Author { by: "ada".into(), why: "a try".into() }
}

impl Desk {
    fn new() -> Self {
        let mut desk = Self { folder: tempfile::tempdir().unwrap(), store: None };
        std::fs::write(desk.path("two.md"), TWO).unwrap();
        desk.clear();
        desk.import();
        // Who came with kb and says nothing here costs time and nothing else.
        let write = desk.store().transaction().unwrap();
        write
            .execute_batch("DELETE FROM actors WHERE origin = 'seed'; DELETE FROM issues WHERE id % 8 > 0")
            .unwrap();
        seal::accept(&write).unwrap();
        store::commit(write).unwrap();
        import::relink(desk.store(), false, &mut |_| {}).unwrap();
        desk.store.take().unwrap().close().unwrap();
        std::fs::copy(desk.path("kb.db"), desk.path("begun.db")).unwrap();
        desk.clear();
        desk
    }

    /// As it was in the beginning.
    fn clear(&mut self) {
        drop(self.store.take());
        std::fs::write(self.path("one.md"), ONE).unwrap();
        if self.path("begun.db").exists() {
            std::fs::copy(self.path("begun.db"), self.path("kb.db")).unwrap();
        }
        self.store = Some(Store::open(&self.path("kb.db")).unwrap());
    }

    fn store(&mut self) -> &mut Store {
        self.store.as_mut().unwrap()
    }

    fn connection(&self) -> &store::Connection {
        self.store.as_ref().unwrap().connection()
    }

    /// What queries tell: who said what, and whose word it is.
    fn told(&self) -> Vec<String> {
        let sql = "SELECT w.article_id || ' ' || w.quote || ' ' || w.kind || ' ' || w.sense || ' ' || w.status || ' '
                     || coalesce(w.actor, '-') || ' ' || coalesce(w.actor_kind, '-') FROM who_said w ORDER BY 1";
        let mut statement = self.connection().prepare(sql).unwrap();
        statement.query_map([], |r| r.get::<_, String>(0)).unwrap().map(Result::unwrap).collect()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn import(&mut self) {
        let sources: Vec<Source> =
            import::collect(&[self.path("one.md"), self.path("two.md")], false).sources;
        let import = Import::Files(&sources, &Choices::default());
        import::run(self.store(), &import, &mut |_| {}).unwrap();
    }

    /// One change as a command makes it: with all that follows from it.
    fn change<T>(
        &mut self,
        change: impl FnOnce(&Write<'_>) -> Result<(T, Vec<ArticleId>), ImportError>,
    ) -> T {
        import::with_hand(self.store(), change).unwrap()
    }

    fn ids(&self, sql: &str) -> Vec<i64> {
        let connection = self.connection();
        connection.prepare(sql).unwrap().query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
    }

    fn sound(&self, when: &str) {
        let path: &Path = &self.path("kb.db");
        verify::verify(self.connection(), path, &mut |check| {
            assert!(check.problems.is_empty(), "{when}: {}: {:?}", check.name, check.problems);
        })
        .unwrap();
    }

    /// Every row of what kb reads and people keep, without the log and the counters.
    fn rows(&self) -> BTreeMap<String, Vec<String>> {
        const LEFT_OUT: [&str; 10] = [
            "settings",
            "extractors",
            "import_runs",
            "actor_changes",
            "quote_reviews",
            "remarks",
            "log_entries",
            "position_reviews",
            "refinery_schema_history",
            "documentation",
        ];
        let connection = self.connection();
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%_fts%'";
        let names: Vec<String> = connection
            .prepare(sql)
            .unwrap()
            .query_map([], |r| r.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let mut all = BTreeMap::new();
        for name in names.into_iter().filter(|name| !LEFT_OUT.contains(&name.as_str())) {
            // Which run stored an article, and by which state of the registry, is history.
            let columns: Vec<String> = connection
                .prepare(&format!("SELECT name FROM pragma_table_info('{name}')"))
                .unwrap()
                .query_map([], |r| r.get::<_, String>(0))
                .unwrap()
                .map(Result::unwrap)
                .filter(|c| !["import_run_id", "extractor_id", "positions_identity"].contains(&c.as_str()))
                .collect();
            let sql = format!("SELECT {} FROM \"{name}\"", columns.join(", "));
            let mut statement = connection.prepare(&sql).unwrap();
            let mut rows: Vec<String> = statement
                .query_map([], |r| {
                    (0..columns.len())
                        .map(|i| r.get::<_, rusqlite::types::Value>(i).map(|v| format!("{v:?}")))
                        .collect::<Result<Vec<_>, _>>()
                })
                .unwrap()
                .map(|row| row.unwrap().join(" | "))
                .collect();
            rows.sort();
            all.insert(name, rows);
        }
        all
    }
}

/// One thing that somebody does, chosen by the dice. Some are refused, and change nothing then.
fn step(desk: &mut Desk, dice: &mut Dice) -> String {
    let standing = desk.ids("SELECT id FROM quotes ORDER BY id");
    let actors = desk.ids("SELECT id FROM actors WHERE origin <> 'seed' ORDER BY id");
    let Some(quote) = standing.get(dice.roll(standing.len())).copied().map(QuoteId) else {
        desk.import();
        return "import".to_owned();
    };
    let actor = actors.get(dice.roll(actors.len())).copied().map(ActorId);
    let other = actors.get(dice.roll(actors.len())).copied().map(ActorId);
    let chance = dice.roll(1000);
    match dice.roll(15) {
        0 | 1 => desk.change(|w| {
            let article = judge::confirm(w, &ada(), quote)?;
            Ok((format!("confirm {quote}"), article.into_iter().collect()))
        }),
        2 => desk.change(|w| {
            reviews::assign(w, &ada(), quote, &Verdict::Rejected)?;
            Ok((format!("reject {quote}"), quotes::article_of(w, quote)?.into_iter().collect()))
        }),
        3 | 4 => desk.change(|w| {
            let Some((article, was)) = judge::standing(w, &ada(), quote)? else {
                return Ok(("none".into(), vec![]));
            };
            let body = articles::load_by_id(w, article)?.body;
            let chars = CharIndex::new(&body);
            let mut spans = was.spans(&chars).unwrap_or_default();
            let mut after = Record { kind: QuoteKind::Mixed, ..was.record.clone() };
            if let Some(last) = spans.content.last_mut().filter(|last| last.end - last.start > 4) {
                last.end -= 1 + chance % 3;
            }
            after.sense = after.sense.told(SenseWord::ALL[chance % SenseWord::ALL.len()]);
            if let Some(range) = spans.range() {
                after.content = pieces(&chars, range.start, &spans.content);
                judge::set(w, &ada(), (article, quote), &was, (&spans, &after), None)?;
            }
            Ok((format!("set {quote}"), vec![article]))
        }),
        5 => desk.change(|w| {
            let Some(article) = quotes::article_of(w, quote)? else { return Ok(("none".into(), vec![])) };
            let body = articles::load_by_id(w, article)?.body;
            let chars = CharIndex::new(&body);
            let start = chance % chars.len().saturating_sub(12).max(1);
            let span = CharSpan::new(start, start + 9);
            let spans = Spans { content: vec![span], ..Spans::default() };
            let after = Record {
                kind: QuoteKind::Indirect,
                sense: kb::domain::Sense::SAID,
                said_on: None,
                said_on_words: None,
                confidence: 1.0,
                content: pieces(&chars, start, &spans.content),
                cue: vec![],
                source: vec![],
            };
            if store::hand::drafts::at(w, article, span)?.is_some() {
                return Ok(("there already".into(), vec![]));
            }
            let speaker = actor.map_or(Verdict::ByNobodyKnown, |actor| Verdict::By(vec![actor]));
            judge::add(w, &ada(), article, (&spans, &after), &speaker)?;
            Ok((format!("add at {start} of {article}"), vec![article]))
        }),
        6 | 7 => desk.change(|w| {
            let mut speakers: Vec<ActorId> =
                actor.into_iter().chain(other.filter(|o| Some(*o) != actor)).collect();
            speakers.truncate(1 + chance % 2);
            let verdict = if speakers.is_empty() { Verdict::ByNobodyKnown } else { Verdict::By(speakers) };
            reviews::assign(w, &ada(), quote, &verdict)?;
            Ok((format!("assign {quote}"), quotes::article_of(w, quote)?.into_iter().collect()))
        }),
        8 => desk.change(|w| {
            remarks::put(w, &ada(), Kind::Tag, On::Quote(quote), "check")?;
            if let Some(actor) = actor {
                remarks::put(w, &ada(), Kind::Tag, On::Actor(actor), "check")?;
            }
            Ok(("tag".to_owned(), vec![]))
        }),
        9 => desk.change(|w| {
            remarks::untag(w, &ada(), On::Quote(quote), "check")?;
            Ok(("untag".to_owned(), vec![]))
        }),
        10 => desk.change(|w| {
            let (Some(gone), Some(stays)) = (actor, other.filter(|o| Some(*o) != actor)) else {
                return Ok(("nobody".into(), vec![]));
            };
            if merge::objection(w, gone, stays)?.is_some() {
                return Ok(("told apart".into(), vec![]));
            }
            let articles = removal::articles_of(w, gone)?;
            merge::merge(w, &ada(), gone, stays)?;
            Ok((format!("merge {gone} into {stays}"), articles))
        }),
        11 => desk.change(|w| {
            let Some(actor) = actor else { return Ok(("nobody".into(), vec![])) };
            let kind = ActorKind::ALL[chance % ActorKind::ALL.len()];
            edit::set(w, &ada(), actor, &edit::Facts { kind: Some(kind), ..edit::Facts::default() })?;
            Ok((format!("kind of {actor}"), removal::articles_of(w, actor)?))
        }),
        12 => {
            let transaction = desk.store().transaction().unwrap();
            let removed = actor.map(|actor| removal::remove(&transaction, &ada(), actor, None).is_ok());
            drop(transaction);
            if removed != Some(true) {
                return "not removed".to_owned();
            }
            desk.change(|w| {
                let articles = removal::remove(
                    w,
                    &ada(),
                    actor.unwrap_or_default(),
                    other.filter(|o| Some(*o) != actor),
                )?;
                Ok((format!("remove {actor:?}"), articles))
            })
        }
        13 => {
            desk.import();
            import::relink(desk.store(), false, &mut |_| {}).unwrap();
            "import and relink".to_owned()
        }
        _ => {
            // A text that begins otherwise, and loses something at its end.
            let text = match chance % 3 {
                0 => ONE.replace("The mayor,", "On a wet morning the mayor,"),
                1 => ONE.replace(" “No,” said Kest.", ""),
                _ => ONE.to_owned(),
            };
            std::fs::write(desk.path("one.md"), text).unwrap();
            desk.import();
            "a changed article".to_owned()
        }
    }
}

/// How many things people have said that hold.
fn verdicts(desk: &Desk) -> i64 {
    desk.ids(
        "SELECT (SELECT count(*) FROM quote_reviews WHERE undone_at IS NULL) + (SELECT count(*) FROM speaker_reviews)
           + (SELECT count(*) FROM remarks WHERE undone_at IS NULL)",
    )[0]
}

fn undo_all(desk: &mut Desk) {
    for _ in 0..200 {
        let Some(entry) = log::last(desk.connection()).unwrap() else { return };
        desk.change(|w| Ok(((), log::undo(w, &ada(), &entry).unwrap_or_else(|e| panic!("{entry:?}: {e}")))));
    }
    panic!("there is no end of taking back");
}

#[test]
fn no_verdict_is_lost_and_undoing_all_gives_back_what_was() {
    let sequences: u64 = std::env::var("KB_HAND_SEQUENCES").ok().and_then(|n| n.parse().ok()).unwrap_or(10);
    let mut desk = Desk::new();
    let (first, first_told) = (desk.rows(), desk.told());
    let only: Option<u64> = std::env::var("KB_HAND_SEED").ok().and_then(|n| n.parse().ok());
    for seed in (1..=sequences).filter(|seed| only.is_none_or(|only| only == *seed)) {
        desk.clear();
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut told = Vec::new();
        let mut changed = false;
        for _ in 0..3 + dice.roll(10) {
            let before = verdicts(&desk);
            let did = step(&mut desk, &mut dice);
            changed |= did.contains("import") || did.contains("changed");
            told.push(did);
            let when = format!("sequence {seed}: {told:?}");
            assert!(
                verdicts(&desk) >= before || told.last().unwrap().starts_with("untag"),
                "a verdict is lost: {when}"
            );
        }
        desk.sound(&format!("sequence {seed}: {told:?}"));
        if changed {
            std::fs::write(desk.path("one.md"), ONE).unwrap();
            desk.import();
        }
        undo_all(&mut desk);
        desk.sound(&format!("sequence {seed}, undone: {told:?}"));
        if changed {
            // What was read anew of another text has other numbers; that it is the same is asked of the words.
            desk.import();
            import::relink(desk.store(), false, &mut |_| {}).unwrap();
            assert_eq!(desk.told(), first_told, "sequence {seed}: {told:?}");
        } else {
            // Actors that a text would have brought meanwhile go with the next import.
            desk.import();
            for (table, rows) in desk.rows() {
                let other = rows.iter().filter(|row| !first[&table].contains(row));
                let gone = first[&table].iter().filter(|row| !rows.contains(row));
                let differing: Vec<_> = other.chain(gone).collect();
                assert!(differing.is_empty(), "sequence {seed}, `{table}`: {told:?}: {differing:?}");
            }
        }
    }
}
