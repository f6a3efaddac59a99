//! Measures every built-in query with typical parameters, as whole processes, against the `sqlite3` shell running the same SQL:
//! `cargo bench --bench queries -- big.db` (made by `--bench generate`). Prints a table in Markdown.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, reason = "a tool for developers")]

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

const KB: &str = env!("CARGO_BIN_EXE_kb");
const RUNS: usize = 5;
/// What a table shows.
const ROWS: usize = 200;

/// Queries as an analyst would ask them.
const TYPICAL: &[&str] = &[
    "activity --per month",
    "activity --per week --actor Lavrov",
    "actor --actor Lavrov",
    "actor-changes",
    "actors --kind state",
    "article --article 4711",
    "articles --since 2024-12",
    "changed-position --actor Lavrov",
    "coverage --actor Lavrov",
    "coverage --since 2024-12",
    "cues",
    "cues --actor Lavrov",
    "disputed",
    "first-mention --words accession",
    "imports",
    "issues",
    "mentions --actor Lavrov",
    "most-quoted --top 20",
    "most-quoted --since 2024-12 --top 20",
    "outlets",
    "positions --actor Lavrov",
    "possible-duplicates --kind person",
    "quoted-with --actor Lavrov",
    "said-about --words 'indivisib* AND security'",
    "said-by-outlet --outlet outlet-100",
    "search-articles --words '\"security guarantees\"'",
    "search-quotes --words 'indivisib* AND security'",
    "single-source --actor Lavrov",
    "spoken-for --actor actor-20",
    "stance-matrix --kind state --issue nato-expansion",
    "timeline --actor Lavrov",
    "unattributed --since 2024-12",
    "uncertain-speakers --below 70",
    "who-said --actor Lavrov",
    "who-said --actor actor-5000",
    "who-said --actor actor-0 --kind direct --about security",
    "wire-copies --actor Lavrov",
    "wire-copies --articles 60",
];

fn main() {
    let Some(db) = std::env::args().skip(1).find(|a| !a.starts_with("--")) else {
        println!("usage: cargo bench --bench queries -- FILE");
        return;
    };
    println!("| query | kb ms | sqlite3 ms | ratio |\n|---|---:|---:|---:|");
    let mut all = Vec::new();
    for line in TYPICAL {
        let words = shlex::split(line).unwrap();
        let kb = |more: &[&str]| {
            let mut command = Command::new(KB);
            command.args(["query", "--db", &db]).args(&words).args(more);
            command
        };
        let sql = kb(&["--sql"]).output().unwrap();
        let sql = String::from_utf8(sql.stdout).unwrap();
        // A query without parameters prints its file: its conditional lines are not part of what runs.
        let sql: String = sql
            .lines()
            .filter(|l| !l.split("-- if").next().unwrap_or("").contains(" :"))
            .map(|l| format!("{l}\n"))
            .collect();
        let sql = format!("SELECT * FROM (\n{sql}\n) LIMIT {ROWS};\n");
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..RUNS {
            ours.push(timed(&mut kb(&["--format", "csv", "--limit", "200"]), ""));
            theirs.push(timed(Command::new("sqlite3").args(["-readonly", "-csv", &db]), &sql));
        }
        let (ours, theirs) = (median(&mut ours), median(&mut theirs));
        println!("| `{line}` | {ours:.1} | {theirs:.1} | {:.2} |", ours / theirs);
        all.push((ours, theirs));
    }
    let mut times: Vec<f64> = all.iter().map(|(o, _)| *o).collect();
    let worst = all.iter().map(|(o, _)| *o).fold(0.0, f64::max);
    let ratio = all.iter().map(|(o, t)| o / t).fold(0.0, f64::max);
    println!("\nmedian {:.1} ms, worst {worst:.1} ms, worst ratio {ratio:.2}", median(&mut times));
    start_up();
}

fn start_up() {
    let folder = std::env::temp_dir().join("kb-bench-empty.db");
    let _ = std::fs::remove_file(&folder);
    drop(kb::store::Store::open(&folder).expect("an empty database").close());
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS * 4 {
        ours.push(timed(Command::new(KB).args(["query", "imports", "--db"]).arg(&folder), ""));
        theirs.push(timed(Command::new("sqlite3").args([":memory:", "select 1"]), ""));
    }
    let (ours, theirs) = (median(&mut ours), median(&mut theirs));
    println!("start-up: kb query {ours:.1} ms, sqlite3 {theirs:.1} ms, ratio {:.2}", ours / theirs);
}

fn timed(command: &mut Command, input: &str) -> f64 {
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program is there");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{command:?}");
    start.elapsed().as_secs_f64() * 1000.0
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
