// @ts-check
/** The organizer's cockpit: what pointer and keyboard do. */

import "./desk_advance.js";
import { press, reasoned } from "./desk_asking.js";
import { showAllLinks, showLink } from "./desk_links.js";
import { call, find, leaveSearch } from "./desk_list.js";
import "./desk_order.js";
import { desk, open } from "./desk_page.js";
import "./desk_ties.js";

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const jump = target?.closest("a[href^='#']");
  if (jump) unfold(jump.getAttribute("href") ?? "");
  if (!target?.closest(".row-menu") || target.closest(".menu button")) closeMenus();
  const button = target?.closest("button");
  if (button) act(button);
});

/** @param {HTMLButtonElement} button */
function act(button) {
  if ("close" in button.dataset) button.closest("dialog")?.close();
  else if (button.dataset.reasoned) reasoned(button);
  else if (button.dataset.open) open(button.dataset.open, button);
  else if (button.dataset.link) showLink(button);
  else if (button.dataset.call) call(button);
  else if (button.id === "all-links") showAllLinks();
  else if (desk.contains(button) && ("commands" in button.dataset || button.dataset.why)) press(button);
}

/**
 * What a link leads to may lie folded away.
 * @param {string} hash
 */
function unfold(hash) {
  document.getElementById(hash.slice(1))?.closest("details")?.setAttribute("open", "");
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
    return;
  }
  if (target.matches("input, textarea, select")) return;
  const key = event.key.toLowerCase();
  const button = keyed(key, target);
  if (button) press(button);
  else if (key === "/") find().focus();
  else if (/^[1-9]$/.test(key) && lanes().length > 1) primary(lanes()[Number(key) - 1])?.focus();
  else return;
  event.preventDefault();
});

/** @returns {HTMLElement[]} */
function lanes() {
  return [...desk.querySelectorAll(".lane")].map((one) => /** @type {HTMLElement} */ (one));
}

/** @param {HTMLElement | undefined} lane @returns {HTMLElement | null | undefined} */
function primary(lane) {
  return lane?.querySelector("[data-key]");
}

/**
 * The button that a key presses: in the panel that has the focus where there are several.
 * @param {string} key
 * @param {Element} focused
 * @returns {HTMLElement | null}
 */
function keyed(key, focused) {
  if (key !== "x" && key !== "c") return null;
  const within = lanes().length > 1 ? focused.closest(".lane") : desk;
  return within?.querySelector(`[data-key=${key}]`) ?? null;
}
