// @ts-check
/** Draws a match of periods: points, fouls and kicks for both sides, by the number worn where one is chosen. */

import { index } from "./court_course.js";
import { sideName, teamName } from "./court_names.js";
import { total } from "./court_periods.js";
import { at as element, button, part, put } from "./parts.js";
import { fill } from "./words.js";

/**
 * @typedef {import("./court_course.js").Side} Side
 * @typedef {import("./court_sheets.js").Sheet} Sheet
 */

/**
 * @param {import("./court_draw.js").View} view
 * @param {import("./court_sheets.js").Found} found
 * @param {import("./court_sheets.js").Now} now
 * @param {boolean} kicks whether the shoot-out is on
 */
export function drawPeriods(view, found, now, kicks) {
  const { sheet, key } = found;
  const built = `${key} ${kicks}`;
  if (element("periods").dataset.built !== built) {
    build(view, sheet, kicks);
    element("periods").dataset.built = built;
  }
  const { at } = now;
  for (const side of /** @type {Side[]} */ (["a", "b"])) {
    const score = kicks ? at.score?.shootout : total(at);
    element(`goals-${side}`).textContent = String(score?.[index(side)] ?? "");
    const fouls = sheet.rules.fouls ? fill(view.words.teamFouls, { count: at.team_fouls[index(side)] }) : "";
    const penalised = sheet.rules.fouls !== null && at.team_fouls[index(side)] >= sheet.rules.fouls.team;
    element(`fouls-${side}`).textContent = penalised ? `${fouls} · ${view.words.penalised}` : fouls;
    element(`fouls-${side}`).classList.toggle("penalised", penalised);
    if (kicks) put(element(`kicks-${side}`), ...taken(at.kicks, side));
    else {
      for (const chip of element(`players-${side}`).querySelectorAll("[data-player]")) {
        chip.setAttribute("aria-pressed", String(chip.getAttribute("data-player") === view.player[side]));
        const count = at.personal_fouls[`${side}:${chip.getAttribute("data-player")}`] ?? 0;
        const told = chip.querySelector(".chip-fouls");
        if (told) told.textContent = "•".repeat(count);
      }
    }
  }
  element("period-now").textContent = kicks
    ? view.words.shootoutTitle ?? ""
    : fill(at.score?.overtime ? view.words.overtimeNow : view.words.periodNow, { number: at.by_period.length });
  /** @type {HTMLButtonElement} */ (element("period-over")).hidden = kicks;
}

/**
 * @param {import("./court_draw.js").View} view
 * @param {Sheet} sheet
 * @param {boolean} kicks
 */
function build({ words }, sheet, kicks) {
  for (const side of /** @type {Side[]} */ (["a", "b"])) {
    const name = part("team-name", sideName(sheet, side));
    name.dir = "auto";
    const head = part("team-head", "");
    head.append(name, part("soft", teamName(sheet, side)));
    const goals = part("goals", "");
    goals.id = `goals-${side}`;
    const fouls = part("fouls", "");
    fouls.id = `fouls-${side}`;
    const body = kicks ? kickKeys(side, words) : [...playerKeys(sheet, side, words), goalKeys(sheet, side, words)];
    element(`team-${side}`).replaceChildren(head, goals, fouls, ...body);
  }
}

/**
 * @param {Sheet} sheet
 * @param {Side} side
 * @param {DOMStringMap} words
 */
function playerKeys(sheet, side, words) {
  const box = part("numbers", "");
  box.id = `players-${side}`;
  for (const player of sheet.sides[index(side)].players.filter((one) => one.number)) {
    const chip = button("number", { "data-player": player.number, "data-of": side, "aria-pressed": "false", title: player.name }, player.number);
    chip.append(part("chip-fouls", ""));
    box.append(chip);
  }
  return [box];
}

/**
 * @param {Sheet} sheet
 * @param {Side} side
 * @param {DOMStringMap} words
 */
function goalKeys(sheet, side, words) {
  const box = part("goal-keys", "");
  const single = sheet.rules.points.length === 1;
  for (const points of sheet.rules.points) {
    const label = single && points === 1 ? words.goal ?? "" : `+${points}`;
    box.append(button(label.startsWith("+") ? "goal" : "goal word", { "data-goal": String(points), "data-of": side }, label));
  }
  if (sheet.rules.fouls) box.append(button("goal foul", { "data-foul": "", "data-of": side }, words.foul ?? ""));
  return box;
}

/**
 * @param {Side} side
 * @param {DOMStringMap} words
 */
function kickKeys(side, words) {
  const row = part("kicks", "");
  row.id = `kicks-${side}`;
  const keys = part("goal-keys", "");
  keys.append(
    button("goal word", { "data-kick": "true", "data-of": side }, words.kickScored ?? ""),
    button("goal foul", { "data-kick": "false", "data-of": side }, words.kickMissed ?? ""),
  );
  return [row, keys];
}

/**
 * @param {{side: Side, scored: boolean}[]} kicks
 * @param {Side} side
 */
function taken(kicks, side) {
  return kicks.filter((one) => one.side === side).map((one) => {
    const icon = document.createElement("i");
    icon.className = `shape ${one.scored ? "dot" : "cross"}`;
    return icon;
  });
}
