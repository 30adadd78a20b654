// @ts-check
/** One entrant's page: its live frames, and following this entrant on the board. */

import { follow, showAge } from "./live.js";
import { morph } from "./morph.js";
import { pinned, turnPin } from "./pins.js";
import { glow } from "./travel.js";

const page = /** @type {HTMLElement} */ (document.getElementById("entrant"));
const button = /** @type {HTMLButtonElement} */ (document.getElementById("follow"));
const announcer = /** @type {HTMLElement} */ (document.getElementById("announcer"));
const contest = page.dataset.contest ?? "";
const entrant = page.dataset.entrant ?? "";
let said = saidNow();

function saidNow() {
  return document.getElementById("verdict")?.dataset.said ?? "";
}

/** @param {string} html */
function show(html) {
  morph(page, html);
  const now = saidNow();
  if (now === said) return;
  said = now;
  const verdict = document.getElementById("verdict");
  glow(verdict);
  announcer.textContent = verdict?.innerText ?? "";
}

function showPin() {
  const on = pinned(contest) === entrant;
  button.setAttribute("aria-pressed", String(on));
  const word = button.querySelector("span");
  if (word) word.textContent = (on ? button.dataset.on : button.dataset.off) ?? "";
}

button.addEventListener("click", () => {
  turnPin(contest, entrant);
  showPin();
});
showPin();
showAge(document.getElementById("live-state"), follow(page, show));
