// @ts-check
/** The projector of matches: live frames, and pages that take turns; `?show=` stays with one kind. */

import { follow, showAge } from "./live.js";
import { morph } from "./morph.js";
import { glow, ROWS, travel } from "./travel.js";

const COURTS_MS = 25_000;
const PAGE_MS = 12_000;

const wall = /** @type {HTMLElement} */ (document.getElementById("wall"));
const wanted = new URLSearchParams(location.search).get("show");
let current = "";
let timer = 0;

/** The pages that take turns: those asked for, or all. */
function pages() {
  const all = [.../** @type {NodeListOf<HTMLElement>} */ (wall.querySelectorAll(".w-page"))];
  const chosen = all.filter((one) => one.dataset.show === wanted);
  return chosen.length ? chosen : all;
}

/** Shows the current page, or the first if it is gone, and hides the others. */
function turned() {
  const those = pages();
  const here = those.find((one) => one.id === current) ?? those[0];
  current = here?.id ?? "";
  for (const one of wall.querySelectorAll(".w-page")) one.toggleAttribute("data-off", one !== here);
  const count = document.getElementById("w-count");
  if (count) count.textContent = here && those.length > 1 ? `${those.indexOf(here) + 1}/${those.length}` : "";
  return here;
}

function next() {
  const those = pages();
  const index = those.findIndex((one) => one.id === current);
  const following = those[(index + 1) % those.length];
  if (following && following.id !== current) {
    current = following.id;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const here = turned();
    if (!still) here?.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 500 });
  }
  wait();
}

/** Courts in use stay longer than what surrounds them. */
function wait() {
  clearTimeout(timer);
  const playing = document.getElementById("w-pages")?.dataset.playing === "yes";
  const courts = document.getElementById(current)?.dataset.show === "courts";
  timer = setTimeout(next, playing && courts ? COURTS_MS : PAGE_MS);
}

/** @param {string} html */
function show(html) {
  const before = points();
  travel(wall, ROWS, () => {
    morph(wall, html);
    turned();
  });
  for (const [key, { text, element }] of points()) {
    const was = before.get(key);
    if (was && was.text !== text) glow(element);
  }
}

function points() {
  /** @type {Map<string, { text: string, element: Element }>} */
  const found = new Map();
  for (const court of wall.querySelectorAll(".w-court")) {
    court.querySelectorAll(".w-points").forEach((element, index) => {
      found.set(`${court.id} ${index}`, { text: element.textContent ?? "", element });
    });
  }
  return found;
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
turned();
wait();
showAge(document.getElementById("live-state"), follow(wall, show));
