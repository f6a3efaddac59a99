//! `kb export`: files that make other programs show the database well.

use super::complete;
use super::error::CommandError;
use super::outfile;
use super::ui::{Ui, settled};
use super::watch::Limits;
use crate::catalog::{
    Kind, Library, Line, Parameter, Query, Word, actor_meant, article_meant, issue_meant, lines,
    outlet_meant, period, words,
};
use crate::domain::counted;
use crate::render::visible;
use crate::store::handover::{self, Chosen};
use crate::store::schema::{Object, objects};
use crate::store::{Store, StoreError};
use serde_json::{Map, Value, json};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `kb export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// A database to hand over: what is asked and what it rests on, without paths, user names and the rest of the registry
    #[command(
        after_help = "Examples:\n  kb export db kest.db --actor kest --since 2031\n  kb export db tolls.db --issue quay-tolls\n\nIt opens in sqlite3 and in kb, with the same views; `kb verify` holds on it. What people have rejected or taken back is not in it."
    )]
    Db(Box<DbArgs>),
    /// Metadata for Datasette: every table explained, facets, the saved queries as canned queries
    Datasette {
        /// The file to write; without one, standard output
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        limits: Limits,
    },
}

/// What is handed over.
#[derive(Debug, clap::Args)]
struct DbArgs {
    /// The file to write
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: PathBuf,
    /// What this actor said and where it stands; several times for several
    #[arg(long, add = complete::actors())]
    actor: Vec<String>,
    /// Where actors stand on this issue, and the quotes that show it
    #[arg(long, add = complete::issues())]
    issue: Vec<String>,
    /// Only what stands in this article
    #[arg(long, add = complete::articles())]
    article: Vec<String>,
    /// Only what this outlet published
    #[arg(long)]
    outlet: Vec<String>,
    /// Only what was published on this day or later
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only what was published on this day or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
}

/// What a browser wants of a table or view: its facets, and the column that names a row.
const BROWSING: &[(&str, &[&str], Option<&str>)] = &[
    ("actors", &["kind", "origin"], Some("name")),
    ("articles", &["outlet_id", "language"], Some("title")),
    ("issues", &["origin"], Some("name")),
    ("outlets", &[], Some("name")),
    ("positions", &["issue_id", "stance", "basis"], None),
    ("quotes", &["kind", "sense"], Some("quote")),
    ("stated_positions", &["issue", "stance", "basis"], None),
    ("who_said", &["actor", "outlet", "kind", "sense"], None),
];

/// Exports.
pub fn run(args: &Args, library: &Library, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let (output, limits) = match &args.what {
        What::Db(args) => return hand_over(args, db, ui),
        What::Datasette { output, limits } => (output, limits),
    };
    let _watch = limits.watch();
    let store = Store::open_read_only(db)?;
    let name = db.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let mut text = serde_json::to_string_pretty(&metadata(&name, &objects(store.connection())?, library))
        .unwrap_or_default();
    text.push('\n');
    match output {
        Some(path) => {
            outfile::write(path, text.as_bytes(), db)?;
            ui.note(&format!("datasette {} -m {}", db.display(), path.display()));
        }
        None => {
            let mut out = ui.as_it_is();
            out.write_all(text.as_bytes())?;
            out.into_inner()?.close()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a database to hand over.
fn hand_over(args: &DbArgs, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let store = Store::open_read_only(db)?;
    let connection = store.connection();
    let day = |text: &Option<String>| {
        text.as_deref().map(|text| period(text).map_err(CommandError::usage)).transpose()
    };
    let mut chosen = Chosen {
        since: day(&args.since)?.map(|period| period.from),
        until: day(&args.until)?.map(|period| period.to),
        ..Chosen::default()
    };
    for text in &args.actor {
        chosen.actors.push(settled(text, actor_meant(connection, text)?));
    }
    for text in &args.issue {
        chosen.issues.push(settled(text, issue_meant(connection, text)?));
    }
    for text in &args.article {
        chosen.articles.push(settled(text, article_meant(connection, text)?));
    }
    for text in &args.outlet {
        chosen.outlets.push(settled(text, outlet_meant(connection, text)?));
    }
    let handed = handover::hand_over(&store, &args.file, &chosen, args.force).map_err(|e| match &e {
        StoreError::NoPlace { why, .. } => {
            let error = CommandError::usage(format!("`{}` is not written: {why}", args.file.display()));
            match why.contains("there already") {
                true => error.hint("`--force` replaces it"),
                false => error.hint("name another file"),
            }
        }
        _ => e.into(),
    })?;
    let mut out = ui.messages();
    writeln!(
        out,
        "{}: {}, {}, {}, {}",
        visible(&args.file.display().to_string()),
        counted(handed.articles, "article"),
        counted(handed.quotes, "quote"),
        counted(handed.positions, "position"),
        counted(handed.actors, "actor")
    )?;
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}

fn metadata(database: &str, objects: &[Object], library: &Library) -> Value {
    let tables: Map<String, Value> = objects.iter().map(|o| (o.name.clone(), table(o))).collect();
    let queries: Map<String, Value> = library.queries().map(|q| (q.name.clone(), query(q))).collect();
    json!({
        "title": "Who said what, when, about what; where each actor stands",
        "description": "Made by kb from news articles: every row leads to the words it is from.",
        "databases": { database: { "tables": tables, "queries": queries } },
    })
}

fn table(object: &Object) -> Value {
    let columns: Map<String, Value> =
        object.columns.iter().map(|c| (c.name.clone(), json!(c.says))).collect();
    let mut table = Map::new();
    table.insert("description".into(), json!(object.says));
    table.insert("columns".into(), Value::Object(columns));
    if let Some((_, facets, label)) = BROWSING.iter().find(|(name, ..)| *name == object.name) {
        if !facets.is_empty() {
            table.insert("facets".into(), json!(facets));
        }
        if let Some(label) = label {
            table.insert("label_column".into(), json!(label));
        }
    }
    if object.name.ends_with("_fts") {
        table.insert("hidden".into(), json!(true));
    }
    Value::Object(table)
}

fn query(query: &Query) -> Value {
    let parameter = |p: &Parameter| {
        let required = if p.required { " (required)" } else { "" };
        format!("{}{required}: {}", p.name, p.help)
    };
    let mut notes: Vec<String> = query.parameters.iter().map(parameter).collect();
    if !query.needs.is_empty() {
        notes.push(format!("give at least one of {}", query.needs.join(", ")));
    }
    let help = [query.summary.clone(), query.help.clone(), notes.join("; ")];
    let description: Vec<&str> = help.iter().map(String::as_str).filter(|h| !h.is_empty()).collect();
    json!({
        "title": query.name,
        "description": description.join(" — "),
        "sql": canned(query),
        "params": query.parameters.iter().map(|p| p.name.clone()).collect::<Vec<_>>(),
    })
}

/// The SQL as Datasette runs it: every parameter is there and may be empty, and names stand where kb binds ids.
fn canned(query: &Query) -> String {
    let written = |line: Line<'_>| {
        if line.any_of.is_empty() {
            return with_names(line.whole, &query.parameters);
        }
        let Some(condition) = line.sql.trim().strip_prefix("AND ") else {
            // What a further key to sort by, or a further table, is for, only kb can leave out.
            return match line.sql.trim().starts_with(',') {
                true => String::new(),
                false => with_names(line.whole, &query.parameters),
            };
        };
        let condition = with_names(condition.trim_end(), &query.parameters);
        let empty: Vec<String> = line.any_of.iter().map(|name| format!("coalesce(:{name}, '')")).collect();
        format!("  AND ({} = '' OR {condition})", empty.join(" || "))
    };
    lines(&query.sql).map(|line| written(line) + "\n").collect()
}

fn with_names(sql: &str, parameters: &[Parameter]) -> String {
    let written = |(word, piece): (Word, &str)| {
        let parameter =
            parameters.iter().find(|p| word == Word::Parameter && piece.get(1..) == Some(p.name.as_str()));
        parameter.map_or_else(|| piece.to_owned(), by_name)
    };
    words(sql).into_iter().map(written).collect()
}

/// The parameter as an expression of what a person types into Datasette's form.
fn by_name(parameter: &Parameter) -> String {
    let name = &parameter.name;
    match (&parameter.kind, &parameter.default) {
        (Kind::Actor, _) => format!(
            "(SELECT id FROM (SELECT id, 0 AS away FROM actors WHERE slug = :{name} UNION ALL \
             SELECT actor_id, length(name) FROM actor_names WHERE name LIKE '%' || :{name} || '%') ORDER BY away LIMIT 1)"
        ),
        (Kind::Issue, _) => {
            format!("(SELECT id FROM issues WHERE slug = :{name} OR name = :{name} COLLATE NOCASE LIMIT 1)")
        }
        (Kind::Outlet, _) => {
            format!("(SELECT id FROM outlets WHERE slug = :{name} OR name = :{name} COLLATE NOCASE LIMIT 1)")
        }
        (Kind::Office, _) => {
            format!("(SELECT json_group_array(id) FROM roles WHERE title = :{name} COLLATE NOCASE)")
        }
        (Kind::Article, _) => format!("CAST(:{name} AS INTEGER)"),
        (Kind::Words, _) => typed_words(name),
        // The last day of a month sorts before `2022-02~`.
        (Kind::DateTo, _) => format!(":{name} || '~'"),
        (Kind::Integer, Some(default)) => {
            format!("CAST(coalesce(nullif(:{name}, ''), {default}) AS INTEGER)")
        }
        (_, Some(default)) => format!("coalesce(nullif(:{name}, ''), '{default}')"),
        _ => format!(":{name}"),
    }
}

/// The expression of FTS5 for words typed into Datasette's form: as they are where they have something of the grammar that
/// the query's description speaks of, and nothing that this grammar has no place for; otherwise made words of by a
/// function that Datasette brings. The empty phrase matches nothing.
fn typed_words(name: &str) -> String {
    const OPERATORS: [&str; 4] = ["[\"*]", " AND ", " OR ", " NOT "];
    let has: Vec<String> = OPERATORS.iter().map(|o| format!(":{name} GLOB '*{o}*'")).collect();
    // Letters of any script are words; of ASCII, only these are.
    let foreign = format!(":{name} GLOB '*[!#-)+-/:-@[-^`{{-~]*'");
    let marks = format!("(length(:{name}) - length(replace(:{name}, '\"', ''))) % 2");
    format!(
        "coalesce(nullif(iif(({}) AND NOT {foreign} AND {marks} = 0, :{name}, escape_fts(:{name})), ''), '\"\"')",
        has.join(" OR ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Datasette gets is SQL that SQLite accepts, without a parameter that Datasette would not know.
    #[test]
    fn every_canned_query_prepares() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("kb.db")).unwrap();
        for query in Library::load(&[]).queries() {
            let sql = canned(query).replace("escape_fts(", "trim(");
            let values: Vec<_> = query
                .parameters
                .iter()
                .map(|p| (p.name.clone(), crate::domain::Cell::Text(String::new())))
                .collect();
            crate::catalog::plan(store.connection(), &sql, &values)
                .unwrap_or_else(|e| panic!("{}: {e}\n{sql}", query.name));
        }
    }
}
