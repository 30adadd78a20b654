// @ts-check
/** The judge's tablet: who is on stage, what I give, done. */

import { asked, askedOutcome, askedReason } from "./asking.js";
import { stayAwake } from "./awake.js";
import { sayHere } from "./here.js";
import { remember, remembered } from "./last_screen.js";
import { moving } from "./moving.js";
import { isOtherBuild, keepLoadable, offerOtherBuild } from "./offline.js";
import { forget, keep, kept } from "./outbox.js";
import { isBallot, isCrossed, isTogether } from "./pads.js";
import { at } from "./parts.js";
import { draw, drawLine, drawSheet } from "./seat_draw.js";
import { changedBallots, crossed, farMarks, marksOf, primary } from "./sending.js";
import { askScreen, follow } from "./pulse.js";
import { sender } from "./sender.js";
import { Sheets, keyOf } from "./sheets.js";
import { listenToSlider } from "./slider.js";
import { stopwatch } from "./stopwatch.js";
import { boundText, extended, finished, problemOf, signed } from "./typing.js";
import { fill } from "./words.js";

/**
 * @typedef {import("./sheets.js").Sheet} Sheet
 * @typedef {{marks?: {criterion: string, mark: string}[], outcome?: import("./sheets.js").Outcome}} Content
 */

const root = at("seat");
const words = at("words").dataset;
const contest = root.dataset.contest ?? "";
const seat = root.dataset.seat ?? "";
const tokenKey = `scoring.seat.${contest}.${seat}`;
const IDLE = 4000;
const SETTLING = 600;
/** A touch this long ago is typing no more. */
const TYPING = 10_000;
const WAY = "scoring.judge.way";
/** How often a tablet looks whether the head judge has answered. */
const ANSWER = 2500;

const sheets = new Sheets(`scoring.draft.${contest}.${seat}`);
/** @type {import("./seat_draw.js").View} */
const view = {
  sheets, words, shown: null, active: 0, byDigits: false, floor: false, hint: "", line: "starting", passed: null,
  way: localStorage.getItem(WAY) === "slider" ? "slider" : "keys",
};
let touchedAt = 0;
/** Which asking of the desk is the newest, and which one is shown: an answer that was overtaken is not. */
let asking = 0;
let taken = 0;
let sending = false;
/** When the tablet went on by itself, until something is done there. */
let movedAt = 0;

const post = sender(contest, seat, () => localStorage.getItem(tokenKey), (outcome, entry) => {
  if (outcome === "sent") sheets.land(entry);
  if (outcome === "unauthorized") trouble(words.unauthorized);
  if (outcome === "sent" || outcome === "refused") void load();
  else view.line = "lost";
  draw(view);
});

const move = moving(contest, seat, { marks: `scoring.draft.${contest}.${seat}` }, () => {
  sheets.reread();
  void load().then(() => post.nudge());
});

function shownSheet() {
  return sheets.find(view.shown);
}

/** Where things stood when the desk was last heard of. */
async function restore() {
  sheets.hold(await kept(contest, seat));
  const screen = await remembered(contest, seat);
  if (!screen) return;
  sheets.take(screen);
  choose();
}

async function load() {
  const turn = ++asking;
  await kept(contest, seat).then((all) => sheets.hold(all), () => undefined);
  try {
    const answer = await askScreen(contest, seat, localStorage.getItem(tokenKey));
    const other = isOtherBuild(answer);
    void move.told(answer);
    if (answer.status === 401 || answer.status === 403) {
      trouble(words.unauthorized);
      view.line = "lost";
    } else if (answer.ok) {
      const screen = await answer.json();
      if (typeof screen.seq !== "number") throw new Error("not from the desk");
      if (turn < taken) return;
      taken = turn;
      const shown = sheets.take(screen);
      void remember(contest, seat, screen).then(() => forget(...shown)).catch(() => null);
      trouble("");
      view.line = other ? "other" : "live";
      choose();
    } else {
      view.line = "lost";
    }
  } catch {
    view.line = "lost";
  }
  draw(view);
  const sheet = shownSheet();
  offerOtherBuild(document.querySelector("dialog[open]") !== null || (sheet !== null && sheets.isTyping(sheet)));
}

/** Go on to whoever is on stage, unless the judge is in the middle of something. */
function choose() {
  const sheet = shownSheet();
  const current = sheets.screen?.current ?? [];
  if (!sheet) {
    const first = firstOf(current);
    const open = sheets.open();
    show(first && isTogether(first) ? firstOf(open) : first ?? firstOf(open.filter((one) => sheets.awaits(one))));
    return;
  }
  if (sheets.isTyping(sheet) || sheets.awaits(sheet) || Date.now() - touchedAt < IDLE) return;
  const other = current.length > 0 && current[0].card.entrant !== sheet.card.entrant;
  if (other && current.some((one) => sheets.given(one) === null)) show(firstOf(current));
  else if (sheets.state(sheet) === "missed") show(firstOf(current));
}

/**
 * The first sheet that still needs something.
 * @param {Sheet[]} among
 */
function firstOf(among) {
  return among.find((one) => sheets.awaits(one)) ?? among.find((one) => sheets.given(one) === null) ?? among[0] ?? null;
}

/** @param {Sheet | null} sheet */
function show(sheet) {
  view.shown = sheet && keyOf(sheet);
  view.active = sheet ? Math.max(0, sheets.blank(sheet)) : 0;
  view.floor = new Set(sheets.open().map((one) => one.card.entrant)).size > 1;
  view.hint = "";
  view.byDigits = false;
  draw(view);
  for (const chosen of root.querySelectorAll(".chip[aria-pressed='true']")) {
    chosen.scrollIntoView({ block: "nearest", inline: "center" });
  }
}

/** Where the judge goes without asking: the next one on the floor, or the next attempt. @param {Sheet} sheet */
function moveOn(sheet) {
  const waiting = sheets.open().filter((one) => sheets.awaits(one));
  const same = waiting.filter((one) => one.attempt === sheet.attempt);
  const own = waiting.filter((one) => one.card.entrant === sheet.card.entrant);
  const next = isTogether(sheet)
    ? same.find((one) => one.card.number > sheet.card.number) ?? same[0] ?? waiting[0]
    : own.find((one) => one.attempt > sheet.attempt) ?? own[0];
  if (next) {
    show(next);
    movedAt = Date.now();
  } else {
    draw(view);
  }
}

/** @param {string | undefined} message */
function trouble(message) {
  at("trouble").hidden = !message;
  at("trouble-text").textContent = message ?? "";
}

/**
 * @param {Sheet} sheet
 * @param {string} criterion
 * @param {string} text
 */
function type(sheet, criterion, text) {
  if (!sheets.editable(sheet)) return;
  touchedAt = Date.now();
  movedAt = 0;
  view.hint = "";
  sheets.type(sheet, criterion, text);
  drawSheet(view);
}

/** @param {string} key a digit, ".", "-", "00" or "back" */
function press(key) {
  const sheet = shownSheet();
  const criterion = sheet?.criteria[view.active];
  if (!sheet || !criterion || isBallot(sheet)) return;
  type(sheet, criterion.criterion, extended(sheets.typed(sheet)[criterion.criterion] ?? "", key, criterion));
}

/**
 * @param {string} criterion
 * @param {number} step
 */
function count(criterion, step) {
  const sheet = shownSheet();
  const counted = sheet?.criteria.find((one) => one.criterion === criterion);
  if (!sheet || !counted) return;
  const value = Number(sheets.value(sheet, counted)) + step;
  if (value < Number(counted.minimum) || value > Number(counted.maximum)) return;
  view.active = sheet.criteria.indexOf(counted);
  navigator.vibrate?.(15);
  type(sheet, criterion, String(value));
}

/** @param {string} entrant */
function cross(entrant) {
  const like = shownSheet();
  const sheet = sheets.open().find((one) => one.card.entrant === entrant && one.attempt === like?.attempt);
  if (sheet) type(sheet, sheet.criteria[0].criterion, isCrossed(sheets, sheet) ? "0" : "1");
}

async function send() {
  const sheet = shownSheet();
  if (!sheet || sending || Date.now() - movedAt < SETTLING) return;
  const next = primary(sheets, sheet, view.active);
  if (next.does === "nothing") return;
  touchedAt = Date.now();
  if (next.does === "next") {
    view.active = next.index;
    drawSheet(view);
    return;
  }
  sending = true;
  try {
    if (isBallot(sheet)) await sendBallot(sheet);
    else if (isInRange(sheet)) await sendMarks(sheet);
  } finally {
    sending = false;
  }
}

/** Whether every mark can be meant; if not, says so at the field. @param {Sheet} sheet */
function isInRange(sheet) {
  for (const [index, criterion] of sheet.criteria.entries()) {
    const mark = finished(sheets.value(sheet, criterion));
    const problem = mark === "" ? "" : problemOf(mark, criterion);
    if (!problem) continue;
    view.active = index;
    const { name, minimum, maximum, decimals } = criterion;
    const bounds = { minimum: boundText(minimum, criterion), maximum: boundText(maximum, criterion), step: criterion.step ?? "" };
    view.hint = fill(words[problem], { criterion: name, ...bounds, decimals, mark });
    drawSheet(view);
    return false;
  }
  return true;
}

/** What stands there as the button is pressed, whatever is tapped meanwhile. @param {Sheet} sheet */
async function sendMarks(sheet) {
  const [marks, typed] = [marksOf(sheets, sheet), sheets.typed(sheet)];
  if (await isMeant(sheet)) await commit([[sheet, { marks }, typed]]);
}

/** Asks about marks far from the usual; never stands in the way. @param {Sheet} sheet */
async function isMeant(sheet) {
  const far = farMarks(sheets, sheet);
  if (far.length === 0) return true;
  const named = sheet.criteria.length > 1 ? words.unusualNamed : words.unusual;
  const text = far.map(({ criterion, mark, usual }) =>
    fill(named, { criterion: criterion.name, mark: signed(mark), usual: usual.about }),
  );
  const marks = far.map((one) => signed(one.mark)).join(" / ");
  const meant = await asked(text.join("\n"), fill(words.unusualYes, { mark: marks }));
  if (!meant) view.active = sheet.criteria.indexOf(far[0].criterion);
  drawSheet(view);
  return meant;
}

/** @param {Sheet} sheet */
async function sendBallot(sheet) {
  const [given, called] = [crossed(sheets, sheet), sheets.screen?.to_cross ?? null];
  const text = fill(words.crosses, { given, called: called ?? given });
  if (called !== null && given !== called && !(await asked(text, fill(words.sendCrosses, { given })))) return;
  await commit(
    changedBallots(sheets, sheet).map((one) => {
      const mark = isCrossed(sheets, one) ? "1" : "0";
      return [one, { marks: [{ criterion: one.criteria[0].criterion, mark }] }, sheets.typed(one)];
    }),
  );
}

async function withoutResult() {
  const sheet = shownSheet();
  if (!sheet || !sheets.editable(sheet)) return;
  const values = { number: sheet.card.number, name: sheet.card.name, attempt: sheet.attempt_name };
  const title = fill(sheet.attempt ? words.noResultAttempt : words.noResult, values);
  const outcome = await askedOutcome(title, words);
  if (outcome) await commit([[sheet, { outcome }, sheets.typed(sheet)]]);
}

/** Asks the head judge for leave to change what was handed in. */
async function request() {
  const sheet = shownSheet();
  if (!sheet || !sheets.mayAsk(sheet)) return;
  const { number, name } = sheet.card;
  const reason = await askedReason(fill(words.requestTitle, { number, name }));
  if (reason === null || !(await keepFor(sheet, { type: "request_amendment", reason }))) return;
  touchedAt = Date.now();
  draw(view);
  post.nudge();
}

/**
 * Whether a command about this sheet is kept on this tablet now.
 * @param {Sheet} sheet
 * @param {Record<string, unknown>} content
 */
async function keepFor(sheet, content) {
  const { entrant } = sheet.card;
  const command = {
    entered_at: new Date().toISOString(), stage: sheets.screen?.head.stage, entrant, seat,
    attempt: sheet.attempt, after: sheets.after(sheet), ...content,
  };
  try {
    sheets.entries = [...sheets.entries, await keep({ contest, seat, entrant }, command)];
    return true;
  } catch {
    trouble(words.storage);
    return false;
  }
}

/**
 * Keep on this tablet first; only then it counts as said.
 * @param {[Sheet, Content, Record<string, string>][]} filled each with what was typed for it
 */
async function commit(filled) {
  for (const [sheet, content, typed] of filled) {
    if (!(await keepFor(sheet, { type: "enter_marks", ...content }))) return;
    sheets.settle(sheet, typed);
  }
  touchedAt = Date.now();
  drawLine(view);
  moveOn(filled[filled.length - 1][0]);
  post.nudge();
}

/**
 * The element with this attribute that was pressed, and the attribute's value.
 * @param {Event} event
 * @param {string} attribute
 */
function pressed(event, attribute) {
  const found = event.target instanceof Element && event.target.closest(`[${attribute}]`);
  return found ? found.getAttribute(attribute) : null;
}

/**
 * @param {string} id
 * @param {string} attribute
 * @param {(value: string) => void} act
 */
function onPress(id, attribute, act) {
  at(id).addEventListener("click", (event) => {
    const value = pressed(event, attribute);
    if (value !== null) act(value);
  });
}

onPress("pad", "data-key", press);
onPress("pad", "data-cross", cross);
onPress("criteria", "data-minus", (criterion) => count(criterion, -1));
onPress("pad", "data-choice", (mark) => {
  const sheet = shownSheet();
  if (sheet) type(sheet, sheet.criteria[view.active].criterion, mark);
});
onPress("criteria", "data-index", (index) => {
  view.active = Number(index);
  drawSheet(view);
});
onPress("floor", "data-entrant", (entrant) => {
  view.passed = sheets.screen?.current[0]?.card.entrant ?? null;
  touchedAt = Date.now();
  const own = sheets.open().filter((one) => one.card.entrant === entrant);
  const like = shownSheet();
  const same = own.find((one) => one.attempt === like?.attempt);
  show(like && isTogether(like) && same ? same : firstOf(own));
});
onPress("attempts", "data-attempt", (attempt) => {
  const entrant = shownSheet()?.card.entrant;
  touchedAt = Date.now();
  show(sheets.all().find((one) => one.card.entrant === entrant && one.attempt === Number(attempt)) ?? null);
});
onPress("refusals", "data-noted", (id) => void forget(id).then(load));

// A finger that slides a little counts, and so do two thumbs: a counter does not wait for a click.
at("pad").addEventListener("pointerdown", (event) => {
  const criterion = pressed(event, "data-plus");
  if (criterion !== null) count(criterion, 1);
});
at("pad").addEventListener("click", (event) => {
  const criterion = pressed(event, "data-plus");
  if (criterion !== null && event.detail === 0) count(criterion, 1);
});
at("by-digits").addEventListener("click", () => {
  view.byDigits = !view.byDigits;
  drawSheet(view);
});
at("no-result").addEventListener("click", () => void withoutResult());
at("work").addEventListener("submit", (event) => {
  event.preventDefault();
  void send();
});
at("announce").addEventListener("click", goOn);
at("request").addEventListener("click", () => void request());
at("way").addEventListener("click", () => {
  view.way = view.way === "keys" ? "slider" : "keys";
  localStorage.setItem(WAY, view.way);
  drawSheet(view);
});
listenToSlider(
  () => {
    const sheet = shownSheet();
    const criterion = sheet?.criteria[view.active];
    return sheet && criterion ? { sheets, sheet, criterion } : null;
  },
  (mark) => {
    const sheet = shownSheet();
    if (sheet) type(sheet, sheet.criteria[view.active].criterion, mark);
  },
);
onPress("past", "data-sheet", (key) => {
  touchedAt = Date.now();
  show(sheets.find(key));
  at("work").scrollIntoView({ block: "start" });
});

/** To whoever is announced: on stage, or given back to be changed. */
function goOn() {
  const wanted = sheets.find(at("announce").dataset.sheet ?? "");
  const current = sheets.screen?.current ?? [];
  const onStage = wanted && current.some((one) => one.card.entrant === wanted.card.entrant);
  show(wanted && !onStage ? wanted : firstOf(current));
}

/** @param {number} step to the criterion before or after */
function turn(step) {
  const sheet = shownSheet();
  if (!sheet || sheet.criteria.length < 2) return;
  view.active = (view.active + step + sheet.criteria.length) % sheet.criteria.length;
  drawSheet(view);
}

/** What the one key for yes does: send, or else go on to whoever is announced. */
function yes() {
  const sheet = shownSheet();
  const idle = !sheet || primary(sheets, sheet, view.active).does === "nothing";
  if (idle && !at("announce").hidden) goOn();
  else void send();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (/^[0-9.-]$/.test(event.key)) press(event.key);
  else if (event.key === "Backspace") press("back");
  else if (event.key === "Enter" && (event.target === document.body || event.target === at("range"))) yes();
  else if (event.key === "ArrowDown") turn(1);
  else if (event.key === "ArrowUp") turn(-1);
  else return;
  event.preventDefault();
});

/** What is typed here and not sent, for the desk's device board; never the marks themselves. */
function doing() {
  const sheet = shownSheet();
  const stage = sheets.screen?.head.stage;
  if (!sheet?.open || !stage || !sheets.isTyping(sheet)) return null;
  return { stage, entrant: sheet.card.entrant, now: Date.now() - touchedAt < TYPING };
}

// What the head judge answers is nothing that the public's pulse may tell of.
setInterval(() => {
  if (sheets.all().some((one) => sheets.asked(one) === "waiting")) void load();
}, ANSWER);
stopwatch(at("watch"), words);
stayAwake();
const askDesk = sayHere(contest, seat, () => localStorage.getItem(tokenKey), () => ({
  unsent: sheets.entries.filter((one) => !one.refused).length,
  doing: doing(),
}));
follow(contest, () => void load(), askDesk, () => {
  view.line = "lost";
  drawLine(view);
});
void keepLoadable();
void restore().catch(() => null).then(load).then(() => post.nudge());
