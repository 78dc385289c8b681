//! Bytes of a dropped file to text: UTF-8, UTF-16 and Big5 are recognised, everything else is refused with a reason.
//!
//! Big5 is decoded by whoever runs us: the table would be 100 KB (brotli) of wasm, and every browser has it (`TextDecoder`).
//! The worker hands its decoder in with `use_big5`; on the host `encoding_rs` has the same table (WHATWG Encoding Standard).

use std::sync::OnceLock;

use crate::lesson::{Describe, Lang};

/// How a text was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Big5,
}

impl Encoding {
    pub const fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
            Encoding::Big5 => "Big5",
        }
    }
}

/// A file that could be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// Without a byte order mark.
    pub text: String,
    pub encoding: Encoding,
    /// Bytes left out at the end: the beginning of a character that was cut off (at most 3).
    pub dropped: usize,
}

/// Why a file could not be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unreadable {
    TooLarge {
        bytes: usize,
        limit: usize,
    },
    /// NUL or too many other control characters: a picture, a program, a word processor's file.
    NotText,
    /// It starts like this encoding, or is marked as it, but breaks at this byte.
    Damaged {
        encoding: Encoding,
        at: usize,
    },
    /// None of those that are recognised.
    Unknown,
}

/// Decodes Big5 strictly: `None` where a byte sequence is no character.
pub type Big5 = fn(&[u8]) -> Option<String>;

static BIG5: OnceLock<Big5> = OnceLock::new();

/// Gives the decoder for Big5; the first one given stays. Without one, Big5 is not recognised in the browser.
pub fn use_big5(decoder: Big5) {
    let _ = BIG5.set(decoder);
}

fn big5(bytes: &[u8]) -> Option<String> {
    #[cfg(not(target_arch = "wasm32"))]
    let host: Option<Big5> = Some(|bytes| {
        encoding_rs::BIG5
            .decode_without_bom_handling_and_without_replacement(bytes)
            .map(|text| text.into_owned())
    });
    #[cfg(target_arch = "wasm32")]
    let host: Option<Big5> = None;
    BIG5.get().copied().or(host)?(bytes)
}

/// The text of a file of at most `limit` bytes. An empty file is an empty text.
pub fn read(bytes: &[u8], limit: usize) -> Result<Reading, Unreadable> {
    if bytes.len() > limit {
        return Err(Unreadable::TooLarge {
            bytes: bytes.len(),
            limit,
        });
    }
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest).map_err(|at| Unreadable::Damaged {
            encoding: Encoding::Utf8,
            at: at + 3,
        }),
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Err(Unreadable::Unknown), // UTF-32
        [0xff, 0xfe, rest @ ..] => marked_utf16(rest, Encoding::Utf16Le),
        [0xfe, 0xff, rest @ ..] => marked_utf16(rest, Encoding::Utf16Be),
        _ => unmarked(bytes),
    }
    .and_then(|reading| {
        if is_text(&reading.text) {
            Ok(reading)
        } else {
            Err(Unreadable::NotText)
        }
    })
}

/// Without a byte order mark: the first encoding in which the bytes are plausible text.
fn unmarked(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let as_utf8 = utf8(bytes);
    if let Ok(reading) = &as_utf8
        && is_text(&reading.text)
    {
        return as_utf8.map_err(|_| Unreadable::Unknown);
    }
    let wide = [Encoding::Utf16Le, Encoding::Utf16Be];
    let guesses = wide
        .into_iter()
        .filter_map(|encoding| utf16(bytes, encoding).ok())
        .chain(big5_reading(bytes));
    let best = guesses
        .map(|reading| (likelihood(&reading), reading))
        .filter(|(score, _)| *score > 0.0)
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    match (best, as_utf8) {
        (Some((_, reading)), _) => Ok(reading),
        (None, Ok(_)) => Err(Unreadable::NotText), // valid UTF-8 full of control characters
        (None, Err(_)) if bytes.contains(&0) => Err(Unreadable::NotText),
        // Two whole characters of several bytes before the fault are no accident.
        (None, Err(at))
            if String::from_utf8_lossy(&bytes[..at])
                .chars()
                .filter(|c| !c.is_ascii())
                .count()
                >= 2 =>
        {
            Err(Unreadable::Damaged {
                encoding: Encoding::Utf8,
                at,
            })
        }
        (None, Err(_)) => Err(Unreadable::Unknown),
    }
}

/// Strict, except that a last character may be cut off. Error: the byte at which it breaks.
fn utf8(bytes: &[u8]) -> Result<Reading, usize> {
    let reading = |text: &str, dropped| Reading {
        text: text.into(),
        encoding: Encoding::Utf8,
        dropped,
    };
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(reading(text, 0)),
        Err(error) => {
            let at = error.valid_up_to();
            let text = std::str::from_utf8(&bytes[..at]).unwrap_or_default();
            // Latin-1 that ends with an accented letter looks the same: only believed after a character of several bytes.
            if error.error_len().is_none() && !text.is_ascii() {
                Ok(reading(text, bytes.len() - at))
            } else {
                Err(at)
            }
        }
    }
}

fn marked_utf16(bytes: &[u8], encoding: Encoding) -> Result<Reading, Unreadable> {
    utf16(bytes, encoding).map_err(|at| Unreadable::Damaged {
        encoding,
        at: at + 2,
    })
}

/// Strict, except that the last character may be cut off. Error: the byte at which it breaks.
fn utf16(bytes: &[u8], encoding: Encoding) -> Result<Reading, usize> {
    let pairs = bytes.chunks_exact(2);
    let mut dropped = pairs.remainder().len();
    let units: Vec<u16> = pairs
        .map(|pair| match encoding {
            Encoding::Utf16Be => u16::from_be_bytes([pair[0], pair[1]]),
            _ => u16::from_le_bytes([pair[0], pair[1]]),
        })
        .collect();
    let mut text = String::with_capacity(units.len() * 3);
    let mut at = 0;
    for character in char::decode_utf16(units.iter().copied()) {
        match character {
            Ok(character) => {
                text.push(character);
                at += character.len_utf16();
            }
            Err(lone)
                if at + 1 == units.len()
                    && (0xd800..0xdc00).contains(&lone.unpaired_surrogate()) =>
            {
                dropped += 2
            }
            Err(_) => return Err(2 * at),
        }
    }
    Ok(Reading {
        text,
        encoding,
        dropped,
    })
}

/// Strict, except that the last character may be cut off.
fn big5_reading(bytes: &[u8]) -> Option<Reading> {
    let reading = |text, dropped| Reading {
        text,
        encoding: Encoding::Big5,
        dropped,
    };
    let whole = big5(bytes).map(|text| reading(text, 0));
    whole.or_else(|| big5(&bytes[..bytes.len().saturating_sub(1)]).map(|text| reading(text, 1)))
}

/// No NUL, and at most one other control character in 200 (form feeds and the old end-of-file mark occur in real texts).
fn is_text(text: &str) -> bool {
    let controls = text
        .chars()
        .filter(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        .count();
    !text.contains('\0') && controls * 200 <= text.chars().count()
}

/// Frequent in modern prose or in Tang verse; wrongly decoded bytes give these only by accident.
const FREQUENT: &str = "的一是不了人我在有他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她里後小麼心\
多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長知民樣現分將外但身些與高意進把\
法此實回二理美點月明其種聲全工己話兒者向情部正名定女問力機給等幾山風雲春何水花秋相歸夜客寒空遠清雨路未門樹草青深城應思南新雪\
獨林誰盡朝流酒千今飛江白入裡";

/// How much like a real text the guess is, 0 (not at all) to 1. For UTF-16 without its mark, and for Big5.
fn likelihood(reading: &Reading) -> f64 {
    let text = &reading.text;
    if !is_text(text) {
        return 0.0;
    }
    let (mut ordinary, mut han, mut frequent, mut all) = (0_usize, 0_usize, 0_usize, 0_usize);
    for character in text.chars() {
        all += 1;
        match character as u32 {
            0x4e00..=0x9fff => {
                han += 1;
                ordinary += 1;
                frequent += usize::from(FREQUENT.contains(character));
            }
            // Latin with its accents, general and Chinese marks, kana, bopomofo, full-width forms.
            0x09..=0x7e
            | 0xa0..=0x24f
            | 0x2010..=0x203b
            | 0x3000..=0x30ff
            | 0x3105..=0x312f
            | 0xff01..=0xff5e => ordinary += 1,
            _ => {}
        }
    }
    let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
    let mostly_ordinary = share(ordinary, all) >= 0.95;
    // Real Chinese text has 30 % to 60 % of the frequent characters, wrongly decoded bytes 1 % to 5 %.
    let han_is_real = share(frequent, han) >= 0.12;
    let believable = match reading.encoding {
        // Latin text in UTF-16 has no Chinese at all; it is known by its NULs, which nothing else explains.
        Encoding::Utf16Le | Encoding::Utf16Be => han == 0 || han_is_real,
        Encoding::Utf8 | Encoding::Big5 => han > 0 && han_is_real,
    };
    if mostly_ordinary && believable && all > 0 {
        0.5 * share(ordinary, all) + 0.5 * share(frequent, han)
    } else {
        0.0
    }
}

impl Describe for Unreadable {
    fn describe(&self, lang: Lang) -> String {
        let megabytes = |bytes: usize| format!("{:.1} MB", bytes as f64 / (1 << 20) as f64);
        match (*self, lang) {
            (Unreadable::TooLarge { bytes, limit }, Lang::En) => {
                format!("The file has {}; at most {} are read. Drop a part of it.", megabytes(bytes), megabytes(limit))
            }
            (Unreadable::TooLarge { bytes, limit }, Lang::ZhHant) => {
                format!("檔案有 {}，最多只能讀 {}。請先截取一部分。", megabytes(bytes), megabytes(limit))
            }
            (Unreadable::NotText, Lang::En) => {
                "This is not a text file: it holds bytes that no text has (a picture, or a word processor's document?). Save it as plain text (.txt) first.".into()
            }
            (Unreadable::NotText, Lang::ZhHant) => {
                "這不是純文字檔：裡面有文字不會有的位元組（是圖片或文書處理檔嗎？）。請先另存為純文字檔（.txt）。".into()
            }
            (Unreadable::Damaged { encoding, at }, Lang::En) => {
                format!("The file looks like {} but breaks at byte {at}. Save it again as UTF-8.", encoding.name())
            }
            (Unreadable::Damaged { encoding, at }, Lang::ZhHant) => {
                format!("檔案看起來是 {}，但在第 {at} 個位元組處損壞。請重新存成 UTF-8。", encoding.name())
            }
            (Unreadable::Unknown, Lang::En) => {
                "The file's encoding is not known: UTF-8, UTF-16 and Big5 are read. Save it as UTF-8 in your editor.".into()
            }
            (Unreadable::Unknown, Lang::ZhHant) => {
                "認不出檔案的編碼：可讀 UTF-8、UTF-16 與 Big5。請在編輯器裡另存成 UTF-8。".into()
            }
        }
    }
}

#[cfg(test)]
#[path = "charset_tests.rs"]
mod tests;
