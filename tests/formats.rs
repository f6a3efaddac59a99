//! Real shapes of the formats that kb reads, each as a file of its own: what comes out, under which names, and that nothing
//! of a folder goes without a word.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use kb::domain::Article;
use kb::import::{Choices, Columns, MetadataTable, Source, read_source};
use std::io::Write as _;
use std::process::Command;

const SAID: &str = "“We do not close,” said Mayor Odile Brandt.";

/// The articles of a file of this name, by the part of it each stands in; or why there is none.
fn read_with(name: &str, bytes: &[u8], choices: &Choices) -> Vec<(String, Result<Article, String>)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().canonicalize().unwrap().join(name);
    std::fs::write(&path, bytes).unwrap();
    let whole = path.to_str().unwrap().len();
    let read = read_source(&Source::File(path), choices);
    read.into_iter().map(|(name, a)| (name[whole..].to_owned(), a.map_err(|e| e.to_string()))).collect()
}

/// Each article in a line: part, title, outlet, author, date, and whether the text is whole.
fn told(name: &str, bytes: impl AsRef<[u8]>) -> Vec<String> {
    let line = |(part, article): (String, Result<Article, String>)| match article {
        Ok(a) => {
            let or = |text: Option<String>| text.unwrap_or_else(|| "-".into());
            let date = or(a.published.map(|d| d.to_string()));
            let whole = a.body.contains(SAID);
            format!("{part} {} {} {} {date} {whole}", or(a.title), or(a.outlet), or(a.author))
        }
        Err(e) => format!("{part} {e}"),
    };
    read_with(name, bytes.as_ref(), &Choices::default()).into_iter().map(line).collect()
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn feeds() {
    let rss = format!(
        "<?xml version=\"1.0\"?><rss><channel><title>Tamsin Times</title><item><title>One &amp; two</title><guid>g1</guid>\
         <pubDate>Tue, 07 Sep 2021 10:00:00 GMT</pubDate><description><![CDATA[<p>{SAID}</p>]]></description></item></channel></rss>"
    );
    assert_eq!(told("a.xml", rss), ["#g1 One & two Tamsin Times - 2021-09-07 true"]);
    let atom = format!(
        "<feed><title>Post</title><entry><title>T</title><id>i</id><author><name>Ann</name></author>\
         <updated>2021-09-07T10:00:00Z</updated><content>{SAID}</content></entry></feed>"
    );
    assert_eq!(told("a.txt", atom), ["#i T Post Ann 2021-09-07 true"]);
}

#[test]
fn records_and_tables() {
    let lines = format!(
        "{{\"headline\": \"H\", \"maintext\": \"{SAID}\", \"authors\": [\"Ann\", \"Bo\"]}}\nnonsense\n"
    );
    let found = told("a.jsonl", lines);
    assert!(
        found[0].starts_with("#1 H - Ann, Bo - true") && found[1].starts_with("#2 line 2 is no JSON"),
        "{found:?}"
    );
    assert_eq!(
        told("a.csv", format!("sep=;\ntitle;text;date\nA;\"{SAID}\";2021-09-01\n")),
        ["#1 A - - 2021-09-01 true"]
    );
    let without = told("a.csv", "one,two\n1,2\n");
    assert!(without[0].contains("--map body=COLUMN"), "{without:?}");
    let choices = Choices { columns: Columns::parse("body=two,title=one").unwrap(), ..Choices::default() };
    let mapped = read_with("a.csv", b"one,two\nA,Words of it.\n", &choices);
    assert_eq!(mapped[0].1.as_ref().unwrap().title.as_deref(), Some("A"));
}

#[test]
fn mails_and_boxes() {
    let mail = |id: &str| {
        format!(
            "From: Ann Bee <a@b.org>\nSubject: Harbour\nDate: Tue, 07 Sep 2021 10:00:00 +0000\nMessage-ID: <{id}>\n\n{SAID}\n\n"
        )
    };
    assert_eq!(told("a.txt", mail("x")), [" Harbour - Ann Bee 2021-09-07 true"]);
    let two = format!("From a Tue\n{}From b Tue\n{}", mail("x"), mail("y"));
    assert_eq!(
        told("a.mbox", two),
        ["#x Harbour - Ann Bee 2021-09-07 true", "#y Harbour - Ann Bee 2021-09-07 true"]
    );
}

#[test]
fn archives_and_documents() {
    let page = format!("<html><body><p>{SAID}</p></body></html>");
    let found = told("a.zip", zip(&[("in/p.html", page.as_bytes()), ("pic.jpg", b"\xff\xd8")]));
    assert!(found[0].ends_with("true") && found[0].starts_with("!/in/p.html "), "{found:?}");
    assert!(found[1].starts_with("!/pic.jpg kb does not read `.jpg`"), "{found:?}");
    let word = format!("<w:document><w:body><w:p><w:r><w:t>{SAID}</w:t></w:r></w:p></w:body></w:document>");
    assert_eq!(told("a.txt", zip(&[("word/document.xml", word.as_bytes())])), [" - - - - true"]);
    let bomb = vec![b'a'; 80 << 20];
    assert!(told("a.zip", zip(&[("b.txt", &bomb)]))[0].contains("more than 64 MB"));
    assert!(told("a.zip", b"PK\x03\x04broken")[0].contains("damaged"));
}

#[test]
fn exports() {
    let nexis = format!(
        "      1 of 2 DOCUMENTS\n\n      The Tamsin Times\n\n      March 3, 2021 Wednesday\n\nHarbour will close\n\nBYLINE: Ann Bee\n\n\
         SECTION: NEWS; Pg. 3\n\nLENGTH: 61 words\n\nIt rained. {SAID}\n\nLOAD-DATE: March 4, 2021\n\nLANGUAGE: ENGLISH\n\n\
         Copyright 2021 Tamsin Times\n\n      2 of 2 DOCUMENTS\n\n      Northern Herald\n\n      March 4, 2021 Thursday\n\nDockers reject\n\n\
         LENGTH: 48 words\n\n{SAID}\n\nCopyright 2021 Northern Herald\n"
    );
    assert_eq!(
        told("n.txt", nexis),
        [
            "#1 Harbour will close The Tamsin Times Ann Bee 2021-03-03 true",
            "#2 Dockers reject Northern Herald - 2021-03-04 true"
        ]
    );
    let uni = format!(
        "Harbour will close\nThe Tamsin Times\nMarch 3, 2021 Wednesday\n\nCopyright 2021 Tamsin Times\nSection: NEWS\nLength: 61 words\n\
         Byline: Ann Bee\nBody\n\n{SAID}\n\nLoad-Date: March 4, 2021\n\nEnd of Document\n"
    );
    assert_eq!(told("u.txt", uni), ["#1 Harbour will close The Tamsin Times Ann Bee 2021-03-03 true"]);
}

#[test]
fn a_table_says_what_files_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.tsv");
    std::fs::write(&path, "filename\tpublisher\tpublication_date\na\tHerald\t2021-03-04\n").unwrap();
    let table = MetadataTable::read(&path, &Columns::default()).unwrap();
    let choices = Choices { table: Some(table), ..Choices::default() };
    let article = read_with("a.txt", SAID.as_bytes(), &choices).remove(0).1.unwrap();
    assert_eq!(
        (article.outlet.as_deref(), article.published.unwrap().to_string()),
        (Some("Herald"), "2021-03-04".into())
    );
}

#[test]
fn a_folder_goes_with_a_word_for_each_file() {
    let folder = tempfile::tempdir().unwrap();
    let news = folder.path().join("news");
    std::fs::create_dir(&news).unwrap();
    std::fs::write(news.join("a.txt"), SAID).unwrap();
    for ending in ["csv", "jsonl", "pdf", "docx", "eml", "html"] {
        std::fs::write(news.join(format!("b.{ending}")), "x\n").unwrap();
    }
    let kb = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_kb"))
            .current_dir(folder.path())
            .env_remove("KB_DB")
            .args(args)
            .output();
        let output = output.unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let (code, _, told) = kb(&["import", "news"]);
    assert!(
        told.contains("6 files passed over: .csv 1, .docx 1, .eml 1, .html 1, .jsonl 1, .pdf 1"),
        "{told}"
    );
    assert_eq!(code, Some(0));
    let (_, listed, _) = kb(&["query", "import-failures", "--format", "csv"]);
    assert_eq!(listed.matches("passed over").count(), 6, "{listed}");
    std::fs::remove_file(news.join("a.txt")).unwrap();
    assert_eq!(kb(&["import", "news"]).0, Some(1));
}
