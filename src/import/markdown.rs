//! Markdown to plain text: the words without their marks. What is stored is what a reader of the page would read, so that
//! no `**` stands in a quote and no address in the mention of a speaker.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The text of a Markdown document.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plain {
    /// Paragraphs, headings and items of lists, a blank line between them; lines break where they did.
    pub text: String,
    /// The heading that the document begins with.
    pub heading: Option<String>,
}

/// Bytes that are parsed together: the parser needs seventy times as many for text that is nothing but marks.
const PIECE: usize = 2 << 20;

/// Takes the marks out. Text without any comes out as it went in. What is longer than any article is taken in pieces,
/// which end with a paragraph or a line where they can.
pub fn plain(markdown: &str) -> Plain {
    let (mut piece, mut rest) = first_piece(markdown);
    let mut out = plain_piece(piece);
    while !rest.is_empty() {
        (piece, rest) = first_piece(rest);
        let text = plain_piece(piece).text;
        if !text.trim().is_empty() {
            out.text.push('\n');
            out.text.push_str(&text);
        }
    }
    out
}

fn first_piece(markdown: &str) -> (&str, &str) {
    if markdown.len() <= PIECE {
        return (markdown, "");
    }
    let whole = (0..=PIECE).rev().find_map(|end| markdown.get(..end)).unwrap_or("");
    let tail = |mark: &str| whole.rfind(mark).map(|at| at + mark.len()).filter(|end| *end > PIECE / 2);
    markdown.split_at(tail("\n\n").or_else(|| tail("\n")).unwrap_or(whole.len()))
}

fn plain_piece(markdown: &str) -> Plain {
    let mut out = Plain::default();
    // Numbers of the lists around: an ordered one is told from a year at the start of a paragraph (`2022. It was …`) by
    // nobody, so its numbers stay.
    let mut lists: Vec<Option<u64>> = Vec::new();
    let mut images = 0;
    let mut fresh = true;
    for event in Parser::new_ext(markdown, Options::ENABLE_FOOTNOTES) {
        match event {
            Event::Start(Tag::List(first)) => lists.push(first),
            Event::End(TagEnd::List(_)) => drop(lists.pop()),
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images -= 1,
            Event::Start(tag) if is_block(&tag) => {
                if !fresh {
                    out.text.truncate(out.text.trim_end().len());
                    out.text.push_str("\n\n");
                    fresh = true;
                }
                if let (Tag::Item, Some(Some(number))) = (tag, lists.last_mut()) {
                    out.text.push_str(&format!("{number}. "));
                    *number += 1;
                }
            }
            Event::End(TagEnd::Heading(_)) if !out.text.contains("\n\n") => {
                out.heading = Some(out.text.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            Event::Text(text) | Event::Code(text) if images == 0 => {
                out.text.push_str(&text);
                fresh = false;
            }
            Event::Html(html) => {
                let before = out.text.len();
                push_without_tags(&html, &mut out.text);
                fresh &= out.text[before..].trim().is_empty();
            }
            Event::SoftBreak | Event::HardBreak => out.text.push('\n'),
            _ => {}
        }
    }
    out.text.truncate(out.text.trim_end().len());
    out.text.push('\n');
    out.heading = out.heading.filter(|h| !h.is_empty());
    out
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
    )
}

/// A page of HTML within Markdown has its words between the tags.
fn push_without_tags(html: &str, out: &mut String) {
    for (i, piece) in html.split('<').enumerate() {
        let text = if i == 0 { Some(piece) } else { piece.split_once('>').map(|(_, text)| text) };
        out.push_str(text.unwrap_or(""));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_go_and_words_stay() {
        let markdown = "# Talks *end*\n\n**Anna Example**, [the negotiator](https://example.org/a_b), said: “We\nwill _not_ sign \
                        2\\*2.”[^1]\n\n> \"Never,\" she added &amp; left.\n\n- one\n- two\n\n1. first\n\n2. second\n\n\
                        ![A photo](p.png)\n\n---\n\n    an indented line\n\n<p>In <b>HTML</b></p>\n\n[^1]: A note.\n";
        let text = "Talks end\n\nAnna Example, the negotiator, said: “We\nwill not sign 2*2.”\n\n\"Never,\" she added & left.\n\n\
                    one\n\ntwo\n\n1. first\n\n2. second\n\nan indented line\n\nIn HTML\n\nA note.\n";
        assert_eq!(plain(markdown), Plain { text: text.into(), heading: Some("Talks end".into()) });
    }

    #[test]
    fn text_without_marks_comes_out_as_it_went_in() {
        for text in [
            "“We will,” he said.\n\nShe: 5 * 3 * 2 < 31, snake_case_word [1] and a_b.\n",
            "2022. It was a year.\n",
            "One line\nand another.\n",
        ] {
            assert_eq!(plain(text), Plain { text: text.into(), heading: None }, "{text}");
        }
    }

    #[test]
    fn megabytes_are_taken_in_pieces() {
        let paragraph = "She said: “Never **again**.”\n\n";
        let text = plain(&paragraph.repeat(PIECE / paragraph.len() * 2 + 9)).text;
        assert_eq!(
            text.trim_end(),
            paragraph.replace("**", "").repeat(PIECE / paragraph.len() * 2 + 9).trim_end()
        );
        let marks = plain(&"[é".repeat(PIECE)).text;
        assert_eq!(marks.chars().filter(|c| !c.is_whitespace()).count(), PIECE * 2);
    }

    proptest! {
        #[test]
        fn any_text_has_a_plain_one(text in r"([a-zé#*_`<>&!\[\]()|~:. \n\t0-9-]){0,60}") {
            let Plain { text: plain, .. } = plain(&text);
            let whole = plain.ends_with('\n') && !plain.contains('\0');
            prop_assert!(whole, "{:?}", plain);
        }
    }

    #[test]
    fn the_starter_corpus_has_no_marks() {
        for (path, text) in super::super::starter::ARTICLES {
            let body = super::super::front_matter::split(text).unwrap().1;
            assert_eq!(plain(body).text.trim(), body.trim(), "{path}");
        }
    }
}
