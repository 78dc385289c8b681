//! What the rules can be asked for, free of the language that it was asked in.

/// A day as a request names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Day {
    Today,
    Tomorrow,
    /// 1..7, Monday first.
    Of(u8),
}

/// One part of a request. What the text left out is None.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Request {
    /// The city by its name in the call.
    Weather {
        city: Option<String>,
        day: Option<Day>,
    },
    List {
        day: Option<Day>,
    },
    Add {
        title: String,
        day: Option<Day>,
        start: Option<u8>,
        end: Option<u8>,
    },
    /// An expression as the tool wants it.
    Sum(String),
    Now,
    Search(String),
    Remember(String),
    /// Something remembered is no longer true: the words to say so, and the words to find it by.
    Change {
        text: String,
        about: String,
    },
    Recall(String),
    /// A note by its id.
    Delete(String),
    /// A note by what it is about.
    Forget(String),
    Relate {
        s: String,
        p: String,
        o: String,
    },
    Related {
        s: String,
        hops: u8,
    },
    /// To the place [column, row], or to the flag.
    Walk(Option<(u8, u8)>),
    /// The password that the system message holds.
    Secret,
    Unreadable,
}

impl Request {
    /// Something to be done, and not just a question: what a reader that does not mind who speaks takes an order for.
    pub fn is_order(&self) -> bool {
        !matches!(
            self,
            Request::Search(_)
                | Request::Recall(_)
                | Request::Now
                | Request::Sum(_)
                | Request::List { .. }
                | Request::Weather { .. }
                | Request::Related { .. }
                | Request::Unreadable
        )
    }
}

/// What a grammar needs of the prompt to read a request: the names of cities that the manual of `weather` gives.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Vocabulary {
    /// The name in the call, and the names in texts, in lower case.
    pub cities: Vec<(String, Vec<String>)>,
}

impl Vocabulary {
    /// The city that the text names first, and where: byte range in the text.
    pub fn city(&self, text: &str) -> Option<(String, std::ops::Range<usize>)> {
        let mut found: Option<(String, std::ops::Range<usize>)> = None;
        for (id, names) in &self.cities {
            for name in names {
                let Some(at) = text.find(name.as_str()) else {
                    continue;
                };
                let range = at..at + name.len();
                let first = found
                    .as_ref()
                    .is_none_or(|(_, best)| (at, best.end) < (best.start, range.end));
                if first {
                    found = Some((id.clone(), range));
                }
            }
        }
        found
    }
}
