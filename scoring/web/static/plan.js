// @ts-check
/** The form of a plan: what is asked now, the rules in words as they change, and what is wrong where. */

import { alone, clear, give, post, say, tell } from "./commands.js";
import { fill } from "./words.js";

/** @typedef {{field: string, message: string}} Fault */
/** @typedef {{plan: object, words: string, entrants: string, faults: Fault[]}} Preview */

const PAUSE = 350;
const form = /** @type {HTMLFormElement} */ (document.getElementById("plan-form"));
const words = /** @type {HTMLElement} */ (document.getElementById("plan-words"));
const read = document.getElementById("read");
const notice = document.getElementById("plan-notice");
const go = document.getElementById("plan-go");
const revise = "revise" in form.dataset;
const draft = `plan ${location.pathname}`;
/** Fields that were left once; only these show what is wrong before the end. @type {Set<string>} */
const left = new Set();
let timer = 0;
let asked = 0;
let everything = false;

const fields = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-field]")]);

/** @param {HTMLElement} field */
function control(field) {
  return /** @type {HTMLInputElement} */ (field.querySelector("input, select, textarea"));
}

/** @param {HTMLElement} field */
function rows(field) {
  return /** @type {HTMLElement[]} */ ([...field.querySelectorAll("[data-row]")]);
}

/** @param {HTMLElement} row */
function cells(row) {
  return /** @type {HTMLInputElement[]} */ ([...row.querySelectorAll("input")]);
}

/** @param {HTMLElement} field */
function answer(field) {
  switch (field.dataset.kind) {
    case "switch":
      return control(field).checked ? "yes" : "no";
    case "rows":
      return rows(field)
        .map((row) => cells(row).map((one) => one.value.trim()).join("\t"))
        .filter((line) => line.trim())
        .join("\n");
    default:
      return control(field).value;
  }
}

/** @returns {Record<string, string>} */
function answers() {
  return Object.fromEntries(fields.map((field) => [field.dataset.field ?? "", answer(field)]));
}

/**
 * @param {HTMLElement} field
 * @param {string} value
 */
function put(field, value) {
  if (field.dataset.kind === "switch") control(field).checked = value === "yes";
  else if (field.dataset.kind === "rows") {
    for (const row of rows(field)) row.remove();
    for (const line of value.split("\n")) addRow(field, line.split("\t"));
  } else control(field).value = value;
}

/**
 * @param {HTMLElement} field
 * @param {string[]} [values]
 */
function addRow(field, values = []) {
  const template = /** @type {HTMLTemplateElement} */ (field.querySelector("template"));
  const row = /** @type {HTMLElement} */ (template.content.querySelector("[data-row]")?.cloneNode(true));
  template.before(row);
  cells(row).forEach((cell, index) => (cell.value = values[index] ?? ""));
  return row;
}

function showAsked() {
  const given = answers();
  for (const field of fields) {
    /** @type {[string, string[]][]} */
    const when = JSON.parse(field.dataset.when ?? "[]");
    field.hidden = !when.every(([other, values]) => values.includes(given[other] ?? ""));
  }
  for (const section of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-section]"))) {
    section.hidden = [...section.querySelectorAll("[data-field]")].every((one) => one instanceof HTMLElement && one.hidden);
  }
}

/** Where on the form a fault is. @param {Fault} fault */
function position(fault) {
  return fields.findIndex((field) => field.dataset.field === fault.field);
}

/** @returns {Promise<Preview | null>} */
async function look() {
  const mine = ++asked;
  const given = answers();
  const contest = revise ? form.dataset.contest : given.id;
  const body = JSON.stringify({ preset: form.dataset.preset, contest, answers: given, revise });
  const reply = await post("/api/plans/preview", body);
  if (mine !== asked) return null;
  if (!reply.ok) {
    tell(notice, reply);
    return null;
  }
  /** @type {Preview} */
  const found = reply.body;
  found.faults.sort((one, other) => position(one) - position(other));
  words.innerHTML = found.words;
  if (read) read.innerHTML = found.entrants;
  showFaults(found.faults);
  return found;
}

/** @param {Fault[]} faults */
function showFaults(faults) {
  const shown = new Map();
  for (const fault of faults) {
    if (!everything && !left.has(fault.field)) continue;
    shown.set(fault.field, [...(shown.get(fault.field) ?? []), fault.message]);
  }
  for (const field of fields) {
    const id = field.dataset.field ?? "";
    const messages = shown.get(id) ?? [];
    const wrong = /** @type {HTMLElement} */ (document.getElementById(`wrong-${id}`));
    wrong.textContent = messages.slice(0, id === "entrants" ? 3 : 1).join(" ");
    wrong.hidden = messages.length === 0;
    const target = document.getElementById(`f-${id}`);
    if (messages.length) target?.setAttribute("aria-invalid", "true");
    else target?.removeAttribute("aria-invalid");
  }
  if (!everything) return;
  if (faults.length) say(notice, fill(form.dataset.count, { count: faults.length }), faults.map(({ message }) => ({ field: "", message })));
  else clear(notice);
}

function lookSoon() {
  clearTimeout(timer);
  timer = window.setTimeout(() => void look(), PAUSE);
  try {
    sessionStorage.setItem(draft, JSON.stringify(answers()));
  } catch {
    // Without storage what was typed lasts as long as the page.
  }
}

function takeUpDraft() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(draft) ?? "{}");
    for (const field of fields) {
      const value = kept[field.dataset.field ?? ""];
      if (typeof value === "string") put(field, value);
    }
  } catch {
    sessionStorage.removeItem(draft);
  }
}

/** @param {Fault} fault */
function goTo(fault) {
  const target = document.getElementById(`f-${fault.field}`);
  target?.closest("details")?.setAttribute("open", "");
  const first = target?.matches("input, select, textarea") ? target : target?.querySelector("input");
  first?.focus();
}

form.addEventListener("input", () => {
  showAsked();
  lookSoon();
});
form.addEventListener("focusout", (event) => {
  const field = event.target instanceof Element && event.target.closest("[data-field]");
  if (!(field instanceof HTMLElement) || left.has(field.dataset.field ?? "")) return;
  left.add(field.dataset.field ?? "");
  lookSoon();
});
form.addEventListener("keydown", (event) => {
  // Enter in a long form must not create the contest; it moves on.
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
});
form.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const field = event.target.closest("[data-field]");
  if (!(field instanceof HTMLElement)) return;
  if (event.target.closest("[data-add]")) cells(addRow(field))[0]?.focus();
  else if (event.target.closest("[data-remove]")) {
    event.target.closest("[data-row]")?.remove();
    /** @type {HTMLElement | null} */ (field.querySelector("[data-add]"))?.focus();
  } else return;
  showAsked();
  lookSoon();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void alone(go, async () => {
    clearTimeout(timer);
    clear(notice);
    everything = true;
    const found = await look();
    if (!found) return;
    const first = found.faults[0];
    if (first) {
      goTo(first);
      return;
    }
    const done = revise
      ? await give(form.dataset.contest ?? "", { type: "revise", plan: found.plan })
      : await post("/api/contests", JSON.stringify({ plan: found.plan }));
    if (!done.ok) {
      tell(notice, done);
      return;
    }
    sessionStorage.removeItem(draft);
    location.assign(revise ? `${location.pathname}?saved=1` : done.body.page);
  });
});

takeUpDraft();
showAsked();
if (!revise) void look();
