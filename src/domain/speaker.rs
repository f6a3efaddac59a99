//! How a speaker was told from the words that name one.

use super::words::vocabulary;

vocabulary! {
    /// By what the source mention of a quote was resolved to its speaker.
    SpeakerMethod {
        /// A full name.
        Name = "name",
        /// A surname, short form, abbreviation or other alias.
        Alias = "alias",
        /// An office, through who held it on the article's date.
        Office = "office",
        /// A pronoun.
        Pronoun = "pronoun",
        /// A definite description ("the analyst").
        Description = "description",
        /// A capital, a building or a government that stands for a state.
        Metonym = "metonym",
        /// A nameless group.
        Group = "group",
        /// No mention of its own: the speaker of the statement before.
        Carried = "carried",
        /// Not resolved.
        None = "none",
        /// A person has said who it is.
        Review = "review",
    }
}

vocabulary! {
    /// What an actor is to a quote.
    Relation {
        /// Said it.
        Speaker = "speaker",
        /// A spokesperson said it in this actor's name.
        OnBehalfOf = "on_behalf_of",
        /// May have said it.
        Candidate = "candidate",
    }
}
