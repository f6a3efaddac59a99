//! What was found in the articles, and what of it a person has decided.

use super::{Check, count};
use crate::domain::counted;
use crate::store::registry::reviews;
use crate::store::{StoreError, seal};
use rusqlite::Connection;

/// What to do where something that was found is gone.
const FIND_AGAIN: &str = "`kb import --refresh` finds quotes again; an article that is gone comes back when its file is imported, or with \
                          `kb restore`; `kb verify --accept` lets it go";

/// What to do where a review is not in force.
const FORCE: &str = "`kb actor relink` puts reviews in force again";

/// Every article, and all that was found in it, is there.
pub(super) fn whole(connection: &Connection) -> Result<Check, StoreError> {
    let mut check = Check::new("every article, and what was found in it, is as kb left it", 0, FIND_AGAIN);
    seal::each_derived(connection, &mut |seal::Derived { article, quotes, path, now }| {
        check.rows += 1;
        match now {
            None => {
                check.fail(format!("article {article} ({path}) is gone: another program has taken it out"));
            }
            Some((_, _, other)) if other != path => {
                check.fail(format!(
                    "article {article}: another program has changed its path from `{path}` to `{other}`"
                ));
            }
            Some((_, true, _)) => {}
            Some((there, false, _)) if there == quotes => check.fail(format!(
                "article {article} ({path}): another program has changed its quotes, or their pieces ({quotes} in all)"
            )),
            Some((there, false, _)) => {
                check.fail(format!(
                    "article {article} ({path}): kb left {}, and it has {there} now",
                    counted(quotes, "quote")
                ));
            }
        }
    })?;
    let all = count(connection, "SELECT count(*) FROM articles")?;
    let sealed = count(
        connection,
        "SELECT count(*) FROM articles a WHERE EXISTS (SELECT 1 FROM settings WHERE name = 'article:' || a.id)",
    )?;
    if sealed < all {
        check.notes.push(format!(
            "what was found in {} of the articles has no seal yet: `kb import --refresh` and `kb verify --accept` give it one",
            all - sealed
        ));
    }
    Ok(check)
}

/// What a person has said of a quote is what the quote says.
pub(super) fn reviewed(connection: &Connection) -> Result<Check, StoreError> {
    let rows = count(connection, "SELECT count(*) FROM speaker_reviews")?;
    let mut check = Check::new("every review is in force", rows, FORCE);
    for (quote, article, what) in reviews::not_in_force(connection)? {
        check.fail(format!("quote {quote} of article {article} {what}"));
    }
    for words in reviews::set_apart(connection)? {
        let words: String = words.chars().take(80).collect();
        check.notes.push(format!("a review waits for its article, which is gone: “{words}”"));
    }
    Ok(check)
}
