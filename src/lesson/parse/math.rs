//! LaTeX to MathML that a strict Content-Security-Policy lets through: no `style` attribute.

use pulldown_latex::{
    Parser, Storage,
    config::{DisplayMode, RenderConfig},
    push_mathml,
};

/// Display or inline MathML with the LaTeX as its `alttext`. Error: what is wrong with the LaTeX.
pub(crate) fn mathml(latex: &str, display: bool) -> Result<String, String> {
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(latex, &storage) {
        events.push(event.map_err(|error| error.to_string())?);
    }
    if events.is_empty() {
        return Err("it is empty".to_string());
    }
    let display_mode = if display {
        DisplayMode::Block
    } else {
        DisplayMode::Inline
    };
    let config = RenderConfig {
        display_mode,
        ..RenderConfig::default()
    };
    let mut html = String::new();
    let events = events.into_iter().map(Ok::<_, std::convert::Infallible>);
    push_mathml(&mut html, events, config).map_err(|error| error.to_string())?;
    if html.contains("style=\"") {
        return Err("it needs an inline style, which the page's policy forbids (colours, negative space, struts)".to_string());
    }
    let mut alttext = String::new();
    super::inline::escape(latex.trim(), &mut alttext);
    // A formula on a line of its own scrolls where it is too wide: then the keyboard must reach it.
    let focus = if html.contains("display=\"block\"") {
        " tabindex=\"0\""
    } else {
        ""
    };
    html.strip_prefix("<math")
        .map(|rest| format!("<math{focus} alttext=\"{alttext}\"{rest}"))
        .ok_or_else(|| format!("not MathML: {html}"))
}
