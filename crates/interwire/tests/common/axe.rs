//! axe-core, which checks pages for accessibility, out of the browser itself: the panels for developers in Chromium
//! carry Lighthouse, and Lighthouse carries the source of axe as a text.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "shared by several test binaries; each uses a part")]

use super::chromium::Chromium;

const BUNDLE: &str = "devtools://devtools/bundled/third_party/lighthouse/lighthouse-dt-bundle.js";
/// The text of JavaScript that begins as axe does; the bundle is shown as the text of a page.
const LITERAL: &str = r"(document.body.textContent.match(/`\/\*! axe v(?:[^`\\]|\\[^])*`/) ?? [''])[0]";
/// Everything in a page is looked at, also what is folded away.
const RUN: &str = "(async (rules) => {
    const folds = [...document.querySelectorAll('details:not([open])')];
    for (const fold of folds) fold.open = true;
    const { violations } = await axe.run(document, { resultTypes: ['violations'], preload: false, ...rules });
    for (const fold of folds) fold.open = false;
    return violations.flatMap(({ impact, id, nodes }) =>
        nodes.map((node) => `${impact} ${id}: ${node.html} ${node.failureSummary}`));
})";
/// The rules about colours: another scheme changes nothing else.
const COLOURS: &str = "{ runOnly: ['color-contrast', 'link-in-text-block'] }";

pub struct Axe {
    source: String,
}

impl Axe {
    /// # Panics
    /// If this browser has none.
    pub fn of(browser: &mut Chromium) -> Self {
        browser.go(BUNDLE);
        let literal = browser.eval(LITERAL).as_str().unwrap_or_default().to_owned();
        assert!(!literal.is_empty(), "this Chromium carries no axe-core at {BUNDLE}: Debian's and Google's builds do");
        browser.go("about:blank");
        let source = browser.eval(&literal).as_str().unwrap().to_owned();
        Self { source }
    }

    /// Brings it into the page that is open.
    pub fn enter(&self, browser: &mut Chromium) {
        browser.eval(&format!("{};0", self.source));
    }

    /// What is wrong with that page as it is now, or with its colours.
    pub fn findings(&self, browser: &mut Chromium, only_colours: bool) -> Vec<String> {
        let found = browser.eval_later(&format!("{RUN}({})", if only_colours { COLOURS } else { "{}" }));
        found.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
    }
}
