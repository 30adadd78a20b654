// @ts-check
/** The board of matches: live frames, rows that travel, finding somebody, following one entrant. */

import { follow, showAge } from "./live.js";
import { morph } from "./morph.js";
import { pinned } from "./pins.js";
import { glowing } from "./points.js";
import { saying } from "./saying.js";
import { ROWS, travel } from "./travel.js";
import { fill } from "./words.js";

const board = /** @type {HTMLElement} */ (document.getElementById("board"));
const finder = /** @type {HTMLFormElement} */ (document.getElementById("finder"));
const find = /** @type {HTMLInputElement} */ (document.getElementById("find"));
const found = /** @type {HTMLElement} */ (document.getElementById("found"));
const mine = /** @type {HTMLAnchorElement} */ (document.getElementById("mine"));
const contest = board.dataset.contest ?? "";

/** @param {string} html */
function show(html) {
  saying(() => travel(board, ROWS, () => glowing(board, () => morph(board, html))));
  search();
  showMine();
}

/** Hides what does not match, and opens the rounds in which something does. */
function search() {
  const wanted = find.value.trim().toLocaleLowerCase();
  /** @type {Set<string>} */
  const hits = new Set();
  for (const one of board.querySelectorAll("[data-who]")) {
    const hit = !wanted || (one.textContent ?? "").toLocaleLowerCase().includes(wanted);
    one.toggleAttribute("data-miss", !hit);
    if (!hit || !wanted) continue;
    hits.add(one.getAttribute("data-who") ?? "");
    const round = one.closest("details");
    if (round) round.open = true;
  }
  board.classList.toggle("searching", Boolean(wanted));
  const text = hits.size ? finder.dataset.found : finder.dataset.none;
  found.textContent = wanted ? fill(text, { count: hits.size }) : "";
}

/** Marks whom this device follows wherever there is a line, and leads to the own page. */
function showMine() {
  const entrant = pinned(contest);
  let name = "";
  let score = "";
  for (const one of board.querySelectorAll("[data-who]")) {
    const own = Boolean(entrant) && (one.getAttribute("data-who") ?? "").split(" ").includes(entrant ?? "");
    one.classList.toggle("pinned", own);
    if (!own || score) continue;
    const side = (one.getAttribute("data-who") ?? "").split(" ").indexOf(entrant ?? "");
    name ||= one.querySelectorAll("bdi")[Math.max(side, 0)]?.textContent ?? "";
    if (one.matches(".court.live")) score = latest(one);
  }
  mine.hidden = !name;
  if (!name) return;
  mine.href = `${mine.dataset.entrant}${entrant}`;
  set(".mine-name", name);
  set(".mine-score", score);
}

/** @param {Element} court */
function latest(court) {
  const points = [...court.querySelectorAll(":scope > a > .m-side .nums > :last-child")];
  return points.map((one) => one.textContent).join("–");
}

/**
 * @param {string} part
 * @param {string} text
 */
function set(part, text) {
  const element = mine.querySelector(part);
  if (element) element.textContent = text;
}

find.addEventListener("input", search);
finder.addEventListener("submit", (event) => event.preventDefault());
search();
showMine();
showAge(document.getElementById("live-state"), follow(board, show));
