//! `kb actor role`: offices with their dates.

use super::AuthorArgs;
use crate::cli::complete;
use crate::cli::error::CommandError;
use crate::cli::ui::Ui;
use crate::domain::Role;
use crate::store;
use crate::store::registry::{edit, reference};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb actor role`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The actor
    #[arg(value_name = "ACTOR", add = complete::actors())]
    actor: String,
    /// The office: `Foreign Minister @ russia [2004-03-09..]`; place and dates as far as they are known
    #[arg(value_name = "ROLE")]
    role: Role,
    /// Take it away, for good; place and dates may be left out where the title tells it
    #[arg(long)]
    remove: bool,
    #[command(flatten)]
    author: AuthorArgs,
}

/// Adds or removes.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut store = super::open(db)?;
    let id = super::actor(&store, &args.actor)?;
    let author = args.author.author();
    let place = match args.role.organisation.as_str() {
        "" => None,
        text => Some(match reference::find(store.connection(), text)? {
            Some(organisation) => organisation,
            None => super::actor(&store, text)?,
        }),
    };
    let transaction = store.transaction()?;
    let slug = edit::slug_of(&transaction, id)?;
    let role = match place {
        Some(place) => Role { organisation: edit::slug_of(&transaction, place)?, ..args.role.clone() },
        None => args.role.clone(),
    };
    let told = if args.remove {
        let stored = chosen(&role, edit::roles(&transaction, id)?, &slug)?;
        edit::remove_role(&transaction, &author, id, &stored)?;
        format!("took `{}` from {slug}", stored.1)
    } else if edit::add_role(&transaction, &author, id, &role, place)? {
        format!("gave `{role}` to {slug}")
    } else {
        format!("{slug} has that role already")
    };
    store::commit(transaction)?;
    store.close()?;
    let mut out = ui.messages();
    writeln!(out, "{told}")?;
    super::try_next(&mut out, db, &[])?;
    Ok(ExitCode::SUCCESS)
}

/// The one role that the words mean.
fn chosen(asked: &Role, roles: Vec<edit::StoredRole>, slug: &str) -> Result<edit::StoredRole, CommandError> {
    let fits = |role: &Role| {
        role.title.eq_ignore_ascii_case(&asked.title)
            && (asked.organisation.is_empty() || asked.organisation == role.organisation)
            && (asked.since.is_none() || asked.since == role.since)
            && (asked.until.is_none() || asked.until == role.until)
    };
    let mut fitting: Vec<_> = roles.into_iter().filter(|(_, role)| fits(role)).collect();
    match (fitting.len(), fitting.pop()) {
        (1, Some(role)) => Ok(role),
        (_, Some(last)) => {
            fitting.push(last);
            let list: Vec<_> = fitting.iter().map(|(_, role)| format!("\n    {role}")).collect();
            Err(CommandError::users(format!("`{asked}` fits more than one role of `{slug}`"))
                .hint(format!("name one of these:{}", list.concat())))
        }
        (_, None) => Err(CommandError::users(format!("`{slug}` has no role `{asked}`"))
            .hint(format!("`kb actor show {slug}` lists its roles"))),
    }
}
