// @ts-check
/** Weighs a correction: shows what it would change, asks why, and gives it only when confirmed. */

import { alone, clear, give, post, tell } from "./commands.js";
import { accepted, effects, made, paragraph, showLater } from "./effects.js";

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
/** Only at a desk of matches. */
const later = document.getElementById("weigh-later");
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
  later?.toggleAttribute("hidden", true);
  later?.querySelector("ul")?.replaceChildren();
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

function acceptance() {
  const matches = later ? accepted(later) : [];
  return matches.length ? { accept: matches } : {};
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
    const preview = /** @type {import("./effects.js").Preview} */ (answer.body);
    effect.replaceChildren(...effects(preview));
    if (later) showLater(preview, later);
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

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const correction = current;
  if (!correction || yes.getAttribute("aria-disabled") === "true") return;
  void alone(yes, async () => {
    clear(notice);
    const command = { ...withReason(correction.command, reason.value.trim()), ...acceptance() };
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

