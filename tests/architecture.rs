//! Holds the direction of the imports: which part of the crate may know which. Reads every file under src.
//!
//! A path `crate::x::y` (also `lecture_playground::x`, `super::super::x`, and names in braces) in a file is an edge from the
//! file's row to `x`. Comments and strings do not count; tests do.

use std::fs;
use std::path::{Path, PathBuf};

#[path = "architecture/reader.rs"]
mod reader;
use reader::{Found, code_only, paths, tokens};

/// (files, modules that they may import beside their own, why if it is not plain). The row that fits a file best holds: `*` is
/// any one folder, the last part fits as a beginning of a name. Rows only name modules of rows above them, so the picture has
/// no circle; `train` and `wire` are split to show where the worker's end of the conversation lies.
const ROWS: &[(&str, &[&str])] = &[
    ("lesson", &[]),
    ("order", &[]),
    ("tensor", &["order"]),
    ("backend", &["tensor", "order"]),
    ("nn", &["tensor", "backend", "order", "lesson"]), // lesson: errors describe themselves
    ("data", &["order", "lesson"]),
    ("plot", &["lesson"]),
    ("agent", &["data", "order", "lesson"]),
    ("worlds", &["agent", "data", "order", "lesson"]), // what the tools act on; a brain never sees it
    ("train", &["nn", "data", "backend", "lesson"]),
    ("wire", &["train", "lesson"]),
    ("train/server", &["train", "wire", "lesson"]),
    ("train/client", &["train", "wire", "lesson"]),
    ("train/host", &["train", "wire", "lesson", "data"]),
    ("train/fake", &["train", "wire", "lesson"]), // a job for the tests of the two ends
    ("agent_study", &["agent", "train", "wire", "lesson"]), // the job of a lab with a debugger
    (
        "brains", // never worlds: the tape is all it has (truth rule T1)
        &[
            "agent", "tensor", "backend", "nn", "data", "order", "train", "lesson",
        ],
    ),
    ("ui", &["wire", "train", "lesson", "plot"]), // never a lab by name
    (
        "world_model", // study: the job of a lab that examines a model
        &[
            "tensor", "backend", "nn", "data", "order", "train", "wire", "lesson",
        ],
    ),
    (
        "recall",
        &["tensor", "backend", "nn", "data", "train", "wire"],
    ),
    (
        "world_page", // what the pages of the labs on the world model share
        &[
            "nn",
            "data",
            "world_model",
            "train",
            "wire",
            "lesson",
            "plot",
            "ui",
        ],
    ),
    (
        "agent_page", // what the pages of the labs with an agent share: never worlds, never brains
        &[
            "agent",
            "agent_study",
            "data",
            "train",
            "wire",
            "lesson",
            "plot",
            "ui",
        ],
    ),
    (
        "labs",
        &[
            "tensor",
            "backend",
            "nn",
            "data",
            "recall",
            "world_model",
            "agent",
            "worlds",
            "brains",
            "agent_study",
            "train",
            "wire",
            "lesson",
            "plot",
        ],
    ),
    ("labs/mod.rs", &["train", "lesson", "ui"]), // the list: what a lab has
    (
        "labs/*/page",
        &[
            "tensor",
            "backend",
            "nn",
            "data",
            "recall",
            "world_model",
            "agent",
            "worlds",
            "brains",
            "agent_study",
            "train",
            "wire",
            "lesson",
            "plot",
            "ui",
            "world_page",
            "agent_page",
        ],
    ),
    (
        "bin",
        &[
            "tensor",
            "backend",
            "nn",
            "data",
            "recall",
            "world_model",
            "brains",
            "train",
            "wire",
            "lesson",
            "plot",
            "ui",
            "labs",
        ],
    ),
    ("lib.rs", &[]),
];

/// Where one part may use only the words of another: (files, module, names).
const WORDS: &[(&str, &str, &[&str])] = &[
    ("nn", "lesson", &["Describe", "Lang", "Text", "text"]),
    ("data", "lesson", &["Describe", "Lang", "Text", "text"]),
    ("wire", "train", &["Control", "JobError", "State"]),
    ("labs/mod.rs", "ui", &["LazyPage"]),
    (
        "ui",
        "train",
        &["Control", "JobError", "State", "client", "trouble"],
    ), // the page's end of the worker, without the browser
];

/// Crates that know the browser, and the only files that may use them.
const BROWSER: &[&str] = &[
    "leptos",
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
];
const BROWSER_FILES: &[&str] = &[
    "ui",
    "world_page",
    "agent_page",
    "bin",
    "train/host.rs", // moves messages in the worker
    "labs/mod.rs",   // the type of a lab's page
    "labs/*/mod.rs", // hands the page over to the list
    "labs/*/page",
];

#[test]
fn imports_follow_the_table() {
    let files = sources();
    let faults: Vec<String> = files
        .iter()
        .flat_map(|(file, source)| faults(file, source))
        .collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    // The walk and the reader work: there is much to see, and much that crosses.
    let crossing = files
        .iter()
        .flat_map(|(file, source)| paths(file, &tokens(&code_only(source))));
    assert!(files.len() > 40 && crossing.count() > 100);
}

#[test]
fn every_part_of_the_crate_has_a_row() {
    for (file, _) in sources() {
        assert!(
            row(&file).is_some(),
            "src/{file} fits no row of the table in tests/architecture.rs"
        );
    }
}

#[test]
fn the_table_has_no_circle() {
    for (i, (files, targets)) in ROWS.iter().enumerate() {
        for target in *targets {
            let above = ROWS[..i].iter().any(|(row, _)| row == target);
            assert!(above, "{files} -> {target}: {target} has to stand above");
        }
    }
}

#[test]
fn lines_that_break_the_table_are_caught() {
    for (file, line) in [
        ("tensor/graph.rs", "use crate::nn::Gpt;"),
        ("tensor/graph.rs", "let x = crate::backend::run(g);"),
        ("tensor/ops/add.rs", "use super::super::super::nn::Gpt;"),
        (
            "backend/cpu.rs",
            "use {crate::tensor::Graph, crate::nn::Gpt};",
        ),
        (
            "nn/gpt.rs",
            "use crate::{\n    tensor::{Graph, Shape},\n    data::corpus,\n};",
        ),
        ("nn/gpt.rs", "use crate::lesson::Lesson;"),
        ("nn/sampling/mod.rs", "use crate::{lesson::{Lang, Block}};"),
        ("data/text.rs", "use crate::tensor::Graph;"),
        ("lesson/mod.rs", "use crate::plot::Chart;"),
        ("plot/line.rs", "use crate::ui::Theme;"),
        ("train/mod.rs", "use crate::wire::encode;"),
        ("wire/mod.rs", "use crate::train::{Job, State};"),
        (
            "wire/mod.rs",
            "use crate::labs::next_token::config::Config;",
        ),
        ("ui/shell.rs", "use crate::labs::next_token;"),
        ("ui/shell.rs", "use crate::nn::sampling::Settings;"),
        ("labs/next_token/job.rs", "use crate::ui::Slider;"),
        ("labs/next_token/math.rs", "use leptos::prelude::*;"),
        ("labs/next_token/job.rs", "let w = web_sys::window();"),
        (
            "labs/next_token/page.rs",
            "use crate::labs::agent_loop::Config;",
        ),
        (
            "labs/next_token/job.rs",
            "use super::super::agent_loop::Config;",
        ),
        ("data/charset.rs", "#[wasm_bindgen]\npub fn f() {}"),
        ("train/server.rs", "use js_sys::Array;"),
        (
            "tensor/graph.rs",
            "mod a { mod b {} fn f() {} use super::super::super::nn; }",
        ),
        (
            "tensor/graph.rs",
            "mod a { fn f() {} } use super::super::nn::Gpt;",
        ),
        ("wire/link.rs", "use crate :: nn :: Gpt ;"),
        ("brains/rules/act.rs", "use crate::worlds::desk::library;"),
        ("brains/rules/tests.rs", "use crate::{agent, worlds};"),
        ("lib.rs", "pub use crate::nn::Gpt;"),
        ("newcomer/mod.rs", "use crate::tensor::Graph;"),
    ] {
        assert!(!faults(file, line).is_empty(), "{file}: {line}");
    }
}

#[test]
fn lines_that_keep_to_the_table_are_left_alone() {
    for (file, line) in [
        (
            "tensor/graph.rs",
            "use crate::tensor::{Shape, ops::*}; // not crate::nn::Gpt",
        ),
        (
            "tensor/graph.rs",
            "/* crate::nn::Gpt /* nested */ web_sys */ fn f<'a>(x: &'a str) { g('\"', \"crate::nn::Gpt\") }",
        ),
        (
            "tensor/graph.rs",
            "let s = r#\"a \" crate::nn::Gpt\"#; let c = '\\''; let d = \"\\\" leptos\";",
        ),
        ("nn/sampling/mod.rs", "use crate::lesson::{Describe, Lang};"),
        (
            "nn/gpt.rs",
            "use super::attention; use crate::{backend, tensor::Graph};",
        ),
        ("wire/bulk.rs", "pub(in crate::wire) fn f() {}"),
        ("train/server.rs", "use crate::wire::{encode, FromWorker};"),
        (
            "labs/next_token/page.rs",
            "use crate::ui::Slider; use leptos::prelude::*;",
        ),
        (
            "labs/next_token/page/chart.rs",
            "use crate::ui::Slider; use web_sys::Event; use super::super::config::Config;",
        ),
        (
            "labs/next_token/lesson.rs",
            "mod tests { use super::super::{LAB, presets, nn}; }",
        ),
        (
            "labs/next_token/job.rs",
            "use crate::labs::Lab; use crate::labs::next_token::config::Config; use crate::nn::Gpt;",
        ),
        ("bin/app.rs", "use lecture_playground::{labs::LABS, ui};"),
    ] {
        assert_eq!(faults(file, line), Vec::<String>::new(), "{file}: {line}");
    }
}

// The rules.

fn faults(file: &str, source: &str) -> Vec<String> {
    let tokens = tokens(&code_only(source));
    let Some(allowed) = row(file) else {
        return vec![format!("src/{file}: no row of the table fits")];
    };
    let own = own_module(file);
    let mut faults = Vec::new();
    for Found { line, path } in paths(file, &tokens) {
        let [to, rest @ ..] = &path[..] else { continue };
        let at = format!("src/{file}:{line}: crate::{}", path.join("::"));
        let name = rest.first().map(String::as_str);
        if to != own && is_module(to) && !allowed.contains(&to.as_str()) {
            faults.push(format!("{at}: {own} may not import {to}"));
        }
        for (files, module, words) in WORDS {
            let too_much = name.is_none_or(|name| !words.contains(&name));
            if to == module && to != own && fits(files, file) && too_much {
                faults.push(format!("{at}: of {module} only {}", words.join(", ")));
            }
        }
        if to == "labs" && name.is_some_and(|name| is_other_lab(file, name)) {
            faults.push(format!("{at}: labs never import each other"));
        }
    }
    if !BROWSER_FILES.iter().any(|files| fits(files, file)) {
        let of_the_browser = tokens
            .iter()
            .filter(|token| BROWSER.contains(&token.text.as_str()));
        faults.extend(
            of_the_browser.map(|t| format!("src/{file}:{}: {} is for pages", t.line, t.text)),
        );
    }
    faults
}

/// What the best fitting row allows.
fn row(file: &str) -> Option<&'static [&'static str]> {
    let fitting = ROWS.iter().filter(|(files, _)| fits(files, file));
    fitting
        .max_by_key(|(files, _)| files.len())
        .map(|(_, targets)| *targets)
}

fn fits(pattern: &str, file: &str) -> bool {
    let mut parts = file.split('/');
    let mut wanted = pattern.split('/').peekable();
    while let Some(want) = wanted.next() {
        let Some(part) = parts.next() else {
            return false;
        };
        let deep = pattern.contains('/');
        let fits = match wanted.peek() {
            None if deep => part.starts_with(want),
            _ => want == "*" || part == want,
        };
        if !fits {
            return false;
        }
    }
    true
}

fn own_module(file: &str) -> &str {
    file.split('/').next().expect("a path has a beginning")
}

fn is_module(name: &str) -> bool {
    ROWS.iter().any(|(files, _)| *files == name)
}

/// `name` is a lab's folder, and not the one that `file` lies in. (A folder that is not there, as in the tests above, counts too.)
fn is_other_lab(file: &str, name: &str) -> bool {
    let mut parts = file.split('/').skip(1);
    let (Some(folder), Some(_)) = (parts.next(), parts.next()) else {
        return false;
    };
    let snake = name
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit());
    snake && name != folder && name != "find"
}

/// The site's policy (style-src 'self') blocks a style attribute; `style:width=` goes through the CSSOM.
#[test]
fn no_view_writes_a_style_attribute() {
    let writes = |source: &str| code_only(source).contains(" style=");
    assert!(writes(r#"view! { <span class="bar" style=width></span> }"#));
    assert!(!writes(
        r#"view! { <span class="bar" style:width=width></span> }"#
    ));
    let faults: Vec<String> = sources()
        .into_iter()
        .filter(|(_, source)| writes(source))
        .map(|(file, _)| file)
        .collect();
    assert!(faults.is_empty(), "{faults:?}");
}

/// Without it `make serve` stops, while the release build never asks for the development profile.
#[test]
fn cargo_knows_every_profile_that_the_page_is_built_with() {
    let page = fs::read_to_string("index.html").expect("UTF-8");
    let manifest = fs::read_to_string("Cargo.toml").expect("UTF-8");
    let workers = page.matches("data-type=\"worker\"").count();
    assert!(workers > 0);
    let named: Vec<&str> = page
        .split("data-cargo-profile-")
        .skip(1)
        .filter_map(|rest| rest.split('"').nth(1))
        .collect();
    assert_eq!(
        named.len(),
        2 * workers,
        "one for release, one for development"
    );
    for name in named {
        assert!(manifest.contains(&format!("[profile.{name}]")), "{name}");
    }
}

/// (path under src, text) of every Rust file.
fn sources() -> Vec<(String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![src.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder under src") {
            let path: PathBuf = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.strip_prefix(&src).expect("under src").components();
                let name: Vec<_> = name
                    .map(|part| part.as_os_str().to_string_lossy())
                    .collect();
                files.push((name.join("/"), fs::read_to_string(&path).expect("UTF-8")));
            }
        }
    }
    files.sort();
    files
}
