// @ts-check
/** Somebody who comes after registration: the next free number is offered, the desk decides. */

import { alone, clear, give, tell } from "./commands.js";

const desk = /** @type {HTMLElement} */ (document.getElementById("desk"));
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("late"));
const form = /** @type {HTMLFormElement} */ (document.getElementById("late-form"));
const number = /** @type {HTMLInputElement} */ (document.getElementById("late-number"));
const notice = document.getElementById("late-notice");

function nextFree() {
  const rows = /** @type {NodeListOf<HTMLElement>} */ (desk.querySelectorAll("[data-number]"));
  return Math.max(0, ...[...rows].map((row) => Number(row.dataset.number))) + 1;
}

desk.addEventListener("click", (event) => {
  if (!(event.target instanceof Element && event.target.closest("#late-open"))) return;
  if (!number.value) number.value = String(nextFree());
  clear(notice);
  dialog.showModal();
  /** @type {HTMLElement | null} */ (form.querySelector("#late-name"))?.focus();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const filled = new FormData(form);
  const text = (/** @type {string} */ name) => String(filled.get(name) ?? "").trim();
  const entrant = {
    id: `late-${text("number")}`,
    number: Number(text("number")),
    name: text("name"),
    unit: text("unit"),
    work: text("work"),
    group: text("group") || null,
  };
  void alone(form.querySelector("[type=submit]"), async () => {
    clear(notice);
    const answer = await give(desk.dataset.contest ?? "", { type: "enter", entrant });
    if (!answer.ok) {
      tell(notice, answer);
      return;
    }
    form.reset();
    dialog.close();
  });
});
