//! What kb is built from, held to `deny.toml` and `docs/dependencies.md`, and its list for others (SBOM): by Cargo alone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

fn file(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn toml_file(name: &str) -> toml::Value {
    toml::from_str(&file(name)).unwrap()
}

fn run(program: &str, args: &[&str]) -> String {
    let output = Command::new(program).current_dir(env!("CARGO_MANIFEST_DIR")).args(args).output().unwrap();
    assert!(output.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What Cargo knows of the packages for this machine; nothing is fetched.
fn metadata() -> Value {
    let host = run("rustc", &["-vV"]);
    let host = host.lines().find_map(|l| l.strip_prefix("host: ")).unwrap();
    let args = ["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host];
    serde_json::from_str(&run(env!("CARGO"), &args)).unwrap()
}

/// The packages that the program is made with, by id: not those that only test it.
fn parts(metadata: &Value) -> BTreeMap<&str, Vec<&str>> {
    let nodes: BTreeMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| (n["id"].as_str().unwrap(), n))
        .collect();
    let mut found = BTreeMap::new();
    let mut open = vec![metadata["resolve"]["root"].as_str().unwrap()];
    while let Some(id) = open.pop() {
        if found.contains_key(id) {
            continue;
        }
        let made_with = |d: &&Value| d["dep_kinds"].as_array().unwrap().iter().any(|k| k["kind"] != "dev");
        let needs: Vec<&str> = nodes[id]["deps"]
            .as_array()
            .unwrap()
            .iter()
            .filter(made_with)
            .map(|d| d["pkg"].as_str().unwrap())
            .collect();
        open.extend(&needs);
        found.insert(id, needs);
    }
    found
}

/// Whether a licence expression can be met with those that are allowed: `A OR B`, `A AND (B OR C)`, the older `A/B`.
fn met(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced =
        expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ").replace(" WITH ", "+WITH+");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    either(&words, &mut at, allowed)
}

fn either(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut any = both(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        any |= both(words, at, allowed);
    }
    any
}

fn both(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut all = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        all &= one(words, at, allowed);
    }
    all
}

fn one(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let word = words[*at];
    *at += 1;
    if word != "(" {
        return allowed.contains(word);
    }
    let inner = either(words, at, allowed);
    *at += 1;
    inner
}

#[test]
fn licences_are_read_as_they_are_meant() {
    let allowed: BTreeSet<String> = ["MIT", "Zlib"].map(str::to_owned).into();
    for (expression, is) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0 AND MIT", false),
        ("MIT/Apache-2.0", true),
        ("(MIT OR GPL-3.0) AND Zlib", true),
        ("Zlib AND (GPL-3.0 OR LGPL-2.1)", false),
        ("Apache-2.0 WITH LLVM-exception OR MIT", true),
    ] {
        assert_eq!(met(expression, &allowed), is, "{expression}");
    }
}

#[test]
fn every_licence_is_allowed() {
    let list = toml_file("deny.toml");
    let allowed: BTreeSet<String> = list["licenses"]["allow"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| l.as_str().unwrap().to_owned())
        .collect();
    let exceptions = list["licenses"]["exceptions"].as_array().unwrap();
    let is_exception = |name: &str, licence: &str| {
        let of = exceptions.iter().find(|e| e["crate"].as_str() == Some(name));
        of.is_some_and(|e| e["allow"].as_array().unwrap().iter().any(|l| l.as_str() == Some(licence)))
    };
    let metadata = metadata();
    let wrong: Vec<String> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["name"].as_str().unwrap(), p["license"].as_str().unwrap_or("none stated")))
        .filter(|(name, licence)| !met(licence, &allowed) && !is_exception(name, licence))
        .map(|(name, licence)| format!("{name}: {licence}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}\nsee deny.toml");
}

#[test]
fn no_package_is_there_twice_or_from_elsewhere() {
    let skipped: BTreeSet<String> = toml_file("deny.toml")["bans"]["skip"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["crate"].as_str().unwrap().split('@').next().unwrap().to_owned())
        .collect();
    let metadata = metadata();
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let made_with = parts(&metadata);
    for package in metadata["packages"].as_array().unwrap() {
        let (name, source) = (package["name"].as_str().unwrap(), package["source"].as_str());
        if made_with.contains_key(package["id"].as_str().unwrap()) {
            versions.entry(name).or_default().insert(package["version"].as_str().unwrap());
        }
        assert!(source.is_none_or(|s| s.starts_with("registry+")), "{name} comes from {source:?}");
        assert!(source.is_none() == (name == "kb"), "{name} comes from a folder");
    }
    let twice: Vec<_> =
        versions.iter().filter(|(name, all)| all.len() > 1 && !skipped.contains(**name)).collect();
    assert!(twice.is_empty(), "{twice:?}\nsee deny.toml");
}

#[test]
fn every_direct_dependency_has_its_reason() {
    let cargo = toml_file("Cargo.toml");
    let direct: BTreeSet<&str> = ["dependencies", "dev-dependencies", "build-dependencies"]
        .iter()
        .filter_map(|kind| cargo.get(kind)?.as_table())
        .flat_map(|t| t.keys().map(String::as_str))
        .collect();
    let page = file("docs/dependencies.md");
    let told: BTreeSet<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" | ").next())
        .filter(|name| !["crate", "---"].contains(name))
        .collect();
    let told_twice = page.lines().filter(|l| l.starts_with("| ")).count() - told.len() > 4;
    assert_eq!(direct, told, "Cargo.toml and docs/dependencies.md");
    assert!(!told_twice, "docs/dependencies.md tells a crate twice");
}

/// CycloneDX, without a date or a number of its own: the same lock file gives the same bytes.
#[test]
fn bill_of_materials() {
    let metadata = metadata();
    let lock = toml_file("Cargo.lock");
    let sum = |name: &str, version: &str| {
        let package = lock["package"]
            .as_array()
            .unwrap()
            .iter()
            .find(|p| p["name"].as_str() == Some(name) && p["version"].as_str() == Some(version));
        package.and_then(|p| p.get("checksum")).and_then(toml::Value::as_str).map(str::to_owned)
    };
    let packages: BTreeMap<&str, &Value> =
        metadata["packages"].as_array().unwrap().iter().map(|p| (p["id"].as_str().unwrap(), p)).collect();
    let reference = |id: &str| {
        let p = packages[id];
        format!("pkg:cargo/{}@{}", p["name"].as_str().unwrap(), p["version"].as_str().unwrap())
    };
    let component = |id: &str, kind: &str| {
        let p = packages[id];
        let (name, version) = (p["name"].as_str().unwrap(), p["version"].as_str().unwrap());
        let hashes: Vec<Value> =
            sum(name, version).map(|s| json!({ "alg": "SHA-256", "content": s })).into_iter().collect();
        json!({
            "type": kind, "bom-ref": reference(id), "name": name, "version": version, "purl": reference(id),
            "description": p["description"].as_str().map(str::trim),
            "licenses": [{ "expression": p["license"].as_str().unwrap().replace('/', " OR ") }],
            "hashes": hashes,
        })
    };
    let root = metadata["resolve"]["root"].as_str().unwrap();
    let parts = parts(&metadata);
    let mut components: Vec<Value> =
        parts.keys().filter(|id| **id != root).map(|id| component(id, "library")).collect();
    components.sort_by_key(|c| c["bom-ref"].as_str().unwrap().to_owned());
    let mut needs: Vec<Value> = parts
        .iter()
        .map(|(id, needs)| {
            let on: BTreeSet<String> = needs.iter().map(|n| reference(n)).collect();
            json!({ "ref": reference(id), "dependsOn": on })
        })
        .collect();
    needs.sort_by_key(|n| n["ref"].as_str().unwrap().to_owned());
    let bill = json!({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": { "component": component(root, "application") },
        "components": components, "dependencies": needs,
    });
    assert!(components.len() > 50 && components.iter().all(|c| c["hashes"][0]["content"].is_string()));
    assert!(components.iter().any(|c| c["name"] == "libsqlite3-sys"));
    assert!(!components.iter().any(|c| c["name"] == "trycmd"), "a tool of the tests is no part of kb");
    if let Some(path) = std::env::var_os("KB_SBOM") {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        std::fs::write(path, format!("{}\n", serde_json::to_string_pretty(&bill).unwrap())).unwrap();
    }
}
