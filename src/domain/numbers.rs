//! Numbers in messages: of things, and of bytes.

/// The one word or the other, by the number.
pub fn plural<'a>(n: usize, one: &'a str, many: &'a str) -> &'a str {
    if n == 1 { one } else { many }
}

/// A number of things, of which several are written with an `s`.
pub fn counted(n: impl TryInto<i64>, what: &str) -> String {
    match n.try_into().unwrap_or(i64::MAX) {
        1 => format!("1 {what}"),
        n => format!("{n} {what}s"),
    }
}

/// Megabytes with a tenth: no file that has something in it has none.
pub fn megabytes(bytes: u64) -> String {
    tenths(bytes.saturating_mul(10).div_ceil(1 << 20))
}

/// Megabytes that are there, of which nothing is promised that is not.
pub fn megabytes_free(bytes: u64) -> String {
    tenths(bytes.saturating_mul(10) >> 20)
}

fn tenths(tenths: u64) -> String {
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_one_and_little_is_not_nothing() {
        assert_eq!([counted(0, "row"), counted(1, "row"), counted(2, "row")], ["0 rows", "1 row", "2 rows"]);
        assert_eq!([megabytes(0), megabytes(1), megabytes(655_360)], ["0.0 MB", "0.1 MB", "0.7 MB"]);
        assert_eq!([megabytes_free(1), megabytes_free(10 << 20)], ["0.0 MB", "10.0 MB"]);
    }
}
