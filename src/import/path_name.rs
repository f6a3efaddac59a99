//! The name that an article is known by: its path as text, also where the path's bytes are no text.

use super::starter;
use std::path::{Path, PathBuf};

/// The path as text that tells it from every other one: a byte that is no UTF-8 is written `\xNN`.
pub fn path_name(path: &Path) -> String {
    escaped(path)
}

/// The name that a file's article is known by: the absolute path, so that the same file is the same article from
/// whatever folder it is imported.
pub fn identity(path: &Path) -> String {
    path_name(&path.canonicalize().unwrap_or_else(|_| path.to_owned()))
}

/// Whether what is known by this name can still be read: the starter corpus always, what came by a pipe never.
pub(super) fn is_there(name: &str) -> bool {
    // A part of a file is there as long as the file is.
    let whole = name.split("!/").next().unwrap_or(name);
    starter::is_starter(name)
        || [name, whole, whole.split('#').next().unwrap_or(whole)].iter().any(|n| named_path(n).exists())
}

/// The path that [`path_name`] has named.
#[cfg(unix)]
fn named_path(name: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some(first) = rest.first() {
        let byte = hex_behind(rest);
        bytes.push(byte.unwrap_or(*first));
        rest = rest.get(if byte.is_some() { 4 } else { 1 }..).unwrap_or(&[]);
    }
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn named_path(name: &str) -> PathBuf {
    name.into()
}

#[cfg(unix)]
fn escaped(path: &Path) -> String {
    use std::os::unix::ffi::OsStrExt as _;
    let mut name = String::new();
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        let valid = chunk.valid();
        for (at, c) in valid.char_indices() {
            // What only looks like such an escape has its backslash escaped, so that no two paths have one name.
            if c == '\\' && hex_behind(valid.as_bytes().get(at..).unwrap_or(&[])).is_some() {
                name.push_str("\\x5c");
            } else {
                name.push(c);
            }
        }
        for byte in chunk.invalid() {
            name.push_str(&format!("\\x{byte:02x}"));
        }
    }
    name
}

#[cfg(not(unix))]
fn escaped(path: &Path) -> String {
    path.display().to_string()
}

/// The byte that `\xNN` at the start of `bytes` stands for.
#[cfg(unix)]
fn hex_behind(bytes: &[u8]) -> Option<u8> {
    let digits = bytes.strip_prefix(b"\\x")?.get(..2)?;
    let value = |d: &u8| char::from(*d).to_digit(16).and_then(|v| u8::try_from(v).ok());
    Some(value(digits.first()?)? * 16 + value(digits.get(1)?)?)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    #[test]
    fn every_path_has_a_name_of_its_own() {
        let paths: [&[u8]; 7] = [
            b"a.txt",
            b"a\xff.txt",
            b"a\xfe.txt",
            b"a\\xff.txt",
            b"a\\x5cxff.txt",
            b"\\\xff",
            "é\\x".as_bytes(),
        ];
        let names: Vec<String> = paths.iter().map(|p| path_name(Path::new(OsStr::from_bytes(p)))).collect();
        assert_eq!(names[..3], ["a.txt", "a\\xff.txt", "a\\xfe.txt"]);
        for (n, (name, path)) in names.iter().zip(paths).enumerate() {
            assert_eq!(named_path(name).as_os_str().as_bytes(), path);
            assert!(!names[..n].contains(name), "{name}");
        }
    }
}
