// @ts-check
/** One entrant: every correction is weighed first; the page follows and keeps what was typed. */

import { clear, say } from "./commands.js";
import { keepUp } from "./keep_up.js";
import { weigh, weighAgain } from "./weigh.js";
import { fill } from "./words.js";

/**
 * @typedef {import("./commands.js").Command} Command
 * @typedef {import("./weigh.js").OldNew} OldNew
 * @typedef {{marks: Record<string, string>, outcome: string | null, text: string}} Version
 */

const DONE_SHOWS = 5000;

const page = element("entrant");
const words = element("entrant-words").dataset;
const { contest = "", stage = "", entrant = "", who = "" } = page.dataset;
const refresh = keepUp(page, weighAgain);
let doneTimer = 0;

/** @param {string} id */
function element(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @param {HTMLFormElement | null} form */
async function done(form) {
  form?.reset();
  const details = form?.closest("details");
  if (details) details.open = false;
  await refresh();
  const shown = element("done");
  shown.hidden = false;
  clearTimeout(doneTimer);
  doneTimer = setTimeout(() => clear(shown), DONE_SHOWS);
}

/** Full-width figures, commas and colons, as Chinese keyboards give them.
 * @param {string} text */
function figures(text) {
  return text.normalize("NFKC").trim().replace(/[。,]/g, ".");
}

// Sheets

/** @param {HTMLFormElement} form */
function inputs(form) {
  return /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[data-criterion]"));
}

/**
 * @param {HTMLFormElement} form
 * @param {Version} version
 */
function amendment(form, version) {
  const { seat = "", attempt = "0", after = "0" } = form.dataset;
  const marks = version.outcome
    ? []
    : Object.entries(version.marks).map(([criterion, mark]) => ({ criterion, mark }));
  return {
    type: "amend", stage, entrant, seat, attempt: Number(attempt), after: Number(after), marks,
    outcome: version.outcome || null,
  };
}

/**
 * @param {HTMLFormElement} form
 * @param {Version} version
 * @returns {OldNew[]}
 */
function oldNew(form, version) {
  const old = JSON.parse(form.dataset.old ?? "{}");
  const before = form.dataset.oldOutcome ?? "";
  const rows = [...inputs(form)].map((input) => {
    const { criterion = "", name = "", default: fallback = "" } = input.dataset;
    return { name, before: old[criterion] ?? "", after: version.marks[criterion] ?? fallback };
  });
  if (version.outcome) return [{ name: words.result ?? "", before, after: version.text }];
  return before ? [{ name: words.result ?? "", before, after: "–" }, ...rows] : rows;
}

/** @param {HTMLFormElement} form @returns {Version} */
function typed(form) {
  const select = /** @type {HTMLSelectElement | null} */ (form.querySelector("[data-outcome]"));
  const filled = [...inputs(form)].filter((input) => input.value.trim());
  const marks = filled.map((input) => [input.dataset.criterion, figures(input.value)]);
  const text = select?.selectedOptions[0]?.textContent ?? "";
  return { marks: Object.fromEntries(marks), outcome: select?.value || null, text };
}

/** @param {HTMLFormElement} form */
function correct(form) {
  const version = typed(form);
  const enters = form.dataset.after === "0" && form.dataset.old === "{}" && !form.dataset.oldOutcome;
  const title = enters ? words.enterTitle : words.correctTitle;
  weigh({
    contest,
    title: fill(title, { seat: form.dataset.name ?? "", who }),
    yes: words.correctYes ?? "",
    command: amendment(form, version),
    changes: oldNew(form, version),
    done: () => done(form),
  });
}

/** @param {HTMLElement} button */
function choose(button) {
  const form = /** @type {HTMLFormElement} */ (button.closest("article")?.querySelector("form"));
  const version = /** @type {Version} */ (JSON.parse(button.dataset.choose ?? "{}"));
  weigh({
    contest,
    title: fill(words.chooseTitle, { seat: form.dataset.name ?? "" }),
    yes: words.chooseYes ?? "",
    command: amendment(form, version),
    changes: oldNew(form, version),
    reason: button.dataset.reason,
    done: () => done(form),
  });
}

/** An outcome stands in the place of marks: their fields are not asked for then.
 * @param {HTMLFormElement} form */
function weighOutcome(form) {
  const select = /** @type {HTMLSelectElement | null} */ (form.querySelector("[data-outcome]"));
  if (!select) return;
  for (const input of inputs(form)) input.disabled = Boolean(select.value);
}

// Sheets that belong to somebody else

/** Looked up anew each time, as the page is drawn again while it is open. */
function meant() {
  const number = figures(/** @type {HTMLInputElement} */ (element("move-to")).value);
  const options = /** @type {NodeListOf<HTMLOptionElement>} */ (page.querySelectorAll("#move-others option"));
  return [...options].find((one) => one.value === number);
}

function showMeant() {
  const found = meant();
  const { nobody = "" } = element("move-form").dataset;
  const typedAny = /** @type {HTMLInputElement} */ (element("move-to")).value.trim();
  element("move-who").textContent = found ? `→ ${found.label}` : typedAny ? nobody : "";
}

/** @param {HTMLFormElement} form */
function move(form) {
  const notice = element("move-notice");
  clear(notice);
  const to = meant();
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[name=seat]"));
  const seats = [...boxes].filter((box) => box.checked).map((box) => box.value);
  const { title = "", text = "", yes = "", nobody = "", noSeat = "" } = form.dataset;
  if (!to || !seats.length) {
    say(notice, to ? noSeat : nobody);
    return;
  }
  weigh({
    contest,
    title: fill(title, { to: `${to.value} ${to.label}` }),
    text,
    yes,
    command: { type: "move_sheets", stage, entrant, to: to.dataset.entrant, seats },
    done: () => done(form),
  });
}

// Pointer and keyboard

page.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.id === "move-form") move(form);
  else if ("sheet" in form.dataset) correct(form);
});
page.addEventListener("reset", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  setTimeout(() => weighOutcome(form));
});
page.addEventListener("input", (event) => {
  if (!(event.target instanceof HTMLElement)) return;
  if (event.target.id === "move-to") showMeant();
  const form = event.target.closest("form");
  if (form && "outcome" in event.target.dataset) weighOutcome(form);
});
page.addEventListener("click", (event) => {
  const target = event.target instanceof Element && event.target.closest("[data-choose], [data-command]");
  if (!(target instanceof HTMLElement)) return;
  if (target.dataset.choose) {
    choose(target);
    return;
  }
  const { command = "{}", title = "", text = "", yes = "" } = target.dataset;
  const parsed = /** @type {Command} */ (JSON.parse(command));
  weigh({ contest, title, text, yes, command: parsed, danger: "danger" in target.dataset, done: () => done(null) });
});

for (const form of page.querySelectorAll("form")) weighOutcome(form);
const wanted = location.hash && document.getElementById(location.hash.slice(1));
if (wanted) wanted.classList.add("wanted");
