//! What page and worker say to each other. Imports `train` for the words of a job; nothing of the browser.
//!
//! A message is `[version u8][postcard]` in one transferable buffer. Never reorder the variants: the order is the format.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::train::{Control, JobError, State};

/// Megabytes in one go: the same bytes on the wire as a plain `Vec<u8>`, without a call for each of them.
mod bulk;
/// What a lab's reader may choose, and the link that holds it.
pub mod choices;
/// What stands behind the `#` of an address: places, states, share links.
pub mod link;

/// Goes up whenever a message below changes its form.
pub const PROTOCOL: u8 = 1;

/// Counts the jobs opened by one page, so that late messages of a closed one are dropped.
pub type RunId = u32;

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum ToWorker {
    /// First message. The revision is that of the page's own files.
    Hello {
        protocol: u8,
        revision: String,
    },
    /// Make the job of a lab; `setup` is the lab's own `Setup` in postcard. Replaces the job that was open.
    /// With a checkpoint the job starts from there.
    Open {
        run: RunId,
        lab: String,
        #[serde(with = "bulk")]
        setup: Vec<u8>,
        #[serde(with = "bulk::option")]
        checkpoint: Option<Vec<u8>>,
    },
    Control {
        run: RunId,
        control: Control,
    },
    /// A question of the lab's page: answered with the same number.
    Ask {
        run: RunId,
        question: u32,
        body: Vec<u8>,
    },
    /// The page has shown a report and is ready for the next one (sent on an animation frame).
    Shown {
        run: RunId,
    },
    /// The page is hidden or visible again.
    Hidden(bool),
    /// Drop the job and all that it holds.
    Close {
        run: RunId,
    },
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum FromWorker {
    /// Answer to the page's hello. `gflops`: matrix product speed measured at start, for time estimates.
    Hello {
        protocol: u8,
        revision: String,
        gflops: f32,
    },
    Opened {
        run: RunId,
    },
    /// The job was refused or failed; nothing runs.
    Refused {
        run: RunId,
        error: JobError,
    },
    State {
        run: RunId,
        state: State,
    },
    /// The lab's `Report` in postcard. At most one until the page says `Shown`.
    Report {
        run: RunId,
        body: Vec<u8>,
        bytes: u64,
    },
    /// Kept by the page to restart a lost worker: at most 2 s old while the job runs.
    Checkpoint {
        run: RunId,
        #[serde(with = "bulk")]
        body: Vec<u8>,
    },
    Answer {
        run: RunId,
        question: u32,
        body: Result<Vec<u8>, JobError>,
    },
    /// The worker panicked; it is of no use after this.
    Fatal {
        message: String,
    },
    /// A control was not accepted; the job stands as it stood. A `State` follows, as after every control.
    Declined {
        run: RunId,
        error: JobError,
    },
}

/// The run of a frame that holds a `FromWorker::Checkpoint`, from its first bytes alone. The page keeps such a frame as it
/// came, without copying megabytes into its own memory, and reads it only when a lost worker has to be replaced.
pub fn checkpoint_run(head: &[u8]) -> Option<RunId> {
    let variant = encode(&FromWorker::Checkpoint {
        run: 0,
        body: Vec::new(),
    })[1];
    match head {
        [PROTOCOL, v, rest @ ..] if *v == variant => {
            postcard::take_from_bytes(rest).ok().map(|(run, _)| run)
        }
        _ => None,
    }
}

/// Bytes that `checkpoint_run` needs at most: version, variant, and a u32 as varint.
pub const CHECKPOINT_HEAD: usize = 7;

/// Why a frame could not be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FrameError {
    Empty,
    Version(u8),
    Malformed,
}

/// A message as bytes.
pub fn encode<M: Serialize>(message: &M) -> Vec<u8> {
    postcard::to_extend(message, vec![PROTOCOL]).expect("a Vec takes any message")
}

/// The message in these bytes. Anything may come in; nothing panics.
pub fn decode<M: DeserializeOwned>(frame: &[u8]) -> Result<M, FrameError> {
    match frame.split_first() {
        None => Err(FrameError::Empty),
        Some((&PROTOCOL, body)) => postcard::from_bytes(body).map_err(|_| FrameError::Malformed),
        Some((&version, _)) => Err(FrameError::Version(version)),
    }
}

/// A lab's own type as bytes, without a version (it travels inside a frame).
pub fn pack<M: Serialize>(value: &M) -> Vec<u8> {
    postcard::to_allocvec(value).expect("a Vec takes any value")
}

/// The lab's own type in these bytes.
pub fn unpack<M: DeserializeOwned>(body: &[u8]) -> Result<M, JobError> {
    postcard::from_bytes(body).map_err(|_| JobError::BadMessage)
}

#[cfg(test)]
mod tests;
