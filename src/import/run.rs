//! The import run: batches of files are read and extracted on all cores, then stored one transaction each.

use super::current::Current;
use super::path_name::is_there;
use super::report::{Event, Report};
use super::{
    Choices, ImportError, Metadata, Source, format, hand, read_bytes, read_source, relink, sources, starter,
};
use crate::domain::{Article, RunId};
use crate::extract::Extraction;
use crate::store::articles::Known;
use crate::store::registry::Generation;
use crate::store::{self, Store, StoreError, actors, articles, issues, losses, positions, quotes, runs};
use rayon::prelude::*;
use std::collections::HashSet;

/// Files a batch: enough to keep every core busy, few enough to hold in memory.
const BATCH: usize = 64;

/// What to import.
pub enum Import<'a> {
    /// The starter corpus that is embedded in the program, with its positions.
    Starter,
    /// Files, with what the user says of them.
    Files(&'a [Source], &'a Choices),
    /// The stored articles that another extractor, or one with another registry, has read.
    Outdated,
}

/// Runs an import and reports what came of it. `events` hears of its progress.
///
/// # Errors
/// Where the database refuses (full disk, lock held by another process): what was stored before stays stored. A file
/// that can't be read is no error of the run; the report names it.
pub fn run(
    store: &mut Store,
    import: &Import<'_>,
    events: &mut dyn FnMut(Event),
) -> Result<Report, ImportError> {
    ensure_knowledge(store)?;
    // What is lost by a power cut while it goes on can be imported again; `Store::close` puts an end to that.
    store.hurry()?;
    let transaction = store.transaction()?;
    let mut run = Run {
        passed_over: HashSet::new(),
        current: Current::load(&transaction)?,
        id: runs::start(&transaction)?,
        report: Report::default(),
        refresh: matches!(import, Import::Outdated),
    };
    store::commit(transaction)?;
    match import {
        Import::Starter => {
            let records = starter_articles();
            events(Event::Found(records.len()));
            run.batch(store, records, events)?;
            let transaction = store.transaction()?;
            for p in starter::positions()? {
                positions::ensure_seed(&transaction, &seed_position(&p))?;
            }
            store::commit(transaction)?;
        }
        Import::Files(sources, choices) => {
            events(Event::Found(sources.len()));
            for batch in sources::batches(sources, BATCH) {
                let read: Vec<_> =
                    batch.par_iter().map(|source| (source, read_source(source, choices))).collect();
                for (source, read) in &read {
                    run.pass_over(source, read);
                }
                let read: Vec<_> = read.into_iter().flat_map(|(_, read)| read).collect();
                if let Some(more) = read.len().checked_sub(batch.len()).filter(|n| *n > 0) {
                    events(Event::More(more));
                }
                for part in pieces(read) {
                    run.batch(store, part, events)?;
                }
            }
        }
        Import::Outdated => {
            let statements = run.current.extractor.identities().statements.clone();
            let mut paths = articles::outdated_statements(store.connection(), &statements)?;
            let taken = losses::not_whole(store.connection())?;
            paths.extend(taken.into_iter().filter(|path| !paths.contains(path)).collect::<Vec<_>>());
            events(Event::Found(paths.len()));
            for batch in paths.chunks(BATCH) {
                let mut there = Vec::new();
                for path in batch {
                    // What somebody has removed since stays removed.
                    if let Some(article) = articles::load(store.connection(), path)? {
                        there.push((path.clone(), Ok(article)));
                    }
                }
                run.batch(store, there, events)?;
            }
            // Where only the speakers' stage is another one, the quotes stay as they are.
            let relinked = relink::of_articles(store, &articles::outdated_speakers, false, events)?;
            run.report.relinked = relinked.articles;
            relink::reread_positions(store, &mut |_| {})?;
        }
    }
    let transaction = store.transaction()?;
    actors::remove_orphans(&transaction)?;
    losses::forget_returned(&transaction)?;
    runs::finish(&transaction, run.id, &run.report.counts, &run.report.failures)?;
    store::commit(transaction)?;
    run.report.outdated = articles::outdated(store.connection(), run.current.id)?.len() as u64;
    Ok(run.report)
}

/// Gives the database the actors and issues that come with kb, where it does not have this version of them.
///
/// # Errors
/// Any failure of the store.
pub fn ensure_knowledge(store: &mut Store) -> Result<(), ImportError> {
    let hash = starter::knowledge_hash();
    if store::setting(store.connection(), "knowledge_hash")?.as_deref() == Some(hash.as_str()) {
        return Ok(());
    }
    let transaction = store.transaction()?;
    actors::upsert_seeds(&transaction, &starter::actors()?)?;
    for issue in starter::issues()? {
        issues::upsert_seed(&transaction, &issue)?;
    }
    store::put_setting(&transaction, "knowledge_hash", &hash)?;
    Ok(store::commit(transaction)?)
}

/// The embedded article records, read as files are.
pub fn starter_articles() -> Vec<(String, Result<Article, ImportError>)> {
    let read = |(path, text): &starter::Embedded| {
        let path = format!("starter:{path}");
        let article = read_bytes(text.as_bytes(), &path, &Metadata::default());
        (path, article)
    };
    starter::ARTICLES.iter().map(read).collect()
}

/// An article and what was found in it, by what was known when.
struct Extracted {
    article: Article,
    extraction: Extraction,
    generation: Generation,
}

struct Run {
    /// Names of this batch that stand for no article, told already.
    passed_over: HashSet<String>,
    id: RunId,
    current: Current,
    report: Report,
    refresh: bool,
}

/// The articles in pieces that one batch holds.
fn pieces(
    mut read: Vec<(String, Result<Article, ImportError>)>,
) -> impl Iterator<Item = Vec<(String, Result<Article, ImportError>)>> {
    std::iter::from_fn(move || {
        let rest = read.split_off(read.len().min(BATCH));
        Some(std::mem::replace(&mut read, rest)).filter(|piece| !piece.is_empty())
    })
}

impl Run {
    /// Notes what of a folder's file, or of an archive's part, is merely no article.
    fn pass_over(&mut self, source: &Source, read: &[(String, Result<Article, ImportError>)]) {
        for (name, article) in read {
            let Err(reason) = article else { continue };
            let part = name.contains("!/");
            if reason.is_no_article() && (part || matches!(source, Source::Found(_))) {
                let ending = format::ending(name);
                let ending =
                    if ending.is_empty() { "without an ending".to_owned() } else { format!(".{ending}") };
                *self.report.passed_over.entry(ending).or_default() += 1;
                self.report.failures.push((name.clone(), format!("passed over: {reason}")));
                self.passed_over.insert(name.clone());
            }
        }
    }

    /// Takes a batch of articles, or of reasons why there is none, through comparison, extraction and store.
    fn batch(
        &mut self,
        store: &mut Store,
        batch: Vec<(String, Result<Article, ImportError>)>,
        events: &mut dyn FnMut(Event),
    ) -> Result<(), ImportError> {
        let mut work = Vec::new();
        for (path, read) in batch {
            match read {
                Err(_) if self.passed_over.remove(&path) => events(Event::Done),
                Err(reason) => {
                    self.report.counts.failed += 1;
                    self.report.failures.push((path, reason.to_string()));
                    events(Event::Done);
                }
                Ok(mut article) => match self.known(store, &mut article)? {
                    Some(Known::Same { outdated, .. }) if !(outdated && self.refresh) => {
                        self.report.counts.unchanged += 1;
                        events(Event::Done);
                    }
                    None => events(Event::Done),
                    _ => work.push(article),
                },
            }
        }
        let current = &self.current;
        let extracted: Vec<Extracted> = work
            .into_par_iter()
            .map(|article| {
                let extraction = current.extractor.read(&article);
                Extracted { article, extraction, generation: current.generation.clone() }
            })
            .collect();
        for item in extracted {
            let path = item.article.source_path.clone();
            match self.save(store, item) {
                // What another program keeps of one article is no reason to leave the others out.
                Err(ImportError::Store(e @ StoreError::InTheWay { .. })) => {
                    self.report.counts.failed += 1;
                    let StoreError::InTheWay { why, what } = e else { continue };
                    self.report.failures.push((path, format!("{why}; {}", what.join("; "))));
                }
                done => done?,
            }
            events(Event::Done);
        }
        Ok(())
    }

    /// What is known of an article; nothing where there is nothing left to do, because it is known by another path.
    fn known(&mut self, store: &mut Store, article: &mut Article) -> Result<Option<Known>, ImportError> {
        // The starter corpus goes by its own names, to which its positions refer, also where its files came first.
        let starter = starter::is_starter(&article.source_path);
        match articles::compare(store.connection(), article, self.current.id, &|path| {
            !starter && is_there(path)
        })? {
            Known::Copy { of } => {
                self.copy(article, &of);
                Ok(None)
            }
            Known::Moved { id } => {
                let transaction = store.transaction()?;
                articles::move_to(&transaction, id, &article.source_path)?;
                let known = articles::compare(&transaction, article, self.current.id, &is_there)?;
                store::commit(transaction)?;
                // Somebody may have removed it meanwhile.
                if matches!(known, Known::No) {
                    return Ok(Some(known));
                }
                self.report.counts.renamed += 1;
                Ok(Some(known).filter(|k| matches!(k, Known::Changed { .. } | Known::Damaged { .. })))
            }
            known => Ok(Some(known)),
        }
    }

    fn copy(&mut self, article: &Article, of: &str) {
        self.report.counts.unchanged += 1;
        let what = format!("it is the same article as `{of}`, and not stored twice");
        self.report.warnings.push((article.source_path.clone(), what));
    }

    fn save(&mut self, store: &mut Store, mut item: Extracted) -> Result<(), ImportError> {
        let transaction = store.transaction()?;
        // Asked again under the write lock: the registry may be another one since, and an actor in it another's.
        if Generation::of(&transaction)? != self.current.generation {
            self.current = Current::load(&transaction)?;
        }
        if item.generation != self.current.generation {
            item.extraction = self.current.extractor.read(&item.article);
        }
        // Another import may have stored the article since, and somebody may have removed it.
        let known = articles::compare(&transaction, &mut item.article, self.current.id, &is_there)?;
        let mut as_it_stands = false;
        match &known {
            Known::Same { outdated: false, .. } => {
                self.report.counts.unchanged += 1;
                return Ok(());
            }
            Known::Same { .. } => {}
            // What another program has changed is put right by its file; until then it is read as it stands.
            Known::Damaged { sound: false, .. } if self.refresh => as_it_stands = true,
            Known::Damaged { sound: false, same: false, .. } => {
                let what = "another program has changed its row in the database; what the file itself does not say of its title, \
                            outlet, author, date, url and language is kept as it stands there";
                self.report.warnings.push((item.article.source_path.clone(), what.to_owned()));
            }
            Known::Damaged { .. } => {}
            // What is read again is what is stored: a text that is another one now was read by whoever stored that.
            _ if self.refresh => return Ok(()),
            Known::Copy { of } => {
                self.copy(&item.article, of);
                return Ok(());
            }
            _ => {}
        }
        let unread_from = item.extraction.unread_from;
        let id = match &known {
            Known::Damaged { id, .. } if as_it_stands => {
                losses::read_again(&transaction, *id, self.current.id)?;
                let what = "its text or metadata in the database is not what kb stored: it was read as it stands; import its file \
                            again to put it right";
                self.report.warnings.push((item.article.source_path.clone(), what.to_owned()));
                *id
            }
            _ => articles::save(&transaction, &item.article, self.id, self.current.id, unread_from)?,
        };
        starter::without_read_positions(&item.article.source_path, &mut item.extraction);
        let written = quotes::replace(&transaction, id, &item.article.body, &item.extraction)?;
        let identity = &self.current.extractor.identities().positions;
        articles::set_positions_identity(&transaction, id, Some(identity))?;
        hand::settle(&transaction, &self.current.extractor, id)?;
        store::commit(transaction)?;
        if let Some(foreign) = item.extraction.foreign {
            *self.report.foreign.entry(foreign.language).or_default() += 1;
        }
        self.report.quotes += written.quotes;
        self.report.attributed += written.attributed;
        for words in written.waiting {
            let what = format!(
                "a person has said who said “{words}”, and no quote has these words any more: the review waits (`kb verify` lists \
                 it)"
            );
            self.report.warnings.push((item.article.source_path.clone(), what));
        }
        self.report.warn_of(&item.article, item.extraction.unread_from);
        match known {
            Known::Same { .. } | Known::Changed { .. } | Known::Damaged { .. } => {
                self.report.counts.changed += 1;
            }
            _ => self.report.counts.added += 1,
        }
        Ok(())
    }
}

fn seed_position(record: &starter::PositionRecord) -> positions::SeedPosition<'_> {
    positions::SeedPosition {
        actor: &record.actor,
        issue: &record.issue,
        stance: record.stance,
        basis: record.basis,
        ascribed_by: record.ascribed_by.as_deref(),
        stated_on: record.date,
        note: &record.note,
        source_path: starter::source_path(&record.article),
        evidence: &record.evidence,
    }
}
