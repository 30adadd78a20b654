// @ts-check
/** The keys under a field: digits, a key for each possible mark, a key that counts, a list to cross. */

import { button, part } from "./parts.js";
import { number, signed } from "./typing.js";
import { fill } from "./words.js";

/**
 * @typedef {import("./sheets.js").Sheets} Sheets
 * @typedef {import("./sheets.js").Sheet} Sheet
 * @typedef {import("./sheets.js").Criterion} Criterion
 * @typedef {"digits" | "choice" | "counter" | "ballot"} Pad
 */

const MOST_MARKS = 12;
const MOST_PLACES = 24;

/** Crosses are given to the whole field at once. @param {Sheet} sheet */
export function isBallot(sheet) {
  return sheet.criteria.length === 1 && sheet.criteria[0].kind === "cross";
}

/** All on the floor are placed or crossed together. @param {Sheet} sheet */
export function isTogether(sheet) {
  return sheet.criteria.some((one) => one.kind === "place" || one.kind === "cross");
}

/**
 * @param {Sheet} sheet
 * @param {number} active which criterion
 * @param {boolean} byDigits whether a count is typed
 * @param {number} toPlace
 * @returns {Pad}
 */
export function padOf(sheet, active, byDigits, toPlace) {
  if (isBallot(sheet)) return "ballot";
  const criterion = sheet.criteria[active];
  if (criterion.kind === "count") return byDigits ? "digits" : "counter";
  return choicesOf(criterion, toPlace).length > 0 ? "choice" : "digits";
}

/**
 * Every mark that there can be, where they are few.
 * @param {Criterion} criterion
 * @param {number} toPlace
 */
function choicesOf(criterion, toPlace) {
  const [lowest, highest] = [Number(criterion.minimum), Number(criterion.maximum)];
  if (criterion.kind === "place") return wholes(Math.max(1, lowest), Math.min(highest, toPlace), MOST_PLACES);
  if (criterion.decimals > 0 || criterion.kind === "time") return [];
  return wholes(lowest, highest, MOST_MARKS);
}

/**
 * @param {number} lowest
 * @param {number} highest
 * @param {number} most
 */
function wholes(lowest, highest, most) {
  const count = highest - lowest + 1;
  return count > most ? [] : Array.from({ length: Math.max(0, count) }, (_, index) => String(lowest + index));
}

/**
 * @param {Criterion} criterion
 * @param {DOMStringMap} words
 */
export function digitKeys(criterion, words) {
  const keys = [..."123456789"].map((key) => button("key", { "data-key": key }, key));
  const foot = document.createElement("div");
  foot.className = "keypad-foot";
  if (Number(criterion.minimum) < 0) foot.append(button("key", { "data-key": "-" }, "−"));
  if (criterion.kind === "time") foot.append(button("key", { "data-key": "00" }, "00"));
  else if (criterion.decimals > 0) foot.append(button("key", { "data-key": "." }, "."));
  else if (Number(criterion.minimum) >= 0) foot.append(part("no-key", ""));
  foot.append(button("key", { "data-key": "0" }, "0"));
  foot.append(button("key", { "data-key": "back", "aria-label": words.back ?? "" }, "⌫"));
  return [...keys, foot];
}

/**
 * A key for each mark; with places, those given to others say to whom.
 * @param {Sheets} sheets
 * @param {Sheet} sheet
 * @param {Criterion} criterion
 * @param {DOMStringMap} words
 */
export function choiceKeys(sheets, sheet, criterion, words) {
  const value = sheets.value(sheet, criterion);
  return choicesOf(criterion, sheets.screen?.to_place ?? 0).map((mark) => {
    const holder = criterion.kind === "place" ? placedAt(sheets, sheet, criterion, mark) : null;
    const chosen = value !== "" && number(value) === number(mark);
    const key = button("key", { "data-choice": mark, "aria-pressed": String(chosen) }, labelOf(mark, criterion));
    if (holder) {
      key.classList.add("taken");
      key.append(part("key-note", fill(words.number, { number: holder.card.number })));
    }
    return key;
  });
}

/**
 * @param {string} mark
 * @param {Criterion} criterion
 */
function labelOf(mark, criterion) {
  if (criterion.kind === "cross") return mark === "1" ? "✕" : "—";
  const both = Number(criterion.minimum) < 0;
  return both && Number(mark) > 0 ? `+${mark}` : signed(mark);
}

/**
 * Who else has this place from this seat in this dance.
 * @param {Sheets} sheets
 * @param {Sheet} sheet
 * @param {Criterion} criterion
 * @param {string} place
 */
export function placedAt(sheets, sheet, criterion, place) {
  const same = (/** @type {Sheet} */ one) => {
    const value = sheets.value(one, criterion);
    return value !== "" && number(value) === number(place);
  };
  return sheets.beside(sheet).find(same) ?? null;
}

/**
 * One giant key, and a second one beside it where two things are counted.
 * @param {Sheet} sheet
 * @param {number} active
 */
export function countKeys(sheet, active) {
  const counted = sheet.criteria.filter((one) => one.kind === "count");
  const shown = counted.length <= 2 ? counted : [sheet.criteria[active]];
  return shown.map((criterion) => {
    const name = part("plus-name", criterion.name);
    return button("plus", { "data-plus": criterion.criterion }, part("plus-one", "+1"), name);
  });
}

/**
 * The whole field; who is tapped gets a cross.
 * @param {Sheets} sheets
 * @param {Sheet[]} field
 */
export function ballotKeys(sheets, field) {
  return field.map((sheet) => {
    const crossed = isCrossed(sheets, sheet);
    const { entrant, number: start, name } = sheet.card;
    const key = button("ballot-key", { "data-cross": entrant, "aria-pressed": String(crossed) });
    key.disabled = !sheets.editable(sheet);
    key.append(part("ballot-number", String(start)), part("ballot-name", name), part("ballot-mark", crossed ? "✕" : ""));
    return key;
  });
}

/**
 * @param {Sheets} sheets
 * @param {Sheet} sheet
 */
export function isCrossed(sheets, sheet) {
  return Number(sheets.value(sheet, sheet.criteria[0])) === 1;
}
