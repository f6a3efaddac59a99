//! `kb issue`: the matters in dispute, as the user words them.

use super::author::{AuthorArgs, open};
use super::complete;
use super::error::{CommandError, ended};
use super::outfile;
use super::ui::Ui;
use crate::catalog::issue_meant;
use crate::domain::{Direction, Issue, Signal, counted};
use crate::extract::{Language, positions};
use crate::import::{self, IssueFormat};
use crate::render::visible_line;
use crate::store::issues::{self, Changed, Kept};
use crate::store::registry::Author;
use crate::store::{self, Store};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `kb issue`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the issues, with how many positions there are on each
    List,
    /// Show an issue: what it says, by which words it is found, who stands where
    Show {
        /// Its slug, or words of its name
        #[arg(required = true, add = complete::issues())]
        issue: Vec<String>,
    },
    /// Add an issue; where actors stand on it is read out of all stored articles
    #[command(
        after_help = "Example:\n  kb issue add quay-tolls 'Ships should pay a toll at the quay.' --for 'berth fee*' --against 'free mooring'\n\nThe words of the proposition name the matter by themselves; signals are further words for it. Who calls for what a signal\nof --for names supports the proposition; who calls for what one of --against names opposes it."
    )]
    Add(Given),
    /// Change what an issue says; what is not given stays
    Set(Changes),
    /// Take an issue out, with all positions on it
    Remove {
        /// Its slug
        #[arg(add = complete::issues())]
        issue: String,
        /// Also where work of a person goes with it
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        author: AuthorArgs,
    },
    /// Load issues from a file (TOML or CSV); makes the database where there is none
    #[command(
        after_help = "A file of TOML has a table for each issue; slug and proposition are enough:\n\n  [[issue]]\n  slug = \"quay-tolls\"\n  proposition = \"Ships should pay a toll at the quay.\"\n  [[issue.signal]]\n  words = \"free mooring\"\n  direction = \"against\"\n\nCSV has the columns slug, name, proposition, description, parent, for, against; signals are parted by `;`."
    )]
    Import {
        /// The file; `-` for standard input
        #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
        file: PathBuf,
        #[command(flatten)]
        author: AuthorArgs,
    },
    /// Write the issues as TOML or CSV
    Export {
        /// Where to; standard output where it is not given
        #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
        output: Option<PathBuf>,
        /// toml or csv [default: what the file's name says]
        #[arg(long, value_parser = ["toml", "csv"])]
        format: Option<String>,
    },
}

/// An issue on the command line.
#[derive(Debug, clap::Args)]
struct Given {
    /// Its key: lower-case words joined by `-`
    slug: String,
    /// A sentence that one can support or oppose
    proposition: String,
    #[command(flatten)]
    facts: Facts,
    #[command(flatten)]
    author: AuthorArgs,
}

/// What is to be changed.
#[derive(Debug, clap::Args)]
struct Changes {
    /// Its slug, or words of its name
    #[arg(add = complete::issues())]
    issue: String,
    /// A sentence that one can support or oppose
    #[arg(long)]
    proposition: Option<String>,
    #[command(flatten)]
    facts: Facts,
    /// A signal to take away; may be repeated
    #[arg(long = "drop", value_name = "WORDS")]
    dropped: Vec<String>,
    #[command(flatten)]
    author: AuthorArgs,
}

#[derive(Debug, clap::Args)]
struct Facts {
    /// The proposition in a few words [default: made from the slug]
    #[arg(long)]
    name: Option<String>,
    /// What belongs to it and what does not
    #[arg(long)]
    description: Option<String>,
    /// The issue that it is a part of
    #[arg(long, value_name = "ISSUE", add = complete::issues())]
    parent: Option<String>,
    /// Words for what supporters call for: a phrase, `expan*`, `NEAR(a b, 5)`; may be repeated
    #[arg(long = "for", value_name = "WORDS")]
    pro: Vec<String>,
    /// Words for what opponents call for; may be repeated
    #[arg(long, value_name = "WORDS")]
    against: Vec<String>,
}

/// Runs the chosen subcommand.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    match &args.command {
        Command::List => list(db, ui),
        Command::Show { issue } => show(&issue.join(" "), db, ui),
        Command::Add(given) => {
            let mut store = Store::open(db)?;
            import::ensure_knowledge(&mut store)?;
            if issues::id_of(store.connection(), &given.slug)?.is_some() {
                return Err(CommandError::users(format!("there is an issue `{}` already", given.slug))
                    .hint(format!("`kb issue set {}` changes it", given.slug)));
            }
            let issue = Issue {
                slug: given.slug.clone(),
                proposition: given.proposition.clone(),
                ..changed(Issue::default(), &given.facts, &[])
            };
            put(store, &[issue], &given.author.author(), db, ui)
        }
        Command::Set(changes) => {
            let store = open(db)?;
            let mut issue = kept(&store, &changes.issue)?.issue;
            if let Some(proposition) = &changes.proposition {
                issue.proposition.clone_from(proposition);
            }
            put(store, &[changed(issue, &changes.facts, &changes.dropped)], &changes.author.author(), db, ui)
        }
        Command::Remove { issue, yes, author } => remove(issue, *yes, &author.author(), db, ui),
        Command::Import { file, author } => {
            let issues = import::read_issues(file, IssueFormat::of(file)).map_err(|e| {
                CommandError::users(format!("{}: {e}", visible_line(&file.to_string_lossy())))
            })?;
            let mut store = Store::open(db)?;
            import::ensure_knowledge(&mut store)?;
            put(store, &issues, &author.author(), db, ui)
        }
        Command::Export { output, format } => export(output.as_deref(), format.as_deref(), db, ui),
    }
}

fn changed(mut issue: Issue, facts: &Facts, dropped: &[String]) -> Issue {
    let text = |given: &Option<String>, had: &mut String| {
        if let Some(given) = given {
            had.clone_from(given);
        }
    };
    text(&facts.name, &mut issue.name);
    text(&facts.description, &mut issue.description);
    if let Some(parent) = &facts.parent {
        issue.parent = Some(parent.clone()).filter(|p| !p.is_empty());
    }
    issue.signals.retain(|s| !dropped.contains(&s.words));
    let given = facts
        .pro
        .iter()
        .map(|w| (w, Direction::For))
        .chain(facts.against.iter().map(|w| (w, Direction::Against)));
    for (words, direction) in given {
        issue.signals.retain(|s| s.words != *words);
        issue.signals.push(Signal { words: words.clone(), direction });
    }
    issue
}

/// Writes issues and reads the positions on them out of the stored articles.
fn put(
    mut store: Store,
    given: &[Issue],
    author: &Author,
    db: &Path,
    ui: &Ui,
) -> Result<ExitCode, CommandError> {
    let mut counts = [0_u64; 3];
    let transaction = store.transaction()?;
    for issue in given {
        let issue = issue.clone().checked().map_err(CommandError::users)?;
        counts[match issues::put(&transaction, author, &issue)? {
            Changed::Added => 0,
            Changed::Set => 1,
            Changed::Same => 2,
        }] += 1;
    }
    store::commit(transaction)?;
    let outcome = import::reread_positions(&mut store, &mut |_| {}).map_err(CommandError::from);
    let found = issues::found(store.connection());
    ended(outcome, store.close())?;
    let (positions, articles) = found?;
    let mut out = ui.messages();
    let told = [(counts[0], "added"), (counts[1], "changed"), (counts[2], "the same as before")];
    let told: Vec<String> = told
        .iter()
        .filter(|t| t.0 > 0)
        .map(|(n, what)| format!("{} {what}", counted(*n as usize, "issue")))
        .collect();
    writeln!(out, "{}", told.join(", "))?;
    writeln!(
        out,
        "{} read out of {}",
        counted(positions as usize, "position"),
        counted(articles as usize, "article")
    )?;
    let flag = super::db_flag(db);
    if articles == 0 {
        writeln!(out, "\ntry next:\n  kb import{flag} PATH    reads articles")?;
    } else {
        writeln!(
            out,
            "\ntry next:\n  kb query stance-matrix{flag}    who stands where\n  kb query positions{flag}    each with its evidence"
        )?;
    }
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}

fn kept(store: &Store, text: &str) -> Result<Kept, CommandError> {
    let id = issue_meant(store.connection(), text)?.value;
    issues::of(store.connection(), id)?
        .ok_or_else(|| CommandError::users("it has just been removed from the database"))
}

fn list(db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let store = Store::open_read_only(db)?;
    let all = issues::all(store.connection())?;
    let own = all.iter().any(|k| !k.seed);
    let mut out = ui.messages();
    for kept in all.iter().filter(|k| k.seed != own) {
        writeln!(out, "{}\n  {}", visible_line(&kept.issue.slug), visible_line(&kept.issue.proposition))?;
    }
    let seeds = all.iter().filter(|k| k.seed).count();
    if own && seeds > 0 {
        writeln!(
            out,
            "\n{} that came with kb are not read for while there are issues of your own",
            counted(seeds, "issue")
        )?;
    }
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}

fn show(text: &str, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let store = Store::open_read_only(db)?;
    let Kept { id, issue, .. } = kept(&store, text)?;
    let language = Language::english();
    let words = positions::described(&language, &issue);
    let mut out = ui.messages();
    writeln!(out, "{} · {}\n{}", visible_line(&issue.name), issue.slug, visible_line(&issue.proposition))?;
    if !issue.description.is_empty() {
        writeln!(out, "{}", visible_line(&issue.description))?;
    }
    let line = |what: &str, words: &[String]| format!("{what:>10}  {}", visible_line(&words.join(", ")));
    writeln!(out, "\n{}", line("matter", &words.matter))?;
    writeln!(out, "{}", line("proposed", &words.deeds))?;
    let toward = if words.favours_matter { "supports the proposition" } else { "opposes the proposition" };
    writeln!(out, "{:>10}  who is for the matter {toward}", "direction")?;
    for signal in &issue.signals {
        writeln!(out, "{:>10}  {}", signal.direction, visible_line(&signal.words))?;
    }
    if let Some(parent) = &issue.parent {
        writeln!(out, "{:>10}  {parent}", "part of")?;
    }
    let counts = issues::counts(store.connection(), id)?;
    let told: Vec<String> = counts.iter().map(|(stance, n)| format!("{n} {stance}")).collect();
    let told = if told.is_empty() { "none".to_owned() } else { told.join(", ") };
    writeln!(out, "{:>10}  {told}", "positions")?;
    writeln!(out, "\ntry next:\n  kb query positions{} --issue {}", super::db_flag(db), issue.slug)?;
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}

fn remove(text: &str, yes: bool, author: &Author, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut store = open(db)?;
    let Kept { id, issue, seed } = kept(&store, text)?;
    if issue.slug != text {
        return Err(CommandError::users(format!("nothing is removed: there is no issue `{text}`"))
            .hint(format!("name it by its slug: `{}`?", issue.slug)));
    }
    if seed {
        return Err(CommandError::users(format!("`{}` came with kb, and would come again", issue.slug))
            .hint("with issues of your own it is not read for; `kb issue set` makes it one of them"));
    }
    let work = issues::own_work(store.connection(), id)?;
    if work > 0 && !yes {
        return Err(CommandError::users(format!(
            "`{}` is not removed: what people said of {} on it would be lost",
            issue.slug,
            counted(work as usize, "position")
        ))
        .hint("`--yes` removes it all the same"));
    }
    let transaction = store.transaction()?;
    issues::remove(&transaction, author, id)?;
    store::commit(transaction)?;
    let outcome = import::reread_positions(&mut store, &mut |_| {}).map_err(CommandError::from);
    ended(outcome, store.close())?;
    let mut out = ui.messages();
    writeln!(out, "removed {}", issue.slug)?;
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}

fn export(output: Option<&Path>, format: Option<&str>, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let store = Store::open_read_only(db)?;
    let all = issues::read_for(store.connection())?;
    let format = match format {
        Some("csv") => IssueFormat::Csv,
        Some(_) => IssueFormat::Toml,
        None => output.map_or(IssueFormat::Toml, IssueFormat::of),
    };
    let text = import::write_issues(&all.into_iter().map(|(_, issue)| issue).collect::<Vec<_>>(), format)?;
    match output {
        Some(path) => outfile::write(path, text.as_bytes(), db)?,
        None => {
            let mut out = ui.messages();
            out.write_all(text.as_bytes())?;
            out.flush()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
