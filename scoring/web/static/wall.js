// @ts-check
/** The projector: live frames, and pages of at most twelve rows that take turns. */

import { follow, showAge } from "./live.js";
import { morph } from "./morph.js";
import { glow, travel } from "./travel.js";
import { fill } from "./words.js";

const PAGE = 12;
const FIRST_PAGE_MS = 16_000;
const PAGE_MS = 10_000;

const wall = /** @type {HTMLElement} */ (document.getElementById("wall"));
let current = 0;
let latest = latestOf();
let timer = 0;

function latestOf() {
  return document.getElementById("latest")?.dataset.latest ?? "";
}

function rows() {
  return [...wall.querySelectorAll(".wall-row")];
}

/** @param {string} html */
function show(html) {
  travel(wall, "#wall-rows > li", () => {
    morph(wall, html);
    const now = latestOf();
    if (now && now !== latest) turnTo(pageOf(now.split(" ")[0] ?? ""));
    paged();
  });
  const now = latestOf();
  if (now && now !== latest) {
    glow(document.getElementById("latest"));
    glow(document.getElementById(`r-${now.split(" ")[0]}`));
  }
  latest = now;
}

/** @param {string} entrant */
function pageOf(entrant) {
  const index = rows().findIndex((row) => row.id === `r-${entrant}`);
  return index < 0 ? 0 : Math.floor(index / PAGE);
}

/** Shows the rows of the current page and hides the others. */
function paged() {
  const all = rows();
  const pages = Math.max(1, Math.ceil(all.length / PAGE));
  if (current >= pages) current = 0;
  const first = current * PAGE;
  const last = Math.min(first + PAGE, all.length);
  all.forEach((row, index) => row.toggleAttribute("data-off", index < first || index >= last));
  let hidden = current > 0;
  for (const item of document.getElementById("wall-rows")?.children ?? []) {
    if (item.classList.contains("cut")) item.toggleAttribute("data-off", hidden);
    else hidden = item.hasAttribute("data-off");
  }
  document.getElementById("wall-rows")?.toggleAttribute("data-short", last - first < PAGE);
  const range = document.getElementById("range");
  if (range) {
    const text = fill(wall.dataset.range, { first: first + 1, last, count: all.length });
    range.textContent = pages > 1 ? text : "";
  }
}

/** @param {number} page */
function turnTo(page) {
  current = page;
  clearTimeout(timer);
  timer = setTimeout(next, page ? PAGE_MS : FIRST_PAGE_MS);
}

function next() {
  const pages = Math.ceil(rows().length / PAGE);
  turnTo(pages > 1 ? (current + 1) % pages : 0);
  if (pages > 1) {
    paged();
    const list = document.getElementById("wall-rows");
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) {
      list?.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 500 });
    }
  }
}

function fullScreen() {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen();
}

document.getElementById("full")?.addEventListener("click", fullScreen);
addEventListener("keydown", (event) => {
  if (event.key === "f" || event.key === "F") fullScreen();
  if (event.key === "ArrowRight") next();
});
const feet = document.getElementById("wall-feet");
let dozing = 0;
addEventListener("pointermove", () => {
  feet?.classList.add("awake");
  clearTimeout(dozing);
  dozing = setTimeout(() => feet?.classList.remove("awake"), 3000);
});
paged();
turnTo(0);
showAge(document.getElementById("live-state"), follow(wall, show));
