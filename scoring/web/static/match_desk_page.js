// @ts-check
/** A page of the organizer about matches: buttons that ask first, and what is on it kept up to date. */

import { alone, clear, give, tell } from "./commands.js";
import { keepUp } from "./keep_up.js";
import { weigh, weighAgain } from "./weigh.js";

/** @typedef {import("./commands.js").Command} Command */

const DONE_SHOWS = 5000;

const page = /** @type {HTMLElement} */ (document.querySelector("main"));
const contest = page.dataset.contest ?? "";
const confirming = /** @type {HTMLDialogElement} */ (element("confirm"));
/** @type {Set<() => void>} */
const looks = new Set();
const refresh = keepUp(page, () => {
  weighAgain();
  for (const look of looks) look();
});
let doneTimer = 0;
/** @type {Command | Command[]} */
let pending = [];

/** @param {string} id */
export function element(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * Calls after each time the page was drawn anew.
 * @param {() => void} look
 */
export function onChange(look) {
  looks.add(look);
}

export async function done() {
  await refresh();
  const shown = document.getElementById("done");
  if (!shown) return;
  shown.hidden = false;
  clearTimeout(doneTimer);
  doneTimer = setTimeout(() => clear(shown), DONE_SHOWS);
}

/** @param {Element} near */
export function noticeOf(near) {
  const box = near.closest("dialog") ?? near.closest("section, form") ?? page;
  return /** @type {HTMLElement | null} */ (box.querySelector(".notice.bad[id]") ?? page.querySelector(".notice.bad[id]"));
}

/**
 * Gives commands and shows the page as it is then.
 * @param {Command | Command[]} commands
 * @param {Element} button
 * @param {HTMLElement | null} notice
 * @param {() => void} [after]
 */
export function run(commands, button, notice, after) {
  return alone(button, async () => {
    clear(notice);
    const answer = await give(contest, commands);
    if (!answer.ok) {
      tell(notice, answer);
      return;
    }
    after?.();
    await done();
  });
}

/**
 * @param {HTMLElement} button
 * @param {Command | Command[]} commands
 */
function ask(button, commands) {
  pending = commands;
  clear(document.getElementById("confirm-notice"));
  element("confirm-title").textContent = button.dataset.title ?? "";
  element("confirm-text").textContent = button.dataset.text ?? "";
  element("confirm-yes").textContent = button.dataset.yes ?? "";
  confirming.showModal();
  element("confirm-yes").focus();
}

/** @param {HTMLElement} button the taps that were kept become records, one after the other */
function recordKept(button) {
  const { stage, match, rubber, after, taps } = JSON.parse(button.dataset.record ?? "{}");
  const commands = taps.map((/** @type {object} */ tap, /** @type {number} */ index) => {
    return { type: "record", stage, match, rubber, after: after + index, tap };
  });
  ask(button, commands);
}

element("confirm-yes").addEventListener("click", () => {
  void run(pending, element("confirm-yes"), document.getElementById("confirm-notice"), () => confirming.close());
});

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  if (!button) return;
  const { dataset } = button;
  if ("close" in dataset) button.closest("dialog")?.close();
  else if (dataset.result) void import("./match_desk_result.js").then((form) => form.askResult(contest, button, done));
  else if (dataset.record) recordKept(button);
  else if (dataset.reasoned) {
    const { title = "", text = "", yes = "" } = dataset;
    weigh({ contest, title, text, yes, command: JSON.parse(dataset.reasoned), danger: "danger" in dataset, done });
  } else if (dataset.commands) {
    const commands = JSON.parse(dataset.commands);
    if (dataset.title) ask(button, commands);
    else void run(commands, button, noticeOf(button));
  }
});
