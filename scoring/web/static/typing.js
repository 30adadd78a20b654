// @ts-check
/** What keys make of what was typed before. Only a help at the field: the desk decides, exactly. */

import { reach, ticksOf } from "./ticks.js";

/** @typedef {import("./sheets.js").Criterion} Criterion */

const LONGEST_CLOCK = 6;

/**
 * What is typed after one more key, as far as it can still become a mark.
 * @param {string} before
 * @param {string} key a digit, ".", "-", "00" or "back"
 * @param {Criterion} criterion
 */
export function extended(before, key, criterion) {
  if (criterion.kind === "time") return clocked(before, key, criterion.decimals);
  if (key === "back") return before.slice(0, -1);
  if (key === "-") return Number(criterion.minimum) < 0 ? turned(before) : before;
  const start = { "0": key === "." ? "0" : "", "-0": key === "." ? "-0" : "-", "": key === "." ? "0" : "" };
  const after = (start[/** @type {"0"} */ (before)] ?? before) + key;
  const [whole, decimals] = after.replace("-", "").split(".");
  const longest = Math.max(...[criterion.minimum, criterion.maximum].map(wholeDigits));
  const fits = (after.match(/\./g) ?? []).length <= 1 && whole.length <= longest;
  const fine = decimals === undefined || (criterion.decimals > 0 && decimals.length <= criterion.decimals);
  return fits && fine ? after : before;
}

/** @param {string} before */
function turned(before) {
  return before.startsWith("-") ? before.slice(1) : `-${before}`;
}

/** @param {string} bound */
function wholeDigits(bound) {
  return bound.replace("-", "").split(".")[0].length;
}

/**
 * A time filled from the right, as on sports clocks: 1, 0, 2, 4, 5 make 1:02.45.
 * @param {string} before
 * @param {string} key
 * @param {number} decimals
 */
function clocked(before, key, decimals) {
  const old = before.replace(/\D/g, "");
  const digits = (key === "back" ? old.slice(0, -1) : old + key).replace(/^0+/, "");
  if (/\D/.test(digits) || digits.length > LONGEST_CLOCK + decimals) return before;
  if (digits === "" && key !== "0" && key !== "00") return "";
  const padded = digits.padStart(decimals + 1, "0");
  const split = padded.length - decimals;
  const whole = inPairs(padded.slice(0, split));
  return decimals ? `${whole}.${padded.slice(split)}` : whole;
}

/** @param {string} digits */
function inPairs(digits) {
  return digits.replace(/\B(?=(\d\d)+$)/g, ":");
}

/**
 * A mark as it is sent: nothing half-typed at its end.
 * @param {string} text
 */
export function finished(text) {
  return text === "-" ? "" : text.replace(/\.$/, "");
}

/**
 * The number behind a mark, a time in seconds.
 * @param {string} mark
 */
export function number(mark) {
  return mark.split(":").reduce((sum, one) => sum * 60 + Number(one), 0);
}

/**
 * Why a mark cannot be meant: the name of the sentence that says so, or "".
 * @param {string} mark
 * @param {Criterion} criterion
 */
export function problemOf(mark, criterion) {
  if (criterion.kind === "time" && /:[6-9]/.test(mark)) return "clockWrong";
  if (criterion.kind === "mark") return problemOfMark(mark, criterion);
  const within = number(mark) >= Number(criterion.minimum) && number(mark) <= Number(criterion.maximum);
  if (within) return "";
  return criterion.decimals > 0 ? "range" : "rangeWhole";
}

/**
 * @param {string} mark
 * @param {Criterion} criterion
 */
function problemOfMark(mark, criterion) {
  const { low, by } = reach(criterion);
  const ticks = ticksOf(mark, criterion.decimals);
  if (ticks < low || ticks > ticksOf(criterion.maximum, criterion.decimals)) {
    return criterion.decimals > 0 ? "range" : "rangeWhole";
  }
  return (ticks - low) % by === 0 ? "" : "betweenSteps";
}

/**
 * A bound as people read it.
 * @param {string} bound
 * @param {Criterion} criterion
 */
export function boundText(bound, criterion) {
  return criterion.kind === "time" ? clockText(Number(bound)) : signed(bound);
}

/** @param {number} seconds whole ones */
function clockText(seconds) {
  const two = (/** @type {number} */ one) => String(one).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (hours) return `${hours}:${two(minutes)}:${two(rest)}`;
  return minutes ? `${minutes}:${two(rest)}` : String(rest);
}

/**
 * With a minus sign instead of a hyphen.
 * @param {string} mark
 */
export function signed(mark) {
  return mark.replace(/^-/, "−");
}
