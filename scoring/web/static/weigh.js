// @ts-check
/** Weighs a correction: shows what it would change, asks why, and gives it only when confirmed. */

import { alone, clear, give, post, tell } from "./commands.js";

/**
 * @typedef {import("./commands.js").Command} Command
 * @typedef {{name: string, before: string, after: string}} OldNew
 * @typedef {object} Correction
 * @property {string} contest
 * @property {string} title
 * @property {string} yes what the button says that confirms
 * @property {Command} command without its reason
 * @property {string} [text]
 * @property {OldNew[]} [changes] what the sheet says now, and what it would say
 * @property {string} [reason] a first suggestion
 * @property {boolean} [danger]
 * @property {() => Promise<void> | void} done called once the desk has it
 *
 * @typedef {{said: string, place: (number | null)[], moves_only: boolean}} Move
 * @typedef {{name: string, moves: Move[], others: string, said: string[], warnings: string[]}} Stage
 * @typedef {{stages: Stage[], nothing_changes: boolean, said: string}} Preview
 */

/** Commands need a reason to be decided; a preview is asked for before it is known. */
const NOT_SAID_YET = "…";
/** Recorded as seen, without a reason. */
const SPEAKS_FOR_ITSELF = "record_no_show";

const dialog = /** @type {HTMLDialogElement} */ (element("weigh"));
const form = /** @type {HTMLFormElement} */ (element("weigh-form"));
const effect = element("weigh-effect");
const reason = /** @type {HTMLInputElement} */ (element("weigh-reason"));
const yes = element("weigh-yes");
const notice = element("weigh-notice");
/** @type {Correction | null} */
let current = null;
let asked = 0;

/** @param {string} id */
function element(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @param {Correction} correction */
export function weigh(correction) {
  current = correction;
  clear(notice);
  element("weigh-title").textContent = correction.title;
  const text = element("weigh-text");
  text.textContent = correction.text ?? "";
  text.hidden = !correction.text;
  showChanges(correction.changes ?? []);
  reason.value = correction.reason ?? "";
  reason.disabled = correction.command.type === SPEAKS_FOR_ITSELF;
  element("weigh-reason-field").hidden = reason.disabled;
  yes.textContent = correction.yes;
  yes.classList.toggle("danger", Boolean(correction.danger));
  yes.classList.toggle("primary", !correction.danger);
  effect.replaceChildren(paragraph(form.dataset.weighing ?? "", "soft"));
  if (!dialog.open) dialog.showModal();
  (reason.disabled ? yes : reason).focus();
  void look();
}

/**
 * @param {Command} command
 * @param {string} why
 * @returns {Command}
 */
function withReason(command, why) {
  return command.type === SPEAKS_FOR_ITSELF ? command : { ...command, reason: why };
}

/** Looks again, as something else has changed meanwhile. */
export function weighAgain() {
  if (dialog.open) void look();
}

async function look() {
  if (!current) return;
  asked += 1;
  const mine = asked;
  const { contest } = current;
  const body = { ...withReason(current.command, NOT_SAID_YET), id: `preview:${mine}` };
  const answer = await post(`/api/contests/${contest}/preview`, JSON.stringify(body));
  if (mine !== asked) return;
  if (answer.ok) {
    showEffect(/** @type {Preview} */ (answer.body));
    yes.removeAttribute("aria-disabled");
    return;
  }
  effect.replaceChildren(paragraph(form.dataset.unweighed ?? "", "soft"));
  yes.setAttribute("aria-disabled", "true");
  tell(notice, answer);
}

/** @param {OldNew[]} changes */
function showChanges(changes) {
  const list = element("weigh-changes");
  list.hidden = changes.length === 0;
  list.replaceChildren(...changes.map(oldNew));
}

/** @param {OldNew} change */
function oldNew({ name, before, after }) {
  const row = document.createElement("div");
  const values = made("dd", "");
  if (before) values.append(made("s", before), " → ");
  values.append(made("b", after || "–"));
  row.append(made("dt", name), values);
  if (before === after) row.className = "same";
  return row;
}

/** @param {Preview} preview */
function showEffect(preview) {
  if (preview.nothing_changes) {
    effect.replaceChildren(paragraph(preview.said, ""));
    return;
  }
  effect.replaceChildren(...preview.stages.map((one) => stage(one, preview.stages.length > 1)));
}

/**
 * @param {Stage} found
 * @param {boolean} several
 */
function stage(found, several) {
  const box = made("div", "");
  box.className = "effect-stage";
  if (several) box.append(made("h4", found.name));
  const main = found.moves.filter((one) => !one.moves_only);
  const others = found.moves.filter((one) => one.moves_only);
  if (main.length) box.append(list(main));
  if (others.length && !main.length) box.append(list(others));
  else if (others.length) {
    const more = document.createElement("details");
    more.append(made("summary", found.others), list(others));
    box.append(more);
  }
  for (const line of found.said) box.append(paragraph(line, "effect-line"));
  if (found.warnings.length) {
    const warning = made("div", "");
    warning.className = "notice wait";
    const text = made("div", "");
    text.append(...found.warnings.map((line) => paragraph(line, "")));
    warning.append(shape("alert"), text);
    box.append(warning);
  }
  return box;
}

/** @param {Move[]} moves */
function list(moves) {
  const found = document.createElement("ul");
  found.className = "moves";
  for (const move of moves) {
    const line = document.createElement("li");
    line.append(shape(direction(move.place)), made("span", move.said));
    found.append(line);
  }
  return found;
}

/** @param {(number | null)[]} place */
function direction([before, after]) {
  if (before === after) return "dash";
  if (after === null) return "cross";
  return before === null || after < before ? "up" : "down";
}

/** @param {string} name */
function shape(name) {
  const found = document.createElement("i");
  found.className = `shape ${name}`;
  return found;
}

/**
 * @param {string} tag
 * @param {string} text
 */
function made(tag, text) {
  const found = document.createElement(tag);
  found.textContent = text.replaceAll(" → ", "\u00a0→\u00a0");
  return found;
}

/**
 * @param {string} text
 * @param {string} kind
 */
function paragraph(text, kind) {
  const found = made("p", text);
  found.className = kind;
  return found;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const correction = current;
  if (!correction || yes.getAttribute("aria-disabled") === "true") return;
  void alone(yes, async () => {
    clear(notice);
    const command = withReason(correction.command, reason.value.trim());
    const answer = await give(correction.contest, command);
    if (!answer.ok) {
      tell(notice, answer);
      return;
    }
    dialog.close();
    await correction.done();
  });
});
dialog.addEventListener("close", () => {
  current = null;
  asked += 1;
});
dialog.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-close]")) dialog.close();
});

