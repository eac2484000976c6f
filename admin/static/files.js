/* Names the files that are chosen, and says at once which of them are too large. */
(() => {
  "use strict";
  document.querySelectorAll("input[data-files]").forEach((input) => {
    const told = input.parentElement.querySelector("[data-file-names]");
    const none = told.dataset.fileNames;
    input.addEventListener("change", () => {
      const names = [...input.files].map((file) =>
        file.size > Number(input.dataset.files) ? `${file.name} (for stor: over 10 MB)` : file.name);
      told.textContent = names.length ? names.join(", ") : none;
    });
  });
})();
