/* What pages of their own need: how far an import has come, and a file that is too large. */
(() => {
  "use strict";
  const EVERY = 1500;

  /* The server gives the whole fragment; we ask again until it says that it has ended. */
  const box = document.querySelector("[data-poll]");
  const look = async () => {
    try {
      const answer = await fetch(box.dataset.poll);
      if (answer.redirected || answer.status === 401 || answer.status === 403) { window.location.reload(); return; }
      if (answer.ok) {
        box.innerHTML = await answer.text();
        if (box.querySelector("[data-reload]")) { window.location.reload(); return; }
        if (box.querySelector("[data-ended]")) return;
      }
    } catch { /* the server is away for a moment: ask again */ }
    window.setTimeout(look, EVERY);
  };
  if (box) window.setTimeout(look, EVERY);

  const form = document.querySelector("form[data-largest]");
  if (form) {
    const input = form.querySelector("input[type=file]");
    const told = form.querySelector("[data-too-large]");
    const tooLarge = () => [...input.files].some((file) => file.size > Number(form.dataset.largest));
    const named = form.querySelector("[data-file-name]");
    input.addEventListener("change", () => {
      told.hidden = !tooLarge();
      named.textContent = input.files.length ? input.files[0].name : "Ingen fil er valgt";
    });
    form.addEventListener("submit", (event) => { if (tooLarge()) { event.preventDefault(); event.stopPropagation(); input.focus(); } });
  }
})();
