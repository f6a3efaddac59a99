//! Records of articles: what scrapers write as JSON (a list, an object, an object with a list in it) or as lines of JSON.

use super::{Draft, filled, html, tidy};
use crate::domain::Article;
use crate::import::ImportError;
use crate::import::columns::{Columns, Field};
use crate::import::decode::decode;
use serde_json::{Map, Value};

/// Reads JSON or lines of it.
pub fn read_json(bytes: &[u8], columns: &Columns) -> Vec<Draft> {
    let text = match decode(bytes) {
        Ok(decoded) => decoded.text,
        Err(e) => return Draft::whole(Err(e)),
    };
    match serde_json::from_str::<Value>(&text) {
        Ok(value) => match list_in(&value) {
            Some(list) => list.iter().zip(1..).map(|(v, n)| draft(v, &format!("#{n}"), columns)).collect(),
            None => vec![draft(&value, "", columns)],
        },
        Err(e) => lines(&text, columns, &e),
    }
}

fn lines(text: &str, columns: &Columns, whole: &serde_json::Error) -> Vec<Draft> {
    let mut out = Vec::new();
    let mut good = 0;
    for (line, n) in text.lines().zip(1..).filter(|(l, _)| !l.trim().is_empty()) {
        let part = format!("#{n}");
        match serde_json::from_str::<Value>(line) {
            Ok(value) => {
                good += 1;
                out.push(draft(&value, &part, columns));
            }
            Err(e) => {
                let article = Err(ImportError::NoArticle(format!("line {n} is no JSON: {e}")));
                out.push(Draft { part, article, heading: None });
            }
        }
        if good == 0 && n > 20 {
            break;
        }
    }
    if good == 0 { Draft::whole(Err(ImportError::NoArticle(format!("it is no JSON: {whole}")))) } else { out }
}

/// The list of records: the value itself, or the one list of objects in it.
fn list_in(value: &Value) -> Option<&Vec<Value>> {
    let of_objects = |list: &&Vec<Value>| list.first().is_some_and(Value::is_object);
    match value {
        Value::Array(list) => Some(list),
        Value::Object(fields) if !fields.values().any(|v| v.as_str().is_some_and(|s| s.len() > 200)) => {
            fields.values().filter_map(Value::as_array).find(of_objects)
        }
        _ => None,
    }
}

fn draft(value: &Value, part: &str, columns: &Columns) -> Draft {
    let article = match value {
        Value::Object(fields) => of_fields(fields, columns),
        _ => Err(ImportError::NoArticle("it is no object of JSON, so no article".into())),
    };
    Draft { part: part.to_owned(), article, heading: None }
}

fn of_fields(fields: &Map<String, Value>, columns: &Columns) -> Result<Article, ImportError> {
    let names: Vec<&str> = fields.keys().map(String::as_str).collect();
    let values =
        columns.of(&names).into_iter().filter_map(|(field, name)| Some((field, plain(fields.get(name)?)?)));
    article(values, &names)
}

/// A value as text: of a list or of objects with names, all.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(n) => Some(n.to_string()),
        Value::Array(list) => {
            Some(list.iter().filter_map(plain).collect::<Vec<_>>().join(", ")).filter(|t| !t.is_empty())
        }
        Value::Object(fields) => ["name", "title", "uri"].iter().find_map(|k| fields.get(*k)).and_then(plain),
        _ => None,
    }
}

/// The article that fields of a record, or cells of a row, describe. `names` are those there are, for the error.
///
/// # Errors
/// Where none of them is the text, or it is empty.
pub fn article(
    values: impl Iterator<Item = (Field, String)>,
    names: &[&str],
) -> Result<Article, ImportError> {
    let mut article = Article { encoding: Some("UTF-8".into()), ..Article::default() };
    let mut body = None;
    for (field, value) in values {
        let value_in_one = filled(value.as_str());
        match field {
            Field::Body => body = Some(value),
            Field::Title => article.title = value_in_one,
            Field::Outlet => article.outlet = value_in_one,
            Field::Author => article.author = value_in_one,
            Field::Published => article.published_text = value_in_one,
            Field::Url => article.url = value_in_one,
            Field::Language => article.language = value_in_one,
            Field::File => {}
        }
    }
    let Some(body) = body else {
        let names: Vec<String> = names.iter().take(12).map(|n| n.chars().take(30).collect()).collect();
        let what = format!(
            "no column of it is known as the text ({}); say which with `--map body=COLUMN`",
            names.join(", ")
        );
        return Err(ImportError::NoArticle(what));
    };
    let tags = ["</p>", "<br", "</div>", "<p>"].iter().any(|tag| body.contains(tag));
    article.body = if tags {
        html::text_of(&body)
    } else {
        tidy(&body.replace("\r\n", "\n").replace(['\r', '\0'], "\n"))
    };
    if article.body.trim().is_empty() { Err(ImportError::Empty) } else { Ok(article) }
}
