//! Training of the tagger: averaged perceptrons (Collins 2002) over hashed features.

use super::corpus::Article;
use super::quantise::to_bytes;
use super::random::Random;
use crate::extract::Language;
use crate::extract::analysis::forms::{Form, forms};
use crate::extract::analysis::tagger::{
    ENTITY_FEATURES, ENTRY, POS_FEATURES, Tagger, dictionary_key, entity_features, may_be_entity, open_tags,
    pos_features, tag_feature,
};
use crate::extract::analysis::tags::{EntityClass, Pos, Tags};
use crate::extract::language::model::{ModelFile, write};
use crate::text::{CharIndex, Document};
use std::collections::{BTreeMap, HashMap};

/// Rows of the table for parts of speech.
const POS_ROWS: usize = 1 << 18;
/// Rows of the table for entity classes.
const ENTITY_ROWS: usize = 1 << 16;
/// A word seen this often has its tags in the dictionary.
const FREQUENT: usize = 8;
const EPOCHS: usize = 8;

/// The named sections of a model.
pub(super) type Sections = Vec<([u8; 4], Vec<u8>)>;

/// One article with the tags to learn; `None` where the tokens do not agree with the tag file.
struct Example {
    forms: Vec<Form>,
    pos: Vec<Option<Pos>>,
    entities: Vec<Option<EntityClass>>,
}

/// Learns the tagger's sections from the articles that have tags.
pub(super) fn train(language: &Language<'_>, articles: &[&Article], seed: u64) -> Sections {
    let mut examples: Vec<Example> =
        articles.iter().filter(|a| !a.tags.is_empty()).map(|a| example(language, a)).collect();
    let dictionary = dictionary(&examples);
    let mut sections: Sections = vec![(*b"TDIC", dictionary)];
    let mut random = Random::new(seed);
    let pos = train_pos(&mut examples, &sections, &mut random);
    sections.push((*b"TPOS", pos));
    let entities = train_entities(&mut examples, &sections, &mut random);
    sections.push((*b"TENT", entities));
    sections
}

/// Share of tokens whose part of speech, and of capitalised tokens whose entity class, is as in the tag files.
pub(super) fn accuracy(language: &Language<'_>, articles: &[&Article]) -> (f64, f64) {
    let tagger = &language.parts.tagger;
    let (mut right, mut all, mut entity_right, mut entity_all) = (0, 0, 0, 0);
    for article in articles.iter().filter(|a| !a.tags.is_empty()) {
        let example = example(language, article);
        let tags = tagger.tag(&example.forms);
        for i in 0..example.forms.len() {
            if let (Some(pos), Some(entity)) = (example.pos[i], example.entities[i]) {
                all += 1;
                right += usize::from(tags.pos(i) == pos);
                if may_be_entity(&example.forms, &tags, i) {
                    entity_all += 1;
                    entity_right += usize::from(tags.entity(i) == entity);
                }
            }
        }
    }
    let share = |right: usize, all: usize| right as f64 / all.max(1) as f64;
    (share(right, all), share(entity_right, entity_all))
}

fn example(language: &Language<'_>, article: &Article) -> Example {
    let doc = Document::new(&article.body, language.orthography());
    let index = CharIndex::new(&article.body);
    let rows: HashMap<(usize, usize), usize> =
        article.tags.iter().enumerate().map(|(n, r)| ((r.start, r.end), n)).collect();
    let found: Vec<_> = doc
        .tokens()
        .iter()
        .map(|t| {
            let key = (index.char_of_byte(t.span.start), index.char_of_byte(t.span.end));
            rows.get(&key).map(|n| article.tags[*n])
        })
        .collect();
    Example {
        forms: forms(&doc, &language.stemmer),
        pos: found.iter().map(|r| r.map(|r| r.pos)).collect(),
        entities: found.iter().map(|r| r.map(|r| r.entity)).collect(),
    }
}

/// The frequent words with their tags, as an open-addressed hash table.
fn dictionary(examples: &[Example]) -> Vec<u8> {
    let mut counts: BTreeMap<u32, BTreeMap<usize, usize>> = BTreeMap::new();
    for example in examples {
        for (word, pos) in example.forms.iter().zip(&example.pos) {
            if let Some(pos) = pos {
                *counts.entry(dictionary_key(word)).or_default().entry(pos.index()).or_default() += 1;
            }
        }
    }
    let frequent: Vec<(u32, u64)> = counts
        .iter()
        .filter_map(|(key, tags)| {
            let all: usize = tags.values().sum();
            // One or two odd tags among hundreds are errors of the tag files.
            let kept = tags.iter().filter(|(_, n)| **n * 200 >= all && (all < 40 || **n > 1));
            (all >= FREQUENT).then(|| (*key, kept.fold(0, |set, (tag, _)| set | 1 << tag)))
        })
        .collect();
    let slots = (frequent.len() * 3 / 2).next_power_of_two();
    let mut table = vec![0u8; slots * ENTRY];
    for (key, set) in frequent {
        let mut slot = key as usize % slots;
        while table[slot * ENTRY..slot * ENTRY + 4] != [0; 4] {
            slot = (slot + 1) % slots;
        }
        table[slot * ENTRY..slot * ENTRY + 4].copy_from_slice(&key.to_le_bytes());
        table[slot * ENTRY + 4..(slot + 1) * ENTRY].copy_from_slice(&set.to_le_bytes());
    }
    table
}

/// Weights with their running sums, for averaging.
struct Averaged {
    weights: Vec<f32>,
    sums: Vec<f32>,
    stamps: Vec<u32>,
    now: u32,
}

impl Averaged {
    fn new(len: usize) -> Self {
        Self { weights: vec![0.0; len], sums: vec![0.0; len], stamps: vec![0; len], now: 0 }
    }

    fn update(&mut self, at: usize, by: f32) {
        self.sums[at] += self.weights[at] * (self.now - self.stamps[at]) as f32;
        self.stamps[at] = self.now;
        self.weights[at] += by;
    }

    fn average(mut self) -> Vec<f32> {
        for at in 0..self.weights.len() {
            self.update(at, 0.0);
        }
        let now = self.now.max(1) as f32;
        self.sums.iter().map(|s| s / now).collect()
    }
}

fn train_pos(examples: &mut [Example], sections: &Sections, random: &mut Random) -> Vec<u8> {
    let file = write(sections);
    let Some(model) = ModelFile::read(&file) else { return Vec::new() };
    let tagger = Tagger::new(&model);
    let mask = POS_ROWS as u32 - 1;
    let mut model = Averaged::new(POS_ROWS);
    let mut features = [0; POS_FEATURES];
    let mut tags: Vec<Pos> = Vec::new();
    for _ in 0..EPOCHS {
        random.shuffle(examples);
        for example in examples.iter() {
            tags.clear();
            for i in 0..example.forms.len() {
                let mut candidates = tagger.candidates(&example.forms[i]);
                if candidates.is_power_of_two() {
                    tags.push(Pos::from_index(candidates.trailing_zeros() as usize));
                    continue;
                }
                pos_features(&example.forms, &tags, i, &mut features);
                model.now += 1;
                if candidates == open_tags()
                    && let Some(pos) = example.pos[i]
                {
                    candidates |= 1 << pos.index();
                }
                let mut best = (f32::MIN, 0);
                let mut left = candidates;
                while left != 0 {
                    let tag = left.trailing_zeros();
                    left &= left - 1;
                    let sum: f32 =
                        features.iter().map(|f| model.weights[(tag_feature(*f, tag) & mask) as usize]).sum();
                    if sum > best.0 {
                        best = (sum, tag);
                    }
                }
                if let Some(gold) = example.pos[i]
                    && gold.index() as u32 != best.1
                {
                    for f in features {
                        model.update((tag_feature(f, gold.index() as u32) & mask) as usize, 1.0);
                        model.update((tag_feature(f, best.1) & mask) as usize, -1.0);
                    }
                }
                tags.push(Pos::from_index(best.1 as usize));
            }
        }
    }
    to_bytes(&model.average(), 1.0).0
}

fn train_entities(examples: &mut [Example], sections: &Sections, random: &mut Random) -> Vec<u8> {
    let file = write(sections);
    let Some(model) = ModelFile::read(&file) else { return Vec::new() };
    let tagger = Tagger::new(&model);
    let mask = ENTITY_ROWS as u32 - 1;
    let mut model = Averaged::new(ENTITY_ROWS * 4);
    let mut features = [0; ENTITY_FEATURES];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let tagged: Vec<Tags> = examples.iter().map(|e| tagger.tag(&e.forms)).collect();
    for _ in 0..EPOCHS {
        random.shuffle(&mut order);
        for n in &order {
            let example = &examples[*n];
            let mut tags =
                Tags { pos: tagged[*n].pos.clone(), entities: Vec::with_capacity(example.forms.len()) };
            for i in 0..example.forms.len() {
                if !may_be_entity(&example.forms, &tags, i) {
                    tags.entities.push(EntityClass::Other);
                    continue;
                }
                entity_features(&example.forms, &tags, i, &mut features);
                model.now += 1;
                let mut sums = [0.0f32; 4];
                for f in features {
                    for (class, sum) in sums.iter_mut().enumerate() {
                        *sum += model.weights[(f & mask) as usize * 4 + class];
                    }
                }
                let best = (0..4).fold(0, |best, c| if sums[c] > sums[best] { c } else { best });
                if let Some(gold) = example.entities[i]
                    && gold.index() != best
                {
                    for f in features {
                        model.update((f & mask) as usize * 4 + gold.index(), 1.0);
                        model.update((f & mask) as usize * 4 + best, -1.0);
                    }
                }
                tags.entities.push(EntityClass::ALL[best]);
            }
        }
    }
    to_bytes(&model.average(), 1.0).0
}
