//! The patterns that files of speakers name actors by: a regular expression in, whether a name matches out.
//!
//! Of the notation that Python, Perl and JavaScript share, what such files use: letters, `.`, `[…]`, `\w \d \s \b`, groups, `|`,
//! `? * + {m,n}`, `^ $`, and what must or must not stand before or behind, `(?=…) (?!…) (?<=…) (?<!…)`. In any case, anywhere
//! in the name. The crate that has no look-around would not do; a name is short, so going back and forth is cheap, and
//! steps are bounded.

use std::cell::Cell;

/// Most steps for one name: a pattern that needs more does not match.
const STEPS: u32 = 200_000;

/// Deepest nesting of groups.
const DEPTH: usize = 24;

/// A pattern, read once.
#[derive(Clone, Debug)]
pub(crate) struct Pattern(Vec<Branch>);

/// Pieces one behind the other.
type Branch = Vec<Piece>;

#[derive(Clone, Debug)]
struct Piece {
    what: What,
    least: u32,
    most: u32,
}

#[derive(Clone, Debug)]
enum What {
    Char(char),
    Any,
    /// Of these, or of all others.
    Class(Vec<Set>, bool),
    Boundary(bool),
    Start,
    End,
    Group(Vec<Branch>),
    Look {
        behind: bool,
        negative: bool,
        branches: Vec<Branch>,
    },
}

#[derive(Clone, Copy, Debug)]
enum Set {
    Range(char, char),
    Word(bool),
    Digit(bool),
    Space(bool),
}

impl Pattern {
    /// Reads a pattern; the reason where it can't be.
    pub fn new(pattern: &str) -> Result<Self, String> {
        let mut reader = Reader { rest: pattern.chars().collect(), at: 0 };
        let branches = reader.branches(0)?;
        match reader.peek() {
            None => Ok(Self(branches)),
            Some(c) => Err(format!("`{c}` at character {} opens nothing", reader.at + 1)),
        }
    }

    /// Whether some part of the name matches.
    pub fn is_in(&self, name: &str) -> bool {
        let text: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
        let run = Run { text: &text, steps: Cell::new(STEPS) };
        (0..=text.len()).any(|from| run.any(&self.0, from, &mut |_| true))
    }
}

struct Reader {
    rest: Vec<char>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek();
        self.at += usize::from(c.is_some());
        c
    }

    fn takes(&mut self, text: &str) -> bool {
        let chars: Vec<char> = text.chars().collect();
        let there = self.rest.get(self.at..).is_some_and(|r| r.starts_with(&chars));
        if there {
            self.at += chars.len();
        }
        there
    }

    fn branches(&mut self, depth: usize) -> Result<Vec<Branch>, String> {
        if depth > DEPTH {
            return Err("too many groups within one another".to_owned());
        }
        let mut branches = vec![Branch::new()];
        while let Some(c) = self.peek() {
            match c {
                ')' => break,
                '|' => {
                    self.at += 1;
                    branches.push(Branch::new());
                }
                _ => {
                    let piece = self.piece(depth)?;
                    if let Some(last) = branches.last_mut() {
                        last.push(piece);
                    }
                }
            }
        }
        Ok(branches)
    }

    fn piece(&mut self, depth: usize) -> Result<Piece, String> {
        let what = match self.next().unwrap_or('.') {
            '.' => What::Any,
            '^' => What::Start,
            '$' => What::End,
            '[' => self.class()?,
            '(' => self.group(depth)?,
            '\\' => self.escaped()?,
            c @ ('?' | '*' | '+') => return Err(format!("nothing for `{c}` to repeat")),
            c => What::Char(lower(c)),
        };
        let (least, most) = self.repeated()?;
        Ok(Piece { what, least, most })
    }

    fn group(&mut self, depth: usize) -> Result<What, String> {
        let look = [("?=", false, false), ("?!", false, true), ("?<=", true, false), ("?<!", true, true)];
        let found = look.iter().find(|(mark, ..)| self.takes(mark)).copied();
        if found.is_none() && !self.takes("?:") && self.peek() == Some('?') {
            return Err("a kind of group that is not read".to_owned());
        }
        let branches = self.branches(depth + 1)?;
        if self.next() != Some(')') {
            return Err("a group that does not end".to_owned());
        }
        Ok(match found {
            Some((_, behind, negative)) => What::Look { behind, negative, branches },
            None => What::Group(branches),
        })
    }

    fn repeated(&mut self) -> Result<(u32, u32), String> {
        let bounds = match self.peek() {
            Some('?') => (0, 1),
            Some('*') => (0, u32::MAX),
            Some('+') => (1, u32::MAX),
            Some('{') => {
                self.at += 1;
                let inner: String = std::iter::from_fn(|| self.next().filter(|c| *c != '}')).collect();
                let number = |s: &str| s.parse::<u32>().map_err(|_| format!("`{{{inner}}}` is no number"));
                match inner.split_once(',') {
                    None => (number(&inner)?, number(&inner)?),
                    Some((least, "")) => (number(least)?, u32::MAX),
                    Some((least, most)) => (number(least)?, number(most)?),
                }
            }
            _ => return Ok((1, 1)),
        };
        if matches!(self.peek(), Some('?' | '*' | '+')) {
            self.at += 1;
        }
        // How much is taken first makes no difference to whether anything matches.
        self.at += usize::from(self.peek() == Some('?'));
        Ok(bounds)
    }

    fn escaped(&mut self) -> Result<What, String> {
        let c = self.next().ok_or("a `\\` at the end")?;
        Ok(match c {
            'b' => What::Boundary(true),
            'B' => What::Boundary(false),
            _ => match shorthand(c) {
                Some(set) => What::Class(vec![set], false),
                None if c.is_ascii_alphanumeric() => return Err(format!("`\\{c}` is not read")),
                None => What::Char(lower(c)),
            },
        })
    }

    fn class(&mut self) -> Result<What, String> {
        let negative = self.takes("^");
        let mut sets = Vec::new();
        loop {
            let c = self.next().ok_or("a `[` without its `]`")?;
            if c == ']' && !sets.is_empty() {
                return Ok(What::Class(sets, negative));
            }
            let from = match (c, self.peek()) {
                ('\\', Some(next)) => {
                    self.at += 1;
                    if let Some(set) = shorthand(next) {
                        sets.push(set);
                        continue;
                    }
                    next
                }
                _ => c,
            };
            let range = self.peek() == Some('-') && self.rest.get(self.at + 1).is_some_and(|n| *n != ']');
            let to = if range {
                self.at += 1;
                self.next().unwrap_or(from)
            } else {
                from
            };
            sets.push(Set::Range(lower(from), lower(to)));
        }
    }
}

fn shorthand(c: char) -> Option<Set> {
    Some(match c {
        'w' => Set::Word(true),
        'W' => Set::Word(false),
        'd' => Set::Digit(true),
        'D' => Set::Digit(false),
        's' => Set::Space(true),
        'S' => Set::Space(false),
        _ => return None,
    })
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// One name under way.
struct Run<'t> {
    text: &'t [char],
    steps: Cell<u32>,
}

impl Run<'_> {
    fn any(&self, branches: &[Branch], at: usize, then: &mut dyn FnMut(usize) -> bool) -> bool {
        branches.iter().any(|branch| self.all(branch, 0, at, then))
    }

    /// The pieces from number `of` on, of which `times` were taken of the first.
    fn all(&self, branch: &[Piece], times: u32, at: usize, then: &mut dyn FnMut(usize) -> bool) -> bool {
        let Some((first, rest)) = branch.split_first() else { return then(at) };
        let left = self.steps.get();
        if left == 0 {
            return false;
        }
        self.steps.set(left - 1);
        let again = times < first.most
            && self.one(&first.what, at, &mut |end| {
                // What takes nothing is taken once.
                (end > at || times < first.least) && self.all(branch, times + 1, end, then)
            });
        again || times >= first.least && self.all(rest, 0, at, then)
    }

    fn one(&self, what: &What, at: usize, then: &mut dyn FnMut(usize) -> bool) -> bool {
        let here = self.text.get(at).copied();
        let before = at.checked_sub(1).and_then(|b| self.text.get(b).copied());
        match what {
            What::Char(c) => here == Some(*c) && then(at + 1),
            What::Any => here.is_some() && then(at + 1),
            What::Class(sets, negative) => {
                here.is_some_and(|c| sets.iter().any(|s| s.has(c)) != *negative) && then(at + 1)
            }
            What::Boundary(wanted) => {
                (here.is_some_and(is_word) != before.is_some_and(is_word)) == *wanted && then(at)
            }
            What::Start => at == 0 && then(at),
            What::End => at == self.text.len() && then(at),
            What::Group(branches) => self.any(branches, at, then),
            What::Look { behind, negative, branches } => {
                let found = match behind {
                    true => (0..=at).any(|from| self.any(branches, from, &mut |end| end == at)),
                    false => self.any(branches, at, &mut |_| true),
                };
                found != *negative && then(at)
            }
        }
    }
}

impl Set {
    fn has(self, c: char) -> bool {
        match self {
            Self::Range(from, to) => (from..=to).contains(&c),
            Self::Word(wanted) => is_word(c) == wanted,
            Self::Digit(wanted) => c.is_numeric() == wanted,
            Self::Space(wanted) => c.is_whitespace() == wanted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(pattern: &str, name: &str) -> bool {
        Pattern::new(pattern).unwrap().is_in(name)
    }

    #[test]
    fn names_match_in_any_case_and_anywhere() {
        assert!(is(r"\bkest", "Mira Kest") && !is(r"\bkest", "Orkest"));
        assert!(is("aides|adviser", "Kest advisers") && is("d[ií]az", "DÍAZ") && !is("d[^ií]az", "Diaz"));
        assert!(is(r"^the \w+ (?:harbou?r )?board$", "The Veld Harbor Board"));
        assert!(is("a{2,3}b+c*", "xaab") && !is("a{2}b", "ab") && is(r"j\.d\. .+", "J.D. Orn"));
    }

    #[test]
    fn what_stands_beside_counts() {
        let kest = r"(?<!ada )\bkest(?!['’]?s? (?:campaign|aides))";
        assert!(is(kest, "Mira Kest") && !is(kest, "Ada Kest") && !is(kest, "Kest’s campaign"));
        assert!(is("kest(?= board)", "Kest Board") && !is("(?<=old )kest", "New Kest"));
    }

    #[test]
    fn what_is_not_read_is_said() {
        for pattern in ["(a", "a)", "*a", "[a", r"\k", "a{x}", "(?P<n>a)"] {
            assert!(Pattern::new(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn a_pattern_that_never_ends_ends() {
        assert!(!is("(?:a*)*b", &"a".repeat(40)));
    }
}
