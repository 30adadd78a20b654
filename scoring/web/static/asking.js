// @ts-check
/** Questions before something unusual is done; a second tap of a hasty finger answers none. */

import { at, button } from "./parts.js";
import { fill } from "./words.js";

const SETTLING = 500;

/**
 * @param {string} text
 * @param {string} yes
 * @returns {Promise<boolean>}
 */
export function asked(text, yes) {
  at("ask-text").textContent = text;
  at("ask-yes").textContent = yes;
  return opened("ask", (press) => (press.id === "ask-yes" ? true : press.id === "ask-no" ? false : null)).then(Boolean);
}

/**
 * Why there is no result; null if that is not meant after all.
 * @param {string} title
 * @param {DOMStringMap} words
 * @returns {Promise<import("./sheets.js").Outcome | null>}
 */
export function askedOutcome(title, words) {
  /** @type {string | null} */
  let chosen = null;
  const record = /** @type {HTMLButtonElement} */ (at("outcome-yes"));
  const draw = () => {
    const names = { dnf: words.dnf ?? "", dns: words.dns ?? "", dsq: words.dsq ?? "" };
    const choices = Object.entries(names).map(([outcome, name]) =>
      button("button", { "data-outcome": outcome, "aria-pressed": String(outcome === chosen) }, name),
    );
    at("outcome-choices").replaceChildren(...choices);
    record.disabled = chosen === null;
    record.textContent = chosen ? fill(words.record, { outcome: names[/** @type {"dnf"} */ (chosen)] }) : words.choose ?? "";
  };
  at("outcome-title").textContent = title;
  draw();
  const answer = opened("outcome", (press) => {
    chosen = press.getAttribute("data-outcome") ?? chosen;
    if (press.hasAttribute("data-outcome")) draw();
    return press.id === "outcome-yes" ? chosen : press.id === "outcome-no" ? "" : null;
  });
  return answer.then((outcome) => /** @type {import("./sheets.js").Outcome} */ (outcome || null));
}

/**
 * Why something handed in should be changed; null if it should not after all.
 * @param {string} title
 * @returns {Promise<string | null>}
 */
export function askedReason(title) {
  const reason = /** @type {HTMLInputElement} */ (at("reason"));
  const send = at("asking-yes");
  at("asking-title").textContent = title;
  reason.value = "";
  reason.onkeydown = (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    send.click();
  };
  return opened("asking", (press) => {
    if (press.id === "asking-no") return "";
    const said = press.hasAttribute("data-reason") ? press.textContent ?? "" : reason.value;
    if (said.trim()) return said.trim();
    reason.focus();
    return null;
  }).then((said) => said || null);
}

/**
 * Opens a dialog and waits for its answer; null if it is closed without one.
 * @template T
 * @param {string} id
 * @param {(pressed: Element) => T | null} answer null while the question stands
 * @returns {Promise<T | null>}
 */
export function opened(id, answer) {
  const dialog = /** @type {HTMLDialogElement} */ (at(id));
  const since = performance.now();
  dialog.showModal();
  return new Promise((resolve) => {
    /** @type {T | null} */
    let given = null;
    const pressed = (/** @type {Event} */ event) => {
      const press = event.target instanceof Element && event.target.closest("button");
      if (!press || performance.now() - since < SETTLING) return;
      given = answer(press);
      if (given !== null) dialog.close();
    };
    dialog.addEventListener("click", pressed);
    dialog.addEventListener(
      "close",
      () => {
        dialog.removeEventListener("click", pressed);
        resolve(given);
      },
      { once: true },
    );
  });
}
