// @ts-check
/** A result typed as text: the desk reads it, says what it would change, and records it when told to. */

import { alone, clear, give, post, tell } from "./commands.js";
import { accepted, effects, showLater } from "./effects.js";
import { fill } from "./words.js";

/**
 * @typedef {{stage: string, match: string, rubber: number, after: number, recorded: boolean, form: string, a: string, b: string, was: string}} Asked
 */

const PAUSE = 350;

const dialog = /** @type {HTMLDialogElement} */ (element("result"));
const form = /** @type {HTMLFormElement} */ (element("result-form"));
const effect = element("result-effect");
const said = element("result-said");
const later = element("result-later");
const reason = /** @type {HTMLInputElement} */ (element("result-reason"));
const yes = element("result-yes");
const notice = element("result-notice");
let contest = "";
/** @type {Asked | null} */
let asked = null;
/** @type {unknown} */
let understood = null;
let looks = 0;
let timer = 0;
/** @type {() => Promise<void> | void} */
let done = () => {};

/** @param {string} id */
function element(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * @param {string} of
 * @param {HTMLElement} button
 * @param {() => Promise<void> | void} [after] called once the desk has it
 */
export function askResult(of, button, after = () => {}) {
  contest = of;
  done = after;
  asked = /** @type {Asked} */ (JSON.parse(button.dataset.result ?? "{}"));
  form.reset();
  clear(notice);
  element("result-title").textContent = button.dataset.title ?? "";
  for (const side of /** @type {("a" | "b")[]} */ (["a", "b"])) {
    for (const one of form.querySelectorAll(`.m-${side}`)) one.textContent = asked[side];
  }
  const was = element("result-was");
  was.hidden = !asked.recorded || !asked.was;
  was.textContent = fill(was.dataset.text, { score: asked.was });
  for (const one of form.querySelectorAll(".result-of")) {
    one.toggleAttribute("hidden", /** @type {HTMLElement} */ (one).dataset.form !== asked.form);
  }
  element("result-reason-field").hidden = !asked.recorded;
  reason.required = asked.recorded;
  yes.textContent = (asked.recorded ? yes.dataset.correct : yes.dataset.enter) ?? "";
  showLater({ stages: [], nothing_changes: true, said: "", accept: [] }, later);
  drawSide();
  forget();
  dialog.showModal();
  score().focus();
  look();
}

/** @template {Element} T @param {string} selector */
function part(selector) {
  return /** @type {T} */ (form.querySelector(`[data-form="${asked?.form}"] ${selector}`));
}

/** @returns {HTMLInputElement} */
const score = () => part("[name=score]");
/** @returns {HTMLSelectElement} */
const ended = () => part("[name=ended]");

function side() {
  return String(new FormData(form).get("by") ?? "");
}

function drawSide() {
  const oneSided = ended().selectedOptions[0]?.hasAttribute("data-one-sided") ?? false;
  element("result-by").hidden = !oneSided;
}

/** What was understood is of another result than the one that is being typed. */
function forget() {
  understood = null;
  said.hidden = true;
  yes.setAttribute("aria-disabled", "true");
  effect.replaceChildren(line(form.dataset.empty ?? ""));
}

/** @param {string} words */
function line(words) {
  const found = document.createElement("p");
  found.className = "soft";
  found.textContent = words;
  return found;
}

function isThere() {
  if (ended().value === "played") return score().value.trim() !== "";
  return element("result-by").hidden || side() !== "";
}

async function look() {
  if (!asked || !isThere()) {
    forget();
    return;
  }
  looks += 1;
  const mine = looks;
  const { stage, match, rubber, after } = asked;
  const by = element("result-by").hidden ? null : side();
  const body = { stage, match, rubber, after, ended: ended().value, by, score: score().value };
  const answer = await post(`/api/contests/${contest}/result`, JSON.stringify(body));
  if (mine !== looks || !dialog.open) return;
  if (!answer.ok) {
    forget();
    showLater({ stages: [], nothing_changes: true, said: "", accept: [] }, later);
    tell(notice, answer);
    return;
  }
  clear(notice);
  understood = answer.body.result;
  said.hidden = false;
  said.textContent = answer.body.said;
  effect.replaceChildren(...effects(answer.body.preview));
  showLater(answer.body.preview, later);
  yes.removeAttribute("aria-disabled");
}

function lookSoon() {
  looks += 1;
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
}

form.addEventListener("input", (event) => {
  if (event.target === reason || later.contains(/** @type {Node} */ (event.target))) return;
  drawSide();
  understood = null;
  yes.setAttribute("aria-disabled", "true");
  lookSoon();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const was = asked;
  if (!was) return;
  if (!understood) {
    clearTimeout(timer);
    void look();
    return;
  }
  const { stage, match, rubber, after } = was;
  const command = { type: "enter_result", stage, match, rubber, after, result: understood, reason: reason.value.trim(), accept: accepted(later) };
  void alone(yes, async () => {
    clear(notice);
    const answer = await give(contest, command);
    if (!answer.ok) {
      tell(notice, answer);
      return;
    }
    dialog.close();
    await done();
  });
});
dialog.addEventListener("close", () => {
  asked = null;
  looks += 1;
});
