//! `kb export datasette`, tried with the real Datasette: every canned query answers, tables have their facets. Skipped, with a
//! message, where `python3` (or the one that KB_TEST_PYTHON names) has no datasette: `pip install datasette`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]
#![allow(clippy::print_stderr, reason = "says why it is skipped")]

use std::process::Command;

const TRY_ALL: &str = r#"
import asyncio, json, sys
from datasette.app import Datasette

async def main(db, metadata):
    datasette = Datasette([db], metadata=json.load(open(metadata)), settings={"sql_time_limit_ms": 10000})
    await datasette.invoke_startup()
    values = {"actor": "Lavrov", "issue": "nato-expansion", "outlet": "RT", "article": "1", "words": "security's \"talks", "articles": "1"}
    queries = json.load(open(metadata))["databases"]["kb"]["queries"]
    for name, query in queries.items():
        wanted = {p: values.get(p, "") if p in ("actor", "outlet", "article", "words", "issue", "articles") else "" for p in query["params"]}
        for params in (wanted, {p: "" for p in query["params"]}):
            response = await datasette.client.get(f"/kb/{name}.json", params={**params, "_shape": "array"})
            if response.status_code != 200:
                print(name, params, response.status_code, response.text)
    for page in ("/kb/who_said?_facet=actor", "/kb/actors", "/kb/articles", "/kb"):
        response = await datasette.client.get(page)
        if response.status_code != 200:
            print(page, response.status_code, response.text[:500])
    rows = (await datasette.client.get("/kb/who-said.json?_shape=array&actor=lavrov")).json()
    if not rows or rows[0]["actor"] != "Sergey Lavrov":
        print("who-said finds nobody", rows)

asyncio.run(main(*sys.argv[1:]))
"#;

#[test]
fn datasette_shows_the_database() {
    let python = std::env::var("KB_TEST_PYTHON").unwrap_or_else(|_| "python3".into());
    let there =
        Command::new(&python).args(["-c", "import datasette"]).output().is_ok_and(|o| o.status.success());
    if !there {
        eprintln!("skipped: `{python}` has no datasette (pip install datasette)");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (db, metadata) = (folder.path().join("kb.db"), folder.path().join("metadata.json"));
    let kb =
        |args: &[&str]| Command::new(env!("CARGO_BIN_EXE_kb")).env("KB_DB", &db).args(args).output().unwrap();
    assert!(kb(&["import"]).status.success());
    let written = kb(&["export", "datasette", "--output", metadata.to_str().unwrap()]);
    assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
    let tried = Command::new(&python).args(["-c", TRY_ALL]).arg(&db).arg(&metadata).output().unwrap();
    let said = String::from_utf8_lossy(&tried.stdout);
    assert!(tried.status.success() && said.is_empty(), "{said}{}", String::from_utf8_lossy(&tried.stderr));
}
