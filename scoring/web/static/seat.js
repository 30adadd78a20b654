// @ts-check
/** The judge's tablet: who is on stage, what I give, done. */

import { forget, keep, kept } from "./outbox.js";
import { sender } from "./sender.js";
import { fill, lang } from "./words.js";

/**
 * @typedef {{criterion: string, name: string, minimum: string, maximum: string, decimals: number}} Criterion
 * @typedef {{entrant: string, number: number, name: string, unit: string, work: string}} Card
 * @typedef {{card: Card, open: boolean, revision: number, marks: Record<string, string>}} Sheet
 * @typedef {{head: {stage: string}, criteria: Criterion[], current: Sheet | null, others: Sheet[], past: Sheet[]}} Screen
 * @typedef {import("./outbox.js").Entry} Entry
 */

const root = /** @type {HTMLElement} */ (document.getElementById("seat"));
const words = /** @type {HTMLElement} */ (document.getElementById("words")).dataset;
const contest = root.dataset.contest ?? "";
const seat = root.dataset.seat ?? "";
const draftKey = `scoring.draft.${contest}.${seat}`;
const tokenKey = `scoring.seat.${contest}.${seat}`;
const IDLE = 4000;

/** @type {Screen | null} */
let screen = null;
/** @type {Entry[]} */
let entries = [];
/** @type {string | null} whose sheet is on the tablet */
let shown = null;
/** @type {Record<string, string>} what is typed and not sent, by criterion */
let typed = {};
let active = 0;
let touchedAt = 0;
let line = "starting";

/** @param {string} id */
function at(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

const post = sender(contest, seat, () => localStorage.getItem(tokenKey), (outcome) => {
  if (outcome === "unauthorized") trouble(words.unauthorized);
  if (outcome === "sent" || outcome === "refused") void load();
  else setLine("lost");
});

function sheets() {
  return screen ? [...(screen.current ? [screen.current] : []), ...screen.others, ...screen.past] : [];
}

/** @param {string | null} entrant */
function sheetOf(entrant) {
  return sheets().find((one) => one.card.entrant === entrant) ?? null;
}

/** @param {string | null} entrant */
function waitingFor(entrant) {
  return entries.filter((one) => one.entrant === entrant && !one.refused);
}

/** Marks on their way, else those at the desk. @param {string | null} entrant */
function givenTo(entrant) {
  const last = waitingFor(entrant).at(-1);
  if (!last) return sheetOf(entrant)?.marks ?? {};
  const marks = /** @type {{criterion: string, mark: string}[]} */ (last.command.marks);
  return Object.fromEntries(marks.map((one) => [one.criterion, one.mark]));
}

function isTyping() {
  return Object.keys(typed).length > 0;
}

async function load() {
  entries = await kept(contest, seat).catch(() => entries);
  try {
    const answer = await fetch(`/api/contests/${contest}/seats/${seat}?lang=${lang()}`, {
      headers: { Authorization: `Bearer ${localStorage.getItem(tokenKey) ?? ""}` },
      cache: "no-store",
    });
    if (answer.status === 401 || answer.status === 403) {
      trouble(words.unauthorized);
      setLine("lost");
    } else if (answer.ok) {
      screen = await answer.json();
      trouble("");
      setLine("live");
      choose();
    }
  } catch {
    setLine("lost");
  }
  draw();
}

/** Go on to whoever is on stage, unless the judge is in the middle of something. */
function choose() {
  const current = screen?.current?.card.entrant ?? null;
  const idle = Date.now() - touchedAt > IDLE;
  const done = shown === null || (!isTyping() && Object.keys(givenTo(shown)).length > 0);
  if (current && current !== shown && (shown === null || (done && idle))) show(current);
  if (shown && !sheetOf(shown)) show(current);
}

/** @param {string | null} entrant */
function show(entrant) {
  shown = entrant;
  active = 0;
  typed = drafts()[entrant ?? ""] ?? {};
  trouble("");
  draw();
}

/** @returns {Record<string, Record<string, string>>} */
function drafts() {
  try {
    return JSON.parse(localStorage.getItem(draftKey) ?? "{}");
  } catch {
    return {};
  }
}

function keepDraft() {
  const all = drafts();
  if (shown && isTyping()) all[shown] = typed;
  else if (shown) delete all[shown];
  localStorage.setItem(draftKey, JSON.stringify(all));
}

function draw() {
  const sheet = sheetOf(shown);
  at("nobody").hidden = sheet !== null;
  at("card").hidden = sheet === null;
  at("sheet").hidden = sheet === null;
  if (sheet) {
    at("number").textContent = String(sheet.card.number);
    at("name").textContent = sheet.card.name;
    at("unit").textContent = sheet.card.unit;
    at("work").textContent = sheet.card.work;
    drawCriteria(sheet);
    drawState(sheet);
  }
  drawAnnouncement();
  drawOwed();
  drawRefusals();
  drawPast();
  drawLine();
}

/** @param {Sheet} sheet */
function drawCriteria(sheet) {
  const box = at("criteria");
  const criteria = screen?.criteria ?? [];
  const given = givenTo(sheet.card.entrant);
  box.dataset.count = String(criteria.length);
  box.replaceChildren(
    ...criteria.map((criterion, index) => {
      const field = document.createElement("button");
      field.type = "button";
      field.className = "criterion";
      field.setAttribute("aria-pressed", String(index === active));
      const value = typed[criterion.criterion] ?? given[criterion.criterion] ?? "";
      field.append(part("criterion-name", criterion.name), part("criterion-mark", value || "—"));
      field.append(part("criterion-range", `${criterion.minimum}–${criterion.maximum}`));
      field.addEventListener("click", () => {
        active = index;
        draw();
      });
      return field;
    }),
  );
}

/**
 * @param {string} name
 * @param {string} text
 */
function part(name, text) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}

/** @param {Sheet} sheet */
function drawState(sheet) {
  const given = givenTo(sheet.card.entrant);
  const isKept = waitingFor(sheet.card.entrant).length > 0;
  const has = Object.keys(given).length > 0;
  let state = "empty";
  if (isTyping()) state = has ? "changing" : "typing";
  else if (isKept) state = "kept";
  else if (has) state = sheet.open ? "desk" : "closed";
  const shape = { empty: "ring", typing: "ring", kept: "diamond", changing: "check", desk: "check", closed: "check" }[state];
  const box = at("sheet-state");
  box.dataset.state = state;
  /** @type {HTMLElement} */ (box.firstElementChild).className = `shape ${shape}`;
  const text = words[`state${state[0].toUpperCase()}${state.slice(1)}`];
  /** @type {HTMLElement} */ (box.lastElementChild).textContent = fill(text, {
    marks: Object.values(given).join(" / "),
  });
  const twin = state === "typing" ? sameAs(typed) : null;
  if (twin) box.lastElementChild?.append(part("same", ` ${fill(words.same, { number: twin.card.number })}`));
  const send = /** @type {HTMLButtonElement} */ (at("send"));
  send.textContent = (has ? words.sendAgain : words.send) ?? "";
  send.disabled = !sheet.open || !isTyping();
  at("keypad").toggleAttribute("inert", !sheet.open);
}

/** An earlier sheet with just these marks, for comparison. @param {Record<string, string>} marks */
function sameAs(marks) {
  const same = (/** @type {Sheet} */ one) =>
    Object.entries(one.marks).every(([criterion, mark]) => Number(marks[criterion]) === Number(mark));
  return screen?.past.find(same) ?? null;
}

function drawAnnouncement() {
  const current = screen?.current?.card;
  const other = current !== undefined && current.entrant !== shown && shown !== null;
  at("announce").hidden = !other;
  if (current && other) at("announce-text").textContent = fill(words.next, { number: current.number, name: current.name });
}

function drawOwed() {
  const owed = (screen?.others ?? []).filter(
    (one) => one.card.entrant !== shown && waitingFor(one.card.entrant).length === 0,
  );
  at("owed").hidden = owed.length === 0;
  at("owed-list").replaceChildren(
    ...owed.map((one) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = `${one.card.number} ${one.card.name}`;
      button.addEventListener("click", () => show(one.card.entrant));
      item.append(button);
      return item;
    }),
  );
}

function drawRefusals() {
  const refused = entries.filter((one) => one.refused);
  at("refusals").hidden = refused.length === 0;
  at("refusals-list").replaceChildren(
    ...refused.map((one) => {
      const item = document.createElement("li");
      item.className = "notice bad";
      const marks = /** @type {{mark: string}[]} */ (one.command.marks).map((mark) => mark.mark);
      const number = sheetOf(one.entrant)?.card.number ?? one.entrant;
      const text = document.createElement("p");
      text.append(part("refused-what", fill(words.refused, { number, marks: marks.join(" / ") })), ` ${one.refused}`);
      const noted = document.createElement("button");
      noted.type = "button";
      noted.className = "button slim";
      noted.textContent = words.dismiss ?? "";
      noted.addEventListener("click", () => void forget(one.id).then(load));
      const shape = part("shape alert", "");
      item.append(shape, text, noted);
      return item;
    }),
  );
}

function drawPast() {
  const past = (screen?.past ?? []).slice(0, 200);
  at("past").hidden = past.length === 0;
  at("past-count").textContent = String(past.length);
  at("past-list").replaceChildren(
    ...past.map((one) => {
      const item = document.createElement("li");
      item.append(part("past-number", String(one.card.number)), part("past-name", one.card.name));
      item.append(part("past-marks", Object.values(one.marks).join(" / ")));
      return item;
    }),
  );
}

/** @param {string} state */
function setLine(state) {
  line = state;
}

function drawLine() {
  const unsent = entries.filter((one) => !one.refused).length;
  const state = unsent ? "unsent" : line;
  const box = at("line");
  box.dataset.state = state;
  const text = words[`line${state[0].toUpperCase()}${state.slice(1)}`];
  /** @type {HTMLElement} */ (box.lastElementChild).textContent = fill(text, { count: unsent });
}

/** @param {string | undefined} message */
function trouble(message) {
  at("trouble").hidden = !message;
  /** @type {HTMLElement} */ (at("trouble").querySelector("span")).textContent = message ?? "";
}

/** @param {string} key a digit, "." or "back" */
function press(key) {
  const criterion = screen?.criteria[active];
  const sheet = sheetOf(shown);
  if (!criterion || !sheet?.open) return;
  touchedAt = Date.now();
  trouble("");
  const before = typed[criterion.criterion] ?? "";
  const after = key === "back" ? before.slice(0, -1) : extended(before, key, criterion);
  if (after) typed[criterion.criterion] = after;
  else delete typed[criterion.criterion];
  keepDraft();
  draw();
}

/**
 * The digits with one more key, as far as they can still become a mark.
 * @param {string} before
 * @param {string} key
 * @param {Criterion} criterion
 */
function extended(before, key, criterion) {
  const after = (before === "0" && key !== "." ? "" : before === "" && key === "." ? "0" : before) + key;
  const [whole, decimals] = after.split(".");
  const longest = criterion.maximum.split(".")[0].length;
  const fits = (after.match(/\./g) ?? []).length <= 1 && whole.length <= longest;
  const fine = decimals === undefined || (criterion.decimals > 0 && decimals.length <= criterion.decimals);
  return fits && fine ? after : before;
}

async function send() {
  const sheet = sheetOf(shown);
  if (!sheet || !screen || !isTyping()) return;
  touchedAt = Date.now();
  const given = givenTo(shown);
  const marks = [];
  for (const [index, criterion] of screen.criteria.entries()) {
    const mark = (typed[criterion.criterion] ?? given[criterion.criterion] ?? "").replace(/\.$/, "");
    const problem = mark === "" ? words.missing : outOfRange(mark, criterion) ? words.range : "";
    if (problem) {
      active = index;
      trouble(fill(problem, { ...criterion, criterion: criterion.name }));
      draw();
      return;
    }
    marks.push({ criterion: criterion.criterion, mark });
  }
  const entrant = sheet.card.entrant;
  const after = sheet.revision + waitingFor(entrant).length;
  const command = {
    type: "enter_marks", entered_at: new Date().toISOString(), stage: screen.head.stage, entrant, seat, after, marks,
  };
  try {
    await keep({ contest, seat, entrant }, command);
  } catch {
    trouble(words.storage);
    return;
  }
  typed = {};
  keepDraft();
  entries = await kept(contest, seat);
  touchedAt = Date.now();
  draw();
  post.nudge();
}

/**
 * Only to help while typing: the desk decides, exactly.
 * @param {string} mark
 * @param {Criterion} criterion
 */
function outOfRange(mark, criterion) {
  return Number(mark) < Number(criterion.minimum) || Number(mark) > Number(criterion.maximum);
}

at("keypad").addEventListener("click", (event) => {
  const key = event.target instanceof Element && event.target.closest("[data-key]");
  if (key) press(key.getAttribute("data-key") ?? "");
});
at("sheet").addEventListener("submit", (event) => {
  event.preventDefault();
  void send();
});
at("announce").addEventListener("click", () => show(screen?.current?.card.entrant ?? null));
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^[0-9.]$/.test(event.key)) press(event.key);
  else if (event.key === "Backspace") press("back");
  else if (event.key === "Enter" && event.target === document.body) void send();
  else return;
  event.preventDefault();
});

function listen() {
  const source = new EventSource(`/contests/${contest}/pulse`);
  source.addEventListener("pulse", () => void load());
  source.addEventListener("error", () => {
    setLine("lost");
    drawLine();
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  });
  addEventListener("pagehide", () => source.close(), { once: true });
}

addEventListener("pageshow", (event) => {
  if (event.persisted) listen();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) void load();
});
addEventListener("online", () => void load());
setInterval(() => void load(), 15_000);
listen();
void load().then(() => post.nudge());
