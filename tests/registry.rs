//! The registry of actors as a person keeps it: files in and out, merges taken back, decisions that last.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use kb::catalog::{Library, Query};
use kb::domain::{ActorId, ActorKind, ActorRecord, Alias, AliasKind, ArticleId, QuoteId};
use kb::import::actors::{self as files, Format, Loaded, Writer};
use kb::import::{self, Import};
use kb::store::registry::records::{self, Filter};
use kb::store::registry::reviews::{self, Verdict};
use kb::store::registry::{Author, different, edit, merge, offices, split};
use kb::store::{self, Store, StoreError, Write, actors};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;
use tempfile::TempDir;

struct Desk {
    _folder: TempDir,
    store: Store,
}

impl Desk {
    fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("kb.db")).unwrap();
        Self { _folder: folder, store }
    }

    /// With the actors that come with kb.
    fn seeded() -> Self {
        let mut desk = Self::empty();
        import::ensure_knowledge(&mut desk.store).unwrap();
        desk
    }

    fn sql(&self) -> &Connection {
        self.store.connection()
    }

    /// Does something within a transaction, for good where it succeeds.
    fn write<T, E>(&mut self, change: impl FnOnce(&Write<'_>) -> Result<T, E>) -> Result<T, E> {
        let write = self.store.transaction().unwrap();
        let done = change(&write)?;
        store::commit(write).unwrap();
        Ok(done)
    }

    fn one<T: rusqlite::types::FromSql>(&self, sql: &str) -> T {
        self.sql().query_row(sql, [], |r| r.get(0)).unwrap_or_else(|e| panic!("{sql}: {e}"))
    }

    fn load(&mut self, text: &str, format: Format) -> Loaded {
        let kind = Some(ActorKind::Person);
        files::load(&mut self.store, &ada(), "test", &mut text.as_bytes(), format, kind).unwrap()
    }

    fn export(&self, format: &str) -> String {
        let mut out = Vec::new();
        let mut writer = Writer::new(format, &mut out, files::countries(&self.store).unwrap()).unwrap();
        let mut each = |r| {
            writer.write(&r).unwrap();
            Ok::<_, StoreError>(())
        };
        records::each(self.sql(), &Filter::default(), &mut each).unwrap();
        writer.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    fn id(&self, slug: &str) -> ActorId {
        actors::id_of(self.sql(), slug).unwrap().unwrap_or_else(|| panic!("no {slug}"))
    }

    /// An article with three quotes; gives their ids.
    fn article(&self) -> [QuoteId; 3] {
        let body = "“One,” said Talvik. “Two,” said Pell. “Three,” she said.";
        self.sql()
            .execute_batch(&format!(
                "INSERT OR IGNORE INTO import_runs (id, started_at, kb_version) VALUES (1, '2022', '0');
                 INSERT OR IGNORE INTO extractors (id, version, statements_identity, speakers_identity) VALUES (99, 'x', 'x', 'x');
                 INSERT INTO articles (id, source_path, body, body_chars, content_hash, import_run_id, extractor_id)
                 VALUES (77, 'a.md', '{body}', {}, 'h', 1, 99);
                 INSERT INTO quotes (id, article_id, ordinal, kind, quote, start_char, end_char, confidence) VALUES
                   (501, 77, 1, 'direct', '“One,”', 0, 6, 0.9), (502, 77, 2, 'direct', '“Two,”', 20, 26, 0.9),
                   (503, 77, 3, 'direct', '“Three,”', 38, 46, 0.9);",
                body.chars().count()
            ))
            .unwrap();
        [501, 502, 503].map(QuoteId)
    }

    fn link(&self, quote: QuoteId, actor: ActorId) {
        let sql = "INSERT INTO quote_speakers VALUES (?1, ?2, 'speaker', 'name', 0.9)";
        self.sql().execute(sql, params![quote, actor]).unwrap();
    }

    fn said(&self, actor: ActorId) -> Vec<QuoteId> {
        let sql =
            "SELECT quote_id FROM quote_speakers WHERE actor_id = ?1 AND relation = 'speaker' ORDER BY 1";
        let mut statement = self.sql().prepare(sql).unwrap();
        statement.query_map([actor], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
    }

    fn text_actor(&self, name: &str) -> ActorId {
        let new = format!(
            "INSERT INTO actors (slug, name, name_folded, kind, origin)
             VALUES ('{}', '{name}', '{}', 'person', 'text') RETURNING id",
            actors::slug_of(name),
            kb::extract::speakers::fold_name(name)
        );
        self.one(&new)
    }

    fn sound(&self) {
        assert_eq!(self.one::<String>("PRAGMA integrity_check"), "ok");
        let broken = self.sql().query_row("PRAGMA foreign_key_check", [], |r| r.get::<_, String>(0));
        assert!(broken.is_err(), "{broken:?}");
    }
}

fn query(name: &str) -> Query {
    Query::parse(name, Library::built_in(name).unwrap()).unwrap()
}

fn ada() -> Author {
    Author { by: "ada".into(), why: "the register of 2022".into() }
}

fn alias(text: &str) -> Alias {
    text.parse().unwrap()
}

#[test]
fn what_is_exported_comes_back_the_same() {
    let desk = Desk::seeded();
    for (name, format) in
        [("csv", Format::Csv), ("json", Format::Json), ("toml", Format::Toml), ("ftm", Format::JsonLines)]
    {
        let mut other = Desk::empty();
        let file = desk.export(name);
        let loaded = other.load(&file, format);
        assert_eq!(loaded.failures, [], "{name}");
        assert_eq!(other.export("json"), desk.export("json"), "{name}");
        assert_eq!(other.export(name), file, "{name}");
        let again = other.load(&file, format);
        assert_eq!((again.added, again.changed, again.roles), (0, 0, 0), "{name} twice");
        other.sound();
    }
}

#[test]
fn a_file_names_its_bad_lines_and_loads_the_rest() {
    let mut desk = Desk::seeded();
    let text = "name,state,roles,wikidata\n\
                Mira Talvik,Estonia,Mayor @ Estonia [2014..],Q900001\n\
                Joan Pell,Nowhereland,,\n\
                Bo Lind,SE,Mayor @ nobody,\n\
                Mira Talvik,,,not an item\n\
                Joan Pell,,,\n";
    let loaded = desk.load(text, Format::Csv);
    assert_eq!(loaded.added, 3);
    let lines: Vec<_> = loaded.failures.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [3, 4, 5, 6], "{:?}", loaded.failures);
    assert_eq!(
        desk.one::<String>(
            "SELECT s.slug FROM actors a JOIN actors s ON s.id = a.state_id WHERE a.slug = 'bo-lind'"
        ),
        "sweden"
    );
    let again = desk.load(text, Format::Csv);
    assert_eq!((again.added, again.changed), (0, 0));
}

#[test]
fn entities_meet_the_actors_that_are_there_only_on_good_evidence() {
    let mut desk = Desk::seeded();
    let before: i64 = desk.one("SELECT count(*) FROM actors");
    let loaded = desk.load(
        r#"{"id":"NK-a","schema":"Person","properties":{"name":["Sergey Lavrov"],"country":["ru"],"wikidataId":["Q58217"]}}
{"id":"NK-b","schema":"Person","properties":{"name":["Sergey Lavrov"],"country":["ua"]}}
{"id":"NK-c","schema":"Person","properties":{"name":["Emmanuel Macron"]}}
{"id":"p","schema":"Position","properties":{"name":["Minister of Silly Walks of France"],"country":["fr"]}}
{"id":"o","schema":"Occupancy","properties":{"holder":["NK-b"],"post":["p"],"startDate":["2020"]}}"#,
        Format::JsonLines,
    );
    assert_eq!(loaded.failures, []);
    // The first is ours by name and state; a namesake elsewhere and one of no known state are others.
    assert_eq!((loaded.added, loaded.changed, loaded.roles), (2, 1, 1));
    assert_eq!(desk.one::<i64>("SELECT count(*) FROM actors"), before + 2);
    assert_eq!(desk.one::<String>("SELECT wikidata FROM actors WHERE slug = 'sergey-lavrov'"), "Q58217");
    let role: String = desk.one("SELECT title || ' ' || since FROM roles WHERE origin = 'user'");
    assert_eq!(role, "Minister of Silly Walks 2020");
    assert_eq!(desk.id("sergey-lavrov"), edit_id(&desk, "Q58217"));
    desk.sound();
}

fn edit_id(desk: &Desk, text: &str) -> ActorId {
    match actors::find(desk.sql(), text).unwrap() {
        actors::Found::One { id, .. } => id,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_merge_is_taken_back_to_the_letter() {
    let mut desk = Desk::seeded();
    let [one, two, three] = desk.article();
    let talvik =
        ActorRecord { description: "Mayor".into(), ..ActorRecord::new("Mira Talvik", ActorKind::Person) };
    desk.write(|w| edit::add(w, &ada(), &talvik)).unwrap();
    let stays = desk.id("mira-talvik");
    let gone = desk.text_actor("M. Talvik");
    let other = desk.text_actor("Joan Pell");
    desk.write(|w| edit::add_alias(w, &ada(), gone, &alias("Myra Talvik (transliteration)"))).unwrap();
    desk.write(|w| different::tell_apart(w, &ada(), gone, other)).unwrap();
    desk.link(one, stays);
    desk.link(one, gone);
    desk.link(two, gone);
    desk.link(three, stays);
    // Whom the quote may have meant beside who said it: the merge makes both needless.
    for (quote, actor) in [(two, stays), (three, gone)] {
        let sql = "INSERT INTO quote_speakers VALUES (?1, ?2, 'candidate', 'surname', 0.4)";
        desk.sql().execute(sql, params![quote, actor]).unwrap();
    }
    let picture = |desk: &Desk| -> Vec<String> {
        [
            "SELECT group_concat(id || slug || name || kind || ifnull(gender, '') || description || origin, x'0a') FROM (SELECT * FROM actors ORDER BY slug)",
            "SELECT group_concat(id || ' ' || actor_id || alias || kind || origin, x'0a') FROM (SELECT * FROM actor_aliases ORDER BY actor_id, alias)",
            "SELECT group_concat(actor_id || basis || key, x'0a') FROM (SELECT * FROM actor_keys ORDER BY actor_id, basis, key) WHERE actor_id IN (SELECT id FROM actors WHERE slug LIKE '%talvik')",
            "SELECT group_concat(quote_id || relation || actor_id || method, x'0a') FROM (SELECT * FROM quote_speakers ORDER BY 1, 2, 3)",
            "SELECT group_concat(actor_id || other_id, x'0a') FROM (SELECT * FROM different_actors ORDER BY 1, 2)",
            "SELECT count(*) FROM actor_merges",
        ]
        .map(|sql| desk.sql().query_row(sql, [], |r| r.get_ref(0).map(|v| format!("{v:?}"))).unwrap())
        .to_vec()
    };
    desk.write(|w| edit::add_alias(w, &ada(), stays, &alias("Talvik (short)"))).unwrap();
    let before = picture(&desk);

    let transaction = desk.store.transaction().unwrap();
    let moved = merge::merge(&transaction, &ada(), gone, stays).unwrap();
    store::commit(transaction).unwrap();
    assert_eq!((moved.quotes, moved.aliases), (2, 2));
    assert_eq!(desk.said(stays), [one, two, three]);
    assert_eq!(desk.id("m-talvik"), stays, "the old slug means the other actor");
    assert!(
        merge::objection(desk.sql(), stays, other).unwrap().unwrap().contains("by ada"),
        "what is told apart moves along"
    );
    desk.sound();

    let restored = desk.write(|w| split::unmerge(w, &ada(), "m-talvik")).unwrap();
    assert_eq!((restored.slug.as_str(), restored.quotes), ("m-talvik", 2));
    assert_eq!(picture(&desk), before);
    assert!(desk.write(|w| split::unmerge(w, &ada(), "m-talvik")).is_err());
    desk.sound();
}

#[test]
fn merges_upon_merges_are_taken_back_one_by_one() {
    let mut desk = Desk::seeded();
    let [a, b, c] = ["Aa Bb", "Aa Bbb", "Aa Bbbb"].map(|n| desk.text_actor(n));
    desk.write(|w| merge::merge(w, &ada(), a, b)).unwrap();
    desk.write(|w| merge::merge(w, &ada(), b, c)).unwrap();
    assert_eq!(desk.id("aa-bb"), c);
    let error = desk.write(|w| split::unmerge(w, &ada(), "aa-bb")).unwrap_err().to_string();
    assert!(error.contains("split `aa-bbb` first"), "{error}");
    desk.write(|w| split::unmerge(w, &ada(), "aa-bbb")).unwrap();
    assert_eq!(desk.id("aa-bb"), desk.id("aa-bbb"));
    desk.write(|w| split::unmerge(w, &ada(), "aa-bb")).unwrap();
    assert_eq!(desk.one::<i64>("SELECT count(*) FROM actor_merges"), 0);
    desk.sound();
}

#[test]
fn what_a_person_decided_outlives_the_next_version_of_the_seeds() {
    let mut desk = Desk::seeded();
    let (lavrov, putin) = (desk.id("sergey-lavrov"), desk.id("vladimir-putin"));
    desk.write(|w| edit::add_alias(w, &ada(), lavrov, &alias("Minister Nyet (nickname)"))).unwrap();
    desk.write(|w| edit::remove_alias(w, &ada(), lavrov, "Sergej Lavrov")).unwrap();
    let role = edit::roles(desk.sql(), putin).unwrap().remove(0);
    desk.write(|w| edit::remove_role(w, &ada(), putin, &role)).unwrap();
    let ended = kb::domain::Role {
        until: Some("2031".parse().unwrap()),
        ..edit::roles(desk.sql(), lavrov).unwrap().remove(0).1
    };
    let ministry = desk.id("russian-foreign-ministry");
    desk.write(|w| edit::add_role(w, &ada(), lavrov, &ended, Some(ministry))).unwrap();
    let facts = edit::Facts { description: Some("Diplomat".into()), ..edit::Facts::default() };
    desk.write(|w| edit::set(w, &ada(), putin, &facts)).unwrap();
    let gorbachev = desk.id("mikhail-gorbachev");
    let boris_yeltsin = desk.id("boris-yeltsin");
    desk.write(|w| merge::merge(w, &ada(), gorbachev, boris_yeltsin)).unwrap();
    // The order of aliases may change, and nothing else.
    let lines = |desk: &Desk| -> BTreeSet<String> {
        desk.export("csv").split(['\n', ';', ',']).map(|l| l.trim().into()).collect()
    };
    let before = lines(&desk);

    desk.write(|w| store::put_setting(w, "knowledge_hash", "older")).unwrap();
    import::ensure_knowledge(&mut desk.store).unwrap();
    let after = lines(&desk);
    assert_eq!(after.symmetric_difference(&before).collect::<Vec<_>>(), [""; 0]);

    desk.write(|w| split::unmerge(w, &ada(), "mikhail-gorbachev")).unwrap();
    import::ensure_knowledge(&mut desk.store).unwrap();
    assert_eq!(desk.one::<String>("SELECT origin FROM actors WHERE slug = 'mikhail-gorbachev'"), "seed");
    desk.sound();
}

#[test]
fn a_reviewed_speaker_outlives_a_new_reading() {
    let mut desk = Desk::seeded();
    import::run(&mut desk.store, &Import::Starter, &mut |_| {}).unwrap();
    let [one, two, _] = desk.article();
    let (lavrov, putin) = (desk.id("sergey-lavrov"), desk.id("vladimir-putin"));
    desk.link(one, putin);
    desk.link(two, putin);
    desk.write(|w| reviews::assign(w, &ada(), one, &Verdict::By(vec![lavrov]))).unwrap();
    desk.write(|w| reviews::assign(w, &ada(), two, &Verdict::ByNobodyKnown)).unwrap();
    assert!(desk.write(|w| reviews::assign(w, &ada(), QuoteId(99_999), &Verdict::Rejected)).is_err());
    // A reading that finds the first quote a little longer, the second where it was.
    let shift = "DELETE FROM quote_speakers WHERE quote_id IN (501, 502);
                 UPDATE quotes SET end_char = 8, quote = '“One,” s' WHERE id = 501;";
    desk.sql().execute_batch(shift).unwrap();
    desk.link(one, putin);
    desk.link(two, putin);
    desk.write(|w| reviews::apply(w, ArticleId(77))).unwrap();
    let ours = |actor| -> Vec<QuoteId> { desk.said(actor).into_iter().filter(|q| *q >= one).collect() };
    assert_eq!((ours(lavrov), ours(putin)), (vec![one], vec![]));
    let report = import::relink(&mut desk.store, false, &mut |_| {}).unwrap();
    assert!(report.articles >= 1);
    assert!(desk.said(lavrov).contains(&one));
}

#[test]
fn quotes_are_split_off_to_a_namesake() {
    let mut desk = Desk::seeded();
    let [one, two, three] = desk.article();
    let pell = desk.text_actor("Joan Pell");
    desk.link(one, pell);
    desk.link(two, pell);
    let new =
        ActorRecord { description: "economist".into(), ..ActorRecord::new("Joan Pell", ActorKind::Person) };
    assert!(desk.write(|w| split::split_off(w, &ada(), pell, &[three], &new)).is_err());
    let restored = desk.write(|w| split::split_off(w, &ada(), pell, &[two], &new)).unwrap();
    assert_eq!((restored.slug.as_str(), restored.quotes), ("joan-pell-2", 1));
    assert_eq!((desk.said(pell), desk.said(desk.id("joan-pell-2"))), (vec![one], vec![two]));
    assert!(merge::objection(desk.sql(), pell, desk.id("joan-pell-2")).unwrap().is_some());
    // Nobody has looked at the other one.
    let sql = "SELECT count(*) FROM speaker_reviews";
    assert_eq!(desk.sql().query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap(), 1);
}

#[test]
fn possible_duplicates_are_proposed_until_they_are_told_apart() {
    let mut desk = Desk::seeded();
    let query = query("possible-duplicates");
    let pairs = |desk: &Desk| -> Vec<(String, String)> {
        let mut statement = desk.sql().prepare(&query.sql_for(|_| false)).unwrap();
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
        rows.map(Result::unwrap).collect()
    };
    assert_eq!(pairs(&desk), [], "the seeds have no duplicates");
    for name in ["S. Lavrov", "Volodymyr Putin", "Peskov"] {
        let new = kb::extract::speakers::NewActor { name: name.into(), ..new_actor() };
        desk.write(|w| actors::ensure_from_text(w, ArticleId(0), &new, |_| None)).unwrap();
    }
    let found = pairs(&desk);
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert!(found.contains(&pair("sergey-lavrov", "s-lavrov")), "{found:?}");
    assert!(found.contains(&pair("vladimir-putin", "volodymyr-putin")), "{found:?}");
    assert!(found.contains(&pair("dmitry-peskov", "peskov")), "{found:?}");
    let s_lavrov = desk.id("s-lavrov");
    let sergey_lavrov = desk.id("sergey-lavrov");
    desk.write(|w| different::tell_apart(w, &ada(), s_lavrov, sergey_lavrov)).unwrap();
    assert!(!pairs(&desk).contains(&pair("sergey-lavrov", "s-lavrov")));
}

fn new_actor() -> kb::extract::speakers::NewActor {
    kb::extract::speakers::NewActor {
        name: String::new(),
        described: false,
        kind: ActorKind::Person,
        gender: None,
        description: String::new(),
        role: None,
        organisation: None,
        organisation_actor: None,
        state: None,
        spellings: Vec::new(),
    }
}

#[test]
fn a_text_that_names_a_merged_actor_means_the_other_one() {
    let mut desk = Desk::seeded();
    let gone = desk
        .write(|w| {
            actors::ensure_from_text(
                w,
                ArticleId(0),
                &kb::extract::speakers::NewActor { name: "Serge Lavroff".into(), ..new_actor() },
                |_| None,
            )
        })
        .unwrap()
        .unwrap();
    let lavrov = desk.id("sergey-lavrov");
    desk.write(|w| merge::merge(w, &ada(), gone, lavrov)).unwrap();
    let again = desk
        .write(|w| {
            actors::ensure_from_text(
                w,
                ArticleId(0),
                &kb::extract::speakers::NewActor { name: "Serge Lavroff".into(), ..new_actor() },
                |_| None,
            )
        })
        .unwrap()
        .unwrap();
    assert_eq!(again, lavrov);
    assert!(
        records::read(desk.sql(), lavrov)
            .unwrap()
            .aliases
            .iter()
            .any(|a| a.name == "Serge Lavroff" && a.kind == AliasKind::Name)
    );
}

/// The quotes that `who-said` gives for these parameters.
fn who_said(desk: &Desk, given: &[(&str, rusqlite::types::Value)]) -> Vec<QuoteId> {
    let query = query("who-said");
    let sql = query.sql_for(|name| given.iter().any(|(n, _)| *n == name));
    let mut statement = desk.sql().prepare(&sql).unwrap();
    let usual = [("sense", "made".to_owned().into())];
    for (name, value) in given.iter().chain(&usual) {
        if let Some(i) = statement.parameter_index(&format!(":{name}")).unwrap() {
            statement.raw_bind_parameter(i, value).unwrap();
        }
    }
    let mut rows = statement.raw_query();
    let mut quotes = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        quotes.push(row.get(0).unwrap());
    }
    quotes.sort_unstable();
    quotes
}

fn office(desk: &Desk, text: &str) -> rusqlite::types::Value {
    match offices::find(desk.sql(), text).unwrap() {
        offices::Found::Roles(ids) => serde_json::to_string(&ids).unwrap().into(),
        offices::Found::None(near) => panic!("{text}: {near:?}"),
    }
}

#[test]
fn an_office_is_whoever_held_it_on_the_day() {
    let desk = Desk::seeded();
    let [one, two, three] = desk.article();
    let (lavrov, ivanov) = (desk.id("sergey-lavrov"), desk.id("igor-ivanov"));
    desk.link(one, lavrov);
    desk.link(two, ivanov);
    desk.link(three, desk.id("maria-zakharova"));
    let published = |day: &str| {
        desk.sql().execute("UPDATE articles SET published = nullif(?1, '')", [day]).unwrap();
    };
    for text in [
        "Foreign Minister of Russia",
        "Russian Foreign Minister",
        "Minister of Foreign Affairs of the Russian Federation",
    ] {
        let minister = [("office", office(&desk, text))];
        for (day, said) in
            [("2022-02-15", vec![one]), ("2003", vec![two]), ("2004", vec![one, two]), ("", vec![one, two])]
        {
            published(day);
            assert_eq!(who_said(&desk, &minister), said, "{text} in {day}");
        }
    }
    published("2022-02-15");
    let both = [("office", office(&desk, "Russian Foreign Minister")), ("actor", ivanov.0.into())];
    assert_eq!(who_said(&desk, &both), [], "Ivanov was no longer minister");
    let offices::Found::None(near) = offices::find(desk.sql(), "Foreign Ministre of Russia").unwrap() else {
        panic!("a misspelt office is nobody's")
    };
    assert!(near.contains(&"Foreign Minister of Russia".to_owned()), "{near:?}");
}

#[test]
fn a_state_speaks_through_its_officials_of_the_day() {
    let desk = Desk::seeded();
    let [one, two, three] = desk.article();
    let russia = desk.id("russia");
    desk.link(one, desk.id("russian-foreign-ministry"));
    desk.link(two, desk.id("igor-ivanov"));
    desk.link(three, desk.id("sergey-lavrov"));
    let all = [("actor", russia.0.into()), ("including_officials", 1.into())];
    assert_eq!(who_said(&desk, &all), [one, two, three], "without a date, whoever was an official");
    desk.sql().execute("UPDATE articles SET published = '2022-02-15'", []).unwrap();
    assert_eq!(who_said(&desk, &all), [one, three]);
    assert_eq!(who_said(&desk, &all[..1]), []);
    // A spokesperson nobody knows, who speaks for the state.
    desk.sql().execute_batch("DELETE FROM quote_speakers WHERE quote_id = 502").unwrap();
    desk.sql()
        .execute("INSERT INTO quote_speakers VALUES (502, ?1, 'on_behalf_of', 'office', 0.8)", [russia])
        .unwrap();
    assert_eq!(who_said(&desk, &all), [one, two, three]);
}

/// Asking anew who said the stored quotes comes to the same as reading the articles again.
#[test]
fn relinking_is_what_reading_again_would_find() {
    let links = |relink: bool| -> (Vec<String>, u64) {
        let mut desk = Desk::seeded();
        import::run(&mut desk.store, &Import::Starter, &mut |_| {}).unwrap();
        let sergey_lavrov = desk.id("sergey-lavrov");
        let vladimir_putin = desk.id("vladimir-putin");
        desk.write(|w| merge::merge(w, &ada(), sergey_lavrov, vladimir_putin)).unwrap();
        let russia = desk.id("russia");
        desk.write(|w| edit::remove_alias(w, &ada(), russia, "Moscow")).unwrap();
        let changed = if relink {
            let report = import::relink(&mut desk.store, false, &mut |_| {}).unwrap();
            assert_eq!(import::relink(&mut desk.store, false, &mut |_| {}).unwrap().changed, 0, "twice");
            report.changed
        } else {
            import::run(&mut desk.store, &Import::Outdated, &mut |_| {}).unwrap().counts.changed
        };
        let sql = "SELECT q.article_id || ' ' || q.start_char || ' ' || s.relation || ' ' || a.slug || ' ' || s.method
                     || ' ' || s.confidence
                   FROM quotes q JOIN quote_speakers s ON s.quote_id = q.id JOIN actors a ON a.id = s.actor_id ORDER BY 1";
        let mut statement = desk.sql().prepare(sql).unwrap();
        let rows = statement.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
        (rows, changed)
    };
    let ((relinked, changed), (read_again, _)) = (links(true), links(false));
    assert_eq!(relinked, read_again);
    assert!(changed > 0);
}
