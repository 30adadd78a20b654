// @ts-check
/** Paper typed in as a second entry: keeps it, shows how it compares, and lets the head judge decide. */

import { alone, clear, give, post, tell } from "./commands.js";
import { weigh } from "./weigh.js";

/**
 * @typedef {import("./commands.js").Command} Command
 * @typedef {import("./weigh.js").OldNew} OldNew
 */

const page = /** @type {HTMLElement} */ (document.getElementById("paper-entry"));
const contest = page.dataset.contest ?? "";
const sheet = /** @type {HTMLFormElement | null} */ (document.getElementById("sheet"));
const match = /** @type {HTMLFormElement | null} */ (document.getElementById("match"));
const notice = document.getElementById("sheet-notice");

/** Full-width figures, commas and colons, as Chinese keyboards give them.
 * @param {string} text */
function figures(text) {
  return text.normalize("NFKC").trim().replace(/[。,]/g, ".");
}

/** @param {string} code */
function next(code) {
  location.assign(`?done=${encodeURIComponent(code)}`);
}

/** @param {HTMLFormElement} form */
function fields(form) {
  return /** @type {NodeListOf<HTMLInputElement | HTMLSelectElement>} */ (
    form.querySelectorAll("[data-criterion]")
  );
}

/**
 * @param {HTMLFormElement} form
 * @returns {Command}
 */
function typed(form) {
  const outcome = /** @type {HTMLSelectElement | null} */ (form.querySelector("[data-outcome]"));
  const filled = [...fields(form)].filter((one) => one.value.trim());
  const marks = filled.map((one) => ({ criterion: one.dataset.criterion, mark: figures(one.value) }));
  const without = outcome?.value || null;
  return {
    ...JSON.parse(form.dataset.command ?? "{}"), marks: without ? [] : marks, outcome: without,
  };
}

/**
 * @param {HTMLFormElement} form
 * @param {Command} command
 */
async function keep(form, command) {
  const answer = await give(contest, command);
  if (answer.ok) next(form.dataset.code ?? "");
  else tell(notice, answer);
}

/** @param {HTMLFormElement} form */
async function keepResult(form) {
  const data = new FormData(form);
  const of = JSON.parse(form.dataset.sheet ?? "{}");
  const asked = { ...of, score: data.get("score"), ended: data.get("ended"), by: data.get("by") };
  const answer = await post(`/api/contests/${contest}/paper/result`, JSON.stringify(asked));
  if (!answer.ok) {
    tell(notice, answer);
    return;
  }
  await keep(form, { ...of, type: "enter_paper_result", result: answer.body.result });
}

/** Which side it was that gave up is asked where one did. @param {HTMLFormElement} form */
function askSide(form) {
  const ended = /** @type {HTMLSelectElement} */ (form.elements.namedItem("ended"));
  const by = /** @type {HTMLFieldSetElement} */ (document.getElementById("by"));
  by.hidden = !("oneSided" in (ended.selectedOptions[0]?.dataset ?? {}));
  by.disabled = by.hidden;
}

/** @param {HTMLElement} button */
function decide(button) {
  const { title = "", yes = "", command = "{}", sides = "[]" } = button.dataset;
  const given = /** @type {Command} */ (JSON.parse(command));
  const keeps = given.type.startsWith("keep_");
  weigh({
    contest,
    title,
    yes,
    command: given,
    changes: /** @type {OldNew[]} */ (JSON.parse(sides)),
    reason: keeps ? page.dataset.kept : page.dataset.reason,
    done: () => location.assign(location.pathname),
  });
}

sheet?.addEventListener("submit", (event) => {
  event.preventDefault();
  clear(notice);
  void alone(event.submitter, () => keep(sheet, typed(sheet)));
});
sheet?.addEventListener("change", () => {
  const outcome = /** @type {HTMLSelectElement | null} */ (sheet.querySelector("[data-outcome]"));
  for (const one of fields(sheet)) one.disabled = Boolean(outcome?.value);
});
match?.addEventListener("submit", (event) => {
  event.preventDefault();
  clear(notice);
  void alone(event.submitter, () => keepResult(match));
});
if (match) {
  match.addEventListener("change", () => askSide(match));
  askSide(match);
}
page.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-command][data-yes]");
  if (button instanceof HTMLElement) decide(button);
});

const first = sheet ? fields(sheet)[0] : match?.querySelector("input");
if (first) first.focus();
