//! The kind of a quote.

use super::words::vocabulary;

vocabulary! {
    /// How much of the content stands in quotation marks.
    QuoteKind {
        /// All of it.
        Direct = "direct",
        /// A part of it.
        Mixed = "mixed",
        /// None of it.
        Indirect = "indirect",
    }
}

vocabulary! {
    /// What a span of an article is to a quote.
    SpanRole {
        /// The words attributed.
        Content = "content",
        /// The reporting words.
        Cue = "cue",
        /// The words that name the speaker.
        Source = "source",
    }
}
