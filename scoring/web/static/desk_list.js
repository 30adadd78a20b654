// @ts-check
/** The running list: finding somebody, calling out of turn, the row of who is on stage in view. */

import { ask } from "./desk_asking.js";
import { desk, element, noticeFor, onFrame, run, stage } from "./desk_page.js";
import { clear } from "./commands.js";
import { fill } from "./words.js";

/** @typedef {{id: string, number: number, name: string}} Listed */

let current = currentEntrant();

function currentEntrant() {
  return document.getElementById("order")?.dataset.current ?? "";
}

/** @returns {HTMLInputElement} */
export function find() {
  return /** @type {HTMLInputElement} */ (element("find"));
}

/** @returns {NodeListOf<HTMLElement>} */
function rows() {
  return desk.querySelectorAll("[data-row]");
}

/** @param {HTMLElement} row @returns {Listed} */
function listed(row) {
  const name = row.querySelector(".name")?.textContent ?? "";
  return { id: row.dataset.row ?? "", number: Number(row.dataset.number), name };
}

/** Everybody of the stage who has not withdrawn, in running order. */
export function present() {
  return [...rows()].filter((row) => !row.classList.contains("withdrawn")).map(listed);
}

/** Those of them whom none of the parallel panels judges yet. */
export function unassigned() {
  return present().filter((one) => !document.getElementById(`r-${one.id}`)?.dataset.lane);
}

/** @param {string} entrant */
export function one(entrant) {
  const row = document.getElementById(`r-${entrant}`);
  return row ? listed(row) : { id: entrant, number: 0, name: "" };
}

// Calling

/** @param {HTMLElement} button */
export function call(button) {
  const order = element("order");
  const row = /** @type {HTMLElement} */ (button.closest("[data-row]"));
  const entrant = button.dataset.call ?? "";
  const lane = document.getElementById(row.dataset.lane ? `lane-${row.dataset.lane}` : "lane");
  const { next = "", nextWho = "", current: now = "", currentNumber = "" } = lane?.dataset ?? {};
  const { number, name } = listed(row);
  const values = { number, name, open: currentNumber, who: nextWho };
  const reasons = [];
  if ("second" in button.dataset) reasons.push(order.dataset.again);
  else if (next && entrant !== next) reasons.push(order.dataset.outOfOrder);
  if (now) reasons.push(order.dataset.stillOpen);
  const command = { type: "call", stage: stage(), entrant };
  if (!reasons.length) {
    void run(command, button, noticeFor(lane ?? button));
    return;
  }
  ask({
    title: fill(order.dataset.callTitle, values),
    text: reasons.map((one) => fill(one, values)).join(" "),
    yes: fill(order.dataset.callYes, values),
    commands: JSON.stringify(command),
  });
}

// Finding

function search() {
  const wanted = find().value.trim().toLocaleLowerCase();
  let hits = 0;
  for (const row of rows()) {
    const hit = !wanted || matches(row, wanted);
    row.toggleAttribute("data-miss", !hit);
    if (hit) hits += 1;
  }
  const nobody = document.getElementById("nobody");
  if (nobody) nobody.hidden = !wanted || hits > 0;
}

/**
 * @param {HTMLElement} row
 * @param {string} wanted
 */
function matches(row, wanted) {
  if (/^\d+$/.test(wanted)) return (row.dataset.number ?? "").startsWith(wanted);
  return (row.querySelector(".who")?.textContent ?? "").toLocaleLowerCase().includes(wanted);
}

export function leaveSearch() {
  find().value = "";
  search();
  find().blur();
  bringIntoView();
}

function bringIntoView() {
  const list = document.getElementById("order-rows");
  const { next = "", current: now = "" } = document.getElementById("order")?.dataset ?? {};
  const row = document.getElementById(`r-${now || next}`);
  if (!list || !row || list.matches(":hover, :focus-within") || find().value) return;
  list.scrollTop = row.offsetTop - list.clientHeight / 3;
}

desk.addEventListener("input", (event) => {
  if (event.target === find()) search();
});
desk.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!(menu instanceof HTMLDetailsElement) || !menu.matches(".row-menu[open]")) return;
    for (const other of desk.querySelectorAll(".row-menu[open]")) {
      if (other !== menu) other.removeAttribute("open");
    }
    menu.querySelector(".menu")?.scrollIntoView({ block: "nearest" });
  },
  true,
);
onFrame(() => {
  search();
  if (current === currentEntrant()) return;
  current = currentEntrant();
  clear(document.getElementById("notice"));
  bringIntoView();
});
search();
bringIntoView();
