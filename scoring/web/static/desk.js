// @ts-check
/** The organizer's cockpit: live frames, commands with their consequences, the running order. */

import { alone, clear, give, post, randomText, say, tell } from "./commands.js";
import { follow, showAge } from "./live.js";
import { morph } from "./morph.js";
import { fill } from "./words.js";

/** @typedef {import("./commands.js").Command} Command */

const SETTLING = 500;
const WAIT_FOR_FRAME = 2500;
const NOTICE_STAYS = 15_000;

const desk = element("desk");
const contest = desk.dataset.contest ?? "";
const asking = /** @type {HTMLDialogElement} */ (element("confirm"));
const drawing = /** @type {HTMLDialogElement} */ (element("draw"));
const linking = /** @type {HTMLDialogElement} */ (element("link"));
const seed = /** @type {HTMLInputElement} */ (element("seed"));
let newest = "";
let current = currentEntrant();
/** @type {Set<() => void>} */
const shown = new Set();
/** When what a button does last changed under the pointer. */
let changedAt = 0;
let toldAt = 0;

/** @param {string} id */
function element(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

function currentEntrant() {
  return document.getElementById("order")?.dataset.current ?? "";
}

function seq() {
  return Number(document.getElementById("desk-head")?.dataset.seq ?? 0);
}

// Live frames

/** @param {string} html */
function show(html) {
  newest = html;
  const before = primaryCommands();
  const told = notices();
  morph(desk, html);
  for (const one of told) showAgain(one);
  if (before !== primaryCommands()) changedAt = Date.now();
  search();
  weighAdvance();
  if (current !== currentEntrant()) {
    current = currentEntrant();
    clear(document.getElementById("notice"));
    bringIntoView();
  }
  for (const one of [...shown]) one();
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

function primaryCommands() {
  const commands = (/** @type {string} */ id) => document.getElementById(id)?.dataset.commands ?? "";
  return commands("go") + commands("call-next");
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

function bringIntoView() {
  const rows = document.getElementById("order-rows");
  const { next = "", current: now = "" } = document.getElementById("order")?.dataset ?? {};
  const row = document.getElementById(`r-${now || next}`);
  if (!rows || !row || rows.matches(":hover, :focus-within") || find().value) return;
  rows.scrollTop = row.offsetTop - rows.clientHeight / 3;
}

// Commands

/**
 * @param {Command | Command[]} commands
 * @param {Element | null} button
 * @param {HTMLElement | null} notice
 * @param {() => void} [after]
 */
function run(commands, button, notice, after) {
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

/** @param {HTMLElement} near */
function noticeFor(near) {
  const inside = near.closest("dialog, section, article")?.querySelector(".notice.bad");
  return /** @type {HTMLElement | null} */ (inside ?? document.getElementById("notice"));
}

/** @typedef {{title: string, text: string, yes: string, commands: string, danger?: boolean, also?: string, alsoYes?: string}} Question */

/** @param {Question} question */
function ask(question) {
  clear(document.getElementById("confirm-notice"));
  element("confirm-title").textContent = question.title;
  element("confirm-text").textContent = question.text;
  offer(element("confirm-yes"), question.commands, question.yes);
  offer(element("confirm-also"), question.also ?? "", question.alsoYes ?? "");
  element("confirm-yes").classList.toggle("danger", Boolean(question.danger));
  element("confirm-yes").classList.toggle("primary", !question.danger);
  asking.showModal();
  element("confirm-yes").focus();
}

/**
 * @param {HTMLElement} button
 * @param {string} commands
 * @param {string} label
 */
function offer(button, commands, label) {
  button.hidden = !commands;
  button.dataset.commands = commands;
  button.textContent = label;
}

/** @param {HTMLElement} button */
function press(button) {
  const { commands, why, title = "", text = "", yes = "", also, alsoYes } = button.dataset;
  if (button.getAttribute("aria-disabled") === "true") {
    if (!why) return;
    toldAt = 0; // The next frame may know better.
    say(noticeFor(button), why);
    return;
  }
  if (!commands || Date.now() - changedAt < SETTLING) return;
  if (title) {
    ask({ title, text, yes, commands, also, alsoYes, danger: "danger" in button.dataset });
    return;
  }
  void run(JSON.parse(commands), button, noticeFor(button));
}

/** @param {HTMLElement} button */
function call(button) {
  const order = element("order");
  const row = /** @type {HTMLElement} */ (button.closest("[data-row]"));
  const entrant = button.dataset.call ?? "";
  const name = row.querySelector(".name")?.textContent ?? "";
  const values = { number: row.dataset.number ?? "", name, open: order.dataset.currentNumber ?? "" };
  const reasons = [];
  if ("second" in button.dataset) reasons.push(order.dataset.again);
  else if (entrant !== order.dataset.next) reasons.push(order.dataset.outOfOrder);
  if (order.dataset.current) reasons.push(order.dataset.stillOpen);
  const command = { type: "call", stage: order.dataset.stage ?? "", entrant };
  if (!reasons.length) {
    void run(command, button, document.getElementById("notice"));
    return;
  }
  ask({
    title: fill(order.dataset.callTitle, values),
    text: reasons.map((one) => fill(one, values)).join(" "),
    yes: fill(order.dataset.callYes, values),
    commands: JSON.stringify(command),
  });
}

for (const id of ["confirm-yes", "confirm-also"]) {
  element(id).addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    if (!button.dataset.commands) return;
    const commands = JSON.parse(button.dataset.commands);
    void run(commands, button, document.getElementById("confirm-notice"), () => asking.close());
  });
}

// Draw

drawing.addEventListener("submit", (event) => {
  event.preventDefault();
  const stage = element("order").dataset.stage ?? "";
  const command = { type: "draw_order", stage, seed: seed.value };
  const button = drawing.querySelector("[type=submit]");
  void run(command, button, document.getElementById("draw-notice"), () => drawing.close());
});
element("new-seed").addEventListener("click", newSeed);

function newSeed() {
  seed.value = randomText(20);
}

// Who goes on

function weighAdvance() {
  const form = document.getElementById("advance-form");
  if (!form) return;
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[name=entrant]"));
  const differs = [...boxes].some((box) => box.checked !== "byRule" in box.dataset);
  const chosen = [...boxes].filter((box) => box.checked).length;
  const hint = element("advance-hint");
  hint.textContent = (differs ? hint.dataset.differs : hint.dataset.same) ?? "";
  hint.classList.toggle("tone-bad", differs);
  const reason = /** @type {HTMLInputElement} */ (element("advance-reason"));
  reason.required = differs;
  const yes = element("advance-yes");
  yes.textContent = fill(yes.dataset.text, { count: chosen });
}

desk.addEventListener("change", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.name === "entrant") weighAdvance();
});
desk.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.id !== "advance-form") return;
  const filled = new FormData(form);
  const command = {
    type: "advance",
    stage: form.dataset.stage ?? "",
    entrants: filled.getAll("entrant").map(String),
    reason: String(filled.get("reason") ?? "").trim(),
  };
  const dialog = form.closest("dialog");
  const notice = document.getElementById("advance-notice");
  void run(command, element("advance-yes"), notice, () => dialog?.close());
});

// Links for the judges' tablets

/** @param {string} seat */
function newLink(seat) {
  return post(`/api/contests/${contest}/seats/${seat}/link`, "{}");
}

/** @param {string} markup */
function picture(markup) {
  const parsed = new DOMParser().parseFromString(markup, "image/svg+xml").documentElement;
  if (!parsed.hasAttribute("xmlns")) parsed.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return document.importNode(parsed, true);
}

const seatsNotice = () => document.getElementById("seats-notice");

/** @param {HTMLElement} button */
function showLink(button) {
  const { link: seat = "", name = "" } = button.dataset;
  void alone(button, async () => {
    clear(seatsNotice());
    const answer = await newLink(seat);
    if (!answer.ok) {
      tell(seatsNotice(), answer);
      return;
    }
    const title = element("link-title");
    title.textContent = fill(title.dataset.title, { seat: name });
    element("link-qr").replaceChildren(picture(answer.body.qr));
    /** @type {HTMLInputElement} */ (element("link-url")).value = answer.body.url;
    linking.showModal();
  });
}

/** @param {HTMLElement} button */
function showAllLinks(button) {
  const list = element("sheets-list");
  const template = /** @type {HTMLTemplateElement} */ (element("sheet-template"));
  const seats = /** @type {NodeListOf<HTMLElement>} */ (desk.querySelectorAll("[data-link]"));
  void alone(button, async () => {
    clear(seatsNotice());
    const sheets = [];
    for (const one of seats) {
      const answer = await newLink(one.dataset.link ?? "");
      if (!answer.ok) {
        tell(seatsNotice(), answer);
        return;
      }
      const sheet = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
      sheet.querySelector(".qr")?.append(picture(answer.body.qr));
      const write = (/** @type {string} */ part, /** @type {string} */ text) => {
        const target = sheet.querySelector(part);
        if (target) target.textContent = text;
      };
      write("h3", one.dataset.name ?? "");
      write(".sheet-url", answer.body.url);
      sheets.push(sheet);
    }
    list.replaceChildren(...sheets);
    showSheets(true);
  });
}

/** @param {boolean} on */
function showSheets(on) {
  element("sheets").hidden = !on;
  desk.hidden = on;
  scrollTo(0, 0);
}

element("print").addEventListener("click", () => print());
element("sheets-back").addEventListener("click", () => {
  element("sheets-list").replaceChildren();
  showSheets(false);
});
element("copy").addEventListener("click", async () => {
  const url = /** @type {HTMLInputElement} */ (element("link-url"));
  url.select();
  try {
    await navigator.clipboard.writeText(url.value);
  } catch {
    document.execCommand("copy");
  }
  element("said").textContent = element("copy").dataset.copied ?? "";
  element("copy").textContent = element("copy").dataset.copied ?? "";
});
linking.addEventListener("close", () => {
  element("link-qr").replaceChildren();
  /** @type {HTMLInputElement} */ (element("link-url")).value = "";
});
const onlyHere = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
for (const hint of document.querySelectorAll("[data-only-here]")) {
  hint.toggleAttribute("hidden", !onlyHere);
}

// Finding somebody

function find() {
  return /** @type {HTMLInputElement} */ (element("find"));
}

function search() {
  const wanted = find().value.trim().toLocaleLowerCase();
  let hits = 0;
  for (const row of desk.querySelectorAll("[data-row]")) {
    const hit = !wanted || matches(/** @type {HTMLElement} */ (row), wanted);
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

// Pointer and keyboard

desk.addEventListener("input", (event) => {
  if (event.target === find()) search();
});
document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target.closest("button") : null;
  if (!target) return;
  if ("close" in target.dataset) target.closest("dialog")?.close();
  else if (target.dataset.open) open(target.dataset.open);
  else if (target.dataset.link) showLink(target);
  else if (target.dataset.call) call(target);
  else if (target.id === "all-links") showAllLinks(target);
  else if (desk.contains(target) && ("commands" in target.dataset || target.dataset.why)) press(target);
});

/** @param {string} id */
function open(id) {
  const dialog = element(id);
  if (!(dialog instanceof HTMLDialogElement)) return;
  if (dialog === drawing && !seed.value) newSeed();
  clear(dialog.querySelector(".notice.bad"));
  dialog.showModal();
  weighAdvance();
}

// What an open dialog kept from the frames that came meanwhile, it takes over when it is closed.
document.addEventListener(
  "close",
  (event) => {
    if (newest && event.target instanceof Node && desk.contains(event.target)) show(newest);
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  if (document.querySelector("dialog[open]") || desk.hidden) return;
  if (target.matches("input, textarea, select")) {
    if (event.key === "Escape" && target === find()) leaveSearch();
    return;
  }
  const key = event.key.toLowerCase();
  const id = key === "c" ? "call-next" : key === "x" ? "go" : "";
  const button = id && document.getElementById(id);
  if (button) press(button);
  else if (key === "/") find().focus();
  else return;
  event.preventDefault();
});

function leaveSearch() {
  find().value = "";
  search();
  find().blur();
  bringIntoView();
}

const live = follow(desk, show);
showAge(document.getElementById("live-state"), live);
search();
bringIntoView();
