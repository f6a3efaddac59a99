//! Every weight of speaker resolution, a room for each question. Set by hand on the project's own texts, never on those
//! that figures are told of; a change of one is a change of what is found, and is measured.

/// How sure a way of telling the speaker is, from 0 to 1.
pub(super) mod sure {
    /// The whole name.
    pub const FULL_NAME: f32 = 0.97;
    /// The surname of somebody whose whole name is known.
    pub const SURNAME: f32 = 0.95;
    /// A surname of which no more is known.
    pub const BARE_SURNAME: f32 = 0.8;
    /// A given name alone, or a word that is a name only because the text says so.
    pub const GIVEN_NAME: f32 = 0.85;
    /// At most so sure if the name has several bearers.
    pub const AMBIGUOUS_NAME: f32 = 0.5;

    /// A state or body by its name.
    pub const PLACE_NAME: f32 = 0.95;
    /// By another form of it.
    pub const PLACE_ALIAS: f32 = 0.93;
    /// By its capital or seat.
    pub const PLACE_METONYM: f32 = 0.9;
    /// A state that no actor stands for, only the list of states.
    pub const LISTED_STATE: f32 = 0.85;
    /// "the Veldanian side": the state.
    pub const GOVERNMENT: f32 = 0.85;
    /// A body that nobody knows, by its form.
    pub const UNKNOWN_BODY: f32 = 0.75;
    /// "the Foreign Ministry": that of the state spoken of.
    pub const BODY_OF_STATE: f32 = 0.7;
    /// A body put together from a place and a noun: "Talia's trade ministry".
    pub const COMPOSED_BODY: f32 = 0.6;
    /// "the ministry": the last body whose name has the word.
    pub const BODY_BY_NOUN: f32 = 0.6;
    /// "the newspaper": the one that is salient.
    pub const BODY_BY_KIND: f32 = 0.55;
    /// "the Kest campaign".
    pub const TEAM: f32 = 0.8;

    /// A known group, or a known name of a collective.
    pub const KNOWN_GROUP: f32 = 0.85;
    /// Times this: some of those spoken of.
    pub const PART_OF_A_GROUP: f32 = 0.85;
    /// The person whom a headline only describes.
    pub const HEADLINE: f32 = 0.7;
    /// A known group, once what stood before it was left out; a new one; "his allies", times how sure "his" is.
    pub const GROUP: f32 = 0.7;

    /// Whoever alone held the office on the day.
    pub const OFFICE_ON_THE_DAY: f32 = 0.93;
    /// Whoever alone held it, on a day unknown.
    pub const OFFICE_EVER: f32 = 0.75;
    /// The one of its holders that the text names.
    pub const OFFICE_NAMED: f32 = 0.85;
    /// Somebody in the text who is called so; a nameless spokesperson's body.
    pub const OFFICE_IN_TEXT: f32 = 0.7;
    /// No holder counts for less in these, however badly the office fits.
    pub const LEAST_FIT: f32 = 0.6;
    /// A description that is nobody else's.
    pub const DESCRIBED: f32 = 0.75;
    /// The one that was described by the same noun before.
    pub const DESCRIBED_BEFORE: f32 = 0.7;
    /// Times this: whoever made the document.
    pub const MAKER: f32 = 0.85;
    /// Times this: of a document told of before.
    pub const MAKER_BEFORE: f32 = 0.75;
    /// "the author": the article's.
    pub const AUTHOR: f32 = 0.8;
    /// "the expert": the last speaker, of whom nothing was told.
    pub const UNDESCRIBED: f32 = 0.5;

    /// "I" in a quotation that has a speaker.
    pub const FIRST_PERSON: f32 = 0.7;
    /// "I" in a quotation that somebody is named right behind.
    pub const FIRST_PERSON_BEHIND: f32 = 0.55;
    /// "they": two persons named together.
    pub const PAIR: f32 = 0.55;
    /// "who": what stands right before.
    pub const RELATIVE: f32 = 0.85;
    /// "who": the name before an apposition.
    pub const RELATIVE_OVER_APPOSITION: f32 = 0.7;
    /// "who": the nearest person of the sentence.
    pub const RELATIVE_FAR: f32 = 0.55;

    /// Nobody named, but in the quotation of somebody: times the speaker before.
    pub const CARRIED_IN_QUOTATION: f32 = 0.85;
    /// Right after, in the same paragraph: times the speaker before.
    pub const CARRIED: f32 = 0.65;
    /// A quotation that begins the next paragraph: times the speaker before.
    pub const CARRIED_TO_PARAGRAPH: f32 = 0.55;
    /// The speaker before counts for no less than this.
    pub const LEAST_CARRIED: f32 = 0.5;

    /// Times this: a place at the end of a source mention that begins too early.
    pub const LATE_PLACE: f32 = 0.7;
    /// Times this: "his counterpart", by way of his office.
    pub const COUNTERPART: f32 = 0.9;
    /// Times this: an office of the state spoken of, which the mention does not name.
    pub const STATE_IN_CONTEXT: f32 = 0.65;

    /// From this on, a pronoun tells the gender of whom it means.
    pub const TELLS_GENDER: f32 = 0.75;
}

/// Who a reader has in mind: one point is about a mention in the same sentence.
pub(super) mod salience {
    /// The last speaker's weight.
    pub const SPEAKER: f32 = 3.0;
    /// That, by how many paragraphs ago it was; then [`SPEAKER_LONG_AGO`].
    pub const SPEAKER_BY_PARAGRAPH: [f32; 5] = [1.0, 0.95, 0.75, 0.55, 0.4];
    /// Farther back.
    pub const SPEAKER_LONG_AGO: f32 = 0.25;
    /// And by how many other speakers came after; then [`EARLIER_SPEAKER`].
    pub const SPEAKER_BY_RANK: [f32; 3] = [1.0, 0.4, 0.2];
    /// Further down.
    pub const EARLIER_SPEAKER: f32 = 0.1;
    /// Times this: somebody else has just become the subject, since the paragraph of the last speaker.
    pub const PASSED_IN_NEW_PARAGRAPH: f32 = 0.1;
    /// Times this: somebody else has just become the subject, in the same paragraph.
    pub const PASSED: f32 = 0.35;
    /// Times this: somebody else was the subject since, but not just now.
    pub const PASSED_BEFORE: f32 = 0.5;

    /// A mention in the same sentence; shared by the number of sentences back, and one.
    pub const MENTION: f32 = 2.0;
    /// More for a subject.
    pub const SUBJECT: f32 = 0.7;
    /// How fast that is forgotten, for each sentence.
    pub const SUBJECT_FORGOTTEN: f32 = 0.5;
    /// More for what a paragraph begins with.
    pub const BEGINS_PARAGRAPH: f32 = 0.5;
    /// More for "As for Kest, she".
    pub const TOPIC: f32 = 2.0;
    /// Times this: in the words of somebody else.
    pub const QUOTED: f32 = 0.3;
    /// Times this: a genitive.
    pub const GENITIVE: f32 = 0.6;
    /// More for each other mention.
    pub const REPEATED: f32 = 0.03;

    /// Nobody is meant with a smaller probability.
    pub const LEAST_PROBABLE: f32 = 0.25;
    /// Nor the only one there is with a smaller one.
    pub const LEAST_OF_ONE: f32 = 0.1;
    /// And at least so likely.
    pub const CONTINUED: f32 = 0.45;
    /// With no larger share of its probability, the next is no rival.
    pub const NO_RIVAL: f32 = 0.2;
    /// "He added" is the last speaker with this probability.
    pub const GOES_ON: f32 = 0.03;
    /// The second stays a candidate if it is this share as probable as the first.
    pub const NEAR: f32 = 0.7;
    /// A pronoun is taken for a further mention of somebody who is meant with this probability.
    pub const CHAINED: f32 = 0.5;

    /// Two persons named together, for "they", against the probability of a group; shared by the number of sentences back,
    /// and one.
    pub const PAIR: f32 = 0.9;
    /// Nobody is meant who weighs less.
    pub const LEAST: f32 = 0.35;
    /// Nor "the newspaper", where only the kind tells.
    pub const LEAST_OF_KIND: f32 = 0.8;
    /// A candidate's share is of no less than this.
    pub const LEAST_SHARE: f32 = 0.01;

    /// How sure a lone candidate is.
    pub const LONE: f32 = 0.62;
    /// More for each point of weight.
    pub const LONE_BY_WEIGHT: f32 = 0.1;
    /// How sure the first of several is, at least.
    pub const FIRST: f32 = 0.45;
    /// More by its lead over the second, as a share of its weight.
    pub const FIRST_BY_LEAD: f32 = 0.5;
    /// The lead is a share of no less than this.
    pub const LEAST_WEIGHT: f32 = 0.1;
    /// Never surer.
    pub const MOST: f32 = 0.92;
    /// With a smaller lead, the second stays a candidate.
    pub const CLEAR_LEAD: f32 = 0.15;
}

/// How well somebody answers to a description: points of salience, more or less.
pub(super) mod described {
    /// Holds or is given the very office.
    pub const OFFICE: f32 = 2.2;
    /// Is called so among other things.
    pub const CLASS: f32 = 0.8;
    /// Is an expert of another sort.
    pub const EXPERT: f32 = 0.7;
    /// Is something that may be called so: a minister is the head of a ministry.
    pub const WEAK: f32 = 0.5;
    /// Shares a capitalised word: "the Kentucky senator".
    pub const TAG: f32 = 1.5;
    /// Has none that could be shared.
    pub const NO_TAG: f32 = -0.4;
    /// Has others.
    pub const OTHER_TAG: f32 = -1.2;
    /// The description that the text gives has one of the words.
    pub const DETAIL: f32 = 1.5;
    /// "the deputy minister": has no such office.
    pub const OTHER_OFFICE: f32 = -0.6;
    /// Belongs to the places named.
    pub const PLACE: f32 = 0.5;
    /// Belongs to no place that is known.
    pub const PLACE_UNKNOWN: f32 = -0.4;
}

/// How well a held office answers to the one asked for: shares of 1.
pub(super) mod office {
    /// Held at a body of the state asked for.
    pub const THROUGH_STATE: f32 = 0.8;
    /// An ambassador where nobody was said to be sent anywhere.
    pub const SENT: f32 = 0.5;
    /// The title held says more than was asked.
    pub const MORE_HELD: f32 = 0.6;
    /// The text says more than the title, or something else.
    pub const MORE_ASKED: f32 = 0.7;
    /// "the leader": an office that is not among [`super::super::offices`]' ranks.
    pub const UNRANKED: f32 = 0.5;
    /// "the leader", by office: how likely its holder is meant.
    pub const LEADER: f32 = 1.0;
    /// As [`LEADER`].
    pub const CHANCELLOR: f32 = 0.95;
    /// As [`LEADER`].
    pub const PRESIDENT: f32 = 0.9;
    /// As [`LEADER`].
    pub const PREMIER: f32 = 0.75;
    /// As [`LEADER`].
    pub const MONARCH: f32 = 0.6;
    /// Holders that fit this much worse than the best are left out.
    pub const WORSE: f32 = 0.12;
}

/// Which of several known bearers of a name is meant.
pub(super) mod bearer {
    /// Each one's to begin with.
    pub const ANY: f32 = 1.0;
    /// More if the text puts the name with a place of that actor's.
    pub const PLACE: f32 = 2.0;
    /// More if the text calls it what that actor is.
    pub const CLASS: f32 = 1.0;
    /// More if that actor held some office on the day.
    pub const IN_OFFICE: f32 = 0.25;
    /// With this lead it is the one.
    pub const LEAD: f32 = 0.5;
    /// Two words of a name are nearly the same if no larger share of their letters differs.
    pub const NEARLY: f64 = 0.2;
}

/// What sort of thing a name is: points for a person, an organisation, a place.
pub(super) mod sort {
    /// All its words are of that class for the tagger.
    pub const TAGGER: f32 = 1.6;
    /// The same for a person, of a name that is one word and speaks.
    pub const TAGGER_OF_ONE: f32 = 0.6;
    /// More for an organisation of one word that speaks.
    pub const LONE_SPEAKS: f32 = 0.5;
    /// The cues of [`super::super::sorts::cue`], in the order of their bits.
    pub const CUES: [[f32; 3]; 26] = [
        [2.0, 0.0, 0.0],
        [2.5, 0.0, 0.0],
        [1.5, 0.0, 0.0],
        [0.0, 2.5, 0.0],
        [0.0, 3.0, 0.0],
        [0.0, 2.5, 0.0],
        [-1.5, 0.8, 0.3],
        [-0.5, 0.0, 1.0],
        [-0.3, 0.5, 0.3],
        [2.0, 0.0, 0.0],
        [0.7, 0.0, 0.0],
        [0.0, 1.5, 0.0],
        [0.0, 2.0, 0.3],
        [1.5, 0.0, 0.0],
        [1.5, 0.0, 0.0],
        [0.0, 2.0, 0.0],
        [0.5, 0.7, -0.3],
        [0.3, 0.0, 0.0],
        [0.5, 0.0, 0.0],
        [0.0, 0.8, 0.2],
        [0.8, 0.0, 0.0],
        [1.5, 0.0, 0.0],
        [1.5, 0.0, 0.0],
        [0.0, 0.0, 4.0],
        [0.8, 0.0, 0.0],
        [0.0, 0.0, 0.0],
    ];
    /// A name of one word is taken for what it seems with this lead.
    pub const LONE: f32 = 0.1;
    /// A name of several words is an organisation's with this lead.
    pub const SEVERAL: f32 = 0.8;
    /// And a place's with this.
    pub const SEVERAL_PLACE: f32 = 1.3;
}
