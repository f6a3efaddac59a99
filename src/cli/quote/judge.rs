//! Confirming, rejecting, correcting and taking back.

use super::passage::{kind, place, place_beside};
use super::{AuthorArgs, On, What, actors, no_quote, open};
use crate::cli::error::CommandError;
use crate::cli::ui::Ui;
use crate::domain::{ArticleId, ChangeId, QuoteId};
use crate::import::with_hand;
use crate::store::hand::verdicts::{self, New};
use crate::store::hand::{Placed, Record, Spans, Verdict, drafts, pieces, remarks};
use crate::store::registry::Author;
use crate::store::registry::reviews::{self, Verdict as Speakers};
use crate::store::{Store, Write, articles, links, quotes};
use crate::text::{ByteSpan, CharIndex, CharSpan};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Says that a quote is so, who said it included.
pub fn confirm(on: &On, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let author = on.author.author();
    let (mut store, quote) = (open(db)?, on.quote);
    let told = with_hand(&mut store, |write| {
        let (article, was) = standing(write, &author, quote)?;
        let speakers: Vec<_> = links::speakers(write, quote)?.into_iter().map(|(actor, _)| actor).collect();
        let known = reviews::verdict_on(write, quote)?.is_some();
        let change = match speakers.is_empty() || known {
            true => None,
            false => Some(reviews::assign(write, &author, quote, &Speakers::By(speakers))?.1),
        };
        let body = articles::load_by_id(write, article)?.body;
        let chars = CharIndex::new(&body);
        let after = Record { confidence: 1.0, ..was.record.clone() };
        let new = New {
            article,
            quote,
            verdict: Verdict::Confirmed,
            place: was.place(&chars),
            before: Some(&was),
            after: &after,
            change,
        };
        verdicts::put(write, &author, &new)?;
        quotes::relay(write, article)?;
        Ok::<_, CommandError>((format!("quote {quote} is confirmed"), vec![article]))
    })?;
    done(store, &told, ui)
}

/// Says that a quote is none.
pub fn reject(on: &On, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let author = on.author.author();
    let (mut store, quote) = (open(db)?, on.quote);
    let told = with_hand(&mut store, |write| {
        let article = quotes::article_of(write, quote)?.ok_or_else(|| no_quote(quote))?;
        let (told, _) = reviews::assign(write, &author, quote, &Speakers::Rejected)?;
        Ok::<_, CommandError>((format!("quote {quote} {told}"), vec![article]))
    })?;
    done(store, &told, ui)
}

/// Says how a quote is instead.
pub fn set(on: &On, what: &What, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let nothing = what.words.is_empty()
        && what.kind.is_none()
        && what.cue.is_none()
        && what.mention.is_none()
        && what.sense.is_none()
        && what.said_on.is_none();
    let speakers = !what.speaker.is_empty() || what.nobody;
    if nothing && !speakers {
        return Err(CommandError::usage("nothing is to be set")
            .hint("--words, --kind, --cue, --mention, --sense, --speaker or --said-on say what"));
    }
    let author = on.author.author();
    let (mut store, quote) = (open(db)?, on.quote);
    let actors = actors(&store, &what.speaker)?;
    let told = with_hand(&mut store, |write| {
        let (article, was) = standing(write, &author, quote)?;
        let verdict = if actors.is_empty() { Speakers::ByNobodyKnown } else { Speakers::By(actors) };
        let said = match speakers {
            true => Some(reviews::assign(write, &author, quote, &verdict)?),
            false => None,
        };
        if nothing {
            let told = said.map_or_else(String::new, |(told, _)| told);
            return Ok::<_, CommandError>((format!("quote {quote} {told}"), vec![article]));
        }
        let body = articles::load_by_id(write, article)?.body;
        let (spans, after) = corrected(&body, &was, what)?;
        store_verdict(
            write,
            &author,
            &body,
            article,
            quote,
            Verdict::Set,
            Some(&was),
            (&spans, &after),
            said.map(|s| s.1),
        )?;
        Ok((format!("quote {quote} is set"), vec![article]))
    })?;
    done(store, &told, ui)
}

/// Writes a verdict on a quote with these spans and lays the article's quotes out anew.
#[allow(clippy::too_many_arguments, reason = "each is one fact of the row")]
pub fn store_verdict(
    write: &Write<'_>,
    author: &Author,
    body: &str,
    article: ArticleId,
    quote: QuoteId,
    verdict: Verdict,
    before: Option<&Placed>,
    (spans, after): (&Spans, &Record),
    change: Option<ChangeId>,
) -> Result<i64, CommandError> {
    let chars = CharIndex::new(body);
    let Some(first) = spans.content.first() else { return Err(CommandError::usage("--words is empty")) };
    let place = crate::store::hand::Place::of(&chars, *first);
    let review =
        verdicts::put(write, author, &New { article, quote, verdict, place, before, after, change })?;
    quotes::relay(write, article)?;
    Ok(review)
}

/// Where some words of a quote stand, and the quote with them.
pub fn corrected(body: &str, was: &Placed, what: &What) -> Result<(Spans, Record), CommandError> {
    let chars = CharIndex::new(body);
    let old = was.spans(&chars).unwrap_or_default();
    let bytes = |spans: &[CharSpan]| -> Vec<ByteSpan> { spans.iter().map(|s| chars.bytes_of(*s)).collect() };
    let near = old.range().map(|range| chars.bytes_of(range));
    let content = match what.words.as_slice() {
        [] => bytes(&old.content),
        words => words.iter().map(|words| place(body, words, near)).collect::<Result<Vec<_>, _>>()?,
    };
    if content.windows(2).any(|pair| pair[0].end > pair[1].start) {
        return Err(CommandError::users("the pieces do not follow each other in the article")
            .hint("give --words in the order of the article, and none of them twice"));
    }
    let (Some(first), Some(last)) = (content.first(), content.last()) else {
        return Err(CommandError::usage("--words is empty"));
    };
    let range = ByteSpan::new(first.start, last.end);
    let beside = |name: &str, words: &Option<String>, old: &[CharSpan]| match words {
        Some(words) if words.trim().is_empty() => Ok(Vec::new()),
        Some(words) => place_beside(body, name, words, range).map(|place| vec![place]),
        None => Ok(bytes(old)),
    };
    let cue = beside("the cue", &what.cue, &old.cue)?;
    let source = beside("the mention", &what.mention, &old.source)?;
    let all = |spans: &[ByteSpan]| -> Vec<CharSpan> { spans.iter().map(|s| chars.chars_of(*s)).collect() };
    let spans = Spans { content: all(&content), cue: all(&cue), source: all(&source) };
    let start = chars.char_of_byte(range.start);
    let day = match what.said_on {
        Some(day) => day.0.map(|date| date.to_string()),
        None => was.record.said_on.clone(),
    };
    let record = Record {
        kind: what.kind.unwrap_or(if what.words.is_empty() { was.record.kind } else { kind(body, &content) }),
        sense: what.sense.map_or(was.record.sense, |word| was.record.sense.told(word)),
        // The table has a day with the words that tell it; of a person's word it is that.
        said_on_words: day.as_ref().map(|day| match &was.record.said_on_words {
            Some(words) if what.said_on.is_none() => words.clone(),
            _ => day.clone(),
        }),
        said_on: day,
        confidence: 1.0,
        content: pieces(&chars, start, &spans.content),
        cue: pieces(&chars, start, &spans.cue),
        source: pieces(&chars, start, &spans.source),
    };
    Ok((spans, record))
}

/// Keeps a note.
pub fn note(
    quote: QuoteId,
    text: &str,
    author: &AuthorArgs,
    db: &Path,
    ui: &Ui,
) -> Result<ExitCode, CommandError> {
    if text.trim().is_empty() {
        return Err(CommandError::usage("the note is empty"));
    }
    let mut store = open(db)?;
    let author = author.author();
    with_hand(&mut store, |write| {
        remarks::put(write, &author, remarks::Kind::Note, remarks::On::Quote(quote), text)?;
        Ok::<_, CommandError>(((), Vec::new()))
    })?;
    done(store, &format!("noted with quote {quote}"), ui)
}

/// Takes back all that people have said of a quote.
pub fn undo(on: &On, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let author = on.author.author();
    let (mut store, quote) = (open(db)?, on.quote);
    let told = with_hand(&mut store, |write| {
        let mut article = reviews::take_back(write, &author, quote)?;
        while let Some(review) = verdicts::in_force(write, quote)? {
            article = verdicts::take_back(write, review)?.map(|(article, _)| article).or(article);
        }
        let Some(article) = article else {
            return Err(CommandError::users(format!("no person has said anything of quote {quote}")));
        };
        quotes::relay(write, article)?;
        let told =
            format!("quote {quote}: what people said of it is taken back; kb's own reading holds again");
        Ok((told, vec![article]))
    })?;
    done(store, &told, ui)
}

/// The quote as it stands, with its article. A rejection is taken back: who says how it is says that it is one.
fn standing(write: &Write<'_>, author: &Author, quote: QuoteId) -> Result<(ArticleId, Placed), CommandError> {
    if reviews::is_rejected(write, quote)? {
        reviews::take_back(write, author, quote)?;
    }
    let (article, was, _) = drafts::of_quote(write, quote)?.ok_or_else(|| no_quote(quote))?;
    Ok((article, was))
}

/// Ends a command.
pub fn done(store: Store, told: &str, ui: &Ui) -> Result<ExitCode, CommandError> {
    store.close()?;
    let mut out = ui.messages();
    writeln!(out, "{told}")?;
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}
