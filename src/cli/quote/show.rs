//! `kb quote show`: a quote with all that is known of it.

use super::no_quote;
use crate::cli::error::CommandError;
use crate::cli::ui::Ui;
use crate::domain::QuoteId;
use crate::render::visible_line;
use crate::store::Store;
use crate::store::hand::verdicts;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Shows it.
pub fn run(quote: QuoteId, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let store = Store::open_read_only(db)?;
    let card = verdicts::card(store.connection(), quote)?.ok_or_else(|| no_quote(quote))?;
    let mut out = ui.messages();
    writeln!(out, "quote {quote}, article {}: {}", card.article, visible_line(&card.title))?;
    writeln!(out, "\n  {}\n", visible_line(&card.words))?;
    for (name, value) in &card.facts {
        writeln!(out, "{name:>10}  {}", visible_line(value))?;
    }
    for line in &card.reviews {
        writeln!(out, "\n  {}", visible_line(line))?;
    }
    for note in &card.notes {
        writeln!(out, "\n  {}", visible_line(note))?;
    }
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}
