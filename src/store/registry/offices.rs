//! "Foreign Minister of Russia", "Russian Foreign Minister": the text of an office to the dated roles it means.

use crate::domain::{RoleId, nearness};
use crate::extract::language::OfficeWords;
use crate::extract::speakers::fold_name;
use crate::store::{StoreError, statement};
use rusqlite::Connection;

/// What an office came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The roles it means, as their ids.
    Roles(Vec<RoleId>),
    /// None; offices that are there, written so that they would be found.
    None(Vec<String>),
}

/// Finds the roles that `text` means, of all times: who held the office when is the role's dates.
///
/// # Errors
/// Any failure of SQLite.
pub fn find(connection: &Connection, text: &str) -> Result<Found, StoreError> {
    let words = OfficeWords::english();
    let readings = readings(&words, text);
    let mut suggestions = Vec::new();
    for (title, place) in &readings {
        let offices = match place {
            Some(place) => offices_at(connection, place)?,
            None => offices_titled(connection, title)?,
        };
        let roles = select(&words, title, &offices);
        if !roles.is_empty() {
            return Ok(Found::Roles(roles));
        }
        if let Some(place) = place {
            suggestions.extend(offices.into_iter().map(|(_, title)| format!("{title} of {place}")));
        }
    }
    let score = |s: &String| nearness(text, s);
    suggestions.sort_by(|a, b| score(b).total_cmp(&score(a)).then_with(|| a.cmp(b)));
    suggestions.dedup();
    suggestions.truncate(3);
    Ok(Found::None(suggestions))
}

/// The ways to divide the text into a title and a place, the likeliest first; last, the whole as a title.
fn readings(office_words: &OfficeWords, text: &str) -> Vec<(String, Option<String>)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut readings = Vec::new();
    // "Minister of Foreign Affairs of Russia": the last preposition first.
    for (i, word) in words.iter().enumerate().rev() {
        if office_words.leads_to_place(word) && i > 0 && i + 1 < words.len() {
            readings.push((words[..i].join(" "), Some(words[i + 1..].join(" "))));
        }
    }
    // "Russian Foreign Minister", "United States President"
    for i in 1..words.len() {
        readings.push((words[i..].join(" "), Some(words[..i].join(" "))));
    }
    readings.push((words.join(" "), None));
    readings
}

/// The roles held at a place: at the actor of this name, or at a body of that state.
fn offices_at(connection: &Connection, place: &str) -> Result<Vec<(RoleId, String)>, StoreError> {
    let sql = "WITH place (id) AS (
                 SELECT id FROM actors WHERE slug = ?2 UNION
                 SELECT actor_id FROM actor_names WHERE folded = ?1)
               SELECT r.id, r.title FROM place p JOIN roles r ON r.organisation_id = p.id
               UNION
               SELECT r.id, r.title FROM place p JOIN actors b ON b.state_id = p.id AND b.kind IN ('body', 'organisation')
               JOIN roles r ON r.organisation_id = b.id
               ORDER BY 1";
    let keys = [fold_name(place), place.trim().to_owned()];
    statement::all(connection, sql, [&keys[0], &keys[1]], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// The roles with this title, wherever they are held.
fn offices_titled(connection: &Connection, title: &str) -> Result<Vec<(RoleId, String)>, StoreError> {
    let sql = "SELECT id, title FROM roles WHERE lower(title) = lower(?1) ORDER BY id";
    statement::all(connection, sql, [title.trim()], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// The roles whose title is the one asked for; else those that say the same with fewer words, rank for rank.
fn select(words: &OfficeWords, asked: &str, offices: &[(RoleId, String)]) -> Vec<RoleId> {
    let folded = fold_name(asked);
    let exact: Vec<RoleId> =
        offices.iter().filter(|(_, t)| fold_name(t) == folded).map(|(id, _)| *id).collect();
    if !exact.is_empty() {
        return exact;
    }
    let wanted = words.of_title(asked);
    let fits = |title: &str| {
        let title = words.of_title(title);
        title.len() > 1 && title.is_subset(&wanted) && words.ranks(&title) == words.ranks(&wanted)
    };
    offices.iter().filter(|(_, title)| fits(title)).map(|(id, _)| *id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_told_from_places() {
        let words = OfficeWords::english();
        let first = |text: &str| readings(&words, text).remove(0);
        assert_eq!(first("Foreign Minister of Russia"), ("Foreign Minister".into(), Some("Russia".into())));
        assert_eq!(first("Russian Foreign Minister"), ("Foreign Minister".into(), Some("Russian".into())));
        assert_eq!(
            first("Minister of Foreign Affairs of Russia"),
            ("Minister of Foreign Affairs".into(), Some("Russia".into()))
        );
    }

    #[test]
    fn a_deputy_is_not_the_minister() {
        let words = OfficeWords::english();
        let offices =
            [(RoleId(1), "Foreign Minister".to_owned()), (RoleId(2), "Deputy Foreign Minister".to_owned())];
        let meant = |asked| select(&words, asked, &offices);
        assert_eq!(meant("foreign minister"), [RoleId(1)]);
        assert_eq!(meant("Minister of Foreign Affairs"), [RoleId(1)]);
        assert_eq!(meant("Deputy Foreign Minister"), [RoleId(2)]);
        assert_eq!(meant("Deputy Minister of Foreign Affairs"), [RoleId(2)]);
        assert_eq!(meant("President"), []);
    }
}
