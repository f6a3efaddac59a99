//! What a person should hear while the store is at work: that it waits, that it makes a copy. The store prints nothing.

use std::sync::OnceLock;

static LISTENER: OnceLock<fn(&str)> = OnceLock::new();

/// Says who hears the notices of this process; the first one who asks does.
pub fn listen(listener: fn(&str)) {
    let _ = LISTENER.set(listener);
}

/// Tells something, if anybody listens.
pub(super) fn tell(text: &str) {
    if let Some(listener) = LISTENER.get() {
        listener(text);
    }
}
