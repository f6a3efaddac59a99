//! Links that a terminal makes of text (OSC 8): the text shows, the address is behind it.

/// The text as a link, where the address is one that a terminal may open.
pub fn linked(text: &str, address: &str) -> String {
    let web = address.starts_with("https://") || address.starts_with("http://");
    let safe = address.bytes().all(|b| b.is_ascii_graphic());
    if web && safe && !text.is_empty() {
        format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::linked;

    #[test]
    fn only_plain_web_addresses_become_links() {
        assert!(linked("x", "https://example.org/a").contains("]8;;https://example.org/a"));
        for bad in [
            "javascript:alert(1)",
            "https://example.org/\u{1b}\\evil",
            "https://é.org",
            "file:///etc/passwd",
            "",
        ] {
            assert_eq!(linked("x", bad), "x");
        }
    }
}
