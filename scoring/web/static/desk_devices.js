// @ts-check
/** The tablets on a desk: a strip that says what to look after, and who is typing, at the sheets themselves. */

import { desk, onFrame } from "./desk_page.js";
import { follow } from "./live.js";
import { morph } from "./morph.js";
import { nudging } from "./nudge.js";

const SHAPES = { typing: "dot", typed: "dash" };

function strip() {
  return /** @type {HTMLElement} */ (document.getElementById("tablets"));
}

/** A sheet that is waited for says that somebody is at it. */
function mark() {
  const turns = document.getElementById("strip-turns");
  if (!turns) return;
  for (const cell of desk.querySelectorAll(".cell.waiting, td.waiting")) {
    const turn = [...turns.children].find((one) => isOf(cell, /** @type {HTMLElement} */ (one).dataset));
    if (turn instanceof HTMLElement) show(cell, /** @type {"typing" | "typed"} */ (turn.dataset.state), turns.dataset);
    else take(cell);
  }
}

/**
 * @param {Element} cell
 * @param {DOMStringMap} turn
 */
function isOf(cell, { entrant, seat }) {
  const start = `cell-${entrant}-${seat}-`;
  return cell.id.startsWith(start) && /^\d+$/.test(cell.id.slice(start.length));
}

/**
 * @param {Element} cell
 * @param {"typing" | "typed"} state
 * @param {DOMStringMap} words
 */
function show(cell, state, words) {
  if (cell.querySelector(`.at-it.${state}`)) return;
  take(cell);
  const told = document.createElement("span");
  told.className = `cell-state at-it ${state}`;
  const shape = document.createElement("i");
  shape.className = `shape ${SHAPES[state]}`;
  told.append(shape, words[state] ?? "");
  cell.append(told);
}

/** @param {Element} cell */
function take(cell) {
  cell.querySelector(".at-it")?.remove();
}

follow(strip(), (html) => {
  morph(strip(), html);
  mark();
});
onFrame(mark);
nudging(desk, desk.dataset.contest ?? "", () => document.getElementById("tablets-notice"));
