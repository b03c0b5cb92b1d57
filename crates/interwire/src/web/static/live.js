// The live board: each event is one line of the list, made and escaped by the server. `line` puts it in its place,
// `touch` only changes one that is there. Flashes, kills and alerts are called out. What was missed while the
// connection was broken is fetched by loading again.
(() => {
  "use strict";
  const rows = document.getElementById("rows");
  const status = document.getElementById("live");
  const calls = document.getElementById("calls");
  if (!rows?.dataset.events || !window.EventSource) return;
  const CALLS_MAX = 5;
  const events = new EventSource(rows.dataset.events);
  let opened = false;
  const say = (on) => {
    status.hidden = false;
    status.classList.toggle("off", !on);
    const text = on ? status.dataset.on : status.dataset.off;
    if (status.textContent !== text) status.textContent = text;
  };

  // A short tone, made here; only for those who have asked for sounds.
  let audio;
  const sound = (kind) => {
    if (!("sounds" in document.documentElement.dataset) || !window.AudioContext) return;
    audio ??= new AudioContext();
    const tones = kind === "kill" ? [440, 330, 220] : [660, 880];
    tones.forEach((hertz, nth) => {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      const from = audio.currentTime + nth * 0.16;
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0.12, from);
      volume.gain.exponentialRampToValueAtTime(0.001, from + 0.15);
      tone.connect(volume).connect(audio.destination);
      tone.start(from);
      tone.stop(from + 0.15);
    });
    calls.dataset.sounded = kind;
  };

  const call = (kind, title, address, more) => {
    const box = document.createElement("p");
    const [word, link, close] = ["strong", "a", "button"].map((name) => document.createElement(name));
    box.className = `banner call ${kind === "alert" ? "ok" : "bad"}`;
    word.textContent = calls.dataset[kind];
    link.textContent = title;
    link.href = address;
    link.dir = "auto";
    close.type = "button";
    close.className = "quiet";
    close.textContent = calls.dataset.close;
    close.addEventListener("click", () => box.remove());
    box.append(word, " ", link, " ", more ?? "", " ", close);
    calls.prepend(box);
    while (calls.children.length > CALLS_MAX) calls.lastElementChild.remove();
    if (kind !== "alert") sound(kind);
  };

  const made = (event) => {
    const box = document.createElement("template");
    box.innerHTML = event.data;
    return box.content.firstElementChild;
  };

  // The newest or most urgent first, as the list was asked for.
  const place = (row) => {
    if (rows.dataset.sort !== "urgency") return rows.firstElementChild;
    const own = Number(row.dataset.place);
    return [...rows.children].find((other) => Number(other.dataset.place) < own) ?? null;
  };

  const put = (row, old) => {
    const focused = old?.contains(document.activeElement);
    if (old && row.classList.contains("recalled")) old.replaceWith(row);
    else {
      old?.remove();
      rows.insertBefore(row, place(row));
    }
    if (focused) row.querySelector("a")?.focus();
  };

  events.addEventListener("open", () => {
    if (opened) return location.reload();
    opened = true;
    say(true);
  });
  events.addEventListener("error", () => say(false));
  events.addEventListener("missed", () => location.reload());
  events.addEventListener("line", (event) => {
    const row = made(event);
    if (!row) return;
    const old = document.getElementById(row.id);
    row.classList.add("fresh");
    put(row, old);
    const link = row.querySelector(".headline a");
    if (row.dataset.call && old?.dataset.call !== row.dataset.call) call(row.dataset.call, link.textContent, link.href);
    document.getElementById("empty")?.remove();
    while (rows.children.length > Number(rows.dataset.max)) rows.lastElementChild.remove();
  });
  events.addEventListener("touch", (event) => {
    const row = made(event);
    const old = row && document.getElementById(row.id);
    if (!old) return;
    const focused = old.contains(document.activeElement);
    old.replaceWith(row);
    if (focused) row.querySelector("a")?.focus();
  });
  events.addEventListener("alert", (event) => {
    const { address, title, searches } = JSON.parse(event.data);
    call("alert", title, address, searches);
  });
  events.addEventListener("counts", (event) => {
    for (const [id, count] of Object.entries(JSON.parse(event.data))) {
      const mark = document.querySelector(`[data-count="${CSS.escape(id)}"]`);
      if (mark) mark.textContent = count;
    }
  });
})();
