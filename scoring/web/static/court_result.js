// @ts-check
/** Types a score from paper; whether there is such a score the desk says, and why not. */

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
  const dialog = /** @type {HTMLDialogElement} */ (at("score"));
  const form = /** @type {HTMLFormElement} */ (at("score-form"));
  const names = sheet.rules.type === "rally"
    ? Array.from({ length: sheet.rules.best_of }, (_, place) => fill(words.gameNumber, { number: place + 1 }))
    : [words.regular, sheet.rules.overtime && words.overtime, sheet.rules.shootout && words.shootout].filter(Boolean).map(String);
  const pairs = names.map((_, place) => /** @type {Pair} */ ([input(sheet, "a", names[place]), input(sheet, "b", names[place])]));
  at("score-a").textContent = sideName(sheet, "a");
  at("score-b").textContent = sideName(sheet, "b");
  at("score-rows").replaceChildren(...pairs.flatMap(([a, b], place) => [part("score-name", names[place]), a, b]));
  const trouble = at("score-trouble");
  trouble.hidden = true;
  const send = /** @type {HTMLButtonElement} */ (at("score-yes"));
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (send.disabled) return;
    const filled = pairs.filter(([a, b]) => a.value !== "" || b.value !== "");
    const half = filled.some(([a, b]) => a.value === "" || b.value === "");
    if (half || filled.length === 0) {
      trouble.textContent = words.bothScores ?? "";
      trouble.hidden = false;
      return;
    }
    send.disabled = true;
    const refused = await give(tapOf(sheet, pairs));
    send.disabled = false;
    trouble.textContent = refused ?? "";
    trouble.hidden = refused === null;
    if (refused === null) dialog.close();
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

