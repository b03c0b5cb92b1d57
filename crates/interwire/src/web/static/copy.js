// Buttons that copy a text of the page: data-copy names the element, data-done is said when it is done. Without this
// script they stay hidden, and the text can be selected.
(() => {
  "use strict";
  const select = (source) => {
    for (let fold = source.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (source.select) source.select();
    else getSelection().selectAllChildren(source);
  };
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.className = "good";
    button.after(said);
    button.hidden = false;
    button.addEventListener("click", async () => {
      let done = true;
      try {
        await navigator.clipboard.writeText(source.value ?? source.textContent);
      } catch {
        // Without https browsers have no clipboard for scripts; the older way still copies what is selected.
        select(source);
        done = document.execCommand("copy");
      }
      said.textContent = done ? button.dataset.done : "";
      setTimeout(() => { said.textContent = ""; }, 4000);
    });
  }
})();
