//! Turns the two lessons of every lab into Rust values (`lesson!`): a broken lesson breaks the build, with file and line.
//! Takes the checksums of the shipped models (`data::shipped`).

#[allow(unreachable_pub)]
#[path = "src/data/fnv.rs"]
mod fnv;
#[allow(dead_code)] // the tests in `lesson` use the rest
#[path = "src/lesson/parse/mod.rs"]
mod parse;

use std::path::{Path, PathBuf};
use std::{env, fs, process};

use parse::{Block, parse, rust_source, same_structure};

fn main() {
    println!("cargo::rerun-if-changed=src/labs");
    println!("cargo::rerun-if-changed=src/lesson/parse");
    // A release build of the page is cut into files that are fetched when needed (src/ui/lazy.rs, scripts/split.mjs).
    println!("cargo::rustc-check-cfg=cfg(split)");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    if is("PROFILE", "release")
        && is("CARGO_CFG_TARGET_ARCH", "wasm32")
        && env::var_os("CARGO_FEATURE_UI").is_some()
    {
        println!("cargo::rustc-cfg=split");
        println!("cargo::rustc-link-arg-bin=app=--emit-relocs");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("checksums.rs"), checksums()).expect("cargo's own folder");
    let out = out.join("lessons");
    fs::create_dir_all(&out).expect("cargo's own folder");
    let mut labs: Vec<PathBuf> = fs::read_dir("src/labs")
        .expect("the folder of the labs")
        .map(|entry| entry.expect("readable").path())
        .collect();
    labs.sort();
    for lab in labs.iter().filter(|path| path.is_dir()) {
        let (en, zh) = (lab.join("en.md"), lab.join("zh-Hant.md"));
        if !en.exists() && !zh.exists() {
            continue; // math that has no page yet; a lab of the list asks for its lesson itself
        }
        let (en_blocks, zh_blocks) = (read(&en), read(&zh));
        if let Err(error) = same_structure(&en_blocks, &zh_blocks) {
            fail(&zh, error.line, &error.what);
        }
        let name = lab
            .file_name()
            .expect("a folder")
            .to_string_lossy()
            .into_owned();
        fs::write(
            out.join(format!("{name}.rs")),
            rust_source(&en_blocks, &zh_blocks),
        )
        .expect("cargo's own folder");
    }
}

/// The Rust source of the table of `data::shipped`, by name.
fn checksums() -> String {
    println!("cargo::rerun-if-changed=static/models");
    println!("cargo::rerun-if-changed=src/data/fnv.rs");
    let mut files: Vec<PathBuf> = fs::read_dir("static/models")
        .expect("the folder of the models")
        .map(|entry| entry.expect("readable").path())
        .collect();
    files.sort();
    let rows: String = files
        .iter()
        .map(|path| {
            let name = path.file_name().expect("a file").to_string_lossy();
            let sum = fnv::fnv1a(&fs::read(path).expect("readable"));
            format!("({name:?}, {sum:#018x}),\n")
        })
        .collect();
    format!("const CHECKSUMS: &[(&str, u64)] = &[\n{rows}];\n")
}

fn read(path: &Path) -> Vec<Block> {
    let markdown = fs::read_to_string(path).unwrap_or_else(|error| {
        fail(
            path,
            1,
            &format!("every lab has a lesson in both languages: {error}"),
        )
    });
    parse(&markdown).unwrap_or_else(|error| fail(path, error.line, &error.what))
}

fn fail(path: &Path, line: usize, what: &str) -> ! {
    println!("cargo::error={}:{line}: {what}", path.display());
    process::exit(1)
}
