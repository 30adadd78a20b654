// @ts-check
/** Draws the judge's tablet from what is known, typed and on its way. */

import { ballotKeys, choiceKeys, countKeys, digitKeys, isBallot, isTogether, padOf, placedAt } from "./pads.js";
import { at, button, part, put, putList } from "./parts.js";
import { ballot, crossed, primary } from "./sending.js";
import { attemptOf, givenBy, givesMarks, keyOf } from "./sheets.js";
import { drawSlider, hasSlider } from "./slider.js";
import { boundText, finished, number, signed } from "./typing.js";
import { fill } from "./words.js";

/**
 * @typedef {import("./sheets.js").Sheet} Sheet
 * @typedef {import("./sheets.js").Criterion} Criterion
 * @typedef {import("./sheets.js").Given} Given
 * @typedef {object} View
 * @property {import("./sheets.js").Sheets} sheets
 * @property {DOMStringMap} words
 * @property {string | null} shown whose sheet is on the tablet
 * @property {number} active which criterion is filled in
 * @property {boolean} byDigits whether a count is typed instead of tapped
 * @property {boolean} floor whether others could be marked when this sheet came
 * @property {string} hint what is wrong with what was typed
 * @property {string} line
 * @property {string | null} passed who was on stage when the judge chose somebody else
 * @property {"keys" | "slider"} way which of the two fills in a mark where there is room for one
 */

const SHAPES = {
  empty: "ring", typing: "dash", kept: "diamond", changing: "check", changingKept: "diamond",
  desk: "check", signed: "check", closed: "check", missed: "cross",
};
const PAST = 200;
const LONG_NAME = 14;

/** @param {View} view */
export function draw(view) {
  drawSheet(view);
  drawAnnouncement(view);
  drawRefusals(view);
  drawPast(view);
  drawLine(view);
  at("trainee").hidden = view.sheets.screen?.trainee !== true;
}

/** What changes while somebody types. @param {View} view */
export function drawSheet(view) {
  const sheet = view.sheets.find(view.shown);
  at("nobody").hidden = sheet !== null;
  at("work").hidden = sheet === null;
  if (!sheet) return;
  const pad = padOf(sheet, view.active, view.byDigits, view.sheets.screen?.to_place ?? 0);
  at("work").dataset.pad = pad;
  drawWho(view, sheet);
  drawFloor(view, sheet);
  drawAttempts(view, sheet);
  drawCriteria(view, sheet, pad);
  drawPad(view, sheet, pad);
  drawSlide(view, sheet);
  drawState(view, sheet);
  drawSend(view, sheet);
}

/**
 * @param {View} view
 * @param {Sheet} sheet
 */
function drawWho({ sheets, words }, sheet) {
  const together = isBallot(sheet);
  const called = sheets.screen?.to_cross ?? null;
  const count = together ? String(crossed(sheets, sheet)) : String(sheet.card.number);
  put(at("number"), together && called !== null ? `${count}/${called}` : count);
  put(at("name"), together ? sheets.screen?.head.stage_name ?? "" : sheet.card.name);
  at("name").classList.toggle("long", (at("name").textContent ?? "").length > LONG_NAME);
  put(at("unit"), together ? words.ballot ?? "" : sheet.card.unit);
  put(at("work-name"), together ? "" : sheet.card.work);
}

/**
 * Who can be marked now, where that is more than one. It comes and goes with the sheet that is
 * shown, so that no key moves when somebody is called.
 * @param {View} view
 * @param {Sheet} sheet
 */
function drawFloor({ sheets, words, floor }, sheet) {
  const entrants = new Map(sheets.open().map((one) => [one.card.entrant, one]));
  const shown = (floor || (isTogether(sheet) && entrants.size > 1)) && !isBallot(sheet) ? [...entrants.values()] : [];
  const chips = shown.map(({ card }) => {
    const own = sheets.open().filter((one) => one.card.entrant === card.entrant);
    const one = own.find((other) => other.attempt === sheet.attempt) ?? own[0];
    const chip = button("chip", { "data-entrant": card.entrant, "aria-pressed": String(card.entrant === sheet.card.entrant) });
    chip.append(part("chip-name", `${card.number} ${card.name}`), state(sheets.state(one), words, valueText(sheets.given(one), words)));
    return chip;
  });
  putList("floor", "floor", chips);
}

/**
 * @param {View} view
 * @param {Sheet} sheet
 */
function drawAttempts({ sheets, words }, sheet) {
  const own = sheets.all().filter((one) => one.card.entrant === sheet.card.entrant);
  own.sort((one, other) => one.attempt - other.attempt);
  const chips = own.map((one) => {
    const chosen = one.attempt === sheet.attempt;
    const chip = button("chip", { "data-attempt": String(one.attempt), "aria-pressed": String(chosen) });
    const value = isBallot(one) ? "" : valueText(sheets.given(one), words);
    chip.append(part("chip-name", one.attempt_name || words.whole || ""), state(sheets.state(one), words, value));
    return chip;
  });
  putList("attempts", "attempts", own.length > 1 ? chips : []);
}

/**
 * A state by shape, with its word for those who hear the page.
 * @param {import("./sheets.js").State} name
 * @param {DOMStringMap} words
 * @param {string} value
 */
function state(name, words, value) {
  const element = part("chip-state", value);
  element.dataset.state = name;
  element.prepend(part(`shape ${SHAPES[name]}`, ""), part("vh", `${fill(words[camel(name)], { marks: "" })} `));
  return element;
}

/** @param {string} name */
function camel(name) {
  return `state${name[0].toUpperCase()}${name.slice(1)}`;
}

/**
 * @param {Given | null} given
 * @param {DOMStringMap} words
 */
function valueText(given, words) {
  if (!given) return "";
  return given.outcome ? words[given.outcome] ?? "" : Object.values(given.marks).map(signed).join(" / ");
}

/**
 * @param {View} view
 * @param {Sheet} sheet
 * @param {string} pad
 */
function drawCriteria(view, sheet, pad) {
  const box = at("criteria");
  box.hidden = pad === "ballot";
  box.dataset.count = String(Math.min(sheet.criteria.length, 3));
  put(box, ...(pad === "ballot" ? [] : sheet.criteria.map((_, index) => field(view, sheet, index))));
  const shown = `${keyOf(sheet)} ${view.active}`;
  const cell = box.children[view.active];
  if (box.dataset.shown === shown || !(cell instanceof HTMLElement)) return;
  box.dataset.shown = shown;
  box.scrollTo({ left: cell.offsetLeft - (box.clientWidth - cell.offsetWidth) / 2 });
}

/**
 * @param {View} view
 * @param {Sheet} sheet
 * @param {number} index
 */
function field({ sheets, words, active }, sheet, index) {
  const criterion = sheet.criteria[index];
  const value = sheets.value(sheet, criterion);
  const outcome = sheets.isTyping(sheet) ? null : sheets.given(sheet)?.outcome;
  const shown = outcome ? words[outcome] : value ? signed(value) : criterion.default ?? "—";
  const one = button("criterion", { "data-index": String(index), "aria-pressed": String(index === active) });
  const mark = part("criterion-mark", shown ?? "");
  mark.classList.toggle("by-default", value === "" && !outcome);
  mark.classList.toggle("long", (shown ?? "").length > 5);
  mark.classList.toggle("longer", (shown ?? "").length > 8);
  one.append(part("criterion-name", criterion.name), mark, part("criterion-range", rangeText(criterion, words)));
  const cell = document.createElement("div");
  cell.className = "criterion-cell";
  cell.append(one);
  if (criterion.kind === "count") {
    const label = fill(words.less, { criterion: criterion.name });
    cell.append(button("minus", { "data-minus": criterion.criterion, "aria-label": label }, "−1"));
  }
  return cell;
}

/**
 * @param {Criterion} criterion
 * @param {DOMStringMap} words
 */
function rangeText(criterion, words) {
  if (criterion.kind === "count" || criterion.kind === "place") return "";
  if (criterion.default !== null) return fill(words.optional, { mark: boundText(criterion.default, criterion) });
  const between = Number(criterion.minimum) < 0 ? " … " : "–";
  return [criterion.minimum, criterion.maximum].map((bound) => boundText(bound, criterion)).join(between);
}

/**
 * @param {View} view
 * @param {Sheet} sheet
 * @param {import("./pads.js").Pad} pad
 */
function drawPad({ sheets, words, active, byDigits }, sheet, pad) {
  const criterion = sheet.criteria[active];
  const box = at("pad");
  const keys = {
    digits: () => digitKeys(criterion, words),
    choice: () => choiceKeys(sheets, sheet, criterion, words),
    counter: () => countKeys(sheet, active),
    ballot: () => ballotKeys(sheets, ballot(sheets, sheet)),
  }[pad]();
  box.className = pad === "digits" ? "keypad" : pad;
  put(box, ...keys);
  box.toggleAttribute("inert", !sheets.editable(sheet));
  at("by-digits").hidden = at("watch").hidden = criterion.kind !== "count";
  put(at("by-digits"), byDigits ? "+1" : "123");
  at("by-digits").setAttribute("aria-label", (byDigits ? words.byTaps : words.byDigits) ?? "");
  at("no-result").hidden = !sheet.may_record_outcome || !sheets.editable(sheet);
}

/**
 * @param {View} view
 * @param {Sheet} sheet
 */
function drawSlide({ sheets, words, active, way }, sheet) {
  const criterion = sheet.criteria[active];
  const shown = hasSlider(criterion);
  at("work").dataset.way = shown ? way : "keys";
  at("slide").hidden = at("way").hidden = !shown;
  at("tools").hidden = !shown && criterion.kind !== "count";
  at("way").setAttribute("aria-label", (way === "keys" ? words.bySlider : words.byDigits) ?? "");
  put(at("way"), way === "keys" ? part("way-slider", "") : "123");
  if (shown) drawSlider(sheets, sheet, criterion, words);
}

/**
 * @param {View} view
 * @param {Sheet} sheet
 */
function drawState({ sheets, words, hint, active }, sheet) {
  const name = sheets.state(sheet);
  const box = at("sheet-state");
  box.dataset.state = hint ? "wrong" : name;
  const given = valueText(sheets.given(sheet), words);
  const text = hint || fill(words[camel(name)], { marks: given });
  const note = hint ? "" : askedText(sheets, words, sheet) || noteText(sheets, words, sheet, sheet.criteria[active]);
  put(box, part(`shape ${hint ? "alert" : SHAPES[name]}`, ""), part("", text), ...(note ? [part("same", note)] : []));
}

/**
 * How far the wish to change what was handed in has come.
 * @param {View["sheets"]} sheets
 * @param {DOMStringMap} words
 * @param {Sheet} sheet
 */
function askedText(sheets, words, sheet) {
  const asked = sheets.asked(sheet);
  at("request").hidden = !sheets.mayAsk(sheet);
  if (asked === null || (asked === "granted" && !sheets.editable(sheet))) return "";
  const text = { kept: words.askedKept, waiting: words.askedWaiting, granted: words.askedGranted, refused: words.askedRefused };
  return fill(text[asked], { why: sheet.asked?.why ?? "" });
}

/**
 * Something to know before sending: the same mark or the same place was given before.
 * @param {View["sheets"]} sheets
 * @param {DOMStringMap} words
 * @param {Sheet} sheet
 * @param {Criterion} criterion
 */
function noteText(sheets, words, sheet, criterion) {
  if (!sheets.isTyping(sheet)) return "";
  const value = sheets.value(sheet, criterion);
  if (criterion.kind === "place" && value) {
    const holder = placedAt(sheets, sheet, criterion, value);
    return holder ? fill(words.taken, { place: value, number: holder.card.number }) : "";
  }
  const twin = sheets.state(sheet) === "typing" ? sameAs(sheets, sheet) : null;
  const marks = sheet.criteria.map((one) => signed(finished(sheets.value(sheet, one)))).join(" / ");
  return twin ? fill(words.same, { mark: marks, number: twin.card.number }) : "";
}

/**
 * An earlier sheet with just these marks, for comparison.
 * @param {View["sheets"]} sheets
 * @param {Sheet} sheet
 */
function sameAs(sheets, sheet) {
  const typed = sheets.typed(sheet);
  if (sheet.criteria.some((one) => one.kind !== "mark" || !typed[one.criterion])) return null;
  const same = (/** @type {Sheet} */ one) =>
    one.card.entrant !== sheet.card.entrant &&
    sheet.criteria.every(({ criterion }) => criterion in one.marks && number(one.marks[criterion]) === number(typed[criterion]));
  return sheets.screen?.past.find(same) ?? null;
}

/**
 * @param {View} view
 * @param {Sheet} sheet
 */
function drawSend({ sheets, words, active }, sheet) {
  const next = primary(sheets, sheet, active);
  const send = /** @type {HTMLButtonElement} */ (at("send"));
  send.disabled = next.does === "nothing";
  send.dataset.does = next.does;
  put(send, next.does === "next" ? fill(words.next, { criterion: sheet.criteria[next.index].name }) : sendText(sheets, words, sheet));
}

/**
 * @param {View["sheets"]} sheets
 * @param {DOMStringMap} words
 * @param {Sheet} sheet
 */
function sendText(sheets, words, sheet) {
  if (isBallot(sheet)) return fill(words.sendCrosses, { given: crossed(sheets, sheet) });
  const again = sheets.given(sheet) !== null;
  const signs = sheets.screen?.signed === true;
  if (signs && again && sheets.locked(sheet)) return fill(words.signedAs, { marks: valueText(sheets.given(sheet), words) });
  const marks = sheet.criteria.map((one) => finished(sheets.value(sheet, one)) || one.default);
  if (marks.length > 2 || marks.includes(null) || (again && !sheets.isTyping(sheet))) {
    return (signs ? words.sign : again ? words.sendAgain : words.send) ?? "";
  }
  return fill(signs ? words.signOne : again ? words.sendOther : words.sendOne, { mark: marks.map((one) => signed(one ?? "")).join(" / ") });
}

/** @param {View} view */
function drawAnnouncement({ sheets, words, shown, passed }) {
  const current = sheets.screen?.current ?? [];
  const card = current[0]?.card;
  const waits = current.some((one) => sheets.given(one) === null);
  const other = card !== undefined && shown !== null && sheets.find(shown)?.card.entrant !== card.entrant;
  const told = other && waits && passed !== card.entrant && !isTogether(current[0]);
  const back = told ? undefined : granted(sheets, shown);
  const key = told ? keyOf(current[0]) : back ? keyOf(back) : "";
  at("announce").hidden = key === "";
  at("announce").dataset.sheet = key;
  if (told) put(at("announce-text"), fill(words.announce, { number: card.number, name: card.name }));
  if (back) put(at("announce-text"), fill(words.announceGranted, { number: back.card.number, name: back.card.name }));
}

/**
 * A sheet that the head judge gave back to be changed, and that is not on the tablet now.
 * @param {View["sheets"]} sheets
 * @param {string | null} shown
 */
function granted(sheets, shown) {
  const sheet = shown === null ? null : sheets.find(shown);
  if (sheet && sheets.isTyping(sheet)) return undefined;
  return sheets.open().find((one) => keyOf(one) !== shown && sheets.editable(one) && sheets.asked(one) === "granted");
}

/** @param {View} view */
function drawRefusals({ sheets, words }) {
  const refused = sheets.entries.filter((one) => one.refused);
  const items = refused.map((one) => {
    const item = document.createElement("li");
    item.className = "notice bad";
    const attempt = attemptOf(one);
    const sheet = sheets.find(attempt ? `${one.entrant}/${attempt}` : one.entrant);
    const values = {
      number: sheet?.card.number ?? one.entrant, attempt: sheet?.attempt_name ?? "",
      marks: givesMarks(one) ? valueText(givenBy(one), words) : words.request ?? "",
    };
    const text = document.createElement("p");
    text.append(part("refused-what", fill(attempt ? words.refusedAttempt : words.refused, values)), ` ${one.refused}`);
    item.append(part("shape alert", ""), text, button("button slim", { "data-noted": one.id }, words.noted ?? ""));
    return item;
  });
  putList("refusals", "refusals-list", items);
  at("refused-link").hidden = refused.length === 0;
  put(at("refused-link"), fill(words.refusedCount, { count: refused.length }));
}

/** @param {View} view */
function drawPast({ sheets, words }) {
  const past = (sheets.screen?.past ?? []).slice(0, PAST);
  const items = past.map((one) => {
    const item = document.createElement("li");
    const name = part("past-name", one.card.name);
    if (one.attempt_name) name.append(part("past-attempt", one.attempt_name));
    const value = valueText({ marks: one.marks, outcome: one.outcome }, words);
    const look = button("past-sheet", { "data-sheet": keyOf(one) });
    look.append(part("past-number", String(one.card.number)), name, part("past-marks", value || "—"));
    item.append(look);
    return item;
  });
  putList("past", "past-list", items);
  put(at("past-count"), String(past.length));
}

/** @param {View} view */
export function drawLine({ sheets, words, line }) {
  const unsent = sheets.entries.filter((one) => !one.refused).length;
  const name = unsent ? "unsent" : line;
  const box = at("line");
  box.dataset.state = name;
  put(/** @type {HTMLElement} */ (box.lastElementChild), fill(words[`line${name[0].toUpperCase()}${name.slice(1)}`], { count: unsent }));
}
