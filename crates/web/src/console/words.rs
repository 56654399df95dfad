//! The words of the console: Chinese first, English second, all of them in `locales/`.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::request::Language;

/// The files of a language, in the order of `locales/`.
const CHINESE: &[&str] = &[
    include_str!("../../locales/zh-CN/acts.ftl"),
    include_str!("../../locales/zh-CN/console.ftl"),
    include_str!("../../locales/zh-CN/facts.ftl"),
    include_str!("../../locales/zh-CN/fields.ftl"),
    include_str!("../../locales/zh-CN/lists.ftl"),
    include_str!("../../locales/zh-CN/refusals.ftl"),
];
const ENGLISH: &[&str] = &[
    include_str!("../../locales/en/acts.ftl"),
    include_str!("../../locales/en/console.ftl"),
    include_str!("../../locales/en/facts.ftl"),
    include_str!("../../locales/en/fields.ftl"),
    include_str!("../../locales/en/lists.ftl"),
    include_str!("../../locales/en/refusals.ftl"),
];

static CHINESE_BUNDLE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle("zh-CN", CHINESE));
static ENGLISH_BUNDLE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle("en", ENGLISH));

fn bundle(tag: &str, files: &[&str]) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // The marks that isolate an argument from right-to-left text would be copied with every case number.
    bundle.set_use_isolating(false);
    for file in files {
        // Lines that cannot be read are dropped here and found by the test that compares the languages.
        let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

impl Language {
    /// As it stands in `lang="…"`.
    pub(crate) const fn page_tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// The language of a tag the console wrote itself; Chinese for anything else.
    pub(crate) fn of_page_tag(tag: &str) -> Self {
        if tag == Self::English.page_tag() { Self::English } else { Self::Chinese }
    }

    /// The one to switch to.
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Chinese => Self::English,
            Self::English => Self::Chinese,
        }
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        match self {
            Self::Chinese => &CHINESE_BUNDLE,
            Self::English => &ENGLISH_BUNDLE,
        }
    }

    /// The message of this id, or `None`.
    pub(crate) fn find(self, id: &str, args: &[(&str, String)]) -> Option<String> {
        let pattern = self.bundle().get_message(id)?.value()?;
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut faults = Vec::new();
        Some(self.bundle().format_pattern(pattern, Some(&args), &mut faults).into_owned())
    }

    /// The message of this id; the id itself where there is none, so that a gap is seen and blocks nobody.
    pub(crate) fn say(self, id: &str) -> String {
        self.find(id, &[]).unwrap_or_else(|| id.to_owned())
    }

    /// The message of this id, with one thing named in it.
    pub(crate) fn say_of(self, id: &str, name: &str, value: &impl ToString) -> String {
        self.find(id, &[(name, value.to_string())]).unwrap_or_else(|| id.to_owned())
    }

    /// The item of a closed list.
    pub(crate) fn item(self, list: &str, item: &str) -> String {
        self.find(&format!("{list}-{item}"), &[]).unwrap_or_else(|| item.to_owned())
    }

    /// The name of a kind of fact.
    pub(crate) fn fact(self, kind: &str) -> String {
        self.find(&format!("fact-{}", kind.replace('.', "-")), &[]).unwrap_or_else(|| kind.to_owned())
    }

    /// The label of a field of a form or of a fact.
    pub(crate) fn field(self, name: &str) -> String {
        self.find(&format!("field-{name}"), &[]).unwrap_or_else(|| name.replace('_', " "))
    }

    /// What an act is called on its form.
    pub(crate) fn act(self, command: &str) -> String {
        self.find(&format!("act-{command}"), &[]).unwrap_or_else(|| command.replace('_', " "))
    }

    /// Why the rules said no, for staff and for the citizen beside them.
    pub(crate) fn refusal(self, code: &str, args: &[(&str, String)]) -> String {
        self.find(&format!("refusal-{}", code.replace('.', "-")), args)
            .unwrap_or_else(|| self.say_of("refusal-unknown", "code", &code))
    }

    /// Why somebody may not, to whoever may know the case.
    pub(crate) fn denial(self, rule: &str) -> String {
        self.find(&format!("denial-{}", rule.replace('.', "-")), &[]).unwrap_or_else(|| rule.to_owned())
    }
}

#[cfg(test)]
mod tests;
