//! Links that a terminal makes of text (OSC 8): the text shows, the address is behind it.

use super::layout::display_width;

/// The text as a link, where the address is one that a terminal may open. Of a text that is wider than `room`, and so breaks
/// over several lines, the first word is the link.
pub fn linked(text: &str, address: &str, room: usize) -> String {
    let web = address.starts_with("https://") || address.starts_with("http://");
    let safe = address.bytes().all(|b| b.is_ascii_graphic());
    if web && safe && !text.is_empty() {
        let link = |words: &str| format!("\u{1b}]8;;{address}\u{1b}\\{words}\u{1b}]8;;\u{1b}\\");
        match text.split_once(' ') {
            Some((first, rest)) if display_width(text) > room => format!("{} {rest}", link(first)),
            _ => link(text),
        }
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::linked;

    #[test]
    fn only_plain_web_addresses_become_links() {
        assert!(linked("x", "https://example.org/a", 9).contains("]8;;https://example.org/a"));
        for bad in [
            "javascript:alert(1)",
            "https://example.org/\u{1b}\\evil",
            "https://é.org",
            "file:///etc/passwd",
            "",
        ] {
            assert_eq!(linked("x", bad, 9), "x");
        }
    }
}
