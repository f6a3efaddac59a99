//! Turns of speech: the layout of interviews and transcripts in, a statement for each turn out.
//!
//! A paragraph begins a turn with a label: `NAME:`, `Name, role:`, `Name (place):`, `Q:`, `Question:`, a name on a line of
//! its own, or a question set in bold. One label proves nothing; several that repeat, or that name persons, do. A turn
//! lasts to the next label; stage directions in brackets are left out. `A:` and answers without a label are by whom the
//! lines above the first question name.

use super::layout::{candidate, word_count};
use super::overlaps::Candidate;
use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::extract::analysis::tags::{EntityClass, Pos};
use crate::extract::language::WordSet;
use crate::text::TokenSpan;
use std::collections::{HashMap, HashSet};

/// Longest label, in tokens, with the role behind the name.
const LABEL_TOKENS: usize = 16;

/// Longest name in a label, in words.
const NAME_WORDS: usize = 7;

/// Fewer words are an answer, not a list.
const LIST_WORDS: usize = 4;

/// So many lines at most stand above a speech.
const TITLE_LINES: usize = 10;

/// The confidence of a turn.
const TURN_CONFIDENCE: f32 = 0.9;

/// What a label looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// One of the words for those who ask and answer.
    Part,
    /// A name before a colon.
    Name,
    /// A name on a line of its own.
    Line,
    /// A question in bold.
    Bold,
}

/// A paragraph that may begin a turn.
#[derive(Clone, Copy, Debug)]
struct Label {
    form: Form,
    paragraph: usize,
    /// The words that name the speaker; empty for a question in bold.
    name: TokenSpan,
    /// The colon; empty without one.
    colon: TokenSpan,
    /// What the label's own paragraph holds of the turn.
    rest: TokenSpan,
}

/// The turns of a document that is an interview or a transcript; none of any other.
pub(crate) fn turns(r: &Analysis) -> Vec<Candidate> {
    let mut labels: Vec<Label> =
        (0..r.doc.paragraphs().len()).filter_map(|paragraph| label(r, paragraph)).collect();
    if labels.len() < 2 {
        return Vec::new();
    }
    keep_proven(r, &mut labels);
    let Some(first) = labels.first().copied() else { return Vec::new() };
    let answerer = answerer(r, first.paragraph);
    let longest = longest_turn(&labels);
    let mut found = Vec::new();
    if let Some((source, from)) = opening(r, &labels) {
        found.extend(turn(
            r,
            Some(source),
            TokenSpan::new(source.end, source.end),
            paragraphs(r, from, first.paragraph),
        ));
    }
    for (n, label) in labels.iter().enumerate() {
        let next = labels.get(n + 1).map(|l| l.paragraph);
        let end = next.unwrap_or_else(|| last_end(r, &labels, label.paragraph, longest));
        let rest = (!label.rest.is_empty()).then_some(label.rest);
        let content: Vec<TokenSpan> =
            rest.into_iter().chain(paragraphs(r, label.paragraph + 1, end)).collect();
        if label.form == Form::Bold {
            found.extend(turn(
                r,
                answerer,
                TokenSpan::new(label.rest.end, label.rest.end),
                content[1..].to_vec(),
            ));
            continue;
        }
        let answers = label.form == Form::Part && is_answer(r, label.name, first.name);
        // Who only asks is nobody, whatever the label would be taken for.
        let (source, cue) = match label.form {
            Form::Part => (answerer.filter(|_| answers), label.name),
            _ => (Some(label.name), label.colon),
        };
        found.extend(turn(r, source, cue, content));
    }
    found
}

/// Whether the token stands in one of the turns, its label included.
pub(crate) fn speaks(turns: &[Candidate], token: usize) -> bool {
    let next = turns.partition_point(|t| t.spans.content.last().is_none_or(|s| s.end <= token));
    let holds = |t: &Candidate| t.spans.head == token || t.spans.content.iter().any(|s| s.holds(token));
    turns.iter().skip(next).take(2).any(holds)
}

/// The label at the start of a paragraph.
fn label(r: &Analysis, paragraph: usize) -> Option<Label> {
    let span = *r.doc.paragraphs().get(paragraph)?;
    let start = span.range().find(|i| r.doc.tokens()[*i].is_word())?;
    let set_off = (span.start..start).all(|i| matches!(r.text(i), "*" | "_" | "#" | ">"));
    if !set_off {
        return None;
    }
    let bold = start >= span.start + 2;
    let empty = TokenSpan::new(start, start);
    let colon = (start + 1..span.end.min(start + LABEL_TOKENS)).find(|i| r.text(*i) == ":");
    if let Some(colon) = colon {
        let name_end = (start..colon)
            .find(|i| matches!(r.shape(*i), Shape::Comma | Shape::Bracket) || r.text(*i) == "*")
            .unwrap_or(colon);
        let name = TokenSpan::new(start, name_end);
        // `Lee, the mayor, said: “…”` is a tag.
        let tag = (name_end..colon).any(|i| r.pos(i).is_finite());
        let behind = (colon + 1..span.end).find(|i| !matches!(r.text(*i), "*" | "_")).unwrap_or(span.end);
        let label = Label {
            form: Form::Name,
            paragraph,
            name,
            colon: TokenSpan::new(colon, colon + 1),
            rest: TokenSpan::new(behind, span.end),
        };
        if is_part(r, name) {
            return Some(Label { form: Form::Part, ..label });
        }
        let speech = !tag && !r.is_quote_mark(behind) && !is_list(r, label.rest);
        return (speech && is_name(r, name)).then_some(label);
    }
    let last = span.range().rev().find(|i| !matches!(r.text(*i), "*" | "_"))?;
    if bold && last + 1 < span.end && r.text(last) == "?" {
        return Some(Label { form: Form::Bold, paragraph, name: empty, colon: empty, rest: span });
    }
    let name_end =
        (start..=last).find(|i| matches!(r.shape(*i), Shape::Comma | Shape::Bracket)).unwrap_or(last + 1);
    let name = TokenSpan::new(start, name_end);
    let ended = matches!(r.shape(last), Shape::Stop | Shape::Quote | Shape::Colon | Shape::Comma);
    let line = !ended && word_count(r, span) <= NAME_WORDS + 3 && is_name(r, name);
    line.then(|| Label {
        form: Form::Line,
        paragraph,
        name,
        colon: empty,
        rest: TokenSpan::new(span.end, span.end),
    })
}

/// Names and numbers without a verb, as of a team or of scorers: nobody speaks like that.
fn is_list(r: &Analysis, rest: TokenSpan) -> bool {
    let words = word_count(r, rest);
    let named = rest.range().filter(|i| is_capital(r, *i) || r.pos(*i) == Pos::CD).count();
    words >= LIST_WORDS && 2 * named > words && !rest.range().any(|i| r.pos(i).is_finite())
}

/// Keeps the labels of which others of their form, or what they name, prove that they are some.
fn keep_proven(r: &Analysis, labels: &mut Vec<Label>) {
    let key = |l: &Label| r.text(l.name.end.saturating_sub(1)).to_lowercase();
    let mut seen: HashMap<(bool, String), usize> = HashMap::new();
    for label in labels.iter().filter(|l| l.form != Form::Bold) {
        *seen.entry((label.form == Form::Line, key(label))).or_default() += 1;
    }
    let count = |form: Form| labels.iter().filter(|l| l.form == form).count();
    let repeated = |l: &Label| seen.get(&(l.form == Form::Line, key(l))).is_some_and(|n| *n > 1);
    let (parts, names) = (count(Form::Part), count(Form::Name));
    let person = |l: &Label| {
        let capitals = l.name.range().all(|i| r.shape(i) == Shape::AllCaps || r.shape(i) == Shape::Initial);
        l.name.range().any(|i| r.entity(i) == EntityClass::Person) || (capitals && l.name.len() > 1)
    };
    // Given name and surname, perhaps.
    let two_words = |l: &Label| (2..=3).contains(&l.name.len()) && l.name.range().all(|i| is_capital(r, i));
    let persons = labels.iter().filter(|l| l.form == Form::Name && person(l)).count();
    let asked = parts > 0 && labels.iter().any(|l| l.form == Form::Name && (person(l) || two_words(l)));
    let some_repeat = labels.iter().any(|l| l.form == Form::Name && repeated(l));
    let colons = parts > 1 || asked || persons > 1 || (some_repeat && parts + names > 2);
    // Heads over paragraphs about persons look the same: only where somebody speaks of himself, or asks.
    let likely = |l: &Label| l.form == Form::Line && (person(l) || repeated(l) || two_words(l));
    let lines: Vec<&Label> = labels.iter().filter(|l| likely(l)).collect();
    let sure = lines.iter().filter(|l| person(l)).count() > 1 || lines.iter().any(|l| repeated(l));
    let spoken = lines.iter().filter(|l| sounds_spoken(r, l.paragraph + 1)).count();
    let by_lines = !colons && sure && lines.len() > 1 && spoken * 3 >= lines.len() * 2;
    let bold = !colons && !by_lines && count(Form::Bold) > 1;
    let named = if colons { named(r) } else { HashSet::new() };
    let kept: Vec<Label> = labels
        .iter()
        .filter(|l| match l.form {
            Form::Part => colons,
            Form::Name => {
                colons
                    && (person(l)
                        || repeated(l)
                        || two_words(l)
                        || named.contains(r.text(l.name.end.saturating_sub(1))))
            }
            Form::Line => by_lines && likely(l),
            Form::Bold => bold,
        })
        .copied()
        .collect();
    *labels = kept;
}

/// The words with a capital that the text has elsewhere than before a colon.
fn named<'a>(r: &'a Analysis) -> HashSet<&'a str> {
    (0..r.len()).filter(|i| is_capital(r, *i) && r.text(i + 1) != ":").map(|i| r.text(i)).collect()
}

/// Whether the paragraph is in the first person, or asks.
fn sounds_spoken(r: &Analysis, paragraph: usize) -> bool {
    let words = r.doc.paragraphs().get(paragraph).copied().unwrap_or(TokenSpan::new(0, 0));
    words.range().any(|i| r.is_in(i, WordSet::FirstPerson) || r.text(i) == "?")
}

/// One of the words for those who ask and answer.
fn is_part(r: &Analysis, name: TokenSpan) -> bool {
    name.len() == 1 && r.is_in(name.start, WordSet::InterviewPart)
}

/// Whether the part is not the one that the first label is: who asks first is asked no more.
fn is_answer(r: &Analysis, name: TokenSpan, first: TokenSpan) -> bool {
    is_part(r, first) && !r.text(name.start).eq_ignore_ascii_case(r.text(first.start))
}

/// Words that are written as a name, with small words inside: "Secretary of State Blinken".
pub(super) fn is_name(r: &Analysis, name: TokenSpan) -> bool {
    let written =
        |i: usize| matches!(r.shape(i), Shape::Capital | Shape::AllCaps | Shape::Initial | Shape::MixedCase);
    let Some(last) = name.end.checked_sub(1).filter(|_| !name.is_empty()) else { return false };
    let words = word_count(r, name);
    let small = name.range().filter(|i| !written(*i)).count();
    words == name.len() && words <= NAME_WORDS && written(name.start) && written(last) && small * 2 < words
}

/// The only person that the lines above the first label name.
fn answerer(r: &Analysis, before: usize) -> Option<TokenSpan> {
    let mut found: Option<TokenSpan> = None;
    for paragraph in r.doc.paragraphs().iter().take(before) {
        // In a line without an end, two capitals behind a small word are a name, too.
        let title = r.shape(paragraph.end - 1) != Shape::Stop;
        let mut i = paragraph.start;
        while i < paragraph.end {
            let run = |test: &dyn Fn(usize) -> bool| {
                (i..paragraph.end).find(|j| !test(*j)).unwrap_or(paragraph.end)
            };
            let mut end = run(&|j| r.entity(j) == EntityClass::Person && r.doc.tokens()[j].is_word());
            if end == i && title && i > paragraph.start && r.shape(i - 1) == Shape::Lower {
                let capitals = run(&|j| is_capital(r, j));
                end = if (2..=4).contains(&(capitals - i)) { capitals } else { i };
            }
            if end == i {
                i += 1;
                continue;
            }
            let name = TokenSpan::new(i, end);
            match found {
                Some(known) if r.text(known.end - 1) != r.text(end - 1) => return found,
                Some(_) => {}
                None => found = Some(name),
            }
            i = end;
        }
    }
    found
}

/// A speech before the first question: the title lines name one of those that have labels, sentences follow.
fn opening(r: &Analysis, labels: &[Label]) -> Option<(TokenSpan, usize)> {
    let first = labels.first().filter(|l| l.form == Form::Line)?.paragraph;
    let title_line = |p: &TokenSpan| r.shape(p.end - 1) != Shape::Stop;
    let titles = r.doc.paragraphs().iter().take(first.min(TITLE_LINES)).take_while(|p| title_line(p)).count();
    let surnames: HashSet<&str> = labels.iter().map(|l| r.text(l.name.end.saturating_sub(1))).collect();
    let mut named = None;
    for paragraph in r.doc.paragraphs().iter().take(titles) {
        for i in paragraph.range() {
            if surnames.contains(r.text(i)) {
                let from = (paragraph.start..i).rev().take_while(|j| is_capital(r, *j)).last().unwrap_or(i);
                if named.is_some_and(|n: TokenSpan| r.text(n.end - 1) != r.text(i)) {
                    return None;
                }
                named = named.or(Some(TokenSpan::new(from, i + 1)));
            }
        }
    }
    named.filter(|_| titles < first).map(|name| (name, titles))
}

fn is_capital(r: &Analysis, i: usize) -> bool {
    matches!(r.shape(i), Shape::Capital | Shape::AllCaps | Shape::Initial | Shape::MixedCase)
}

/// How many paragraphs the longest turn but the last has.
fn longest_turn(labels: &[Label]) -> usize {
    labels.windows(2).map(|pair| pair[1].paragraph - pair[0].paragraph).max().unwrap_or(1)
}

/// Where the last turn ends: it is no longer than others, and no line without an end is part of it.
fn last_end(r: &Analysis, labels: &[Label], from: usize, longest: usize) -> usize {
    let all = r.doc.paragraphs();
    let own_line = usize::from(labels.last().is_some_and(|l| l.rest.is_empty() || l.form == Form::Bold));
    let named = labels.iter().filter(|l| l.form != Form::Part && l.form != Form::Bold);
    let surnames: HashSet<&str> = named.map(|l| r.text(l.name.end.saturating_sub(1))).collect();
    let goes_on = |p: &usize| {
        let Some(span) = all.get(*p) else { return false };
        let ends = span.range().rev().take(3).any(|i| r.shape(i) == Shape::Stop);
        let names = span.range().any(|i| surnames.contains(r.text(i)));
        ends && !names
    };
    let first = from + 1 + own_line;
    let most = from + longest.max(1 + own_line);
    (first..most).take_while(goes_on).last().map_or(first, |p| p + 1).min(all.len())
}

/// The paragraphs from one to another, without stage directions.
fn paragraphs(r: &Analysis, from: usize, to: usize) -> Vec<TokenSpan> {
    let all = r.doc.paragraphs().get(from..to.max(from)).unwrap_or(&[]);
    all.iter()
        .filter(|p| r.shape(p.start) != Shape::Bracket || r.shape(p.end - 1) != Shape::Bracket)
        .copied()
        .collect()
}

fn turn(
    r: &Analysis,
    source: Option<TokenSpan>,
    cue: TokenSpan,
    content: Vec<TokenSpan>,
) -> Option<Candidate> {
    let content: Vec<TokenSpan> = content.into_iter().filter(|s| word_count(r, *s) > 0).collect();
    (!content.is_empty()).then(|| Candidate {
        spoken: true,
        confidence: TURN_CONFIDENCE,
        ..candidate(source, cue, content)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Language;

    fn found(body: &str) -> Vec<(String, String)> {
        let english = Language::english();
        let r = Analysis::new(&english, body);
        let text = |s: TokenSpan| r.doc.span_of(s).of(body).to_string();
        let of = |c: &Candidate| {
            let words: Vec<String> = c.spans.content.iter().map(|s| text(*s)).collect();
            (c.spans.source.map(text).unwrap_or_default(), words.join(" | "))
        };
        turns(&r).iter().map(of).collect()
    }

    #[test]
    fn labels_before_a_colon() {
        let body = "IDA MOSS, ANCHOR: Good evening.\n\nWho drew it?\n\nJAN BROK (Harlow): We did.\n\n(LAUGHTER)\n\nMOSS: Why?";
        let wanted =
            [("IDA MOSS", "Good evening. | Who drew it?"), ("JAN BROK", "We did."), ("MOSS", "Why?")];
        assert_eq!(found(body), wanted.map(|(a, b)| (a.to_string(), b.to_string())));
        let tags =
            "Jan Brok, 49, of Harlow, said: “We did.”\n\nIda Moss, 50, said: “Who?”\n\nMoss said: “They.”";
        assert!(found(tags).is_empty(), "{:?}", found(tags));
        let teams = "Harlow: Moss, Brok, Nair (Lund 60), Holm.\n\nSubs not used: Ray, Lee, Falk, Orre.\n\n\
                     Heron: Dahl, Lisk, Hale, Voss.\n\nSubs not used: Toft, Heim, Rehn, Aune.";
        assert!(found(teams).is_empty(), "{:?}", found(teams));
        assert!(found("Price: five crowns\n\nPlace: the old hall\n\nWe all went there.").is_empty());
    }

    #[test]
    fn questions_and_answers() {
        let body = "Q&A with Priya Nair\n\n**Q:** Who keeps the lock?\n\n**A:** I do.\n\nMy mother did.\n\n**Q:** Why?\n\n**A:** It floods.";
        let wanted = [
            ("", "Who keeps the lock?"),
            ("Priya Nair", "I do. | My mother did."),
            ("", "Why?"),
            ("Priya Nair", "It floods."),
        ];
        assert_eq!(found(body), wanted.map(|(a, b)| (a.to_string(), b.to_string())));
    }

    #[test]
    fn names_on_lines_of_their_own() {
        let body = "Priya Nair (Herald)\n\nDo you keep the lock?\n\nJan Brok\n\nI do, and we all help.\n\nPriya Nair (Herald)\n\nWhy?";
        assert_eq!(found(body).len(), 3, "{:?}", found(body));
        let heads = "Priya Nair\n\nShe keeps the lock.\n\nJan Brok\n\nHe drew the weir.";
        assert!(found(heads).is_empty());
    }
}
