// Keeps a part of a page true while it waits for partners: what the server now shows of `#state` takes its place, until
// nothing more is awaited. Without this script a person loads the page again.
(() => {
  "use strict";
  const EVERY_MS = 4000;
  const said = document.createElement("p");
  const section = () => document.getElementById("state");
  if (!section()?.dataset.again) return;
  said.className = "about";
  said.textContent = section().dataset.again;
  section().before(said);
  const look = async () => {
    try {
      const answer = await fetch(location.pathname, { credentials: "same-origin", cache: "no-store" });
      if (!answer.ok || answer.redirected) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("state");
      if (!fresh) return;
      // What a person reads or has the focus in is left alone when nothing is new.
      if (fresh.innerHTML !== section().innerHTML) section().replaceWith(document.adoptNode(fresh));
      if (fresh.dataset.again) return;
      clearInterval(timer);
      said.remove();
    } catch {
      // The next look tries again.
    }
  };
  const timer = setInterval(() => {
    if (!document.hidden) look();
  }, EVERY_MS);
})();
