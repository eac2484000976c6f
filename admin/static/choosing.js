/* A choice among candidates shows at once whom it passes over: the page is fetched anew with what is typed.
   Without a script the button under the list does the same. */
(() => {
  "use strict";
  const form = document.querySelector("[data-choosing]");
  if (!form) return;
  const show = form.querySelector(".choose-button button");
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-choose]") && show) form.requestSubmit(show);
  });
})();
