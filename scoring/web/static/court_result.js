// @ts-check
/** Types numbers: a score from paper, of which the desk says whether there is such a one; a handicap. */

import { sideName } from "./court_names.js";
import { at, part } from "./parts.js";
import { fill } from "./words.js";

/**
 * @typedef {import("./court_sheets.js").Sheet} Sheet
 * @typedef {[HTMLInputElement, HTMLInputElement]} Pair
 */

/**
 * @param {import("./court_draw.js").View} view
 * @param {import("./court_sheets.js").Found} found
 * @param {import("./court_more.js").Give} give
 * @returns {Promise<void>} once the dialog is closed
 */
export function enteredScore({ words }, { sheet }, give) {
  const names = sheet.rules.type === "rally"
    ? Array.from({ length: sheet.rules.best_of }, (_, place) => fill(words.gameNumber, { number: place + 1 }))
    : [words.regular, sheet.rules.overtime && words.overtime, sheet.rules.shootout && words.shootout].filter(Boolean).map(String);
  return typed(sheet, { title: words.enterScore, yes: words.recordScore, missing: words.bothScores }, names, (pairs) => give(tapOf(sheet, pairs)));
}

/**
 * The points with which each side begins every game.
 * @param {import("./court_draw.js").View} view
 * @param {import("./court_sheets.js").Found} found
 * @returns {Promise<void>} once the dialog is closed
 */
export function enteredHandicap({ words, choice }, { sheet }) {
  const asked = { title: words.handicap, yes: words.handicapYes, missing: words.bothScores };
  return typed(sheet, asked, [words.handicapPoints ?? ""], async ([[a, b]]) => {
    const limits = [sheet.rules.game.points, sheet.rules.last?.points].filter((one) => one != null);
    if (limits.some((one) => Number(a.value) >= one || Number(b.value) >= one)) return words.handicapTooHigh ?? "";
    choice.handicap = [Number(a.value), Number(b.value)];
    return null;
  });
}

/**
 * Asks for two numbers in each of some rows.
 * @param {Sheet} sheet
 * @param {{title?: string, yes?: string, missing?: string}} words
 * @param {string[]} names of the rows
 * @param {(pairs: Pair[]) => Promise<string | null>} take tells what is wrong with them, if anything is
 * @returns {Promise<void>} once the dialog is closed
 */
function typed(sheet, words, names, take) {
  const dialog = /** @type {HTMLDialogElement} */ (at("score"));
  const form = /** @type {HTMLFormElement} */ (at("score-form"));
  const pairs = names.map((name) => /** @type {Pair} */ ([input(sheet, "a", name), input(sheet, "b", name)]));
  at("score-title").textContent = words.title ?? "";
  at("score-a").textContent = sideName(sheet, "a");
  at("score-b").textContent = sideName(sheet, "b");
  at("score-rows").replaceChildren(...pairs.flatMap(([a, b], place) => [part("score-name", names[place]), a, b]));
  const trouble = at("score-trouble");
  trouble.hidden = true;
  const send = /** @type {HTMLButtonElement} */ (at("score-yes"));
  send.textContent = words.yes ?? "";
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (send.disabled) return;
    const filled = pairs.filter(([a, b]) => a.value !== "" || b.value !== "");
    const half = filled.some(([a, b]) => a.value === "" || b.value === "");
    if (half || filled.length === 0) {
      trouble.textContent = words.missing ?? "";
      trouble.hidden = false;
      return;
    }
    send.disabled = true;
    const wrong = await take(pairs);
    send.disabled = false;
    trouble.textContent = wrong ?? "";
    trouble.hidden = wrong === null;
    if (wrong === null) dialog.close();
  };
  at("score-no").onclick = () => dialog.close();
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(), { once: true }));
}

/**
 * @param {Sheet} sheet
 * @param {"a" | "b"} side
 * @param {string} game
 */
function input(sheet, side, game) {
  const field = document.createElement("input");
  field.inputMode = "numeric";
  field.pattern = "[0-9]*";
  field.maxLength = 3;
  field.autocomplete = "off";
  field.setAttribute("aria-label", `${game} ${sideName(sheet, side)}`);
  field.addEventListener("input", () => {
    field.value = field.value.replace(/\D/g, "");
  });
  return field;
}

/**
 * @param {Sheet} sheet
 * @param {Pair[]} pairs
 */
function tapOf(sheet, pairs) {
  const scores = pairs.map(([a, b]) => (a.value === "" ? null : [Number(a.value), Number(b.value)]));
  if (sheet.rules.type === "rally") return { type: "set_games", games: scores.filter((one) => one !== null) };
  const [regular, ...others] = scores;
  const overtime = sheet.rules.overtime ? others[0] ?? null : null;
  const shootout = sheet.rules.shootout ? others[sheet.rules.overtime ? 1 : 0] ?? null : null;
  return { type: "set_score", score: { regular, overtime, shootout } };
}

