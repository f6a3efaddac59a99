use super::*;
use crate::extract::accept::Field;
use crate::extract::{Parts, tidy};
pub fn diagnose(folder: &Path, model: &[u8]) -> String {
    let articles = corpus::read(folder).unwrap();
    let file = ModelFile::read(model).unwrap();
    let parts = Parts::new(&file);
    let mut c = std::collections::BTreeMap::<String, usize>::new();
    let mut missed = vec![];
    for a in articles.iter().filter(|a| a.date.as_str() >= "2016-08") {
        let doc = Document::new(&a.body);
        let mut r = parts.read(&doc);
        let (cues, spans) = parts.candidates(&mut r);
        let field = Field::new(&r, &cues, &spans);
        let all: Vec<_> = spans.iter().enumerate().filter_map(|(n, s)| s.as_ref().map(|s| (n, s))).collect();
        let preds: Vec<_> = all
            .iter()
            .map(|(n, s)| {
                let st = tidy::statement(&r, s, 0.0);
                (st, parts.accept.confidence(&field.facts(*n, s, &parts.cues)), s.cue, cues[*n].logit)
            })
            .collect();
        let kept = statements_with(&file, &doc);
        for g in &a.gold {
            let one = std::slice::from_ref(g);
            let att = |s: &Statement| Attribution {
                content: s.content.clone(),
                cue: s.cue.clone(),
                source: s.source.clone(),
            };
            let k: Vec<_> = kept.iter().map(att).collect();
            let kind = {
                let d = doc.tokens_in(g.content[0]);
                if r.quoted(d.start) { "quoted" } else { "plain" }
            };
            if crate::evaluate::is_right(&a.body, one, &k).iter().any(|x| *x) {
                *c.entry(format!("{kind} 1 right")).or_default() += 1;
                continue;
            }
            let cand: Vec<_> =
                preds.iter().filter_map(|p| p.0.as_ref().map(|s| (att(s), p.1, p.2, p.3))).collect();
            let ok = crate::evaluate::is_right(
                &a.body,
                one,
                &cand.iter().map(|c| c.0.clone()).collect::<Vec<_>>(),
            );
            let best = cand.iter().zip(&ok).filter(|x| *x.1).map(|x| x.0.1).fold(-1.0f32, f32::max);
            let gcue = doc.tokens_in(g.cue[0]);
            let same = cand.iter().filter(|x| x.2.overlaps(&gcue)).map(|x| x.1).fold(-1.0f32, f32::max);
            let what = if best >= parts.accept.least() {
                "2 right candidate lost in resolution".into()
            } else if best >= 0.0 {
                format!("3 right candidate, confidence too low {:.1}", (best * 10.0).floor() / 10.0)
            } else if same >= parts.accept.least() {
                "4 cue kept, spans wrong".into()
            } else if same >= 0.0 {
                "5 cue candidate low, spans wrong".into()
            } else {
                "6 no candidate on the cue".to_string()
            };
            *c.entry(format!("{kind} {what}")).or_default() += 1;
            if what.starts_with('4') || what.starts_with('6') || what.starts_with('2') {
                let s = cand.iter().filter(|x| x.2.overlaps(&gcue)).max_by(|x, y| x.1.total_cmp(&y.1));
                let tx = |v: &[crate::text::ByteSpan]| {
                    v.iter().map(|s| s.of(&a.body)).collect::<Vec<_>>().join(" || ")
                };
                missed.push(format!(
                    "{what}\n   GOLD [{}] <{}> {}\n   PRED {}",
                    tx(&g.source),
                    tx(&g.cue),
                    tx(&g.content),
                    s.map_or(String::new(), |s| format!(
                        "[{}] <{}> {}",
                        tx(&s.0.source),
                        tx(&s.0.cue),
                        tx(&s.0.content)
                    ))
                ));
            }
        }
    }
    let mut s = String::new();
    for (k, v) in c {
        s += &format!("{v:5} {k}\n");
    }
    missed.sort();
    s + &missed.join("\n")
}
