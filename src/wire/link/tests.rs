use std::time::Instant;

use proptest::prelude::*;
use rand::{Rng, RngExt};
use rand_pcg::Pcg32;
use serde::Deserialize;

use super::*;

/// A made-up lab's configuration.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Sample {
    width: u16,
    rate: f32,
    text: String,
    choice: Option<u8>,
}

fn sample() -> impl Strategy<Value = Sample> {
    (any::<u16>(), -1e9f32..1e9, ".{0,40}", any::<Option<u8>>()).prop_map(
        |(width, rate, text, choice)| Sample {
            width,
            rate,
            text,
            choice,
        },
    )
}

fn link(value: &Sample) -> String {
    Route {
        place: Place::Lab("next-token".into()),
        query: Query {
            state: Some(encode_state("next-token", 1, value).unwrap()),
            lang: Some(Lang::ZhHant),
            theme: Some(Theme::Dark),
            ..Query::default()
        },
    }
    .to_string()
}

/// What a page does with a link: the state, if there is one.
fn open(hash: &str) -> Result<Option<Sample>, LinkError> {
    let route = hash.parse::<Route>()?.among(|id| id == "next-token")?;
    let read = |state: &State| decode_state("next-token", 1, state);
    route.query.state.as_ref().map(read).transpose()
}

fn example() -> Sample {
    Sample {
        width: 64,
        rate: 0.005,
        text: "床前明月光 & 100 % = <b>?#".into(),
        choice: Some(3),
    }
}

#[test]
fn a_link_reads_as_it_is_documented() {
    let hash = link(&example());
    assert!(hash.starts_with("#/lab/next-token?v=1&s="));
    assert!(hash.ends_with("&lang=zh-Hant&theme=dark"));
    assert!(hash.is_ascii() && !hash.contains('%'));
    assert_eq!(open(&hash), Ok(Some(example())));
    assert_eq!(open(&hash[1..]), Ok(Some(example())), "without the #");
}

#[test]
fn places_have_one_address_each() {
    for (hash, place) in [
        ("", Place::Home),
        ("#", Place::Home),
        ("#/", Place::Home),
        ("#/?lang=en", Place::Home),
        ("#/gallery", Place::Gallery),
        ("#/lab/next-token", Place::Lab("next-token".into())),
        ("#/lab/next-token?", Place::Lab("next-token".into())),
    ] {
        assert_eq!(
            hash.parse::<Route>().map(|route| route.place),
            Ok(place),
            "{hash}"
        );
    }
    assert_eq!(Route::default().to_string(), "#/");
    for hash in [
        "#/lab/",
        "#/lab",
        "#/labs/next-token",
        "#/lab/Next",
        "#/lab/a/b",
        "#/lab/\u{6f22}",
        "#main",
    ] {
        assert!(
            matches!(hash.parse::<Route>(), Err(LinkError::UnknownPlace(_))),
            "{hash}"
        );
    }
    assert_eq!(
        open("#/lab/no-such-lab"),
        Err(LinkError::UnknownLab("no-such-lab".into()))
    );
}

#[test]
fn a_query_is_read_key_by_key() {
    let query = |text: &str| text.parse::<Query>();
    let shown = query("lang=zh-TW&theme=dark&embed=1&present=1&utm_source=x&&y").unwrap();
    let expected = Query {
        lang: Some(Lang::ZhHant),
        theme: Some(Theme::Dark),
        embed: true,
        present: true,
        state: None,
    };
    assert_eq!(shown, expected);
    assert_eq!(
        shown.to_string(),
        "lang=zh-Hant&theme=dark&embed=1&present=1"
    );
    assert_eq!(
        query("lang=fr&theme=pink&embed=0&present=").unwrap(),
        Query::default()
    );
    assert_eq!(query("x=%ff"), Ok(Query::default()), "not ours to judge");
    assert_eq!(query("l%61ng=%7a%68").unwrap().lang, Some(Lang::ZhHant));
    for damaged in [
        "v=1",                // cut before s
        "s=AAAA",             // v lost
        "v=&s=AAAA",          // not a number
        "v=-1&s=AAAA",        //
        "v=4294967296&s=AAA", // does not fit
        "v=1&s=AA&s=AA",      // two links run together
        "lang=%",             // cut in an escape
        "lang=%4",            //
        "lang=%4g",           //
        "lang=%+1",           //
        "lang=%ff",           // not UTF-8
    ] {
        assert_eq!(query(damaged), Err(LinkError::Damaged), "{damaged}");
    }
}

#[test]
fn a_state_opens_only_what_it_was_made_for() {
    let state = encode_state("next-token", 1, &example()).unwrap();
    let read = |lab, version, state: &State| decode_state::<Sample>(lab, version, state);
    assert_eq!(read("next-token", 1, &state), Ok(example()));
    assert_eq!(
        read("next-token", 2, &state),
        Err(LinkError::OtherVersion(1))
    );
    assert_eq!(
        read("depth", 1, &state),
        Err(LinkError::Damaged),
        "another lab's"
    );
    let relabelled = State {
        version: 2,
        ..state.clone()
    };
    assert_eq!(
        read("next-token", 2, &relabelled),
        Err(LinkError::Damaged),
        "the version is under the check sum"
    );
    let padded = State {
        text: state.text.clone() + "=",
        ..state
    };
    assert_eq!(read("next-token", 1, &padded), Err(LinkError::Damaged));
}

#[test]
fn bytes_left_over_are_refused_whatever_the_check_sum_says() {
    let state = encode_state("next-token", 1, &(example(), 0u8)).unwrap();
    assert_eq!(
        decode_state::<(Sample, u8)>("next-token", 1, &state),
        Ok((example(), 0))
    );
    assert_eq!(
        decode_state::<Sample>("next-token", 1, &state),
        Err(LinkError::Damaged)
    );
}

#[test]
fn a_state_that_does_not_fit_is_refused_when_it_is_made() {
    // 2048 characters of base64 hold 1536 bytes: 4 of check sum, 2 of length, 1530 of text.
    let longest = "x".repeat(1530);
    let state = encode_state("next-token", 1, &longest).unwrap();
    assert_eq!(state.text.len(), LONGEST_STATE);
    assert_eq!(decode_state::<String>("next-token", 1, &state), Ok(longest));
    assert_eq!(
        encode_state("next-token", 1, &"x".repeat(1531)),
        Err(LinkError::TooLong)
    );
    let long = State {
        version: 1,
        text: "A".repeat(LONGEST_STATE + 1),
    };
    assert_eq!(
        decode_state::<String>("next-token", 1, &long),
        Err(LinkError::TooLong)
    );
}

#[test]
fn a_fragment_of_a_megabyte_is_refused_at_once() {
    for filler in ["A", "%41", "&", "漢"] {
        let hash = "#/lab/next-token?v=1&s=".to_string() + &filler.repeat(1_000_000 / filler.len());
        let start = Instant::now();
        assert_eq!(open(&hash), Err(LinkError::TooLong));
        assert!(start.elapsed().as_millis() < 5, "{:?}", start.elapsed());
    }
}

/// Every link that differs from `link` in one character, or was cut.
fn spoiled(link: &str) -> impl Iterator<Item = String> + '_ {
    let others = "ABZabz059-_=&?#%/+ .~\u{0}\u{7f}é漢🎲";
    let changed = (0..link.len()).flat_map(move |i| {
        others
            .chars()
            .filter(move |&c| !link[i..].starts_with(c))
            .map(move |c| [&link[..i], &c.to_string(), &link[i + 1..]].concat())
    });
    let longer = (0..=link.len()).flat_map(move |i| {
        others
            .chars()
            .map(move |c| [&link[..i], &c.to_string(), &link[i..]].concat())
    });
    let without = (0..link.len()).map(move |i| [&link[..i], &link[i + 1..]].concat());
    let cut = (0..link.len()).map(move |i| link[..i].to_string());
    changed.chain(longer).chain(without).chain(cut)
}

#[test]
fn no_changed_or_cut_link_opens_another_state() {
    let hash = link(&example());
    let (mut refused, mut harmless) = (0, 0);
    for spoiled in spoiled(&hash) {
        match open(&spoiled) {
            Err(_) => refused += 1,
            // The language or the theme was hit, an escape says the same, or only the lab itself is left of the link.
            Ok(state) => {
                assert!(state.is_none() || state == Some(example()), "{spoiled}");
                harmless += 1;
            }
        }
    }
    assert!(
        refused > 3 * harmless,
        "{refused} refused, {harmless} harmless"
    );
    let start = hash.find("s=").unwrap() + 2;
    let end = hash.find("&lang").unwrap();
    for i in start..end {
        for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".bytes() {
            let mut bytes = hash.clone().into_bytes();
            if std::mem::replace(&mut bytes[i], c) != c {
                assert_eq!(
                    open(std::str::from_utf8(&bytes).unwrap()),
                    Err(LinkError::Damaged)
                );
            }
        }
    }
    for i in start..end {
        assert_eq!(open(&hash[..i]), Err(LinkError::Damaged), "cut at {i}");
    }
}

#[test]
fn a_million_random_bytes_never_panic_and_never_open_a_state() {
    let mut rng = Pcg32::new(42, 54);
    let (mut bytes, mut states) = (0, 0);
    while bytes < 1_000_000 {
        let length = rng.random_range(0..120);
        let random: Vec<u8> = (0..length).map(|_| rng.next_u32() as u8).collect();
        bytes += length;
        let text = String::from_utf8_lossy(&random);
        let base64 = URL_SAFE_NO_PAD.encode(&random);
        for hash in [
            text.to_string(),
            format!("#/lab/next-token?{text}"),
            format!("#/lab/next-token?v=1&s={text}"),
            format!("#/lab/next-token?v=1&s={base64}&{text}"),
        ] {
            states += matches!(open(&hash), Ok(Some(_))) as u32;
        }
        // The check sum made right by hand: the reader behind it must hold as well.
        let signed = [
            &random[..],
            &check_sum("next-token", 1, &random).to_le_bytes(),
        ]
        .concat();
        let state = State {
            version: 1,
            text: URL_SAFE_NO_PAD.encode(signed),
        };
        let _ = decode_state::<Sample>("next-token", 1, &state);
        let _ = decode_state::<Vec<Sample>>("next-token", 1, &state);
    }
    assert_eq!(states, 0);
}

#[test]
fn errors_are_told_in_both_languages() {
    for error in [
        LinkError::Damaged,
        LinkError::TooLong,
        LinkError::OtherVersion(7),
        LinkError::UnknownLab("x".into()),
        LinkError::UnknownPlace("<svg/onload=alert(1)>".into()),
    ] {
        let [en, zh] = Lang::ALL.map(|lang| error.describe(lang));
        assert!(en.is_ascii() || en.contains('\u{201c}'), "{en}");
        assert!(zh.contains('。') && !zh.contains(','), "{zh}");
    }
    assert!(LinkError::Damaged.describe(Lang::ZhHant).contains("損毀"));
}

proptest! {
    #[test]
    fn a_route_survives_the_way(
        lab in proptest::option::of("[a-z0-9-]{1,30}"), value in proptest::option::of(sample()), gallery: bool,
        lang in proptest::option::of(prop_oneof![Just(Lang::En), Just(Lang::ZhHant)]),
        theme in proptest::option::of(prop_oneof![Just(Theme::System), Just(Theme::Light), Just(Theme::Dark)]),
        embed: bool, present: bool, version: u8,
    ) {
        let name = lab.clone().unwrap_or_default();
        let state = value.as_ref().map(|value| encode_state(&name, version, value).unwrap());
        let place = match (lab, gallery) {
            (Some(id), _) => Place::Lab(id),
            (None, true) => Place::Gallery,
            (None, false) => Place::Home,
        };
        let route = Route { place, query: Query { state, lang, theme, embed, present } };
        let back: Route = route.to_string().parse().unwrap();
        prop_assert_eq!(&back, &route);
        let read = back.query.state.map(|state| decode_state::<Sample>(&name, version, &state).unwrap());
        prop_assert_eq!(read, value);
    }

    #[test]
    fn a_link_escaped_on_its_way_still_opens(value in sample()) {
        // Some programs escape the marks of a query value.
        let hash = link(&value);
        let (path, query) = hash.split_once('?').unwrap();
        let escaped: Vec<String> = query.split('&').map(|pair| {
            let (key, value) = pair.split_once('=').unwrap();
            format!("{key}={}", value.bytes().map(|b| format!("%{b:02x}")).collect::<String>())
        }).collect();
        let escaped = format!("{path}?{}", escaped.join("&"));
        if escaped.len() <= LONGEST_HASH {
            prop_assert_eq!(open(&escaped), Ok(Some(value)));
        }
    }

    #[test]
    fn what_is_read_is_written_and_read_alike(hash in "#?/?(lab/)?[a-z-]{0,9}[?]?(.|[vslang=&1%]){0,30}") {
        if let Ok(route) = hash.parse::<Route>() {
            prop_assert_eq!(route.to_string().parse::<Route>(), Ok(route));
        }
    }
}
