//! The user's own query files: where they are, a new one to start from, opening one in the editor.

use super::error::CommandError;
use super::outfile::OutFile;
use super::ui::Ui;
use crate::catalog::{Entry, HeaderError, Library, Origin, Query, template};
use crate::render::visible_line;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The folder of the working directory that holds queries.
const LOCAL: &str = "queries";

/// The folders with the user's queries, the one that overrides the other last.
pub fn folders() -> Vec<PathBuf> {
    config_folder().into_iter().chain([PathBuf::from(LOCAL)]).collect()
}

/// Writes a file to start from: into `./queries` where there is such a folder, otherwise into the config folder.
pub fn write_new(name: &str, library: &Library, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let text = template(name);
    if let Err(HeaderError { message, help, .. }) = Query::parse(&format!("{name}.sql"), &text) {
        return Err(CommandError::usage(message).hint(help));
    }
    if let Some(Entry { origin: Origin::File(path), .. }) = library.entry(name) {
        return Err(CommandError::users(format!(
            "there is a query `{name}` already, in `{}`",
            path.display()
        ))
        .hint(format!("`kb query {name} --edit` opens it")));
    }
    if Library::built_in(name).is_some() {
        return Err(CommandError::users(format!("there is a query `{name}` already, built in"))
            .hint(format!("`kb query {name} --edit` opens a copy of it, which is used in its place")));
    }
    let path = place(name)?;
    write(&path, &text, db)?;
    ui.page(&format!("{}\n", visible_line(&path.to_string_lossy())))?;
    ui.note(&format!(
        "`kb query {name} --edit` opens it, `kb query {name} --help` shows what has become of it"
    ));
    Ok(ExitCode::SUCCESS)
}

/// Opens a query's file in the editor; a built-in one is copied first and overridden from then on.
pub fn edit(entry: &Entry, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let path = match &entry.origin {
        Origin::File(path) => path.clone(),
        Origin::BuiltIn => {
            let text = Library::built_in(&entry.name).unwrap_or_default();
            let path = place(&entry.name)?;
            write(&path, text, db)?;
            path
        }
    };
    let editor = std::env::var("VISUAL").or_else(|_| std::env::var("EDITOR")).unwrap_or_else(|_| "vi".into());
    let words = shlex::split(&editor).unwrap_or_default();
    let Some((program, args)) = words.split_first() else {
        return Err(CommandError::users("VISUAL and EDITOR name no editor")
            .hint(format!("open `{}`", path.display())));
    };
    let failed = |reason: String| {
        CommandError::users(format!("the editor `{editor}` failed: {reason}"))
            .hint(format!("name another one with EDITOR, or open `{}`", path.display()))
    };
    let status = std::process::Command::new(program)
        .args(args)
        .arg(&path)
        .status()
        .map_err(|e| failed(e.to_string()))?;
    if !status.success() {
        return Err(failed(status.to_string()));
    }
    let text = std::fs::read_to_string(&path).map_err(|e| failed(e.to_string()))?;
    if matches!(entry.origin, Origin::BuiltIn) {
        if Library::built_in(&entry.name) == Some(text.as_str()) {
            let _ = std::fs::remove_file(&path);
            ui.note("nothing was changed: the built-in query stays");
            return Ok(ExitCode::SUCCESS);
        }
        ui.note(&format!(
            "`{0}` is now used instead of the built-in query; delete it to go back",
            path.display()
        ));
    }
    match Query::parse(&path.display().to_string(), &text) {
        Ok(_) => Ok(ExitCode::SUCCESS),
        Err(e) => Err(CommandError::users(e.to_string())
            .hint(format!("`kb query {} --edit` opens it again", entry.name))),
    }
}

fn place(name: &str) -> Result<PathBuf, CommandError> {
    let local = Path::new(LOCAL);
    let folder = if local.is_dir() { Some(local.to_owned()) } else { config_folder() };
    let folder = folder.ok_or_else(|| {
        CommandError::users("there is no folder for queries").hint("make one here with `mkdir queries`")
    })?;
    Ok(folder.join(format!("{name}.sql")))
}

fn write(path: &Path, text: &str, db: &Path) -> Result<(), CommandError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|e| {
            CommandError::users(format!("cannot make the folder `{}`: {e}", folder.display()))
        })?;
    }
    let mut out = OutFile::create(path, db)?;
    out.write_all(text.as_bytes())?;
    out.finish_new()
}

/// Where programs keep what the user sets up: XDG's folder, or what the platform has for it.
fn config_folder() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let base = match (cfg!(windows), cfg!(target_os = "macos")) {
        (true, _) => set("APPDATA"),
        (_, true) => set("HOME").map(|h| h.join("Library/Application Support")),
        _ => set("HOME").map(|h| h.join(".config")),
    };
    set("XDG_CONFIG_HOME").or(base).map(|folder| folder.join("kb").join("queries"))
}
