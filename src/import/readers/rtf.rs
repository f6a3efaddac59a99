//! The reader of rich text: the words, their paragraphs and signs, without what says how they look.

use super::tidy;
use crate::domain::Article;
use crate::import::ImportError;
use encoding_rs::WINDOWS_1252;

/// What a group that begins with one of these holds is no text.
const NO_TEXT: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "header",
    "footer",
    "headerl",
    "headerr",
    "footerl",
    "footerr",
    "object",
    "themedata",
    "datastore",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "fldinst",
    "xmlnstbl",
    "latentstyles",
];

/// Reads rich text.
///
/// # Errors
/// Where there is no text in it.
pub fn read(bytes: &[u8]) -> Result<Article, ImportError> {
    let body = tidy(&words(bytes));
    if body.is_empty() {
        return Err(ImportError::Empty);
    }
    Ok(Article { encoding: Some("RTF".into()), body, ..Article::default() })
}

/// The state of a group: whether it is passed over, and how many signs stand for one that old programs do not know.
#[derive(Clone, Copy)]
struct Group {
    hidden: bool,
    fallback: usize,
}

/// The text of rich text, tabs and line breaks included.
pub fn words(bytes: &[u8]) -> String {
    let mut out = String::new();
    let mut groups = vec![Group { hidden: false, fallback: 1 }];
    let mut skip = 0usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        let Some(group) = groups.last().copied() else { break };
        let mut put = |text: &str, skip: &mut usize| {
            if *skip > 0 {
                *skip -= 1;
            } else if !group.hidden {
                out.push_str(text);
            }
        };
        match byte {
            b'{' => groups.push(group),
            b'}' if groups.len() > 1 => drop(groups.pop()),
            b'\r' | b'\n' | b'}' => {}
            b'\\' => match bytes.get(at) {
                Some(b'\'') => {
                    let hex = bytes.get(at + 1..at + 3).and_then(|h| std::str::from_utf8(h).ok());
                    let sign = hex.and_then(|h| u8::from_str_radix(h, 16).ok());
                    at += 3;
                    if let Some(sign) = sign {
                        put(&WINDOWS_1252.decode_without_bom_handling(&[sign]).0, &mut skip);
                    }
                }
                Some(letter) if letter.is_ascii_alphabetic() => {
                    let rest = bytes.get(at..).unwrap_or(&[]);
                    let length = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
                    let word = String::from_utf8_lossy(rest.get(..length).unwrap_or(&[])).into_owned();
                    let behind = rest.get(length..).unwrap_or(&[]);
                    let digits =
                        behind.iter().take(8).take_while(|b| b.is_ascii_digit() || **b == b'-').count();
                    let number = std::str::from_utf8(behind.get(..digits).unwrap_or(&[]))
                        .ok()
                        .and_then(|n| n.parse::<i32>().ok());
                    at += length + digits;
                    at += usize::from(bytes.get(at) == Some(&b' '));
                    match word.as_str() {
                        "par" | "line" | "sect" | "page" | "row" => {
                            put(if word == "par" { "\n\n" } else { "\n" }, &mut skip);
                        }
                        "tab" | "cell" => put(" ", &mut skip),
                        "emdash" => put("—", &mut skip),
                        "endash" => put("–", &mut skip),
                        "lquote" => put("‘", &mut skip),
                        "rquote" => put("’", &mut skip),
                        "ldblquote" => put("“", &mut skip),
                        "rdblquote" => put("”", &mut skip),
                        "uc" => {
                            if let Some(group) = groups.last_mut() {
                                group.fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1);
                            }
                        }
                        "u" => {
                            let code = number
                                .map(|n| if n < 0 { n + 65536 } else { n })
                                .and_then(|n| u32::try_from(n).ok());
                            skip = 0;
                            put(&code.and_then(char::from_u32).unwrap_or('\u{fffd}').to_string(), &mut skip);
                            skip = group.fallback;
                        }
                        "bin" => at += usize::try_from(number.unwrap_or(0)).unwrap_or(0),
                        word if NO_TEXT.contains(&word) => {
                            if let Some(group) = groups.last_mut() {
                                group.hidden = true;
                            }
                        }
                        _ => {}
                    }
                }
                Some(b'*') => {
                    at += 1;
                    if let Some(group) = groups.last_mut() {
                        group.hidden = true;
                    }
                }
                Some(b'~') => {
                    at += 1;
                    put(" ", &mut skip);
                }
                Some(sign @ (b'{' | b'}' | b'\\')) => {
                    at += 1;
                    put(&char::from(*sign).to_string(), &mut skip);
                }
                Some(b'\n' | b'\r') => {
                    at += 1;
                    put("\n\n", &mut skip);
                }
                _ => at += 1,
            },
            byte if byte.is_ascii() => put(&char::from(*byte).to_string(), &mut skip),
            // Text that some programs write as it is.
            _ => {
                let rest = bytes.get(at - 1..).unwrap_or(&[]);
                let run = rest.iter().take_while(|b| !b.is_ascii()).count();
                let piece = rest.get(..run).unwrap_or(&[]);
                let text = std::str::from_utf8(piece).map_or_else(
                    |_| WINDOWS_1252.decode_without_bom_handling(piece).0.into_owned(),
                    str::to_owned,
                );
                at += run - 1;
                put(&text, &mut skip);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_and_looks_go() {
        let text = r"{\rtf1\ansi{\fonttbl{\f0 Times;}}{\*\generator X;}\f0 \ldblquote We do not close,\rdblquote  said Zo\'eb M\u252?ller.\par Two.\par}";
        assert_eq!(read(text.as_bytes()).unwrap().body, "“We do not close,” said Zoë Müller.\n\nTwo.\n");
        assert_eq!(read("{\\rtf1\\ansi “No,” he said.\\par}".as_bytes()).unwrap().body, "“No,” he said.\n");
        for broken in
            ["{\\rtf1", "{\\rtf1 \\u", "{\\rtf1 \\'", "{\\rtf1 \\bin99999 x", "}}}}", "{\\rtf1 \\u-5 \\"]
        {
            let _ = read(broken.as_bytes());
        }
    }
}
