// @ts-check
/** Numbers as pasted from a spreadsheet or typed in the hall: who is meant, missing, or named twice. */

import { present } from "./desk_list.js";
import { fill } from "./words.js";

/** @typedef {import("./desk_list.js").Listed} Listed */
/** @typedef {{listed: Listed[], missing: Listed[], twice: number[], unknown: number[]}} Checked */

/**
 * Figures of any width, apart by anything else; of a line with a name in it only the first counts.
 * @param {string} text
 */
export function numbersIn(text) {
  return text
    .normalize("NFKC")
    .split("\n")
    .flatMap((line) => {
      const figures = line.match(/\d+/g) ?? [];
      return (/\p{L}/u.test(line) ? figures.slice(0, 1) : figures).map(Number);
    });
}

/**
 * Compares with everybody who is meant.
 * @param {number[]} numbers
 * @param {Listed[]} [wanted] all of the stage unless said otherwise
 * @returns {Checked}
 */
export function checked(numbers, wanted = present()) {
  const everybody = new Map(wanted.map((one) => [one.number, one]));
  const given = new Set(numbers);
  const known = [...given].map((number) => everybody.get(number));
  return {
    listed: known.filter((one) => one !== undefined),
    missing: [...everybody.values()].filter((one) => !given.has(one.number)),
    twice: [...given].filter((number) => numbers.indexOf(number) !== numbers.lastIndexOf(number)),
    unknown: [...given].filter((number) => !everybody.has(number)),
  };
}

/** @param {Checked} found */
export function isComplete(found) {
  return !found.missing.length && !found.twice.length && !found.unknown.length;
}

/**
 * Says what is wrong, or that nothing is.
 * @param {HTMLElement} list
 * @param {Checked} found
 * @param {DOMStringMap} words
 */
export function showChecks(list, found, words) {
  const comma = words.comma ?? ", ";
  const all = found.listed.length + found.missing.length;
  const lines = [
    line("bad", words.unknown, found.unknown.join(comma)),
    line("bad", words.twice, found.twice.join(comma)),
    line("wait", words.missing, found.missing.map((one) => `${one.number} ${one.name}`).join(comma)),
  ];
  if (isComplete(found)) lines.push(line("good", fill(words.complete, { count: all }), " "));
  list.replaceChildren(...lines.filter((one) => one !== null));
}

/**
 * @param {"good" | "wait" | "bad"} tone
 * @param {string | undefined} words
 * @param {string} who
 */
function line(tone, words, who) {
  if (!who) return null;
  const item = document.createElement("li");
  const shape = document.createElement("i");
  item.className = `tone-${tone}`;
  shape.className = `shape ${{ good: "check", wait: "ring", bad: "cross" }[tone]}`;
  item.append(shape, fill(words, { who }));
  return item;
}
