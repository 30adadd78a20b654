// @ts-check
/** What sides and players are called on an umpire's tablet. */

import { index, other, sideOf } from "./court_course.js";
import { fill } from "./words.js";

/**
 * @typedef {import("./court_course.js").Side} Side
 * @typedef {import("./court_sheets.js").Sheet} Sheet
 */

/** Whether each point is won by one player or a pair, whose names are told. @param {Sheet} sheet */
export function isOfPlayers(sheet) {
  return sheet.rules.type === "rally" && sheet.rules.service.type !== "rotation";
}

/**
 * @param {Sheet} sheet
 * @param {Side} side
 */
export function sideName(sheet, side) {
  const own = sheet.sides[index(side)];
  if (!isOfPlayers(sheet) || own.players.length === 0 || own.players.length > 2) return own.name;
  return own.players.map((one) => one.name).join(" / ");
}

/** The team or unit, where the name of the side does not say it. @param {Sheet} sheet @param {Side} side */
export function teamName(sheet, side) {
  const own = sheet.sides[index(side)];
  const told = sheet.rubber > 0 ? own.name : own.unit;
  return told === sideName(sheet, side) ? "" : told;
}

/**
 * @param {Sheet} sheet
 * @param {string} player such as "a1"
 * @param {DOMStringMap} words
 */
export function playerName(sheet, player, words) {
  const own = sheet.sides[index(sideOf(player))];
  const number = Number(player.slice(1));
  if (!isOfPlayers(sheet)) return own.name;
  const known = own.players.length <= 2 ? own.players[number - 1] : undefined;
  if (known) return known.name;
  return sheet.rules.service.players === 1 ? own.name : fill(words.playerNumber, { name: own.name, number });
}

/**
 * The players of a side, as far as points are won by players; else the side alone.
 * @param {Sheet} sheet
 * @param {Side} side
 */
export function playersOf(sheet, side) {
  const count = isOfPlayers(sheet) ? sheet.rules.service.players : 1;
  return Array.from({ length: count }, (_, place) => `${side}${place + 1}`);
}

/** @param {string} player @returns {[Side, number]} */
export function asPlayer(player) {
  return [sideOf(player), Number(player.slice(1))];
}

/** @param {Sheet} sheet @param {Side} winner */
export function bothNames(sheet, winner) {
  return { name: sideName(sheet, winner), other: sideName(sheet, other(winner)) };
}
