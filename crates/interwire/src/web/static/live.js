// The live board: each event is one line of the list, made and escaped by the server. A line that is there is
// replaced, a new one comes first. What was missed while the connection was broken is fetched by loading again.
(() => {
  "use strict";
  const rows = document.getElementById("rows");
  const status = document.getElementById("live");
  if (!rows?.dataset.events || !window.EventSource) return;
  const events = new EventSource(rows.dataset.events);
  let opened = false;
  const say = (on) => {
    status.hidden = false;
    status.classList.toggle("off", !on);
    const text = on ? status.dataset.on : status.dataset.off;
    if (status.textContent !== text) status.textContent = text;
  };
  events.addEventListener("open", () => {
    if (opened) return location.reload();
    opened = true;
    say(true);
  });
  events.addEventListener("error", () => say(false));
  events.addEventListener("missed", () => location.reload());
  events.addEventListener("line", (event) => {
    const box = document.createElement("template");
    box.innerHTML = event.data;
    const row = box.content.firstElementChild;
    if (!row) return;
    const old = document.getElementById(row.id);
    const focused = old?.contains(document.activeElement);
    row.classList.add("fresh");
    if (old && row.classList.contains("recalled")) old.replaceWith(row);
    else {
      old?.remove();
      rows.prepend(row);
    }
    if (focused) row.querySelector("a")?.focus();
    document.getElementById("empty")?.remove();
    while (rows.children.length > Number(rows.dataset.max)) rows.lastElementChild.remove();
  });
})();
