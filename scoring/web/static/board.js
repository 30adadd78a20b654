// @ts-check
/** The public board: live frames, finding somebody among many, following one singer. */

import { follow, showAge } from "./live.js";
import { morph } from "./morph.js";
import { pinned, turnPin } from "./pins.js";
import { glow, ROWS, travel } from "./travel.js";
import { fill } from "./words.js";

const board = /** @type {HTMLElement} */ (document.getElementById("board"));
const finder = /** @type {HTMLFormElement} */ (document.getElementById("finder"));
const find = /** @type {HTMLInputElement} */ (document.getElementById("find"));
const found = /** @type {HTMLElement} */ (document.getElementById("found"));
const mine = /** @type {HTMLAnchorElement} */ (document.getElementById("mine"));
const announcer = /** @type {HTMLElement} */ (document.getElementById("announcer"));
const contest = board.dataset.contest ?? "";
let latest = latestOf();

function latestOf() {
  return document.getElementById("latest")?.dataset.latest ?? "";
}

/** @param {string} html */
function show(html) {
  travel(board, ROWS, () => {
    morph(board, html);
    search();
    showMine();
  });
  const now = latestOf();
  if (now && now !== latest) {
    glow(document.getElementById("latest"));
    glow(document.getElementById(`r-${now.split(" ")[0]}`));
    announcer.textContent = document.getElementById("latest-said")?.textContent ?? "";
  }
  latest = now;
}

/** Of a field on several pages it is the desk that finds somebody. */
const beyond = "beyond" in finder.dataset;

function search() {
  if (beyond) return;
  const wanted = find.value.trim().toLocaleLowerCase();
  let hits = 0;
  for (const row of board.querySelectorAll(".row")) {
    const hit = !wanted || matches(row, wanted);
    row.toggleAttribute("data-miss", !hit);
    if (hit) hits += 1;
    const details = row.closest("details");
    if (wanted && hit && details) details.open = true;
  }
  board.classList.toggle("searching", Boolean(wanted));
  const text = hits ? finder.dataset.found : finder.dataset.none;
  found.textContent = wanted ? fill(text, { count: hits }) : "";
}

/**
 * @param {Element} row
 * @param {string} wanted
 */
function matches(row, wanted) {
  if (/^\d+$/.test(wanted)) return row.querySelector(".number")?.textContent === wanted;
  return (row.querySelector(".who")?.textContent ?? "").toLocaleLowerCase().includes(wanted);
}

function showMine() {
  const entrant = pinned(contest);
  for (const button of board.querySelectorAll("[data-pin]")) {
    const on = button.getAttribute("data-pin") === entrant;
    button.setAttribute("aria-pressed", String(on));
    button.closest(".row")?.classList.toggle("pinned", on);
  }
  const row = entrant && document.getElementById(`r-${entrant}`);
  mine.hidden = !(row || (beyond && entrant));
  if (!row) return void (entrant && showElsewhere(entrant));
  mine.href = row.querySelector("a")?.href ?? mine.href;
  const text = (/** @type {string} */ part) => row.querySelector(part)?.textContent?.trim() ?? "";
  const number = text(".nth");
  set(".mine-name", `${text(".number")} ${text(".name")}`);
  set(".mine-score", text(".score b"));
  set(".mine-place", number ? fill(mine.dataset.place, { place: number }) : "");
}

/** Whom this device follows is on another page.
 * @param {string} entrant */
function showElsewhere(entrant) {
  mine.href = `/contests/${contest}/entrants/${entrant}`;
  set(".mine-name", mine.ariaLabel ?? "");
  set(".mine-score", "");
  set(".mine-place", "");
}

/**
 * @param {string} part
 * @param {string} text
 */
function set(part, text) {
  const element = mine.querySelector(part);
  if (element) element.textContent = text;
}

board.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-pin]");
  if (!button) return;
  turnPin(contest, button.getAttribute("data-pin") ?? "");
  showMine();
});
find.addEventListener("input", search);
finder.addEventListener("submit", (event) => {
  if (!beyond) event.preventDefault();
});
search();
showMine();
showAge(document.getElementById("live-state"), follow(board, show));
