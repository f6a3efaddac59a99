//! Measures every built-in query with typical parameters, and `kb search`, as whole processes, against the `sqlite3` shell
//! running the same SQL: `cargo bench --bench queries -- big.db [PART OF A LINE]` (made by `--bench generate`). Prints a table
//! in Markdown.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, reason = "a tool for developers")]

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

const KB: &str = env!("CARGO_BIN_EXE_kb");
/// The fastest of so many runs counts: the others also measure what else the machine did.
const RUNS: usize = 11;
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
    "coverage",
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
    "most-quoted --since 2016",
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

/// Searches in quotes, then in articles: a common word (16,000 quotes), a rare one, a phrase, a beginning; then with each condition.
const SEARCHES: &[&str] = &[
    "guarantees",
    "security",
    "'\"security guarantees\"'",
    "'missil*'",
    "guarantees talks",
    "guarantees --actor actor-0",
    "guarantees --actor Lavrov",
    "guarantees --outlet outlet-100",
    "guarantees --issue nato-expansion",
    "guarantees --kind direct",
    "guarantees --since 2016",
    "guarantees --since 2024-12",
    "guarantees --until 2015-01",
    "guarantees --since 2020-03 --until 2020-03 --kind mixed",
    "--in articles guarantees",
    "--in articles security",
    "--in articles '\"security guarantees\"'",
    "--in articles guarantees --actor actor-0",
    "--in articles guarantees --outlet outlet-100",
    "--in articles guarantees --since 2024-12",
];

fn main() {
    let mut args = std::env::args().skip(1).filter(|a| !a.starts_with("--"));
    let Some(db) = args.next() else {
        println!("usage: cargo bench --bench queries -- FILE [PART OF A LINE]");
        return;
    };
    let wanted = args.next().unwrap_or_default();
    let rows = TYPICAL.iter().map(|line| Row::query(line));
    let rows = rows.chain(SEARCHES.iter().map(|line| Row::search(line)));
    println!("| command | kb ms | sqlite3 ms | ratio |\n|---|---:|---:|---:|");
    let mut all = Vec::new();
    for row in rows.filter(|row| row.line().contains(&wanted)) {
        let sql = row.sql(&db);
        let (mut ours, mut theirs) = (f64::INFINITY, f64::INFINITY);
        for _ in 0..RUNS {
            ours = ours.min(timed(kb(&db, &row.run).args(["--format", "csv", "--limit", "200"]), ""));
            theirs = theirs.min(timed(Command::new("sqlite3").args(["-readonly", "-csv", &db]), &sql));
        }
        println!("| `{}` | {ours:.1} | {theirs:.1} | {:.2} |", row.line(), ours / theirs);
        all.push((ours, theirs));
    }
    let mut times: Vec<f64> = all.iter().map(|(o, _)| *o).collect();
    times.sort_by(f64::total_cmp);
    let median = times.get(times.len() / 2).unwrap_or(&f64::NAN);
    let worst = times.last().unwrap_or(&f64::NAN);
    let ratio = all.iter().map(|(o, t)| o / t).fold(0.0, f64::max);
    println!("\nmedian {median:.1} ms, worst {worst:.1} ms, worst ratio {ratio:.2}");
    start_up();
}

/// A line of the table: what kb runs, and the saved query that tells the SQL of it.
struct Row {
    run: Vec<String>,
    asks: Vec<String>,
}

impl Row {
    fn query(line: &str) -> Self {
        let run: Vec<String> = shlex::split(&format!("query {line}")).unwrap();
        Self { asks: run.clone(), run }
    }

    fn search(line: &str) -> Self {
        let run = shlex::split(&format!("search {line}")).unwrap();
        let (query, rest) = match line.strip_prefix("--in articles ") {
            Some(rest) => ("search-articles", rest),
            None => ("search-quotes", line),
        };
        // The words come first; `kb query` wants them behind a flag.
        let (words, flags) =
            rest.split_once(" --").map_or((rest, String::new()), |(w, f)| (w, format!("--{f}")));
        let words = shlex::split(words).unwrap().join(" ");
        let mut asks = vec!["query".to_owned(), query.to_owned(), "--words".to_owned(), words];
        asks.extend(shlex::split(&flags).unwrap());
        Self { run, asks }
    }

    fn line(&self) -> String {
        shlex::try_join(self.run.iter().map(String::as_str)).unwrap()
    }

    fn sql(&self, db: &str) -> String {
        let sql = String::from_utf8(kb(db, &self.asks).arg("--sql").output().unwrap().stdout).unwrap();
        // A query without parameters prints its file: its conditional lines are not part of what runs.
        let kept = sql.lines().filter(|l| !l.split("-- if").next().unwrap_or("").contains(" :"));
        format!("SELECT * FROM (\n{}\n) LIMIT {ROWS};\n", kept.collect::<Vec<_>>().join("\n"))
    }
}

fn kb(db: &str, args: &[String]) -> Command {
    let mut command = Command::new(KB);
    command.env("KB_DB", db).args(args);
    command
}

fn start_up() {
    let folder = std::env::temp_dir().join("kb-bench-empty.db");
    let _ = std::fs::remove_file(&folder);
    drop(kb::store::Store::open(&folder).expect("an empty database").close());
    let (mut ours, mut theirs) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..RUNS * 4 {
        ours = ours.min(timed(Command::new(KB).args(["query", "imports", "--db"]).arg(&folder), ""));
        theirs = theirs.min(timed(Command::new("sqlite3").args([":memory:", "select 1"]), ""));
    }
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
