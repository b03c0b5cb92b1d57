//! Which of several headlines is the main one. Formats name the roles of headlines, not their order; everywhere else the
//! first is the one that people read.

use crate::orders::bare;
use interwire_core::item::{Item, Line};

/// Puts the main headline first. The others keep their order.
pub(crate) fn first(item: &mut Item) {
    let main = |line: &Line| !line.text.trim().is_empty() && is_main(line);
    let language = item.language().and_then(primary);
    let own = |line: &Line| line.lang.as_deref().and_then(primary);
    let speaks = |line: &Line| language.is_none() || own(line).is_none_or(|own| language.as_ref() == Some(&own));
    let lines = &item.headlines;
    let found = lines.iter().position(|line| main(line) && speaks(line)).or_else(|| lines.iter().position(main));
    if let Some(at) = found {
        item.headlines[..=at].rotate_right(1);
    }
}

/// The language of a tag, without script and country; none of one that names no language.
fn primary(tag: &str) -> Option<String> {
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    (!["", "x", "und", "mul", "zxx"].contains(&primary.as_str())).then_some(primary)
}

/// A headline without a role, or whose role says that it is the main one.
fn is_main(line: &Line) -> bool {
    line.role.as_deref().is_none_or(|role| {
        let role = bare(role.trim()).to_lowercase();
        ["main", "mainheadline", "headline", "hl1"].contains(&role.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_main_headline_is_the_one_that_says_so_in_the_language_of_the_item() {
        let line = |role: &str, lang: &str, text: &str| Line {
            role: (!role.is_empty()).then(|| role.to_owned()),
            lang: (!lang.is_empty()).then(|| lang.to_owned()),
            ..Line::of(text)
        };
        let ordered = |language: &str, lines: &[Line]| {
            let mut item = Item { languages: vec![language.to_owned()], headlines: lines.to_vec(), ..Item::default() };
            first(&mut item);
            item.headlines.iter().map(|line| line.text.clone()).collect::<Vec<_>>().join(" / ")
        };
        let (sub, main) = (line("hld:subHeadline", "", "Alt başlık"), line("hld:main", "", "Ana başlık"));
        assert_eq!(ordered("tr", &[sub.clone(), main.clone()]), "Ana başlık / Alt başlık");
        assert_eq!(ordered("tr", &[main, sub.clone()]), "Ana başlık / Alt başlık");
        assert_eq!(ordered("tr", &[line("", "", ""), line("", "", "Vrai titre")]), "Vrai titre / ");
        let both = [line("", "ru", "Заголовок"), line("hl2", "az", "Alt"), line("", "az", "Başlıq")];
        assert_eq!(ordered("az", &both), "Başlıq / Заголовок / Alt");
        assert_eq!(ordered("kk", &both), "Заголовок / Alt / Başlıq");
        let odd = [line("", "x-default", "Balance"), line("", "", "Wages")];
        assert_eq!(ordered("en-US", &odd), "Balance / Wages");
        assert_eq!(ordered("tr", &[sub.clone(), sub]), "Alt başlık / Alt başlık");
        assert_eq!(ordered("tr", &[]), "");
    }
}
