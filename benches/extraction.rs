//! Measures extraction, in words a second of one core: `cargo bench --bench extraction [-- FOLDER]` with a folder of
//! `.txt` files; without one, a text made on the spot. Reading the text alone is the baseline of the same run.
//! With a folder it ends with what the whole process takes beside Python's `re` (`benches/ratio.py`), where there is a Python.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, reason = "a tool for developers")]

use kb::extract::statements::STAGES;
use kb::extract::{Analysis, Language, explain, statements};
use kb::text::{CharIndex, Document};
use std::process::Command;
use std::time::Instant;

/// How often everything is measured; the best run counts.
const RUNS: usize = 3;

fn folder() -> Option<String> {
    std::env::args().skip(1).find(|a| !a.starts_with('-'))
}

fn texts() -> Vec<String> {
    let Some(folder) = folder() else {
        let sentence = "“We will not move the line,” said Ann Lee, the minister of Avaria, on Monday. She added that the \
                        talks with Borland had been “useful” and that both sides wanted more. The harbour stayed closed, \
                        and nobody in the town knew when the ferries would sail again. ";
        return vec![sentence.repeat(12); 200];
    };
    let files = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path());
    files
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .map(|p| std::fs::read_to_string(p).unwrap())
        .collect()
}

/// Prints the best time of `work` over all texts as words a second.
fn measure(name: &str, words: usize, mut work: impl FnMut() -> usize) {
    let best = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(work());
            start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min);
    println!("| {name} | {:.0} |", words as f64 / best);
}

fn main() {
    let texts = texts();
    let start = Instant::now();
    let english = Language::english();
    let first = statements(&mut Analysis::new(&english, "It is said."));
    let load = start.elapsed();
    std::hint::black_box(first);
    let documents: Vec<Document> = texts.iter().map(|t| Document::new(t, english.orthography())).collect();
    let words = documents.iter().map(|d| d.tokens().iter().filter(|t| t.is_word()).count()).sum();
    println!(
        "{} texts, {words} words; model and first sentence: {:.2} ms\n",
        texts.len(),
        load.as_secs_f64() * 1e3
    );
    println!("| stage | words/s |\n|---|---|");
    measure("baseline: every character once", words, || texts.iter().map(|t| CharIndex::new(t).len()).sum());
    measure("document: paragraphs, sentences, tokens, quotations", words, || {
        texts.iter().map(|t| Document::new(t, english.orthography()).tokens().len()).sum()
    });
    measure("document to analysis: forms, tags, senses, lists", words, || {
        documents.iter().map(|d| Analysis::of(&english, d.clone()).len()).sum()
    });
    let mut analyses: Vec<Analysis> = texts.iter().map(|t| Analysis::new(&english, t)).collect();
    for stage in STAGES {
        measure(stage.name, words, || analyses.iter_mut().map(|a| (stage.run)(a)).sum());
    }
    measure("text to statements", words, || {
        texts.iter().map(|t| statements(&mut Analysis::new(&english, t)).len()).sum()
    });
    let mut found: Vec<_> = analyses.iter_mut().take(20).map(|a| (statements(a), a)).collect();
    let start = Instant::now();
    let some = found.iter_mut().flat_map(|(list, a)| list.iter().take(1).map(|s| explain(a, s).len()));
    let reasons: usize = some.sum();
    println!(
        "\n{reasons} reasons for {} statements: {:.2} ms each",
        found.len(),
        start.elapsed().as_secs_f64() * 1e3 / found.len().max(1) as f64
    );
    if let Some(folder) = folder() {
        println!();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/ratio.py");
        let run = Command::new("python3").args([script, &folder, env!("CARGO_BIN_EXE_kb")]).status();
        if !run.is_ok_and(|status| status.success()) {
            println!("no multiple of re.findall: it takes Python 3");
        }
    }
}
