//! Every planted bug is found within a thousand seeds.
#![allow(clippy::print_stdout, reason = "the table of bugs and seeds is what one wants to read")]

use interwire_sim::bugs::Bug;
use interwire_sim::sweep::sweep;

#[test]
#[ignore = "takes minutes; to be run alone, once all fixed seeds break no rule without a bug"]
fn planted_bugs_are_found() {
    let mut missed = Vec::new();
    println!("planted bug, the first seed that finds it, the rule that was broken");
    for (name, bug) in Bug::all() {
        let found = sweep(0..1000, Some(bug), true, &|_| ());
        match found.broken.first() {
            Some(report) => {
                let rule = report.violation.as_ref().map_or("", |violation| violation.rule);
                println!("{name:<30} {:>5}  {rule}", report.seed);
            }
            None => missed.push(name),
        }
    }
    assert!(missed.is_empty(), "not found within 1000 seeds: {missed:?}");
}
