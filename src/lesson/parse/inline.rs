//! A line of a lesson: text, emphasis, links, formulas, and slots for live things.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd, html};

use super::{Events, LessonError, events, is_name, math};

/// A piece of a line.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Piece {
    /// HTML with MathML.
    Html(String),
    Value(String),
    Preset {
        id: String,
        label: String,
    },
}

/// One line (a paragraph, an item, a heading), and what must be the same in the other language.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Line {
    pub pieces: Vec<Piece>,
    /// LaTeX, in order.
    pub formulas: Vec<String>,
    /// Targets, in order.
    pub links: Vec<String>,
    /// The text as a reader sees it, without slots and formulas.
    pub plain: String,
}

impl Line {
    /// Reads up to `end`.
    pub(crate) fn read(
        events: &mut Events<'_>,
        end: TagEnd,
        line: usize,
    ) -> Result<Line, LessonError> {
        let mut reader = Reader::default();
        loop {
            match events.next() {
                Some((Event::End(tag), _)) if tag == end => break,
                Some((event, at)) => {
                    let next = match events.peek() {
                        Some((Event::Text(text), _)) => text.chars().next(),
                        _ => None,
                    };
                    reader.take(event, at, next)?;
                }
                None => return Err(LessonError::new(line, "the text does not end")),
            }
        }
        let line_read = reader.finish();
        if line_read.pieces.is_empty() {
            return Err(LessonError::new(line, "the text is empty"));
        }
        Ok(line_read)
    }

    /// One line of Markdown from inside a fence. No slots.
    pub(crate) fn of_markdown(markdown: &str, line: usize) -> Result<Line, LessonError> {
        let mut all = events(markdown, line);
        if !matches!(all.next(), Some((Event::Start(Tag::Paragraph), _))) {
            return Err(LessonError::new(line, "a line of text is expected"));
        }
        let read = Line::read(&mut all, TagEnd::Paragraph, line)?;
        if let Some((_, line)) = all.next() {
            return Err(LessonError::new(
                line,
                "one line of text is expected, without blocks",
            ));
        }
        if read.is_live() {
            return Err(LessonError::new(line, "no live value inside a guess"));
        }
        Ok(read)
    }

    /// Whether it holds a slot.
    pub(crate) fn is_live(&self) -> bool {
        self.pieces
            .iter()
            .any(|piece| !matches!(piece, Piece::Html(_)))
    }

    /// The HTML of a line without slots.
    pub(crate) fn html(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| {
                if let Piece::Html(html) = piece {
                    html.as_str()
                } else {
                    ""
                }
            })
            .collect()
    }
}

#[derive(Default)]
struct Reader<'a> {
    line: Line,
    pending: Vec<Event<'a>>,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, event: Event<'a>, at: usize, next: Option<char>) -> Result<(), LessonError> {
        match event {
            Event::Text(text) => return self.text(&text, at),
            Event::InlineMath(latex) => self.formula(&latex, false, at)?,
            Event::DisplayMath(latex) => self.formula(&latex, true, at)?,
            Event::SoftBreak => {
                // No space between Chinese characters where the file's line ends.
                let wide = |c: Option<char>| c.is_some_and(is_wide);
                if !(wide(self.line.plain.chars().last()) && wide(next)) {
                    self.pending.push(Event::Text(" ".into()));
                    self.line.plain.push(' ');
                }
            }
            Event::Start(Tag::Emphasis | Tag::Strong) => {
                self.depth += 1;
                self.pending.push(event);
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong) => {
                self.depth -= 1;
                self.pending.push(event);
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                if !dest_url.starts_with("https://") && !dest_url.starts_with("http://") {
                    return Err(LessonError::new(
                        at,
                        format!("a link leads to http(s) only, not to `{dest_url}`"),
                    ));
                }
                self.depth += 1;
                self.line.links.push(dest_url.to_string());
                let mut tag = String::from("<a rel=\"noopener noreferrer\" href=\"");
                escape(&dest_url, &mut tag);
                self.pending
                    .push(Event::InlineHtml(format!("{tag}\">").into()));
            }
            Event::End(TagEnd::Link) => {
                self.depth -= 1;
                self.pending.push(Event::InlineHtml("</a>".into()));
            }
            Event::Code(ref code) => {
                self.line.plain.push_str(code);
                self.pending.push(event);
            }
            Event::InlineHtml(_) | Event::Html(_) => {
                return Err(LessonError::new(at, "raw HTML is not allowed in a lesson"));
            }
            other => {
                return Err(LessonError::new(
                    at,
                    format!("a line has no such part: {other:?}"),
                ));
            }
        }
        Ok(())
    }

    fn formula(&mut self, latex: &str, display: bool, at: usize) -> Result<(), LessonError> {
        let html = math::mathml(latex, display)
            .map_err(|what| LessonError::new(at, format!("formula `{latex}`: {what}")))?;
        self.line.formulas.push(latex.to_string());
        self.pending.push(Event::InlineHtml(html.into()));
        Ok(())
    }

    /// Text with `{value:..}` and `{preset:..|..}` in it.
    fn text(&mut self, text: &str, at: usize) -> Result<(), LessonError> {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            self.words(before, at)?;
            let Some((slot, after)) = after.split_once('}') else {
                return Err(LessonError::new(at, "`{` without `}`"));
            };
            if self.depth > 0 {
                return Err(LessonError::new(
                    at,
                    format!("`{{{slot}}}` inside emphasis or a link"),
                ));
            }
            self.flush();
            self.line.pieces.push(match slot.split_once(':') {
                Some(("value", name)) if is_name(name) => Piece::Value(name.to_string()),
                Some(("preset", preset)) => match preset.split_once('|') {
                    Some((id, label)) if is_name(id) && !label.trim().is_empty() => {
                        self.line.plain.push_str(label);
                        Piece::Preset {
                            id: id.to_string(),
                            label: label.trim().to_string(),
                        }
                    }
                    _ => {
                        return Err(LessonError::new(
                            at,
                            format!("`{{{slot}}}`: a preset is {{preset:ID|label}}"),
                        ));
                    }
                },
                _ => {
                    return Err(LessonError::new(
                        at,
                        format!("unknown slot `{{{slot}}}`: {{value:NAME}} or {{preset:ID|label}}"),
                    ));
                }
            });
            rest = after;
        }
        self.words(rest, at)
    }

    fn words(&mut self, words: &str, at: usize) -> Result<(), LessonError> {
        if let Some(mark) = ["**", "$", "`", "}"]
            .into_iter()
            .find(|mark| words.contains(mark))
        {
            return Err(LessonError::new(
                at,
                format!("a `{mark}` without its partner (Markdown did not take it as one)"),
            ));
        }
        self.line.plain.push_str(words);
        let words = self.hold(words);
        if !words.is_empty() {
            self.pending
                .push(Event::Text(CowStr::from(words.to_string())));
        }
        Ok(())
    }

    /// Browsers break a line between a formula and the mark after it: holds the two together. Gives the words that are left.
    fn hold<'w>(&mut self, words: &'w str) -> &'w str {
        let after = words.trim_start_matches(is_closing);
        let marks = &words[..words.len() - after.len()];
        match self.pending.last_mut() {
            Some(Event::InlineHtml(html))
                if !marks.is_empty()
                    && html.starts_with("<math")
                    && !html.contains("display=\"block\"") =>
            {
                *html = format!("<span class=\"held\">{html}{marks}</span>").into();
                after
            }
            _ => words,
        }
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let mut out = String::new();
            html::push_html(&mut out, self.pending.drain(..));
            self.line.pieces.push(Piece::Html(out));
        }
    }

    fn finish(mut self) -> Line {
        self.flush();
        self.line
    }
}

/// Text for inside an attribute in double quotes.
pub(crate) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

/// Marks that never begin a line.
fn is_closing(c: char) -> bool {
    matches!(
        c,
        ',' | '.' | ';' | ':' | '?' | ')' | '，' | '。' | '、' | '；' | '：' | '？' | '）' | '」'
    )
}

/// Chinese characters and full-width marks.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}
