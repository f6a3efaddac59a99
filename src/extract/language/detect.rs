//! Which language an article is in: what it states and its text in, the language that nobody here can read out.
//!
//! What an article states wins. Otherwise a text is read unless nearly none of its words are small words of the language and
//! a statistic of letters (Cavnar and Trenkle 1994, by `whatlang`) is sure of another one: short and mixed texts are read.

use super::Language;
use super::lexicon::flag;
use crate::domain::Article;
use crate::extract::phrase::plain_hash;
use whatlang::Lang;

/// A language that is not read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Foreign {
    /// Its name in English, or the tag that the article states.
    pub language: String,
}

/// Of a long text so many words are looked at, spread over all of it.
const SAMPLE: usize = 400;
/// Of a long text so many bytes are given to the statistic.
const MOST_BYTES: usize = 6000;
/// A text of fewer letters is too short to be refused.
const LEAST_LETTERS: usize = 120;
/// From this share of small words on a text is at least partly in the language.
const PARTLY: f32 = 0.18;
/// How sure the statistic must be.
const SURE: f64 = 0.9;

/// Two-letter codes of the languages that the statistic knows, with its own codes.
const CODES: &[(&str, &str)] = &[
    ("af", "afr"),
    ("ar", "ara"),
    ("az", "aze"),
    ("be", "bel"),
    ("bg", "bul"),
    ("bn", "ben"),
    ("ca", "cat"),
    ("cs", "ces"),
    ("da", "dan"),
    ("de", "deu"),
    ("el", "ell"),
    ("en", "eng"),
    ("es", "spa"),
    ("et", "est"),
    ("fa", "pes"),
    ("fi", "fin"),
    ("fr", "fra"),
    ("he", "heb"),
    ("hi", "hin"),
    ("hr", "hrv"),
    ("hu", "hun"),
    ("hy", "hye"),
    ("id", "ind"),
    ("it", "ita"),
    ("ja", "jpn"),
    ("ka", "kat"),
    ("ko", "kor"),
    ("lt", "lit"),
    ("lv", "lav"),
    ("mk", "mkd"),
    ("nl", "nld"),
    ("no", "nob"),
    ("pl", "pol"),
    ("pt", "por"),
    ("ro", "ron"),
    ("ru", "rus"),
    ("sk", "slk"),
    ("sl", "slv"),
    ("sr", "srp"),
    ("sv", "swe"),
    ("th", "tha"),
    ("tr", "tur"),
    ("uk", "ukr"),
    ("ur", "urd"),
    ("uz", "uzb"),
    ("vi", "vie"),
    ("zh", "cmn"),
];

impl Language<'_> {
    /// The language of the article, if it is not this one.
    pub fn foreign(&self, article: &Article) -> Option<Foreign> {
        let stated = article.language.as_deref().map(str::trim).filter(|tag| !tag.is_empty());
        match stated {
            Some(tag) => self.foreign_tag(tag),
            None => self.foreign_text(&article.body),
        }
    }

    /// `en`, `en-GB`, `eng` and `English` are one.
    fn foreign_tag(&self, tag: &str) -> Option<Foreign> {
        let own = by_code(self.files.tag());
        let primary = tag.split(['-', '_']).next().unwrap_or(tag).to_lowercase();
        let stated = by_code(&primary).or_else(|| {
            Lang::all()
                .iter()
                .copied()
                .find(|l| l.eng_name().eq_ignore_ascii_case(tag) || l.name().eq_ignore_ascii_case(tag))
        });
        let same = stated.map_or(primary == self.files.tag(), |s| Some(s) == own);
        (!same)
            .then(|| Foreign { language: stated.map_or_else(|| tag.to_owned(), |s| s.eng_name().to_owned()) })
    }

    fn foreign_text(&self, body: &str) -> Option<Foreign> {
        if self.share_of_small_words(body) >= PARTLY {
            return None;
        }
        let end = (0..=body.len().min(MOST_BYTES)).rev().find(|at| body.is_char_boundary(*at))?;
        let text = body.get(..end)?;
        if text.chars().filter(|c| c.is_alphabetic()).take(LEAST_LETTERS).count() < LEAST_LETTERS {
            return None;
        }
        let info = whatlang::detect(text)?;
        let other = Some(info.lang()) != by_code(self.files.tag());
        (other && info.is_reliable() && info.confidence() >= SURE)
            .then(|| Foreign { language: info.lang().eng_name().to_owned() })
    }

    fn share_of_small_words(&self, body: &str) -> f32 {
        let all = words(body).count();
        let every = all.div_ceil(SAMPLE).max(1);
        let looked_at = words(body).step_by(every);
        let small =
            looked_at.filter(|w| self.lexicon.word(plain_hash(w)).flags & flag::FUNCTION != 0).count();
        small as f32 / all.div_ceil(every).max(1) as f32
    }
}

fn by_code(code: &str) -> Option<Lang> {
    let long = CODES.iter().find(|(short, _)| *short == code).map_or(code, |(_, long)| long);
    Lang::from_code(long)
}

/// What white space parts, as `split_whitespace` has it; a character is only asked for where a byte does not tell.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let space = move |at: usize| match bytes.get(at) {
        Some(b' ' | b'\t'..=b'\r') => 1,
        Some(byte) if !byte.is_ascii() => {
            let c = text.get(at..).and_then(|rest| rest.chars().next());
            c.filter(|c| c.is_whitespace()).map_or(0, char::len_utf8)
        }
        _ => 0,
    };
    let mut at = 0;
    std::iter::from_fn(move || {
        while let width @ 1.. = space(at) {
            at += width;
        }
        let start = at;
        while at < bytes.len() && space(at) == 0 {
            at += 1;
        }
        text.get(start..at).filter(|word| !word.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_white_space_parts() {
        for text in
            ["", " ", "one", " é\u{a0}two\n\u{2003}“three”\u{b} four\u{85}", "a\u{200b}b \t\u{3000}c\r\n"]
        {
            assert!(words(text).eq(text.split_whitespace()), "{text:?}");
        }
    }

    const GERMAN: &str = "Die Regierung hat am Montag erklärt, dass sie den Vorschlag der Opposition ablehnen werde. Der Minister \
        sagte, man könne nicht länger warten, und die Verhandlungen müssten in der nächsten Woche wieder aufgenommen werden.";
    const ENGLISH: &str = "The government said on Monday that it would reject the proposal. The minister said that nobody could wait \
        any longer, and that the talks would have to begin again in the week to come.";

    fn language(stated: Option<&str>, body: &str) -> Option<String> {
        let article =
            Article { language: stated.map(str::to_owned), body: body.to_owned(), ..Article::default() };
        Language::english().foreign(&article).map(|f| f.language)
    }

    #[test]
    fn a_text_in_another_language_is_told() {
        assert_eq!(language(None, GERMAN).as_deref(), Some("German"));
        assert_eq!(language(None, ENGLISH), None);
        let russian = "Министр сказал в понедельник, что правительство отклонит предложение оппозиции. По его словам, ждать \
            больше нельзя, и переговоры должны возобновиться на следующей неделе, иначе соглашения не будет.";
        assert_eq!(language(None, russian).as_deref(), Some("Russian"));
    }

    #[test]
    fn what_is_stated_wins() {
        for tag in ["en", "EN-gb", "eng", "English", "en_US"] {
            assert_eq!(language(Some(tag), GERMAN), None, "{tag}");
        }
        assert_eq!(language(Some("de-AT"), ENGLISH).as_deref(), Some("German"));
        assert_eq!(language(Some("tlh"), ENGLISH).as_deref(), Some("tlh"));
        assert_eq!(language(Some(" "), ENGLISH), None);
    }

    #[test]
    fn short_and_mixed_texts_are_read() {
        assert_eq!(language(None, "Guten Morgen, sagte der Minister."), None);
        assert_eq!(language(None, &format!("{GERMAN}\n\n{ENGLISH}")), None);
        assert_eq!(language(None, ""), None);
        assert_eq!(language(None, &"Kest Talbek Orbec Garran Brandt Falk Vire Harn Roos ".repeat(6)), None);
    }
}
