//! Confirming, rejecting, correcting and taking back.

use super::passage::{kind, place, place_beside};
use super::{AuthorArgs, On, What, actors, no_quote, open};
use crate::cli::error::CommandError;
use crate::cli::ui::Ui;
use crate::domain::QuoteId;
use crate::import::with_hand;
use crate::store::hand::{Placed, Record, Spans, judge, pieces, remarks};
use crate::store::registry::reviews::{self, Verdict as Speakers};
use crate::store::{Store, articles, quotes};
use crate::text::{ByteSpan, CharIndex, CharSpan};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Says that a quote is so, who said it included.
pub fn confirm(on: &On, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let author = on.author.author();
    let (mut store, quote) = (open(db)?, on.quote);
    let told = with_hand(&mut store, |write| {
        let article = judge::confirm(write, &author, quote)?.ok_or_else(|| no_quote(quote))?;
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
        let (article, was) = judge::standing(write, &author, quote)?.ok_or_else(|| no_quote(quote))?;
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
        let change = said.map(|(_, change)| change);
        judge::set(write, &author, (article, quote), &was, (&spans, &after), change)?;
        Ok((format!("quote {quote} is set"), vec![article]))
    })?;
    done(store, &told, ui)
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
        let article = judge::take_back(write, &author, quote)?
            .ok_or_else(|| CommandError::users(format!("no person has said anything of quote {quote}")))?;
        let told =
            format!("quote {quote}: what people said of it is taken back; kb's own reading holds again");
        Ok::<_, CommandError>((told, vec![article]))
    })?;
    done(store, &told, ui)
}

/// Ends a command.
pub fn done(store: Store, told: &str, ui: &Ui) -> Result<ExitCode, CommandError> {
    store.close()?;
    let mut out = ui.messages();
    writeln!(out, "{told}")?;
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}
