//! A folded word without its diacritics, for queries that ask for it (`~aliyev`): marks dropped, letters that carry
//! theirs inside replaced by the plain one, and the Cyrillic of Kazakh and Russian in Latin letters, so that a Kazakh
//! name is found in either of its scripts.

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

/// Writes the bare form of a folded word into `out`, in place of what was there. The bare form of a bare form is itself.
pub fn bare(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.push_str(word);
        return;
    }
    for char in word.chars() {
        // Before it falls apart into и and a breve.
        if char == 'й' {
            out.push('i');
            continue;
        }
        for part in DecomposingNormalizerBorrowed::new_nfd().normalize(char.encode_utf8(&mut [0; 4])).chars() {
            match plain(part) {
                Some(letters) => out.push_str(letters),
                None if is_mark(part) => {}
                None => out.push(part),
            }
        }
    }
}

fn is_mark(char: char) -> bool {
    matches!(
        CodePointMapData::<GeneralCategory>::new().get(char),
        GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark
    )
}

fn plain(char: char) -> Option<&'static str> {
    Some(match char {
        'ı' => "i",
        'ə' => "a",
        'đ' | 'ð' => "d",
        'ø' => "o",
        'ł' => "l",
        'ħ' => "h",
        'ŋ' => "n",
        'ŧ' => "t",
        'þ' => "th",
        'æ' => "ae",
        'œ' => "oe",
        // Arabic: the forms of one letter in Arabic and Persian, and those that are typed for each other.
        'ى' | 'ی' => "ي",
        'ک' => "ك",
        'ة' => "ه",
        'ٱ' => "ا",
        // Kazakh of 2021 and Russian.
        'а' | 'ә' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ғ' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'ж' => "j",
        'з' => "z",
        'и' | 'і' | 'ы' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' | 'ң' => "n",
        'о' | 'ө' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ұ' | 'ү' => "u",
        'ф' => "f",
        'х' | 'һ' => "h",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ю' => "iu",
        'я' => "ia",
        'қ' => "q",
        _ => return None,
    })
}
