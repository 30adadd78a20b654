// @ts-check
/** An umpire's tablet: the next match of the court, opened, umpired point by point, confirmed. */

import { choices } from "./court_course.js";
import { draw, drawLine, isChosen } from "./court_draw.js";
import { more } from "./court_more.js";
import { asPlayer } from "./court_names.js";
import { chosen } from "./court_choose.js";
import { Court, courseName, keyOf, keyOfEntry } from "./court_sheets.js";
import { pauseName, pauseSeconds, pausesOf, stepOf } from "./court_steps.js";
import { Countdown, injuryWatch, stayAwake } from "./court_timer.js";
import { sayHere } from "./here.js";
import { remember, remembered } from "./last_screen.js";
import { moving } from "./moving.js";
import { isOtherBuild, keepLoadable, offerOtherBuild } from "./offline.js";
import { amend, deviceName, forget, keep, kept, refuse } from "./outbox.js";
import { at } from "./parts.js";
import { askScreen, follow } from "./pulse.js";
import { sender } from "./sender.js";
import { fill } from "./words.js";

/**
 * @typedef {import("./court_course.js").Side} Side
 * @typedef {import("./court_sheets.js").Found} Found
 * @typedef {import("./outbox.js").Entry} Entry
 */

const root = at("court");
const words = at("words").dataset;
const contest = root.dataset.contest ?? "";
const seat = root.dataset.seat ?? "";
const tokenKey = `scoring.seat.${contest}.${seat}`;
const shownKey = `scoring.court.${contest}.${seat}`;
/** No rally is shorter: a second tap within this is one finger's. */
const BOUNCE = 300;
/** What has just come under the finger takes no tap. */
const SETTLING = 600;
const PATIENCE = 6000;
/** An entry this long ago is umpiring no more. */
const UMPIRING = 30_000;

const court = new Court();
const notedPauses = new Set(JSON.parse(sessionStorage.getItem(shownKey) ?? "[]"));
const countdown = new Countdown();
/** @type {import("./court_draw.js").View} */
const view = {
  court, words, shown: localStorage.getItem(shownKey), line: "starting",
  noted: (pause) => notedPauses.has(pause),
  choice: { server: null, receiver: null, left: "a", handicap: [0, 0] },
  player: { a: null, b: null },
};
/** Of the newest screen from the desk since this page was opened. */
let seq = 0;
let step = "";
let steppedAt = 0;
let tappedAt = 0;
let enteredAt = 0;
/** Entries are kept one after another, each made after the one before. */
let keeping = Promise.resolve();
/** @type {Map<string, (refused: string | null) => void>} who waits for the desk's word on an entry */
const awaited = new Map();

const post = sender(contest, seat, () => localStorage.getItem(tokenKey), (outcome, entry) => {
  if (outcome === "sent") {
    court.land(entry);
    awaited.get(entry.id)?.(null);
  }
  if (outcome === "unauthorized") trouble(words.unauthorized);
  if (outcome === "sent" || outcome === "refused") void load();
  else view.line = "lost";
  show();
}, chainBroken);

const move = moving(contest, seat, { match: shownKey }, () => {
  view.shown = localStorage.getItem(shownKey);
  void load().then(() => post.nudge());
});

/**
 * What was entered here after a refused entry was made for a match that stood otherwise. Entries that came too late
 * go to the desk as such; others stay here.
 * @param {Entry} entry
 * @param {string} error
 */
async function chainBroken(entry, error) {
  if (entry.command.type === "open_match") return;
  const unsent = (await kept(contest, seat)).filter((one) => !one.refused && !one.arrived);
  const later = unsent.filter((one) => keyOfEntry(one) === keyOfEntry(entry));
  for (const one of later) {
    if (error === "stale") await amend(one, { after: entry.command.after });
    else await refuse(one, words.notSent ?? "");
  }
}

/** Where things stood when the desk was last heard of. */
async function restore() {
  court.hold(await kept(contest, seat));
  const last = await remembered(contest, seat);
  if (!last) return;
  for (const [name, course] of last.courses) court.courses.set(name, course);
  court.take(last.screen);
}

async function load() {
  await kept(contest, seat).then((all) => court.hold(all), () => undefined);
  for (const entry of court.entries) {
    if (entry.refused) awaited.get(entry.id)?.(entry.refused);
  }
  try {
    const answer = await askScreen(contest, seat, localStorage.getItem(tokenKey));
    const other = isOtherBuild(answer);
    void move.told(answer);
    if (answer.status === 401 || answer.status === 403) {
      trouble(words.unauthorized);
      view.line = "lost";
    } else if (answer.ok) {
      const screen = await answer.json();
      await loadCourses(screen);
      if (screen.seq < seq) return;
      seq = screen.seq;
      const shown = court.take(screen);
      const courses = [...court.courses];
      void remember(contest, seat, { screen, courses }).then(() => forget(...shown)).catch(() => null);
      trouble("");
      view.line = other ? "other" : "live";
    } else {
      view.line = "lost";
    }
  } catch {
    view.line = "lost";
  }
  show();
  offerOtherBuild(document.querySelector("dialog[open]") !== null || isPlaying());
}

function isPlaying() {
  return !at("umpire").hidden && at("panel").hidden;
}

/** The tables of every match of this court, so that it can be umpired without the desk. @param {any} screen */
async function loadCourses(screen) {
  for (const match of [...screen.current, ...screen.next, ...screen.free]) {
    for (const sheet of match.sheets) {
      await loadCourse(courseName(sheet));
      await loadCourse(courseName(sheet, sheet.trail.at(-1)?.handicap));
    }
  }
}

/** @param {string | null} name */
async function loadCourse(name) {
  if (name === null || court.courses.has(name)) return;
  const build = new URL(import.meta.url).pathname.split("/")[2];
  const answer = await fetch(`/api/contests/${contest}/courses/${name}?v=${build}`);
  if (answer.ok) court.courses.set(name, await answer.json());
}

function shown() {
  return court.find(view.shown);
}

/** Draws, and notes when something else has come under the finger. */
function show() {
  draw(view);
  const found = shown();
  const now = found && court.now(found);
  const paused = found && now && stepOf(found, now, view.noted) === "pause";
  const next = !found || !now ? "list" : paused ? pauseName(found.key, now) : `${found.key} ${stepOf(found, now, view.noted)}`;
  if (next !== step) {
    step = next;
    steppedAt = Date.now();
    if (found && now) choose(found, now);
  }
  countdown.show(paused ? pauseName(found.key, now) : "", paused ? pauseSeconds(found, now) : 0);
  at("timer").hidden = at("timer").textContent === "";
}

/** A match that begins with a handicap has a course of its own. @param {Found} found */
async function handicapChosen({ sheet }) {
  await loadCourse(courseName(sheet, view.choice.handicap)).catch(() => null);
  show();
}

/** What a panel has chosen before anybody chooses. @param {Found} found @param {import("./court_sheets.js").Now} now */
function choose(found, now) {
  view.choice = { server: null, receiver: null, left: now.at.left, handicap: [0, 0] };
  const course = court.courseOf(found.sheet, now.at.handicap);
  const due = pausesOf(now);
  if (course && due.includes("choose_service") && now.at.position) {
    const [server, receiver] = course.positions[now.at.position].serves[0];
    view.choice = { ...view.choice, server, receiver };
  }
  draw(view);
}

/** @param {string | null} key */
function go(key) {
  view.shown = key;
  view.player = { a: null, b: null };
  if (key) localStorage.setItem(shownKey, key);
  else localStorage.removeItem(shownKey);
  show();
}

/** @param {string | undefined} message */
function trouble(message) {
  at("trouble").hidden = !message;
  at("trouble-text").textContent = message ?? "";
}

/** Whether what is under the finger has been there long enough to be meant. */
function settled() {
  return Date.now() - steppedAt >= SETTLING;
}

/**
 * Keep on this tablet first; only then it counts as said.
 * @param {Found} found
 * @param {Record<string, unknown>} content
 * @returns {Promise<Entry | null>}
 */
function commit(found, content) {
  const kept = keeping.then(async () => {
    const [stage, match, rubber] = found.key.split("/");
    const whole = content.type === "open_match";
    const place = whole ? {} : { rubber: Number(rubber), after: court.after(court.find(found.key) ?? found) };
    const command = { entered_at: new Date().toISOString(), stage, match, seat, ...place, ...content };
    try {
      const entry = await keep({ contest, seat, entrant: "" }, command);
      court.entries = [...court.entries, entry];
      enteredAt = Date.now();
      return entry;
    } catch {
      trouble(words.storage);
      return null;
    }
  });
  keeping = kept.then(() => undefined);
  void kept.then(() => {
    show();
    post.nudge();
  });
  return kept;
}

/** @param {import("./court_more.js").Tap} tap */
function record(tap) {
  const found = shown();
  return found ? commit(found, { type: "record", tap }) : Promise.resolve(null);
}

/**
 * Records, and waits a moment for the desk's word; what it refuses is told where it was entered.
 * @param {import("./court_more.js").Tap} tap
 */
async function give(tap) {
  const entry = await record(tap);
  if (!entry) return words.storage ?? "";
  const refused = await new Promise((resolve) => {
    awaited.set(entry.id, resolve);
    setTimeout(() => resolve(null), PATIENCE);
  });
  awaited.delete(entry.id);
  if (refused !== null && tap.type.startsWith("set_")) await forget(entry.id).then(load);
  return /** @type {string | null} */ (refused);
}

/** @param {Side | undefined} side */
function rally(side) {
  const found = shown();
  if (!found || !side || at("halves").hidden || !settled()) return;
  navigator.vibrate?.(15);
  void record({ type: "rally", winner: side });
}

/** The one thing that the panel leads to. */
async function goOn() {
  const found = shown();
  if (!found || !settled()) return;
  const now = court.now(found);
  switch (stepOf(found, now, view.noted)) {
    case "setup":
      return setUp(found);
    case "pause":
      return playOn(found, now);
    case "over":
      await commit(found, { type: "confirm_result" });
      return undefined;
    case "done":
    case "lineups":
      go(null);
      return undefined;
    default:
      return undefined;
  }
}

/** @param {Found} found */
async function setUp(found) {
  const { choice } = view;
  if (found.sheet.rules.type === "periods") {
    await record({ type: "begin" });
  } else if (isChosen(view, found.sheet)) {
    const server = choice.server ? asPlayer(choice.server) : null;
    const receiver = choice.receiver ? asPlayer(choice.receiver) : null;
    await record({ type: "start", server, receiver, left: choice.left, handicap: choice.handicap });
  }
}

/**
 * After a pause: what was chosen meanwhile is recorded, if it is not what would be anyway.
 * @param {Found} found
 * @param {import("./court_sheets.js").Now} now
 */
async function playOn(found, now) {
  const { choice } = view;
  const { at: moment } = now;
  const course = court.courseOf(found.sheet, moment.handicap);
  const due = pausesOf(now);
  note(pauseName(found.key, now));
  if (due.includes("toss") && choice.left !== moment.left) await record({ type: "swap_ends" });
  const wanted = [choice.server, choice.receiver].filter(Boolean).join("-");
  const position = course && moment.position ? course.positions[moment.position].serves[0] : null;
  const asItIs = position && wanted === [position[0], position[1]].filter(Boolean).join("-");
  const asked = due.includes("choose_service") || due.includes("toss");
  if (course && asked && choice.server && !asItIs && choices(course, moment)[wanted]) {
    const receiver = choice.receiver ? asPlayer(choice.receiver) : null;
    await record({ type: "set_service", server: asPlayer(choice.server), receiver });
  }
  const after = court.now(shown() ?? found);
  note(pauseName(found.key, after));
  show();
}

/** @param {string} pause */
function note(pause) {
  notedPauses.add(pause);
  sessionStorage.setItem(shownKey, JSON.stringify([...notedPauses].slice(-40)));
}

/** @param {Side} side @param {string} tapped */
function choosePlayer(side, tapped) {
  view.player[side] = view.player[side] === tapped ? null : tapped;
  show();
}

/**
 * A goal or foul of the player chosen, if one is.
 * @param {import("./court_more.js").Tap} tap
 * @param {Side} side
 */
function ofPlayer(tap, side) {
  if (Date.now() - tappedAt < BOUNCE) return;
  tappedAt = Date.now();
  const player = view.player[side];
  view.player[side] = null;
  navigator.vibrate?.(15);
  void record({ ...tap, side, player });
}

/**
 * The element with this attribute that was pressed, and the attribute's value.
 * @param {string} id
 * @param {string} attribute
 * @param {(value: string, pressed: Element) => void} act
 */
function onPress(id, attribute, act) {
  at(id).addEventListener("click", (event) => {
    const found = event.target instanceof Element && event.target.closest(`[${attribute}]`);
    if (found) act(found.getAttribute(attribute) ?? "", found);
  });
}

for (const end of ["left", "right"]) {
  at(end).addEventListener("click", () => {
    if (Date.now() - tappedAt < BOUNCE) return;
    tappedAt = Date.now();
    rally(/** @type {Side | undefined} */ (at(end).dataset.side));
  });
}
onPress("list", "data-open", (key) => go(key));
onPress("list", "data-call", (key) => {
  const match = court.all().find((one) => keyOf(one.card, 0) === key);
  if (!match) return;
  void commit({ match, sheet: match.sheets[0], key }, { type: "open_match" });
  if (!match.tie) go(key);
});
onPress("refusals", "data-noted", (id) => void forget(id).then(load));
onPress("panel", "data-left", (side) => {
  view.choice.left = /** @type {Side} */ (side);
  show();
});
onPress("panel", "data-server", (server) => {
  const changed = view.choice.server?.[0] !== server[0];
  const found = shown();
  const single = found !== null && found.sheet.rules.service.players === 1 && found.sheet.rules.service.type !== "rotation";
  const only = single ? `${server[0] === "a" ? "b" : "a"}1` : null;
  view.choice = { ...view.choice, server, receiver: only ?? (changed ? null : view.choice.receiver) };
  show();
});
onPress("panel", "data-receiver", (receiver) => {
  view.choice.receiver = receiver;
  show();
});
onPress("periods", "data-player", (player, pressed) => choosePlayer(/** @type {Side} */ (pressed.getAttribute("data-of")), player));
onPress("periods", "data-goal", (points, pressed) =>
  ofPlayer({ type: "goal", points: Number(points) }, /** @type {Side} */ (pressed.getAttribute("data-of"))));
onPress("periods", "data-foul", (_, pressed) => ofPlayer({ type: "foul" }, /** @type {Side} */ (pressed.getAttribute("data-of"))));
onPress("periods", "data-kick", (scored, pressed) => {
  if (settled()) void record({ type: "kick", side: pressed.getAttribute("data-of"), scored: scored === "true" });
});
at("period-over").addEventListener("click", async () => {
  const found = shown();
  const number = found ? court.now(found).at.by_period.length : 0;
  const sure = await chosen(fill(words.periodSure, { number }), [{ value: "yes", label: words.yes ?? "", tone: "primary" }]);
  if (sure) void record({ type: "period_over" });
});
at("go").addEventListener("click", () => void goOn());
at("back").addEventListener("click", () => go(null));
at("undo").addEventListener("click", () => void record({ type: "undo" }));
at("redo").addEventListener("click", () => void record({ type: "redo" }));
at("more").addEventListener("click", () => {
  const found = shown();
  if (found) void more(view, found, give, () => injuryWatch(words)).then(() => handicapChosen(found));
});
document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (at("umpire").hidden) return;
  if (event.key === "ArrowLeft") rally(/** @type {Side | undefined} */ (at("left").dataset.side));
  else if (event.key === "ArrowRight") rally(/** @type {Side | undefined} */ (at("right").dataset.side));
  else if (event.key === "Backspace") at("undo").click();
  else if (event.key === "Enter" && event.target === document.body && !at("panel").hidden) void goOn();
  else return;
  event.preventDefault();
});

/** Which match is on this tablet, for the desk's device board. */
function doing() {
  const found = at("umpire").hidden ? null : shown();
  return found && { stage: found.match.card.stage, match: found.match.card.id, now: Date.now() - enteredAt < UMPIRING };
}

stayAwake();
const askDesk = sayHere(contest, seat, () => localStorage.getItem(tokenKey), () => ({
  unsent: court.entries.filter((one) => !one.refused).length,
  doing: doing(),
}));
follow(contest, () => void load(), askDesk, () => {
  view.line = "lost";
  drawLine(view);
});
void keepLoadable();
void deviceName().then((name) => {
  court.device = name;
}).then(restore).catch(() => null).then(load).then(() => post.nudge());
