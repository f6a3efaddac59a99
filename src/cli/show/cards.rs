//! The cards of actors and issues.

use crate::domain::{Origin, counted};
use crate::render::{Flow, Paint, stance_color};
use crate::store::cards::{ActorCard, Evidence, IssueCard, Office};
use crate::store::registry::changes::Change;

/// An actor with offices, other names, counts, and where it stands.
pub fn actor(flow: &mut Flow, card: &ActorCard) {
    flow.paragraph("", &[(&card.name, Paint::BOLD), (&format!(" · {}", card.slug), Paint::DIM)]);
    let mut kind = card.kind.to_string();
    if let Some(gender) = &card.gender {
        kind.push_str(&format!(", {gender}"));
    }
    if let Some(state) = &card.state {
        kind.push_str(&format!(", {state}"));
    }
    let origin = match card.origin {
        Origin::Text => " (found in a text)",
        Origin::User => " (entered or confirmed by a person)",
        Origin::Seed => "",
    };
    flow.paragraph("", &[(&kind, Paint::PLAIN), (origin, Paint::DIM)]);
    if !card.description.is_empty() {
        flow.paragraph("", &[(&card.description, Paint::PLAIN)]);
    }
    flow.blank();
    let ways: Vec<String> = card.methods.iter().map(|(method, n)| format!("{n} by {method}")).collect();
    let ways = if ways.is_empty() { String::new() } else { format!(": {}", ways.join(", ")) };
    let count = format!("{} in {}", counted(card.quotes, "quote"), counted(card.articles, "article"));
    line(flow, "said", &format!("{count}{ways}"));
    for (i, office) in card.roles.iter().enumerate() {
        line(flow, if i == 0 { "offices" } else { "" }, &told(office));
    }
    let aliases: Vec<String> = card.aliases.iter().map(|a| format!("{} ({})", a.name, a.kind)).collect();
    let several =
        [("also", &aliases), ("ids", &card.ids), ("merged", &card.merged), ("differs", &card.different)];
    for (name, all) in several.into_iter().filter(|(_, all)| !all.is_empty()) {
        line(flow, name, &all.join(", "));
    }
    for (i, change) in card.changes.iter().enumerate() {
        line(flow, if i == 0 { "changes" } else { "" }, &told_change(change));
    }
    positions(flow, &card.positions, |e| &e.issue, "no position is recorded");
    flow.blank();
    let next = format!("`kb query who-said --actor {}` lists what it said", card.slug);
    flow.paragraph("", &[(&next, Paint::DIM)]);
}

/// An issue with its proposition and the positions on it.
pub fn issue(flow: &mut Flow, card: &IssueCard) {
    flow.paragraph("", &[(&card.name, Paint::BOLD), (&format!(" · {}", card.slug), Paint::DIM)]);
    flow.paragraph("", &[(&card.proposition, Paint::PLAIN)]);
    if !card.description.is_empty() {
        flow.paragraph("", &[(&card.description, Paint::DIM)]);
    }
    let mut by_stance: Vec<Evidence> = card.positions.clone();
    let order = ["supports", "conditional", "neutral", "unclear", "opposes"];
    let place = |e: &Evidence| order.iter().position(|s| *s == e.stance);
    by_stance.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.actor.cmp(&b.actor)));
    positions(flow, &by_stance, |e| &e.actor, "nobody's position is recorded");
}

fn positions(flow: &mut Flow, positions: &[Evidence], who: fn(&Evidence) -> &String, none: &str) {
    flow.blank();
    if positions.is_empty() {
        flow.paragraph("", &[(none, Paint::DIM)]);
        return;
    }
    let mut last = "";
    for position in positions {
        if who(position) != last {
            flow.paragraph("", &[(who(position), Paint::BOLD)]);
            last = who(position);
        }
        let mut how = position.basis.replace('_', " ");
        if let Some(by) = &position.ascribed_by {
            how.push_str(&format!(" by {by}"));
        }
        if let Some(date) = &position.stated_on {
            how.push_str(&format!(", {date}"));
        }
        let stance = (position.stance.as_str(), stance_paint(&position.stance));
        flow.paragraph("  ", &[stance, (&format!(" · {how}"), Paint::DIM)]);
        flow.paragraph("    ", &[(&position.text, Paint::PLAIN)]);
        if !position.note.is_empty() {
            flow.paragraph("    ", &[(&position.note, Paint::DIM)]);
        }
        flow.paragraph(
            "    ",
            &[(&format!("article {}: {}", position.article_id, position.title), Paint::DIM)],
        );
    }
}

fn stance_paint(stance: &str) -> Paint {
    Paint { color: stance_color(stance), bold: true, ..Paint::PLAIN }
}

fn told(office: &Office) -> String {
    let place = office.organisation.as_ref().map(|o| format!(", {o}")).unwrap_or_default();
    let dates = match (&office.since, &office.until) {
        (None, None) => String::new(),
        (Some(since), None) => format!(" · since {since}"),
        (None, Some(until)) => format!(" · until {until}"),
        (Some(since), Some(until)) => format!(" · {since} to {until}"),
    };
    format!("{}{place}{dates}", office.title)
}

fn told_change(change: &Change) -> String {
    let why = if change.why.is_empty() { String::new() } else { format!(" -- {}", change.why) };
    let undone = if change.undone { " (taken back)" } else { "" };
    format!("{} {} {}: {}{why}{undone}", change.made_at, change.made_by, change.action, change.detail)
}

fn line(flow: &mut Flow, name: &str, text: &str) {
    flow.paragraph(&format!("{name:>7}  "), &[(text, Paint::PLAIN)]);
}
