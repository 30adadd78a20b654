// @ts-check
/** The desk's live region: its frames, commands and the frame that shows them, dialogs and notices. */

import { alone, clear, give, randomText, say, tell } from "./commands.js";
import { follow, showAge } from "./live.js";
import { morph } from "./morph.js";

/** @typedef {import("./commands.js").Command} Command */

const SETTLING = 500;
const WAIT_FOR_FRAME = 2500;
const NOTICE_STAYS = 15_000;

export const desk = element("desk");
export const contest = desk.dataset.contest ?? "";
let newest = "";
let toldAt = 0;
/** @type {Set<() => void>} */
const shown = new Set();
/** The lane whose key has the focus, or had it before a dialog took it. */
let held = "";
/** When what the keys of a lane do last changed under the pointer. */
const changedAt = new Map();
/** @type {Map<string, (dialog: HTMLDialogElement, button: HTMLElement) => void>} */
const preparing = new Map();

/** @param {string} id */
export function element(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @param {string} id */
export function input(id) {
  return /** @type {HTMLInputElement} */ (document.getElementById(id));
}

/** The stage at the desk. */
export function stage() {
  return document.getElementById("order")?.dataset.stage ?? "";
}

function seq() {
  return Number(document.getElementById("desk-head")?.dataset.seq ?? 0);
}

// Frames

/**
 * Calls after every frame.
 * @param {() => void} look
 */
export function onFrame(look) {
  shown.add(look);
}

/** @param {string} html */
function show(html) {
  newest = html;
  const before = keys();
  const told = notices();
  morph(desk, html);
  keepFocus();
  for (const one of told) showAgain(one);
  for (const [lane, commands] of keys()) {
    if (before.get(lane) !== commands) changedAt.set(lane, Date.now());
  }
  for (const one of [...shown]) one();
}

desk.addEventListener("focusin", ({ target }) => {
  if (!(target instanceof Element) || target.closest("dialog")) return;
  held = target.closest("[data-key]") ? laneOf(target) : "";
});

/** When a frame has taken away the button that was pressed, the next one to press has the focus. */
function keepFocus() {
  if (!held || document.activeElement !== document.body) return;
  const near = document.getElementById(held) ?? desk;
  const next = /** @type {HTMLElement | null} */ (near.querySelector("[data-key]"));
  next?.focus({ preventScroll: true });
}

/** What the keys of each lane do. */
function keys() {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const one of desk.querySelectorAll("[data-key]")) {
    const lane = laneOf(one);
    found.set(lane, `${found.get(lane) ?? ""}${one.getAttribute("data-commands")}`);
  }
  return found;
}

/** @param {Element} near */
function laneOf(near) {
  return (near.closest("[data-lane][id^=lane]") ?? desk).id;
}

/**
 * Whether what this button does has only just changed, so that a press may have meant another.
 * @param {Element} button
 */
export function justChanged(button) {
  return Date.now() - (changedAt.get(laneOf(button)) ?? 0) < SETTLING;
}

/** What was said a moment ago stays readable, though frames know nothing of it. */
function notices() {
  if (Date.now() - toldAt > NOTICE_STAYS) return [];
  const visible = desk.querySelectorAll(".notice.bad:not([hidden])");
  return [...visible].map((one) => ({ id: one.id, parts: [...one.cloneNode(true).childNodes] }));
}

/** @param {{id: string, parts: ChildNode[]}} told */
function showAgain(told) {
  const notice = document.getElementById(told.id);
  if (!notice?.hidden) return;
  notice.replaceChildren(...told.parts);
  notice.hidden = false;
}

/**
 * Until the frame with what was just accepted is there, so that no button is pressed on an old one.
 * @param {number} wanted
 */
function frameWith(wanted) {
  /** @type {Promise<void>} */
  const seen = new Promise((resolve) => {
    const look = () => {
      if (seq() < wanted) return;
      shown.delete(look);
      resolve();
    };
    shown.add(look);
    setTimeout(() => {
      shown.delete(look);
      resolve();
    }, WAIT_FOR_FRAME);
    look();
  });
  if (live.state() !== "live") live.refresh();
  return seen;
}

// Commands

/**
 * @param {Command | Command[]} commands
 * @param {Element | null} button
 * @param {HTMLElement | null} notice
 * @param {() => void} [after]
 */
export function run(commands, button, notice, after) {
  return alone(button, async () => {
    clear(notice);
    const answer = await give(contest, commands);
    if (!answer.ok) {
      toldAt = Date.now();
      tell(notice, answer);
      live.refresh();
      return;
    }
    after?.();
    const receipts = /** @type {{seq: number}[]} */ (answer.body.accepted);
    await frameWith(Math.max(0, ...receipts.map((one) => one.seq)));
  });
}

/**
 * Runs what a dialog asks for, and closes it.
 * @param {Command} command
 * @param {HTMLFormElement} form
 */
export function submit(command, form) {
  const dialog = form.closest("dialog");
  const button = form.querySelector("[type=submit]");
  const notice = /** @type {HTMLElement | null} */ (form.querySelector(".notice.bad"));
  void run(command, button, notice, () => dialog?.close());
}

/**
 * The place for a refusal: the nearest, but none in a dialog that the button is not in.
 * @param {Element} near
 */
export function noticeFor(near) {
  const dialog = near.closest("dialog");
  for (let at = near.parentElement; at; at = at.parentElement) {
    const places = [...at.querySelectorAll(".notice.bad")];
    const place = places.find((one) => one.closest("dialog") === dialog);
    if (place) return /** @type {HTMLElement} */ (place);
  }
  return document.getElementById("notice");
}

/**
 * Says why a button does nothing now; the next frame may know better.
 * @param {Element} button
 * @param {string} why
 */
export function sayWhy(button, why) {
  toldAt = 0;
  say(noticeFor(button), why);
}

// Dialogs

/**
 * Fills a dialog in before it opens, from the button that opens it.
 * @param {string} id
 * @param {(dialog: HTMLDialogElement, button: HTMLElement) => void} prepare
 */
export function prepare(id, prepare) {
  preparing.set(id, prepare);
}

/**
 * @param {string} id
 * @param {HTMLElement} button
 */
export function open(id, button) {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return;
  for (const [start, fillIn] of preparing) if (id.startsWith(start)) fillIn(dialog, button);
  clear(dialog.querySelector(".notice.bad"));
  dialog.showModal();
}

// What an open dialog kept from the frames that came meanwhile, it takes over when it is closed.
document.addEventListener(
  "close",
  (event) => {
    if (newest && event.target instanceof Node && desk.contains(event.target)) show(newest);
    keepFocus();
  },
  true,
);

// Seeds

/** @param {HTMLInputElement} seed */
export function newSeed(seed) {
  seed.value = randomText(20);
}

/**
 * What somebody wrote in a field of a form.
 * @param {FormData} filled
 * @param {string} name
 */
export function text(filled, name) {
  return String(filled.get(name) ?? "").trim();
}

const live = follow(desk, show);
showAge(document.getElementById("live-state"), live);
