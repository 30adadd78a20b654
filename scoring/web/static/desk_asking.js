// @ts-check
/** Questions before something is done: what follows from it, and where it is needed, a reason. */

import { clear } from "./commands.js";
import { contest, element, justChanged, noticeFor, run, sayWhy } from "./desk_page.js";
import { weigh } from "./weigh.js";

/** @typedef {{title: string, text: string, yes: string, commands: string, danger?: boolean, also?: string, alsoYes?: string}} Question */

const asking = /** @type {HTMLDialogElement} */ (element("confirm"));

/** @param {Question} question */
export function ask(question) {
  clear(document.getElementById("confirm-notice"));
  element("confirm-title").textContent = question.title;
  element("confirm-text").textContent = question.text;
  offer(element("confirm-yes"), question.commands, question.yes);
  offer(element("confirm-also"), question.also ?? "", question.alsoYes ?? "");
  danger(element("confirm-yes"), Boolean(question.danger));
  asking.showModal();
  element("confirm-yes").focus();
}

/**
 * @param {HTMLElement} button
 * @param {string} commands
 * @param {string} label
 */
function offer(button, commands, label) {
  button.hidden = !commands;
  button.dataset.commands = commands;
  button.textContent = label;
}

/**
 * @param {HTMLElement} button
 * @param {boolean} on
 */
function danger(button, on) {
  button.classList.toggle("danger", on);
  button.classList.toggle("primary", !on);
}

/**
 * Does what a button carries, after its question where it has one.
 * @param {HTMLElement} button
 */
export function press(button) {
  const { commands, why, title = "", text = "", yes = "", also, alsoYes } = button.dataset;
  if (button.getAttribute("aria-disabled") === "true") {
    if (why) sayWhy(button, why);
    return;
  }
  if (!commands || justChanged(button)) return;
  if (title) {
    ask({ title, text, yes, commands, also, alsoYes, danger: "danger" in button.dataset });
    return;
  }
  void run(JSON.parse(commands), button, noticeFor(button));
}

for (const id of ["confirm-yes", "confirm-also"]) {
  element(id).addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    if (!button.dataset.commands) return;
    const commands = JSON.parse(button.dataset.commands);
    void run(commands, button, document.getElementById("confirm-notice"), () => asking.close());
  });
}

/**
 * Asks for the reason, showing what would change.
 * @param {HTMLElement} button
 */
export function reasoned(button) {
  const { reasoned: asked = "{}", title = "", text = "", yes = "" } = button.dataset;
  const done = () => {};
  weigh({ contest, title, yes, text, command: JSON.parse(asked), danger: "danger" in button.dataset, done });
}
