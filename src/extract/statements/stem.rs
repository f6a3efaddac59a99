//! Word forms to stems: "said", "says", "saying" are one. Not for show: only equality matters.

/// Irregular forms and their base form, in lower case, sorted by form.
const IRREGULAR: &[(&str, &str)] = &[
    ("am", "be"),
    ("are", "be"),
    ("ate", "eat"),
    ("became", "become"),
    ("been", "be"),
    ("began", "begin"),
    ("begun", "begin"),
    ("believes", "believe"),
    ("bought", "buy"),
    ("broke", "break"),
    ("broken", "break"),
    ("brought", "bring"),
    ("built", "build"),
    ("came", "come"),
    ("caught", "catch"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("did", "do"),
    ("does", "do"),
    ("done", "do"),
    ("drawn", "draw"),
    ("drew", "draw"),
    ("driven", "drive"),
    ("drove", "drive"),
    ("fallen", "fall"),
    ("fell", "fall"),
    ("felt", "feel"),
    ("forbade", "forbid"),
    ("foresaw", "foresee"),
    ("forgot", "forget"),
    ("forgotten", "forget"),
    ("fought", "fight"),
    ("found", "find"),
    ("gave", "give"),
    ("given", "give"),
    ("goes", "go"),
    ("gone", "go"),
    ("got", "get"),
    ("gotten", "get"),
    ("grew", "grow"),
    ("grown", "grow"),
    ("had", "have"),
    ("has", "have"),
    ("heard", "hear"),
    ("held", "hold"),
    ("hid", "hide"),
    ("is", "be"),
    ("kept", "keep"),
    ("knew", "know"),
    ("known", "know"),
    ("laid", "lay"),
    ("led", "lead"),
    ("left", "leave"),
    ("lost", "lose"),
    ("made", "make"),
    ("meant", "mean"),
    ("met", "meet"),
    ("misled", "mislead"),
    ("overheard", "overhear"),
    ("paid", "pay"),
    ("ran", "run"),
    ("rose", "rise"),
    ("said", "say"),
    ("sang", "sing"),
    ("sat", "sit"),
    ("saw", "see"),
    ("seen", "see"),
    ("sent", "send"),
    ("shown", "show"),
    ("sold", "sell"),
    ("sought", "seek"),
    ("spent", "spend"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("stood", "stand"),
    ("swore", "swear"),
    ("sworn", "swear"),
    ("taken", "take"),
    ("taught", "teach"),
    ("thought", "think"),
    ("threw", "throw"),
    ("thrown", "throw"),
    ("told", "tell"),
    ("took", "take"),
    ("understood", "understand"),
    ("was", "be"),
    ("went", "go"),
    ("were", "be"),
    ("withdrawn", "withdraw"),
    ("withdrew", "withdraw"),
    ("woke", "wake"),
    ("won", "win"),
    ("wore", "wear"),
    ("written", "write"),
    ("wrote", "write"),
];

/// Writes the stem of `lower` (a word in lower case) into `out`, which is cleared first.
pub(crate) fn stem(lower: &str, out: &mut String) {
    out.clear();
    if let Ok(at) = IRREGULAR.binary_search_by(|(form, _)| (*form).cmp(lower)) {
        out.push_str(IRREGULAR[at].1);
    } else {
        out.push_str(lower);
    }
    if !out.is_ascii() || out.len() <= 3 {
        return;
    }
    for (ending, shortest) in [("ing", 6), ("ied", 5), ("ies", 5), ("ed", 5), ("es", 5), ("s", 4)] {
        if out.ends_with(ending) && out.len() >= shortest && !out.ends_with("ss") && !out.ends_with("us") {
            out.truncate(out.len() - ending.len());
            if ending.starts_with("ie") {
                out.push('i');
            }
            break;
        }
    }
    let bytes = out.as_bytes();
    let n = bytes.len();
    // "admitted" and "admit", "argues" and "argue", "denies" and "deny" meet here.
    let doubled = n > 3 && bytes[n - 1] == bytes[n - 2] && !matches!(bytes[n - 1], b'l' | b's' | b'e');
    if doubled || n > 2 && bytes[n - 1] == b'e' {
        out.pop();
    } else if n > 2 && bytes[n - 1] == b'y' && !matches!(bytes[n - 2], b'a' | b'e' | b'o' | b'u') {
        out.pop();
        out.push('i');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(word: &str) -> String {
        let mut out = String::new();
        stem(word, &mut out);
        out
    }

    #[test]
    fn forms_of_a_word_meet() {
        for forms in [
            &["say", "says", "said", "saying"][..],
            &["argue", "argues", "argued", "arguing"],
            &["deny", "denies", "denied", "denying"],
            &["admit", "admits", "admitted", "admitting"],
            &["tell", "tells", "told", "telling"],
            &["believe", "believes", "believed", "believing"],
            &["stress", "stresses", "stressed", "stressing"],
        ] {
            for form in forms {
                assert_eq!(of(form), of(forms[0]), "{form}");
            }
        }
    }

    #[test]
    fn the_list_is_in_normal_form() {
        assert!(IRREGULAR.windows(2).all(|w| w[0].0 < w[1].0), "{IRREGULAR:?}");
    }
}
