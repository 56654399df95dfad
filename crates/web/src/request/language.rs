//! The language of an answer's words: Chinese unless the reader prefers English.

use axum::http::{HeaderMap, header};

/// A language the center speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Language {
    /// Chinese (中文), the language of the center.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Language {
    /// The language this request prefers (RFC 9110, 12.5.4): the one with the higher weight, Chinese if they weigh the
    /// same.
    pub(crate) fn of_request(headers: &HeaderMap) -> Self {
        let text = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (mut chinese, mut english) = (0, 0);
        for range in text.split(',') {
            let (tag, weight) = weighed(range);
            let primary = tag.split('-').next().unwrap_or_default();
            if primary.eq_ignore_ascii_case("zh") || primary == "*" {
                chinese = chinese.max(weight);
            } else if primary.eq_ignore_ascii_case("en") {
                english = english.max(weight);
            }
        }
        if english > chinese { Self::English } else { Self::Chinese }
    }

    /// The tag for `Content-Language`.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::English => "en",
        }
    }

    /// Of a Chinese and an English phrase the one for the reader.
    pub(crate) const fn of(self, (zh, en): (&'static str, &'static str)) -> &'static str {
        match self {
            Self::Chinese => zh,
            Self::English => en,
        }
    }
}

/// A language range and its weight in thousandths. What cannot be read weighs nothing.
fn weighed(range: &str) -> (&str, u16) {
    let mut parts = range.split(';').map(str::trim);
    let tag = parts.next().unwrap_or_default();
    let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |text| text.parse::<f32>().ok());
    // Clamped to 0..=1 before, so the product fits.
    let thousandths = weight.unwrap_or(0.0).clamp(0.0, 1.0) * 1000.0;
    (tag, thousandths as u16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_preferred_language_is_taken() {
        let cases = [
            ("", Language::Chinese),
            ("en", Language::English),
            ("en-GB,en;q=0.9", Language::English),
            ("zh-CN,zh;q=0.9,en;q=0.8", Language::Chinese),
            ("en;q=0.5, zh;q=0.4", Language::English),
            ("*", Language::Chinese),
            ("fr", Language::Chinese),
            ("en;q=nonsense", Language::Chinese),
            (";;;,,,q=", Language::Chinese),
        ];
        for (text, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(text));
            assert_eq!(Language::of_request(&headers), expected, "{text}");
        }
    }
}
