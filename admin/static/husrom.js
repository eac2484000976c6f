/* The one script of Husrom's pages: listeners on the document, so that no page needs a script of its own. */
(() => {
  "use strict";
  const closest = (event, selector) => event.target instanceof Element ? event.target.closest(selector) : null;

  document.addEventListener("click", (event) => {
    const near = closest(event, "[data-confirm]");
    const asks = near?.type === "checkbox" && !near.checked ? null : near; // taking a tick away needs no question
    const needs = closest(event, "[data-needs-ticks]");
    if (needs && !document.querySelector('input[name="rowid"]:checked')) {
      event.preventDefault();
      window.alert(needs.dataset.needsTicks);
      return;
    }
    if (asks && asks.dataset.confirm && !window.confirm(asks.dataset.confirm)) { event.preventDefault(); return; }
    const add = closest(event, "[data-add-part]");
    if (add) { addPart(add.closest("[data-part-list]")); return; }
    const remove = closest(event, "[data-remove-part]");
    if (remove) { removePart(remove); return; }
    const menu = closest(event, "[data-menu]");
    if (menu) { toggleMenu(menu); return; }
    const fill = closest(event, "[data-fill-email]");
    if (fill) {
      document.getElementById("email").value = fill.dataset.fillEmail;
      document.getElementById("password").focus();
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick-all]")) {
      document.querySelectorAll('input[name="rowid"]').forEach((box) => { box.checked = event.target.checked; });
    }
  });

  document.addEventListener("submit", (event) => {
    const busy = event.target.querySelector("[data-busy]");
    if (!busy) return;
    const label = busy.textContent;
    busy.textContent = busy.dataset.busy;
    window.setTimeout(() => { busy.textContent = label; }, 4000);
  });

  function toggleMenu(button) {
    const open = document.body.classList.toggle("menu-open");
    button.setAttribute("aria-expanded", String(open));
  }

  /* Lists of parts: a new row is a copy of the template with its number filled in. */
  function addPart(list) {
    const number = Number(list.dataset.next);
    list.dataset.next = String(number + 1);
    const template = list.querySelector(":scope > template");
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__rad__", String(number));
    const row = holder.content.firstElementChild;
    list.querySelector(":scope > [data-part-rows]").append(row);
    renumber(list);
    prepare(row);
    const first = row.querySelector("input:not([type=hidden]), select, textarea");
    if (first) first.focus();
  }

  function removePart(button) {
    const list = button.closest("[data-part-list]");
    button.closest("[data-part-row]").remove();
    renumber(list);
    list.querySelector(":scope > [data-add-part]").focus();
  }

  function renumber(list) {
    list.querySelectorAll(":scope > [data-part-rows] > [data-part-row]").forEach((row, index) => {
      row.querySelectorAll("[data-row-number]").forEach((mark) => { mark.textContent = String(index + 1); });
    });
  }

  /* Days: a button that opens the browser's calendar beside the text. */
  const CALENDAR = '<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path fill="currentColor" d="M4 1v2H2v12h12V3h-2V1h-2v2H6V1zM3 7h10v7H3z"/></svg>';

  function addCalendar(input) {
    const box = document.createElement("span");
    box.className = "day-box";
    input.replaceWith(box);
    const native = document.createElement("input");
    Object.assign(native, { type: "date", tabIndex: -1, className: "day-native" });
    native.setAttribute("aria-hidden", "true");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "day-button", innerHTML: CALENDAR });
    const label = document.querySelector(`label[for="${CSS.escape(input.id)}"]`);
    button.setAttribute("aria-label", `Velg dato i kalender${label ? ": " + label.textContent.replace("*", "").trim() : ""}`);
    button.addEventListener("click", () => {
      const parts = input.value.trim().match(/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/);
      native.value = parts ? `${parts[3]}-${parts[2].padStart(2, "0")}-${parts[1].padStart(2, "0")}` : "";
      native.showPicker();
    });
    native.addEventListener("change", () => {
      const [year, month, day] = native.value.split("-");
      if (day) input.value = `${day}.${month}.${year}`;
      input.focus();
    });
    box.append(input, button, native);
  }

  /* Pickers: a combobox that asks the server as one types. */
  function addPicker(box) {
    const [hidden, input] = box.querySelectorAll("input");
    const list = box.querySelector("[role=listbox]");
    let active = -1, timer = 0, asked = 0;
    const options = () => [...list.querySelectorAll("[role=option]")];
    const close = () => {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const choose = (option) => { hidden.value = option.dataset.id; input.value = option.textContent; close(); };
    const mark = (index) => {
      const all = options();
      if (!all.length) return;
      active = (index + all.length) % all.length;
      all.forEach((option, one) => option.setAttribute("aria-selected", String(one === active)));
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    };
    const tell = (text) => {
      list.replaceChildren(Object.assign(document.createElement("li"), { className: "picker-none", textContent: text }));
      list.firstChild.setAttribute("role", "option");
      list.firstChild.setAttribute("aria-disabled", "true");
      open();
    };
    const open = () => { list.hidden = false; input.setAttribute("aria-expanded", "true"); };
    const show = (found) => {
      if (!found.length) { tell("Ingen treff"); return; }
      list.replaceChildren(...found.map(([id, text], index) => {
        const option = Object.assign(document.createElement("li"), { id: `${list.id}-${index}`, textContent: text });
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.id = id;
        return option;
      }));
      active = -1;
      open();
    };
    const look = async () => {
      const mine = ++asked;
      const url = new URL(box.dataset.lookup, window.location.href);
      url.searchParams.set("query", input.value.trim());
      try {
        const answer = await fetch(url, { headers: { Accept: "application/json" } });
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        const found = await answer.json();
        if (mine === asked) show(found);
      } catch {
        if (mine === asked) tell("Får ikke søkt nå. Last siden på nytt.");
      }
    };
    input.addEventListener("input", () => { hidden.value = ""; window.clearTimeout(timer); timer = window.setTimeout(look, 180); });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") { event.preventDefault(); if (list.hidden) look(); else mark(active + 1); }
      else if (event.key === "ArrowUp" && !list.hidden) { event.preventDefault(); mark(active - 1); }
      else if (event.key === "Enter" && active >= 0 && !list.hidden) { event.preventDefault(); choose(options()[active]); }
      else if (event.key === "Escape") close();
    });
    input.addEventListener("blur", () => window.setTimeout(close, 150));
    if (input.form?.method === "get") input.form.addEventListener("submit", () => { hidden.value ||= input.value.trim(); }); // a filter typed but not picked is told of
    list.addEventListener("mousedown", (event) => {
      const option = closest(event, "[role=option][data-id]");
      if (option) { event.preventDefault(); choose(option); }
    });
  }

  function prepare(root) {
    root.querySelectorAll("input[data-day]").forEach(addCalendar);
    root.querySelectorAll(".picker").forEach(addPicker);
  }

  document.body.classList.add("scripted");
  prepare(document);
  const problems = document.querySelector(".problems");
  if (problems) problems.focus();
})();
