//! What an exchange costs: nothing, nothing on reciprocity, or an amount per month or year.

use crate::agreement::value::{Map, Reader, Value};
use crate::agreement::words::Say;

/// The period for which an amount is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// A calendar month.
    Month,
    /// A year of the term.
    Year,
}

/// The price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Price {
    /// Free of charge.
    Free,
    /// Free of charge as long as the other side gives the same.
    Reciprocity,
    /// An amount; invoices are outside the record.
    Paid {
        /// Decimal amount as text, with a point: `1200.00`.
        amount: String,
        /// ISO 4217 code.
        currency: String,
        /// For how long.
        per: Per,
    },
}

impl Per {
    fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}
impl std::str::FromStr for Per {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "month" => Ok(Self::Month),
            "year" => Ok(Self::Year),
            _ => Err("must be month or year".to_owned()),
        }
    }
}

impl Price {
    /// Its value in signed bytes.
    #[must_use]
    pub fn write(&self) -> Value {
        match self {
            Self::Free => "free".into(),
            Self::Reciprocity => "reciprocity".into(),
            Self::Paid { amount, currency, per } => Value::Map(Map::from([
                ("amount".to_owned(), amount.as_str().into()),
                ("currency".to_owned(), currency.as_str().into()),
                ("per".to_owned(), per.word().into()),
            ])),
        }
    }

    pub(super) fn say(&self, say: &mut Say<'_>) {
        match self {
            Self::Free => say.add("exchange.price.free", &[]),
            Self::Reciprocity => say.add("exchange.price.reciprocity", &[]),
            Self::Paid { amount, currency, per } => {
                let per = say.word(&format!("per.{}", per.word()));
                let values = [("amount", amount.clone()), ("currency", currency.clone()), ("per", per)];
                say.add("exchange.price.paid", &values);
            }
        }
    }
}

/// Takes the term `price`.
pub(super) fn read(terms: &mut Reader) -> Price {
    let Some(value) = terms.stated_value("price") else {
        return Price::Free;
    };
    match from_value(&value) {
        Some(price) => price,
        None => {
            terms.wrong("price", "must be \"free\", \"reciprocity\" or { amount = \"1200.00\", currency = \"EUR\", per = \"month\" }");
            Price::Free
        }
    }
}

fn from_value(value: &Value) -> Option<Price> {
    match value {
        Value::Text(word) if word == "free" => Some(Price::Free),
        Value::Text(word) if word == "reciprocity" => Some(Price::Reciprocity),
        Value::Map(map) if map.len() == 3 => {
            let text = |name: &str| match map.get(name) {
                Some(Value::Text(text)) => Some(text.clone()),
                _ => None,
            };
            let (amount, currency) = (text("amount")?, text("currency")?);
            let code = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase());
            let per = text("per")?.parse().ok()?;
            (code && is_amount(&amount)).then_some(Price::Paid { amount, currency, per })
        }
        _ => None,
    }
}

/// 1 to 15 digits without leading zeros, then a point and 1 to 4 digits if there is one.
fn is_amount(text: &str) -> bool {
    let (whole, part) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    let digits = |t: &str, max| (1..=max).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
    digits(whole, 15) && (whole == "0" || !whole.starts_with('0')) && part.is_none_or(|part| digits(part, 4))
}
