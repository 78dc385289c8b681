//! The checksums of the model files that are shipped with the site, taken when it is built (build.rs).

use super::fnv::fnv1a;

include!(concat!(env!("OUT_DIR"), "/checksums.rs"));

/// Whether these bytes are the file of this name of `static/models`.
pub fn is_whole(name: &str, bytes: &[u8]) -> bool {
    let sum = CHECKSUMS.iter().find(|(known, _)| *known == name);
    sum.is_some_and(|(_, sum)| *sum == fnv1a(bytes))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    /// Reference: draft-eastlake-fnv, test vectors of "a" and "foobar".
    #[test]
    fn the_hash_gives_its_reference_values() {
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn every_shipped_model_is_whole_and_is_not_with_one_flipped_bit() {
        let mut count = 0;
        for entry in std::fs::read_dir("static/models").expect("the folder of models") {
            let path = entry.expect("readable").path();
            let name = path.file_name().expect("a file").to_string_lossy();
            let mut bytes = std::fs::read(&path).expect("readable");
            assert!(is_whole(&name, &bytes), "{name}");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            assert!(!is_whole(&name, &bytes), "{name}");
            count += 1;
        }
        assert_eq!(count, CHECKSUMS.len());
        assert!(!is_whole("world-9999.safetensors", b""));
    }
}
