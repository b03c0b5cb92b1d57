//! The table is whole, and errors travel.

use super::fault::Told;
use super::*;
use crate::errors::Code;

#[test]
fn operations_are_listed_by_name_and_explained() {
    let names: Vec<&str> = OPS.iter().map(|op| op.name).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(names, sorted);
    for op in OPS {
        assert!(op.help.ends_with('.') && op.help.len() > 15, "{}", op.name);
        assert!(find(op.name).is_some_and(|found| found.name == op.name));
    }
}

#[test]
fn an_error_is_the_same_on_the_other_side() {
    let error = Error::new(Code::Ambiguous).with("given", "0a").with("candidates", "0a1, 0a2");
    let told: Told = serde_json::from_str(&serde_json::to_string(&Told::from(&error)).unwrap()).unwrap();
    assert_eq!(told.error().to_string(), error.to_string());
    let newer = Told { code: "I9999".into(), message: "the sun is down.".into(), ..told };
    assert_eq!(newer.error().code(), Code::NodeUnclear);
}
