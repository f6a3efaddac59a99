//! Why a quote has the speaker that it has, in a sentence: what the mention is, whom it means, where the text last named that
//! one, and who else it may be.

use crate::domain::{Relation, SpeakerMethod};
use crate::extract::Language;
use crate::store::reading::{ArticleReading, QuoteReading, Speaker};
use crate::text::Document;

/// The sentence.
pub fn why(article: &ArticleReading, quote: &QuoteReading) -> String {
    let of = |relation: Relation| quote.speakers.iter().filter(move |s| s.relation == relation.as_str());
    let mention = mention(article, quote);
    let also: Vec<String> =
        of(Relation::Candidate).map(|s| format!("{} ({:.2})", s.name, s.confidence)).collect();
    let told = match of(Relation::Speaker).next() {
        Some(speaker) => told(article, quote, speaker, &mention),
        None if mention.is_empty() => "no words name a speaker, and none goes on from before".to_owned(),
        None => format!("nothing in the article tells for certain who “{mention}” is"),
    };
    let others: Vec<&str> = of(Relation::Speaker).skip(1).map(|s| s.name.as_str()).collect();
    let mut sentence = told;
    if !others.is_empty() {
        sentence.push_str(&format!("; together with {}", others.join(", ")));
    }
    if !also.is_empty() {
        let named = of(Relation::Speaker).next().is_some();
        sentence.push_str(if named { "; also possible: " } else { "; possible: " });
        sentence.push_str(&also.join(", "));
    }
    sentence
}

fn told(article: &ArticleReading, quote: &QuoteReading, speaker: &Speaker, mention: &str) -> String {
    let name = &speaker.name;
    let named = || named_before(article, quote, name);
    match speaker.method.parse::<SpeakerMethod>() {
        Ok(SpeakerMethod::Name) => format!("“{mention}” is the name of {name}"),
        Ok(SpeakerMethod::Alias) => format!("“{mention}” is short for {name}{}", named()),
        Ok(SpeakerMethod::Office) => format!("“{mention}” is the office of {name}{}", named()),
        Ok(SpeakerMethod::Pronoun) => format!("“{mention}” means {name}{}", named()),
        Ok(SpeakerMethod::Description | SpeakerMethod::Group) if is_described(mention, name) => {
            format!("“{mention}” is all that the article says of this speaker")
        }
        Ok(SpeakerMethod::Description | SpeakerMethod::Group) => format!("“{mention}” is {name}{}", named()),
        Ok(SpeakerMethod::Metonym) => format!("“{mention}” stands for {name}{}", named()),
        Ok(SpeakerMethod::Carried) => format!("no words name the speaker; {name} said what stands before"),
        Ok(SpeakerMethod::Review) => format!("a person has said that it is {name}"),
        _ => format!("“{mention}” is taken for {name}"),
    }
}

/// Whether the name is made of the words of the mention.
fn is_described(mention: &str, name: &str) -> bool {
    mention.to_lowercase().contains(&name.to_lowercase())
}

/// ", last named two sentences before (“Hani Salem”)".
fn named_before(article: &ArticleReading, quote: &QuoteReading, name: &str) -> String {
    let Some((start, _)) = quote.mention.first() else { return String::new() };
    let index = crate::text::CharIndex::new(&article.body);
    let at = index.bytes_of(crate::text::CharSpan::new(*start, *start)).start;
    let before = article.body.get(..at).unwrap_or("");
    let last_word = name.rsplit(' ').next().unwrap_or(name);
    // The end of either: the whole name ends with its last word.
    let ends = |words: &'_ str| before.rfind(words).map(|place| (place + words.len(), words.len(), place));
    let found = ends(name).max(ends(last_word)).map(|(_, _, place)| place);
    let found = found.map(|place| {
        (place, if before.get(place..).is_some_and(|b| b.starts_with(name)) { name } else { last_word })
    });
    let Some((place, words)) = found.filter(|(_, words)| words.chars().count() > 2) else {
        return String::new();
    };
    let english = Language::english();
    let document = Document::new(&article.body, english.orthography());
    let sentence = |byte: usize| document.sentences().partition_point(|s| document.span_of(*s).end <= byte);
    let far = match sentence(at).saturating_sub(sentence(place)) {
        0 => "in the same sentence".to_owned(),
        1 => "one sentence before".to_owned(),
        n => format!("{n} sentences before"),
    };
    format!(", last named {far} (“{words}”)")
}

fn mention(article: &ArticleReading, quote: &QuoteReading) -> String {
    let text = |(s, e): &(usize, usize)| {
        article.body.chars().skip(*s).take(e.saturating_sub(*s)).collect::<String>()
    };
    let words: Vec<String> = quote.mention.iter().map(text).collect();
    words.join(" … ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(method: &str, name: &str) -> (ArticleReading, QuoteReading) {
        let body = "Hani Salem came. It rained. The minister said the talks had ended.";
        let at = body.find("The minister").unwrap();
        let speaker = |relation: &str, name: &str| Speaker {
            name: name.to_owned(),
            relation: relation.to_owned(),
            method: method.to_owned(),
            confidence: 0.75,
            ..Speaker::default()
        };
        let quote = QuoteReading {
            mention: vec![(at, at + "The minister".len())],
            speakers: vec![speaker("speaker", name), speaker("candidate", "Abel Tessa")],
            ..QuoteReading::default()
        };
        (ArticleReading { body: body.to_owned(), ..ArticleReading::default() }, quote)
    }

    #[test]
    fn a_sentence_says_why() {
        let (article, quote) = reading("office", "Hani Salem");
        assert_eq!(
            why(&article, &quote),
            "“The minister” is the office of Hani Salem, last named 2 sentences before (“Hani Salem”); \
             also possible: Abel Tessa (0.75)"
        );
        let (article, quote) = reading("description", "Minister");
        assert!(
            why(&article, &quote).starts_with("“The minister” is all that the article says of this speaker")
        );
        let (article, mut quote) = reading("none", "");
        quote.speakers.clear();
        assert_eq!(why(&article, &quote), "nothing in the article tells for certain who “The minister” is");
    }
}
