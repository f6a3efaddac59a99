//! Saved pages, invented in the patterns of news sites (`tests/pages`): how much of the main text is taken and how little
//! else, and whether what a page says of itself is found. Beside each page stands what is right.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that fails should say so at once"
)]

use kb::domain::Article;
use kb::import::{Choices, Source, read_source};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

fn read(path: &Path) -> Article {
    let mut read = read_source(&Source::File(path.to_owned()), &Choices::default());
    assert_eq!(read.len(), 1, "{}", path.display());
    read.remove(0).1.unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// F1 of the words, each as often as it stands there.
fn f1(found: &str, right: &str) -> f64 {
    let mut left: HashMap<&str, i64> = HashMap::new();
    right.split_whitespace().for_each(|w| *left.entry(w).or_default() += 1);
    let mut both = 0;
    for word in found.split_whitespace() {
        let n = left.entry(word).or_default();
        both += i64::from(*n > 0);
        *n -= 1;
    }
    2.0 * both as f64 / (found.split_whitespace().count() + right.split_whitespace().count()) as f64
}

#[test]
fn main_text_and_metadata_of_pages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut pages: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    pages.retain(|p| p.extension().is_some_and(|e| e == "html"));
    assert_eq!(pages.len(), 12);
    let (mut sum, mut good) = (0.0, 0);
    for path in &pages {
        let (found, right) = (read(path), read(&path.with_extension("md")));
        let score = f1(&found.body, &right.body);
        sum += score;
        let said = |a: &Article| {
            [
                a.title.clone(),
                a.outlet.clone(),
                a.author.clone(),
                a.published.map(|d| d.to_string()),
                a.url.clone(),
            ]
        };
        let (found_said, right_said) = (said(&found), said(&right));
        good += found_said.iter().zip(&right_said).filter(|(a, b)| a == b).count();
        println!("{score:.3} {} {found_said:?}", path.file_name().unwrap().to_string_lossy());
        if score < 0.97 || found_said != right_said {
            println!("{}\n{right_said:?}", found.body);
        }
    }
    let (mean, share) = (sum / 12.0, good as f64 / (12.0 * 5.0));
    println!("token F1 {mean:.3}, metadata {share:.3}");
    assert!(mean >= 0.97 && share >= 0.95, "token F1 {mean:.3}, metadata {share:.3}");
}

#[test]
fn pages_without_bounds_end_soon() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.html");
    let begun = std::time::Instant::now();
    for page in [
        "<div>".repeat(1_000_000),
        "<p>word ".repeat(30_000),
        "<b><i>".repeat(150),
        "<".repeat(1 << 17),
        "<a href='".repeat(10_000),
    ] {
        std::fs::write(&path, format!("<html><body>{page}")).unwrap();
        let _ = read_source(&Source::File(path.clone()), &Choices::default());
    }
    assert!(begun.elapsed().as_secs() < 120, "{:?}", begun.elapsed());
}
