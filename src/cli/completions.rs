//! `kb completions`: the script that makes a shell complete `kb`, live.

use super::error::CommandError;
use super::ui::Ui;
use clap_complete::env::Shells;
use std::io::Write as _;
use std::process::ExitCode;

/// The variable by which the shell asks for completions.
pub const VARIABLE: &str = "COMPLETE";

/// Arguments of `kb completions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    #[arg(value_parser = ["bash", "elvish", "fish", "powershell", "zsh"])]
    shell: String,
}

/// Prints the script; it asks `kb` itself for the words, so that they are always those of the database at hand.
pub fn run(args: &Args, ui: &Ui) -> Result<ExitCode, CommandError> {
    let shells = Shells::builtins();
    let Some(shell) = shells.completer(&args.shell) else {
        return Err(CommandError::usage(format!("there are no completions for `{}`", args.shell)));
    };
    let mut out = ui.stdout();
    shell.write_registration(VARIABLE, "kb", "kb", "kb", &mut out)?;
    out.flush()?;
    let how = match args.shell.as_str() {
        "bash" => "add `source <(kb completions bash)` to ~/.bashrc",
        "zsh" => "add `source <(kb completions zsh)` to ~/.zshrc, after compinit",
        "fish" => "write it to ~/.config/fish/completions/kb.fish",
        "elvish" => "add `eval (kb completions elvish | slurp)` to rc.elv",
        _ => "add `kb completions powershell | Out-String | Invoke-Expression` to $PROFILE",
    };
    if ui.terminal {
        ui.note(&format!("\n{how}"));
    }
    Ok(ExitCode::SUCCESS)
}
