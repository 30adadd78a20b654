// @ts-check
/** The slider: another way to the same mark, with the judge's own earlier marks along it. */

import { at, part } from "./parts.js";
import { reach, textOf, ticksOf } from "./ticks.js";
import { finished, signed } from "./typing.js";
import { fill } from "./words.js";

/**
 * @typedef {import("./sheets.js").Sheets} Sheets
 * @typedef {import("./sheets.js").Sheet} Sheet
 * @typedef {import("./sheets.js").Criterion} Criterion
 */

/** Places that a finger can tell apart on the track; buttons and keys beside it reach every mark. */
const PLACES = 200;
const HELD = 400;
const AGAIN = 60;

/** @param {Criterion | undefined} criterion */
export function hasSlider(criterion) {
  return criterion?.kind === "mark" && reach(criterion).count > 1;
}

/**
 * @param {Sheets} sheets
 * @param {Sheet} sheet
 * @param {Criterion} criterion
 * @param {DOMStringMap} words
 */
export function drawSlider(sheets, sheet, criterion, words) {
  const { low, by, count } = reach(criterion);
  const mark = finished(sheets.value(sheet, criterion));
  const range = /** @type {HTMLInputElement} */ (at("range"));
  const ticks = mark === "" ? startOf(sheets, sheet, criterion) : ticksOf(mark, criterion.decimals);
  const place = Math.max(0, Math.min(count, Math.round((ticks - low) / by)));
  range.max = String(count);
  if (range.valueAsNumber !== place) range.value = String(place);
  range.disabled = !sheets.editable(sheet);
  range.toggleAttribute("data-empty", mark === "");
  range.setAttribute("aria-label", criterion.name);
  range.setAttribute("aria-valuetext", mark === "" ? words.noMark ?? "" : signed(mark));
  for (const [id, label] of [["step-down", words.stepDown], ["step-up", words.stepUp]]) {
    const key = /** @type {HTMLButtonElement} */ (at(id ?? ""));
    key.disabled = range.disabled;
    key.setAttribute("aria-label", fill(label, { step: textOf(by, criterion.decimals), criterion: criterion.name }));
  }
  drawMemory(sheets, sheet, criterion, words);
}

/**
 * Where an empty slider begins: at the last mark this judge gave, else in the middle.
 * @param {Sheets} sheets
 * @param {Sheet} sheet
 * @param {Criterion} criterion
 */
function startOf(sheets, sheet, criterion) {
  const last = sheets.before(sheet, criterion)[0];
  if (last) return ticksOf(last.mark, criterion.decimals);
  const { low, by, count } = reach(criterion);
  return low + by * Math.round(count / 2);
}

/**
 * @param {Sheets} sheets
 * @param {Sheet} sheet
 * @param {Criterion} criterion
 * @param {DOMStringMap} words
 */
function drawMemory(sheets, sheet, criterion, words) {
  const { low, by, count } = reach(criterion);
  const marks = sheets.before(sheet, criterion);
  const box = at("memory");
  const told = marks.map(({ number, mark }) => `${number}:${mark}`).join(" ");
  if (box.dataset.told === told && box.dataset.of === criterion.criterion) return;
  box.dataset.told = told;
  box.dataset.of = criterion.criterion;
  box.replaceChildren(
    ...marks.map(({ number, mark }) => {
      const dot = part("memory-dot", "");
      dot.title = `${fill(words.number, { number })}: ${signed(mark)}`;
      dot.style.setProperty("--at", String((ticksOf(mark, criterion.decimals) - low) / by / count));
      return dot;
    }),
  );
}

/**
 * What a finger on the track, and the buttons and keys beside it, make of the mark.
 * @param {() => {sheets: Sheets, sheet: Sheet, criterion: Criterion} | null} now what is filled in
 * @param {(mark: string) => void} type
 */
export function listenToSlider(now, type) {
  const range = /** @type {HTMLInputElement} */ (at("range"));

  /** @param {(place: number, count: number, grain: number) => number} to */
  function move(to) {
    const found = now();
    if (!found || !hasSlider(found.criterion) || !found.sheets.editable(found.sheet)) return;
    const { low, by, count } = reach(found.criterion);
    const before = range.valueAsNumber;
    const place = Math.max(0, Math.min(count, to(before, count, grainOf(count))));
    type(textOf(low + place * by, found.criterion.decimals));
  }

  range.addEventListener("input", () => move((place, count, grain) => (place === count ? count : Math.round(place / grain) * grain)));
  range.addEventListener("keydown", (event) => {
    const to = {
      ArrowUp: (/** @type {number} */ place) => place + 1,
      ArrowRight: (/** @type {number} */ place) => place + 1,
      ArrowDown: (/** @type {number} */ place) => place - 1,
      ArrowLeft: (/** @type {number} */ place) => place - 1,
      PageUp: (/** @type {number} */ place, /** @type {number} */ _, /** @type {number} */ grain) => place + grain,
      PageDown: (/** @type {number} */ place, /** @type {number} */ _, /** @type {number} */ grain) => place - grain,
      Home: () => 0,
      End: (/** @type {number} */ _, /** @type {number} */ count) => count,
    }[event.key];
    if (!to || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    move(to);
  });
  repeated(at("step-down"), () => move((place) => place - 1));
  repeated(at("step-up"), () => move((place) => place + 1));
}

/**
 * The smallest round number of steps that a finger can aim at.
 * @param {number} count
 */
function grainOf(count) {
  let [grain, ten] = [1, 1];
  while (count / grain > PLACES) {
    grain = { 1: 2 * ten, 2: 5 * ten, 5: 10 * ten }[grain / ten] ?? grain;
    if (grain === 10 * ten) ten = grain;
  }
  return grain;
}

/**
 * Once for a tap or a key, again and again while it is held.
 * @param {HTMLElement} key
 * @param {() => void} act
 */
function repeated(key, act) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const stop = () => clearTimeout(waiting);
  const again = () => {
    act();
    waiting = setTimeout(again, AGAIN);
  };
  key.addEventListener("pointerdown", () => {
    act();
    stop();
    waiting = setTimeout(again, HELD);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) key.addEventListener(end, stop);
  key.addEventListener("click", (event) => {
    if (event.detail === 0) act();
  });
}
