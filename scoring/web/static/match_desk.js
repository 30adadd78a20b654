// @ts-check
/** The organizer's cockpit of matches: what pointer and keyboard do. */

import "./desk_advance.js";
import { press, reasoned } from "./desk_asking.js";
import { showAllLinks, showLink } from "./desk_links.js";
import { find, leaveSearch } from "./desk_list.js";
import { contest, desk, element, input, newSeed, onFrame, open, prepare, stage, submit, text } from "./desk_page.js";
import "./desk_ties.js";
import { filterFor } from "./match_desk_list.js";
import { askResult } from "./match_desk_result.js";
import { fill } from "./words.js";

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const jump = target?.closest("a[href^='#']");
  if (jump) document.getElementById(jump.getAttribute("href")?.slice(1) ?? "")?.closest("details")?.setAttribute("open", "");
  if (!target?.closest(".row-menu") || target.closest(".menu button")) closeMenus();
  const button = target?.closest("button");
  if (button) act(button);
});

/** @param {HTMLButtonElement} button */
function act(button) {
  const { dataset } = button;
  if ("close" in dataset) button.closest("dialog")?.close();
  else if (dataset.reasoned) reasoned(button);
  else if (dataset.open) open(dataset.open, button);
  else if (dataset.result) askResult(contest, button);
  else if (dataset.link) showLink(button);
  else if (dataset.filter) filterFor(dataset.filter);
  else if (dataset.newSeed) newSeed(input(dataset.newSeed));
  else if (button.id === "all-links") showAllLinks();
  else if (desk.contains(button) && "commands" in dataset) press(button);
}

function closeMenus() {
  for (const menu of desk.querySelectorAll(".row-menu[open]")) {
    if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
    menu.removeAttribute("open");
  }
}

document.addEventListener("keydown", (event) => {
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  if (document.querySelector("dialog[open]") || desk.hidden) return;
  if (event.key === "Escape") {
    if (target === find()) leaveSearch();
    closeMenus();
  } else if (event.key === "/" && !target.matches("input, textarea, select")) {
    find().focus();
    event.preventDefault();
  }
});

// Onto a court

/** @type {{stage: string, match: string, who: string, name: string}} */
let called = { stage: "", match: "", who: "", name: "" };

prepare("calling", (_dialog, button) => {
  called = JSON.parse(button.dataset.match ?? "{}");
  const title = element("calling-title");
  title.textContent = fill(title.dataset.title, { match: called.name });
  element("calling-who").textContent = called.who;
});
element("calling-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const court = text(new FormData(form), "court") || null;
  submit({ type: "open_match", stage: called.stage, match: called.match, court }, form);
});

// What tables look at beside the results

let measure = "conduct";

prepare("values", (dialog, button) => {
  measure = button.dataset.measure ?? "conduct";
  for (const id of ["values-title", "values-hint"]) {
    element(id).textContent = element(id).dataset[measure] ?? "";
  }
  for (const one of valueInputs(dialog)) one.value = one.dataset[measure] ?? "";
});

/**
 * @param {Element} within
 * @returns {HTMLInputElement[]}
 */
function valueInputs(within) {
  return [...within.querySelectorAll("[data-value]")].map((one) => /** @type {HTMLInputElement} */ (one));
}

element("values-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const filled = valueInputs(form).filter((one) => one.value.trim() !== "");
  const values = Object.fromEntries(
    filled.map((one) => [one.dataset.value, Number(one.value.normalize("NFKC").replace("−", "-"))]),
  );
  submit({ type: "record_values", stage: stage(), measure, values, reason: input("values-reason").value.trim() }, form);
});

// The desk follows the contest to its next stage, whose results may be asked for otherwise.
onFrame(() => {
  if (stage() && stage() !== desk.dataset.stage && !document.querySelector("dialog[open]")) location.reload();
});
