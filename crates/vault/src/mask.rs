//! What is left of a value for whoever needs to recognise it and not to know it.

/// What stands for a value that is too short to show a part of.
const WHOLE: &str = "***";

/// A name with its first character: 张三 is 张*, 欧阳娜娜 is 欧***.
#[must_use]
pub fn name(name: &str) -> String {
    let mut characters = name.trim().chars();
    characters.next().map_or_else(|| WHOLE.to_owned(), |first| ends(first.to_string(), characters.count().max(1), ""))
}

/// A telephone number with its first three and last four digits: 138****1234.
#[must_use]
pub fn phone(phone: &str) -> String {
    middle(phone, 3, 4)
}

/// The number of an identity document with its first three and last four digits: 330***********1234.
#[must_use]
pub fn number(number: &str) -> String {
    middle(number, 3, 4)
}

/// Hides the middle, and everything if the middle would be shorter than what is shown.
fn middle(text: &str, first: usize, last: usize) -> String {
    let characters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let hidden = characters.len().saturating_sub(first + last);
    if hidden < 4 {
        return WHOLE.to_owned();
    }
    let begin: String = characters.iter().take(first).collect();
    let end: String = characters.iter().skip(first + hidden).collect();
    ends(begin, hidden, &end)
}

fn ends(begin: String, hidden: usize, end: &str) -> String {
    begin + &"*".repeat(hidden) + end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_shows_the_ends_only() {
        assert_eq!(name("张三"), "张*");
        assert_eq!(name("张三丰"), "张**");
        assert_eq!(name("张"), "张*");
        assert_eq!(name(""), "***");
        assert_eq!(phone("138 0000 1234"), "138****1234");
        assert_eq!(phone("110"), "***");
        assert_eq!(number("330106199001011234"), "330***********1234");
        assert_eq!(number("12345678"), "***");
    }
}
