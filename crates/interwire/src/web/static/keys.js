// The board by keyboard: j and k go through the lines, Enter opens the one that has the focus, / goes to the search,
// ? says all that. Keys that are typed into a field are left alone.
(() => {
  "use strict";
  const links = () => [...document.querySelectorAll("#rows .headline a")];
  const step = (by) => {
    const all = links();
    const at = all.indexOf(document.activeElement?.closest?.("#rows .row")?.querySelector(".headline a"));
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
    all[next]?.focus();
  };
  const acts = {
    j: () => step(1),
    k: () => step(-1),
    "/": () => document.getElementById("q")?.select(),
    "?": () => document.getElementById("keys")?.togglePopover(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, select, textarea, [contenteditable]")) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
