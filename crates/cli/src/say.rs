//! How the command speaks: one JSON document or lines for a person; never a control character that came from data.

use std::io::{self, IsTerminal as _, Write as _};

use serde::Serialize;
use serde_json::{Value, json};

use crate::trouble::{Both, Exit, Trouble};

/// The manner of speaking that was asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Voice {
    json: bool,
}

impl Voice {
    pub(crate) const fn is_json(&self) -> bool {
        self.json
    }

    pub(crate) fn new(json: bool) -> Self {
        Voice { json }
    }

    /// Answers: the document, or what `lines` makes of it.
    pub(crate) fn answer<T: Serialize>(&self, document: &T, lines: impl FnOnce(&T) -> String) -> anyhow::Result<()> {
        let text = if self.json { serde_json::to_string(document)? } else { clean(&lines(document)) };
        self.print(&text);
        Ok(())
    }

    /// A remark beside the answer, on stderr, so that stdout stays one document.
    pub(crate) fn note(&self, zh: &str, en: &str) {
        eprintln!("{} / {}", clean(zh), clean(en));
    }

    /// Says why a verb stopped and what to do next, and answers the exit code.
    pub(crate) fn tell(&self, error: &anyhow::Error) -> Exit {
        let trouble = error.downcast_ref::<Trouble>();
        let exit = trouble.map_or(Exit::Failed, |trouble| trouble.exit);
        let what = trouble.map_or_else(|| Both::new("操作失败。", format!("{error}.")), |trouble| trouble.what.clone());
        let next = trouble.and_then(|trouble| trouble.next.clone());
        let causes: Vec<String> = error.chain().skip(1).map(|cause| clean(&cause.to_string())).collect();
        if self.json {
            let error = json!({"exit": exit as u8, "code": exit.code(), "what": what, "next": next, "causes": causes});
            self.print(&json!({ "error": error }).to_string());
        }
        tell_person(&what, next.as_ref(), &causes);
        exit
    }

    fn print(&self, text: &str) {
        // A reader that hangs up early, such as `head`, is no fault of this program.
        let _ = writeln!(io::stdout().lock(), "{}", text.trim_end());
    }
}

fn tell_person(what: &Both, next: Option<&Both>, causes: &[String]) {
    let (zh, en) = if io::stderr().is_terminal() { ("错误：", "error: ") } else { ("错误: ", "error: ") };
    eprintln!("{zh}{}", clean(&what.zh));
    eprintln!("{en}{}", clean(&what.en));
    for cause in causes {
        eprintln!("  原因 / because: {cause}");
    }
    if let Some(next) = next {
        eprintln!("  下一步：{}", clean(&next.zh));
        eprintln!("  next: {}", clean(&next.en));
    }
}

/// The text without control characters: a name in the log must not move the cursor of whoever reads it.
pub(crate) fn clean(text: &str) -> String {
    let keep = |c: &char| *c == '\n' || !(c.is_control() || is_direction_mark(*c));
    text.chars().filter(keep).collect()
}

/// Marks that reorder the text around them on a screen.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
}

/// A table for a person: a heading, then rows.
pub(crate) fn table<const N: usize>(heading: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::NOTHING).set_header(heading.iter());
    for row in rows {
        table.add_row(row.iter().map(|cell| clean(cell).replace('\n', " ")));
    }
    table.to_string()
}

/// A value as a person reads it: texts without quotes, nothing for null.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(clean("张\u{1b}[31m三\u{202e}\r\u{7f}\u{9b}\n李"), "张[31m三\n李");
    }

    #[test]
    fn a_text_is_shown_without_quotes() {
        assert_eq!(plain(&json!("受理")), "受理");
        assert_eq!(plain(&json!(null)), "");
        assert_eq!(plain(&json!([1])), "[1]");
    }
}
