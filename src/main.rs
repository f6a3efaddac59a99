//! The `kb` program: delegates to the command line and sets the exit code.

fn main() -> std::process::ExitCode {
    kb::cli::run()
}
