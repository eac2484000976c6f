/* Inputs that are asked for only under certain answers: data-when="kind:extension,swap;authority:on".
   «!» = any answer but these. Without a script all are shown, and the server passes over those not asked for. */
(() => {
  "use strict";
  const asked = [...document.querySelectorAll("[data-when]")];

  const answer = (name) => {
    const field = document.getElementById(name);
    if (!field) return "";
    return field.type === "checkbox" ? (field.checked ? "on" : "off") : field.value;
  };
  const holds = (condition) => {
    const [name, wanted] = condition.split(":");
    const negated = wanted.startsWith("!");
    return wanted.replace("!", "").split(",").includes(answer(name)) !== negated;
  };
  const show = () => asked.forEach((box) => { box.hidden = !box.dataset.when.split(";").every(holds); });

  document.addEventListener("change", show);
  window.addEventListener("pageshow", show); // the browser's way back fills in answers of its own
  show();
})();
