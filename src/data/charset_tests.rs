use proptest::prelude::*;

use super::*;
use crate::data::corpus::Bundled;

const LIMIT: usize = 8 << 20;

/// 床前明月光，疑是地上霜。舉頭望明月，低頭思故鄉。 as a Big5 editor saves it.
const QUIET_NIGHT: [u8; 48] = [
    0xa7, 0xc9, 0xab, 0x65, 0xa9, 0xfa, 0xa4, 0xeb, 0xa5, 0xfa, 0xa1, 0x41, 0xba, 0xc3, 0xac, 0x4f,
    0xa6, 0x61, 0xa4, 0x57, 0xc1, 0xf7, 0xa1, 0x43, 0xc1, 0x7c, 0xc0, 0x59, 0xb1, 0xe6, 0xa9, 0xfa,
    0xa4, 0xeb, 0xa1, 0x41, 0xa7, 0x43, 0xc0, 0x59, 0xab, 0xe4, 0xac, 0x47, 0xb6, 0x6d, 0xa1, 0x43,
];
const QUIET_NIGHT_TEXT: &str = "床前明月光，疑是地上霜。舉頭望明月，低頭思故鄉。";

fn encode16(text: &str, encoding: Encoding) -> Vec<u8> {
    let bytes = |unit: u16| {
        if encoding == Encoding::Utf16Be {
            unit.to_be_bytes()
        } else {
            unit.to_le_bytes()
        }
    };
    text.encode_utf16().flat_map(bytes).collect()
}

fn expect(bytes: &[u8], encoding: Encoding, text: &str, dropped: usize) {
    let reading = read(bytes, LIMIT);
    assert_eq!(
        reading,
        Ok(Reading {
            text: text.into(),
            encoding,
            dropped
        })
    );
}

#[test]
fn utf8_is_read_with_and_without_its_mark() {
    expect("月光 é 🎉".as_bytes(), Encoding::Utf8, "月光 é 🎉", 0);
    expect("\u{feff}月光".as_bytes(), Encoding::Utf8, "月光", 0);
    expect(b"plain words\r\n", Encoding::Utf8, "plain words\r\n", 0);
    expect(b"", Encoding::Utf8, "", 0);
    expect(b"\xef\xbb\xbf", Encoding::Utf8, "", 0);
}

#[test]
fn a_last_character_cut_off_is_left_out_and_counted() {
    expect(&"春風月".as_bytes()[..8], Encoding::Utf8, "春風", 2);
    expect(&"春🎉".as_bytes()[..6], Encoding::Utf8, "春", 3);
    let wide = encode16("春風🎉", Encoding::Utf16Le);
    expect(
        &[&[0xff, 0xfe], &wide[..6]].concat(),
        Encoding::Utf16Le,
        "春風",
        2,
    );
    expect(
        &[&[0xff, 0xfe], &wide[..5]].concat(),
        Encoding::Utf16Le,
        "春風",
        1,
    );
    expect(
        &QUIET_NIGHT[..47],
        Encoding::Big5,
        QUIET_NIGHT_TEXT.trim_end_matches('。'),
        1,
    );
}

#[test]
fn utf16_is_read_with_its_mark() {
    for (encoding, mark) in [
        (Encoding::Utf16Le, [0xff, 0xfe]),
        (Encoding::Utf16Be, [0xfe, 0xff]),
    ] {
        for text in ["hello", "𠮷 שלום", "龘靐齉"] {
            expect(
                &[&mark[..], &encode16(text, encoding)].concat(),
                encoding,
                text,
                0,
            );
        }
    }
}

#[test]
fn utf16_is_recognised_without_its_mark() {
    let chinese: String = Bundled::Chinese.text().chars().take(600).collect();
    let english: String = Bundled::English.text().chars().take(600).collect();
    let mixed = "今天上課用到 Transformer，老師說：「注意力就是查表。」\r\n大家都去試試看吧！";
    for encoding in [Encoding::Utf16Le, Encoding::Utf16Be] {
        for text in [
            &chinese,
            &english,
            mixed,
            QUIET_NIGHT_TEXT,
            "Déjà vu, encore une fois.\n",
        ] {
            expect(&encode16(text, encoding), encoding, text, 0);
        }
    }
}

#[test]
fn big5_is_recognised() {
    expect(&QUIET_NIGHT, Encoding::Big5, QUIET_NIGHT_TEXT, 0);
    let mixed = "今天上課用到 Transformer，老師說：「注意力就是查表。」\r\n大家都去試試看吧！";
    for text in [mixed, Bundled::Chinese.text()] {
        let (bytes, _, missing) = encoding_rs::BIG5.encode(text);
        assert!(!missing);
        expect(&bytes, Encoding::Big5, text, 0);
    }
}

#[test]
fn other_encodings_are_refused() {
    assert_eq!(
        read(b"caf\xe9 au lait, d\xe9j\xe0 vu", LIMIT),
        Err(Unreadable::Unknown)
    );
    assert_eq!(read(b"un caf\xe9", LIMIT), Err(Unreadable::Unknown));
    assert_eq!(
        read(
            "une très longue née Étienne à côté"
                .chars()
                .map(|c| c as u8)
                .collect::<Vec<_>>()
                .as_slice(),
            LIMIT
        ),
        Err(Unreadable::Unknown)
    );
    let (bytes, _, _) =
        encoding_rs::GBK.encode("今天上课用到的模型，老师说：注意力就是查表。大家都去试试看吧！");
    assert_eq!(read(&bytes, LIMIT), Err(Unreadable::Unknown));
    let (bytes, _, _) = encoding_rs::SHIFT_JIS
        .encode("吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。");
    assert_eq!(read(&bytes, LIMIT), Err(Unreadable::Unknown));
    assert_eq!(
        read(b"\xff\xfe\0\0a\0\0\0", LIMIT),
        Err(Unreadable::Unknown)
    );
}

#[test]
fn files_that_are_no_text_are_refused() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0\\r\xa8f\0\0\0\x01sRGB\0\xae\xce\x1c\xe9";
    let zip = b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0\xdf\xa4\xd2lZ\x01\0\0 \x05\0\0\x13\0\x08\x02[Content_Types].xml";
    for bytes in [
        &png[..],
        zip,
        b"some text\0with a NUL",
        b"\0",
        b"\0\0\0\0",
        b"\x01\x02\x03 ab",
    ] {
        assert_eq!(read(bytes, LIMIT), Err(Unreadable::NotText), "{bytes:?}");
    }
}

#[test]
fn damage_is_located() {
    let mut bytes = "春風又綠江南岸".as_bytes().to_vec();
    bytes[9] = 0xff;
    assert_eq!(
        read(&bytes, LIMIT),
        Err(Unreadable::Damaged {
            encoding: Encoding::Utf8,
            at: 9
        })
    );
    assert_eq!(
        read(b"\xef\xbb\xbfab\xff", LIMIT),
        Err(Unreadable::Damaged {
            encoding: Encoding::Utf8,
            at: 5
        })
    );
    let broken = [0xff, 0xfe, b'a', 0, 0x00, 0xdc, b'b', 0];
    assert_eq!(
        read(&broken, LIMIT),
        Err(Unreadable::Damaged {
            encoding: Encoding::Utf16Le,
            at: 4
        })
    );
}

#[test]
fn a_file_over_the_limit_is_refused_before_it_is_read() {
    let bytes = vec![b'a'; 101];
    assert_eq!(
        read(&bytes, 100),
        Err(Unreadable::TooLarge {
            bytes: 101,
            limit: 100
        })
    );
    assert!(read(&bytes[..100], 100).is_ok());
    let message = Unreadable::TooLarge {
        bytes: 9 << 20,
        limit: LIMIT,
    }
    .describe(Lang::ZhHant);
    assert!(
        message.contains("9.0 MB") && message.contains("8.0 MB"),
        "{message}"
    );
}

#[test]
fn a_large_file_is_read_at_once() {
    let text = Bundled::Chinese.text().repeat(20);
    expect(text.as_bytes(), Encoding::Utf8, &text, 0);
    let (bytes, _, _) = encoding_rs::BIG5.encode(&text);
    expect(&bytes, Encoding::Big5, &text, 0);
}

proptest! {
    #[test]
    fn no_bytes_make_reading_fail_badly(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        match read(&bytes, LIMIT) {
            Ok(reading) => prop_assert!(reading.dropped <= 3 && !reading.text.contains('\0')),
            Err(unreadable) => prop_assert!(Lang::ALL.iter().all(|&lang| !unreadable.describe(lang).is_empty())),
        }
    }

    #[test]
    fn text_without_control_characters_is_read_as_utf8(text in "[^\\p{C}]{0,60}") {
        prop_assert_eq!(read(text.as_bytes(), LIMIT), Ok(Reading { text, encoding: Encoding::Utf8, dropped: 0 }));
    }
}
