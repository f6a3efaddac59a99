//! "Did you mean": which of the names there are somebody may have mistyped.

/// The names that `typed` may stand for, the nearest first, at most `most` of them. A name is near that begins with what
/// was typed or differs in few letters, and so is one of which a word does; a mere resemblance is none.
pub fn near<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let mut scored: Vec<(f64, &str)> =
        names.into_iter().map(|name| (nearness(typed, name), name)).filter(|(n, _)| *n >= NEAR).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let mut names = Vec::new();
    for (_, name) in scored {
        if !names.contains(&name) && names.len() < most {
            names.push(name);
        }
    }
    names
}

/// One wrong letter in four is a slip, more of them another word.
pub const NEAR: f64 = 0.72;
/// Fewer letters begin too many words.
const LEAST_BEGINNING: usize = 3;

/// How near two names are, from 0 to 1, which is the same.
pub fn nearness(typed: &str, name: &str) -> f64 {
    let (typed, name) = (typed.trim().to_lowercase(), name.to_lowercase());
    let whole = alike(&typed, &name);
    let words = name.split([' ', '-', '_']).map(|word| alike(&typed, word));
    // The whole name says more than one word of it.
    words.map(|n| n * 0.99).fold(whole, f64::max)
}

fn alike(typed: &str, name: &str) -> f64 {
    let (short, long) = (typed.chars().count(), name.chars().count());
    if short >= LEAST_BEGINNING && name.starts_with(typed) {
        return 0.9 + 0.1 * short as f64 / long as f64;
    }
    1.0 - distance(typed, name)
}

/// How far apart two words are, as a share of the longer one: 0 same, 1 nothing shared. The optimal string alignment
/// distance: letters left out, put in, exchanged or swapped with the next.
pub fn distance(a: &str, b: &str) -> f64 {
    let longest = a.chars().count().max(b.chars().count());
    if longest == 0 { 0.0 } else { strsim::osa_distance(a, b) as f64 / longest as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &[&str] =
        &["Jens Stoltenberg", "Sergey Lavrov", "OSCE", "Sputnik", "Vladimir Putin", "Xi Jinping"];

    #[test]
    fn slips_and_beginnings_are_near() {
        for (typed, name) in [
            ("Stoltenborg", "Jens Stoltenberg"),
            ("lavr", "Sergey Lavrov"),
            ("putn", "Vladimir Putin"),
            ("Vladmir Putin", "Vladimir Putin"),
        ] {
            assert_eq!(near(typed, NAMES.iter().copied(), 3), [name], "{typed}");
        }
    }

    #[test]
    fn a_resemblance_is_not() {
        for typed in ["Kov", "xyzzy", "", "Os", "Obama"] {
            assert!(near(typed, NAMES.iter().copied(), 3).is_empty(), "{typed}");
        }
    }
}
