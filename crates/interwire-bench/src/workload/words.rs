//! Words by their rank, spelled in the scripts of the trade.

use super::Dice;
use std::sync::OnceLock;

/// Different words.
pub const COUNT: usize = 30_000;

/// Languages of the news.
pub const LANGUAGES: [&str; 15] =
    ["en", "ru", "kk", "az", "vi", "tr", "zh", "fr", "es", "ar", "fa", "pt", "de", "ko", "ja"];
/// How often each is met.
pub const LANGUAGE_WEIGHTS: [u32; 15] = [30, 14, 8, 8, 8, 4, 5, 5, 5, 4, 2, 2, 2, 2, 1];

/// The rank of a word of a text: its chance goes with 1/(rank + 3).
pub(super) fn rank(dice: &mut Dice) -> usize {
    static SUMS: OnceLock<Vec<f64>> = OnceLock::new();
    let sums = SUMS.get_or_init(|| {
        let mut sum = 0.0;
        let add = |rank: u32| {
            sum += 1.0 / f64::from(rank + 3);
            sum
        };
        (0..30_000).map(add).collect()
    });
    let wanted = dice.unit() * sums.last().copied().unwrap_or(0.0);
    sums.partition_point(|sum| *sum < wanted).min(COUNT - 1)
}

/// Syllables of a script; 100 of them.
fn syllables(language: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match language {
        "ru" => (
            &["б", "в", "г", "д", "к", "л", "м", "н", "р", "ст"],
            &["а", "е", "и", "о", "у", "ы", "я", "ёр", "ий", "ов"],
        ),
        "kk" => (
            &["б", "қ", "ғ", "д", "к", "л", "м", "ң", "р", "ш"],
            &["а", "ә", "і", "о", "ө", "ұ", "ү", "ар", "ын", "ың"],
        ),
        "az" => {
            (&["b", "ç", "d", "ğ", "k", "l", "m", "n", "r", "ş"], &["a", "ə", "ı", "i", "o", "ö", "u", "ü", "ar", "əl"])
        }
        "vi" => (
            &["b", "ch", "đ", "h", "kh", "ng", "nh", "t", "tr", "v"],
            &["à", "ạt", "ế", "iệt", "ội", "ướng", "ủ", "ình", "ơi", "ăn"],
        ),
        "tr" => (
            &["b", "ç", "d", "ğ", "k", "l", "m", "n", "r", "ş"],
            &["a", "e", "ı", "i", "o", "ö", "u", "ü", "an", "ler"],
        ),
        "ar" | "fa" => (
            &["ب", "ت", "ج", "د", "ر", "س", "ع", "ف", "ق", "ل"],
            &["ا", "و", "ي", "ام", "ين", "ون", "ات", "ير", "ة", "ه"],
        ),
        "zh" | "ja" => (
            &["中", "国", "人", "民", "政", "府", "经", "济", "合", "作"],
            &["大", "小", "上", "下", "东", "西", "南", "北", "新", "年"],
        ),
        _ => (
            &["b", "d", "f", "k", "l", "m", "n", "r", "s", "t"],
            &["a", "e", "i", "o", "u", "al", "en", "ing", "or", "ous"],
        ),
    }
}

/// The word of a rank in the script of a language.
#[must_use]
pub fn spelled(rank: usize, language: &str) -> String {
    let (heads, tails) = syllables(language);
    let mut word = String::new();
    // The frequent words are short.
    let mut left = rank;
    loop {
        word.push_str(heads[left % 10]);
        word.push_str(tails[left / 10 % 10]);
        left /= 100;
        if left == 0 {
            return word;
        }
        left -= 1;
    }
}
