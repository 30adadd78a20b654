// @ts-check
/** Settling a tie: lots drawn here from a seed, lots drawn in the hall, or the result of a run-off. */

import { element, input, newSeed, prepare, stage, submit } from "./desk_page.js";
import { one } from "./desk_list.js";
import { showWay } from "./desk_ways.js";
import { fill } from "./words.js";

/** @typedef {{by: "lot" | "run_off", spots: number, to: string, entrants: string[], stage?: string}} Tie */

const form = /** @type {HTMLFormElement} */ (element("settle-form"));
const list = element("settle-list");
const template = /** @type {HTMLTemplateElement} */ (element("settle-item"));
/** @type {Tie} */
let tie = { by: "lot", spots: 0, to: "", entrants: [] };

prepare("settle", (_dialog, button) => {
  tie = JSON.parse(button.dataset.tie ?? "{}");
  const sealed = document.getElementById("lots-seed")?.dataset.seed ?? "";
  const lot = tie.by === "lot";
  const title = element("settle-title");
  title.textContent = (lot ? title.dataset.lot : title.dataset.runOff) ?? "";
  element("settle-what").textContent = button.dataset.what ?? "";
  const spots = element("settle-spots");
  spots.hidden = !tie.spots;
  spots.textContent = fill(spots.dataset.text, { count: tie.spots, all: tie.entrants.length, to: tie.to });
  element("settle-ways").hidden = !lot || Boolean(sealed);
  element("settle-sealed").hidden = !sealed;
  /** @type {HTMLInputElement} */ (form.querySelector(`[name=way][value=${lot ? "now" : "hand"}]`)).checked = true;
  const seed = input("settle-seed");
  seed.readOnly = Boolean(sealed);
  element("settle-new-seed").hidden = Boolean(sealed);
  if (sealed) seed.value = sealed;
  else newSeed(seed);
  input("settle-reason").value = "";
  element("settle-taking").textContent = tie.entrants.map(called).join(form.dataset.comma);
  list.replaceChildren(...tie.entrants.map(item));
  draw();
});

/** @param {string} entrant */
function called(entrant) {
  const { number, name } = one(entrant);
  return fill(form.dataset.called, { number, name });
}

/** @param {string} entrant */
function item(entrant) {
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const made = /** @type {HTMLElement} */ (copy.firstElementChild);
  made.dataset.entrant = entrant;
  const who = made.querySelector(".who");
  if (who) who.textContent = called(entrant);
  for (const button of made.querySelectorAll("[data-step]")) {
    button.setAttribute("aria-label", fill(button.getAttribute("data-label") ?? "", { who: called(entrant) }));
  }
  return made;
}

function way() {
  return String(new FormData(form).get("way"));
}

function order() {
  return [...list.children].map((one) => /** @type {HTMLElement} */ (one).dataset.entrant ?? "");
}

/** What the order as it stands means: who goes on, and what will be recorded. */
function draw() {
  const byHand = way() === "hand";
  showWay(form, way());
  input("settle-seed").disabled = byHand;
  input("settle-reason").required = byHand;
  [...list.children].forEach((one, index) => {
    const goes = index < tie.spots;
    const fate = one.querySelector(".fate");
    const position = one.querySelector(".position");
    if (position) position.textContent = String(index + 1);
    if (fate) fate.textContent = tie.spots ? ((goes ? form.dataset.goes : form.dataset.stays) ?? "") : "";
    one.classList.toggle("goes", goes);
    one.classList.toggle("last-in", index + 1 === tie.spots);
    one.querySelector("[data-step='-1']")?.toggleAttribute("disabled", index === 0);
    one.querySelector("[data-step='1']")?.toggleAttribute("disabled", index + 1 === list.children.length);
  });
  const yes = element("settle-yes");
  const numbers = order().map((entrant) => one(entrant).number);
  yes.textContent = byHand
    ? fill(yes.dataset.record, { order: numbers.join(" › ") })
    : (yes.dataset.draw ?? "");
}

/**
 * @param {HTMLElement} moved
 * @param {number} step
 */
function move(moved, step) {
  const other = step < 0 ? moved.previousElementSibling : moved.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(moved);
  else other.after(moved);
  draw();
}

list.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-step]");
  const moved = button && button.closest("li");
  if (!button || !moved) return;
  move(moved, Number(button.getAttribute("data-step")));
  const free = button.hasAttribute("disabled") ? moved.querySelector("[data-step]:not([disabled])") : button;
  if (free instanceof HTMLElement) free.focus();
});
list.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const focused = event.target instanceof HTMLElement ? event.target : null;
  const moved = focused?.closest("li");
  if (!step || !moved || !focused) return;
  event.preventDefault();
  move(moved, step);
  const again = focused.hasAttribute("disabled") ? moved.querySelector("[data-step]:not([disabled])") : focused;
  if (again instanceof HTMLElement) again.focus();
});
form.addEventListener("change", draw);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const settled = { type: "settle_tie", stage: tie.stage || stage(), by: tie.by, order: order() };
  const how = way() === "hand" ? { reason: input("settle-reason").value.trim() } : { seed: input("settle-seed").value.trim() };
  submit({ ...settled, ...how }, form);
});
