//! `kb actor add` and `kb actor set`: a new actor, and the facts of one that is there.

use super::AuthorArgs;
use crate::cli::complete;
use crate::cli::error::CommandError;
use crate::cli::quote::done;
use crate::cli::ui::Ui;
use crate::domain::{ActorKind, ActorRecord, Alias, Gender, Role, is_wikidata};
use crate::import::with_hand;
use crate::store::registry::{edit, removal};
use crate::store::{self, actors};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb actor add`.
#[derive(Debug, clap::Args)]
pub struct AddArgs {
    /// The name shown to people
    name: String,
    /// person, state, body, organisation, outlet or group
    #[arg(long, value_name = "KIND")]
    kind: ActorKind,
    /// Its key, where it should not be made from the name
    #[arg(long)]
    slug: Option<String>,
    /// male or female, for "he" and "she"
    #[arg(long)]
    gender: Option<Gender>,
    /// The state it belongs to
    #[arg(long, value_name = "ACTOR", add = complete::actors())]
    state: Option<String>,
    /// One line on who or what this is
    #[arg(long, default_value = "", hide_default_value = true)]
    description: String,
    /// Its item there: Q58217
    #[arg(long, value_name = "ITEM")]
    wikidata: Option<String>,
    /// Another surface form, as `kb actor alias` has it; may be repeated
    #[arg(long = "alias", value_name = "ALIAS")]
    aliases: Vec<Alias>,
    /// An office, as `kb actor role` has it; may be repeated
    #[arg(long = "role", value_name = "ROLE")]
    roles: Vec<Role>,
    #[command(flatten)]
    author: AuthorArgs,
}

/// Adds.
pub fn run(args: &AddArgs, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut store = super::open(db)?;
    let record = ActorRecord {
        slug: args.slug.clone().unwrap_or_default(),
        gender: args.gender,
        state: args.state.clone(),
        description: args.description.clone(),
        wikidata: args.wikidata.clone(),
        aliases: args.aliases.clone(),
        roles: args.roles.clone(),
        ..ActorRecord::new(&args.name, args.kind)
    };
    record.check().map_err(CommandError::usage)?;
    let transaction = store.transaction()?;
    let slug = edit::add(&transaction, &args.author.author(), &record).map_err(|e| {
        let free = actors::slug_of(&args.name);
        CommandError::from(e).hint(format!("to add a namesake give it a key of its own: `--slug {free}-2`"))
    })?;
    store::commit(transaction)?;
    store.close()?;
    let mut out = ui.messages();
    writeln!(out, "added {slug}")?;
    super::try_next(&mut out, db, &[])?;
    Ok(ExitCode::SUCCESS)
}

/// Arguments of `kb actor set`.
#[derive(Debug, clap::Args)]
pub struct SetArgs {
    /// The actor
    #[arg(value_name = "ACTOR", add = complete::actors())]
    actor: String,
    #[command(flatten)]
    facts: FactArgs,
    #[command(flatten)]
    author: AuthorArgs,
}

/// At least one of the facts.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
struct FactArgs {
    /// The name shown to people; the old one becomes an alias
    #[arg(long)]
    name: Option<String>,
    /// person, state, body, organisation, outlet or group
    #[arg(long)]
    kind: Option<ActorKind>,
    /// One line on who or what this is
    #[arg(long)]
    description: Option<String>,
    /// male or female
    #[arg(long)]
    gender: Option<Gender>,
    /// The state it belongs to
    #[arg(long, value_name = "ACTOR", add = complete::actors())]
    state: Option<String>,
    /// Its item there: Q58217
    #[arg(long, value_name = "ITEM")]
    wikidata: Option<String>,
}

/// Changes facts.
pub fn set(args: &SetArgs, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let FactArgs { name, kind, description, gender, state, wikidata } = &args.facts;
    if let Some(item) = wikidata.as_deref().filter(|w| !is_wikidata(w)) {
        return Err(CommandError::usage(format!("`{item}` is not a Wikidata item (Q and a number)")));
    }
    let mut store = super::open(db)?;
    let id = super::actor(&store, &args.actor)?;
    let facts = edit::Facts {
        name: name.clone(),
        kind: *kind,
        description: description.clone(),
        gender: *gender,
        state: state.clone(),
        wikidata: wikidata.clone(),
    };
    let author = args.author.author();
    let slug = with_hand(&mut store, |write| {
        edit::set(write, &author, id, &facts)?;
        Ok::<_, CommandError>((edit::slug_of(write, id)?, removal::articles_of(write, id)?))
    })?;
    done(store, &format!("changed {slug}"), ui)
}
