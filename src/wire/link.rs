//! What stands behind the `#` of an address: `#/`, `#/gallery`, `#/lab/<id>?v=1&s=<state>&lang=zh-Hant&theme=dark`.
//!
//! Text in, values out; nothing of the browser and no lab by name. Anything may come in: a link that was cut, changed or made
//! by hand is an error that the page tells the reader about, and changes nothing.

use std::fmt::{self, Display};
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Serialize, de::DeserializeOwned};

use crate::lesson::{Describe, Lang};

#[cfg(test)]
mod tests;

/// Longest fragment that is looked at, in bytes.
pub const LONGEST_HASH: usize = 4096;
/// Longest `s=`, in characters of base64.
pub const LONGEST_STATE: usize = 2048;

/// Light, dark, or what the system says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    /// The value of `theme=`.
    pub const fn name(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The theme of this name.
    pub fn from_name(name: &str) -> Option<Theme> {
        Theme::ALL.into_iter().find(|theme| theme.name() == name)
    }
}

/// A place of the site, and what the link asks for there.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Route {
    pub place: Place,
    pub query: Query,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Place {
    #[default]
    Home,
    Gallery,
    /// The lab's id: lower-case letters, digits and hyphens. Whether there is such a lab, `Route::among` says.
    Lab(String),
}

/// What follows the `?`. Keys that are not known are ignored, and not kept.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    /// `v=` and `s=`, which only come together.
    pub state: Option<State>,
    pub lang: Option<Lang>,
    pub theme: Option<Theme>,
    /// `embed=1`: one widget in someone else's page.
    pub embed: bool,
    /// `present=1`: on a projector.
    pub present: bool,
}

/// A lab's configuration as text, not yet read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct State {
    /// Of the lab's own format.
    pub version: u32,
    /// base64url without padding of: the value in postcard, then a check sum (4 bytes).
    pub text: String,
}

/// Why a link cannot be followed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkError {
    /// Cut, changed, or never one of ours.
    Damaged,
    /// Longer than any link of ours; not looked at. Or a state that does not fit into a link.
    TooLong,
    /// Made by an earlier or a later version of the lab.
    OtherVersion(u32),
    UnknownLab(String),
    /// A place that the site does not have; its first characters.
    UnknownPlace(String),
}

/// The state of a lab as it stands in a link. Error: `TooLong`, when it does not fit.
pub fn encode_state<T: Serialize>(lab: &str, version: u8, value: &T) -> Result<State, LinkError> {
    let mut bytes = postcard::to_allocvec(value).map_err(|_| LinkError::TooLong)?;
    bytes.extend(check_sum(lab, version, &bytes).to_le_bytes());
    let text = URL_SAFE_NO_PAD.encode(bytes);
    match text.len() > LONGEST_STATE {
        true => Err(LinkError::TooLong),
        false => Ok(State {
            version: version.into(),
            text,
        }),
    }
}

/// The value in a state, which has to be this lab's, of this version, whole and unchanged. The caller still has to bring it
/// inside the limits: a valid check sum can be made by hand.
pub fn decode_state<T: DeserializeOwned>(
    lab: &str,
    version: u8,
    state: &State,
) -> Result<T, LinkError> {
    if state.version != version as u32 {
        return Err(LinkError::OtherVersion(state.version));
    }
    if state.text.len() > LONGEST_STATE {
        return Err(LinkError::TooLong);
    }
    let bytes = URL_SAFE_NO_PAD
        .decode(&state.text)
        .map_err(|_| LinkError::Damaged)?;
    let (body, sum) = bytes.split_last_chunk::<4>().ok_or(LinkError::Damaged)?;
    if check_sum(lab, version, body) != u32::from_le_bytes(*sum) {
        return Err(LinkError::Damaged);
    }
    match postcard::take_from_bytes(body) {
        Ok((value, [])) => Ok(value),
        _ => Err(LinkError::Damaged), // rubbish, or bytes left over
    }
}

/// FNV-1a over the lab's id, the version and the bytes: one changed character of base64 always changes it.
fn check_sum(lab: &str, version: u8, body: &[u8]) -> u32 {
    let bytes = lab.bytes().chain([0, version]).chain(body.iter().copied());
    bytes.fold(0x811c_9dc5, |sum: u32, byte| {
        (sum ^ byte as u32).wrapping_mul(0x0100_0193)
    })
}

impl Route {
    /// The same route, if the site has its lab.
    pub fn among(self, has: impl Fn(&str) -> bool) -> Result<Route, LinkError> {
        match &self.place {
            Place::Lab(id) if !has(id) => Err(LinkError::UnknownLab(id.clone())),
            _ => Ok(self),
        }
    }
}

impl FromStr for Route {
    type Err = LinkError;

    /// From `location.hash`, with or without the `#`.
    fn from_str(hash: &str) -> Result<Route, LinkError> {
        if hash.len() > LONGEST_HASH {
            return Err(LinkError::TooLong);
        }
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        Ok(Route {
            place: path.parse()?,
            query: query.parse()?,
        })
    }
}

impl FromStr for Place {
    type Err = LinkError;

    fn from_str(path: &str) -> Result<Place, LinkError> {
        let is_id = |id: &str| {
            let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            !id.is_empty() && id.bytes().all(allowed)
        };
        match path.strip_prefix('/').unwrap_or(path) {
            "" => Ok(Place::Home),
            "gallery" => Ok(Place::Gallery),
            other => match other.strip_prefix("lab/") {
                Some(id) if is_id(id) => Ok(Place::Lab(id.into())),
                _ => Err(LinkError::UnknownPlace(other.chars().take(40).collect())),
            },
        }
    }
}

impl FromStr for Query {
    type Err = LinkError;

    fn from_str(query: &str) -> Result<Query, LinkError> {
        if query.len() > LONGEST_HASH {
            return Err(LinkError::TooLong);
        }
        let [mut v, mut s, mut lang, mut theme, mut embed, mut present] =
            [const { None::<String> }; 6];
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let slot = match percent_decoded(key)?.as_str() {
                "v" => &mut v,
                "s" => &mut s,
                "lang" => &mut lang,
                "theme" => &mut theme,
                "embed" => &mut embed,
                "present" => &mut present,
                _ => continue,
            };
            if slot.replace(percent_decoded(value)?).is_some() {
                return Err(LinkError::Damaged); // the same key twice: two links run together
            }
        }
        let state = match (v, s) {
            (None, None) => None,
            (Some(v), Some(text)) => Some(State {
                version: v.parse().map_err(|_| LinkError::Damaged)?,
                text,
            }),
            _ => return Err(LinkError::Damaged), // cut in between
        };
        let on = |flag: Option<String>| flag.as_deref() == Some("1");
        Ok(Query {
            state,
            lang: lang.and_then(|tag| Lang::from_tag(&tag)),
            theme: theme.and_then(|name| Theme::from_name(&name)),
            embed: on(embed),
            present: on(present),
        })
    }
}

/// `%41` is A. Error: a `%` without two digits of base 16, or bytes that are not UTF-8.
fn percent_decoded(text: &str) -> Result<String, LinkError> {
    let digit = |b: Option<u8>| b.and_then(|b| (b as char).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => match (digit(rest.next()), digit(rest.next())) {
                (Some(high), Some(low)) => (high * 16 + low) as u8,
                _ => return Err(LinkError::Damaged),
            },
            byte => byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| LinkError::Damaged)
}

impl Display for Route {
    /// For `href`: with the `#`.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match &self.place {
            Place::Home => f.write_str("#/")?,
            Place::Gallery => f.write_str("#/gallery")?,
            Place::Lab(id) => write!(f, "#/lab/{id}")?,
        }
        match self.query == Query::default() {
            true => Ok(()),
            false => write!(f, "?{}", self.query),
        }
    }
}

impl Display for Query {
    /// Without the `?`.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let state = self.state.as_ref();
        let flag = |on: bool| on.then(|| "1".to_string());
        let pairs = [
            ("v", state.map(|state| state.version.to_string())),
            ("s", state.map(|state| state.text.clone())),
            ("lang", self.lang.map(|lang| lang.tag().into())),
            ("theme", self.theme.map(|theme| theme.name().into())),
            ("embed", flag(self.embed)),
            ("present", flag(self.present)),
        ];
        let mut between = "";
        for (key, value) in pairs {
            if let Some(value) = value {
                write!(f, "{between}{key}={value}")?;
                between = "&";
            }
        }
        Ok(())
    }
}

impl Describe for LinkError {
    fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (LinkError::Damaged, Lang::En) => {
                "This link is damaged: a part of it is missing or was changed. Nothing was changed here. Ask for the link again."
                    .into()
            }
            (LinkError::Damaged, Lang::ZhHant) => {
                "連結已損毀：有一部分遺失或被改過。這裡的內容沒有任何變動，請再要一次連結。".into()
            }
            (LinkError::TooLong, Lang::En) => {
                format!("This link is longer than any link of this site ({LONGEST_STATE} characters of state). Nothing was changed here.")
            }
            (LinkError::TooLong, Lang::ZhHant) => {
                format!("連結太長，超過本站連結的上限（狀態最多 {LONGEST_STATE} 個字元）。這裡的內容沒有任何變動。")
            }
            (LinkError::OtherVersion(version), Lang::En) => {
                format!("This link was made by another version of this lab (version {version}). Reload the page; if that does not help, set the controls by hand.")
            }
            (LinkError::OtherVersion(version), Lang::ZhHant) => {
                format!("這個連結來自這個實驗的另一個版本（版本 {version}）。請重新載入頁面；如果還是打不開，請自行調整各項設定。")
            }
            (LinkError::UnknownLab(id), Lang::En) => {
                format!("There is no lab called \u{201c}{id}\u{201d} in this version. Check the link, or choose a lab on the home page.")
            }
            (LinkError::UnknownLab(id), Lang::ZhHant) => {
                format!("這個版本沒有名為「{id}」的實驗。請檢查連結，或從首頁選一個實驗。")
            }
            (LinkError::UnknownPlace(place), Lang::En) => {
                format!("This site has no place called \u{201c}{place}\u{201d}. The link may be damaged; start from the home page.")
            }
            (LinkError::UnknownPlace(place), Lang::ZhHant) => {
                format!("本站沒有「{place}」這個頁面。連結可能已損毀，請從首頁開始。")
            }
        }
    }
}
