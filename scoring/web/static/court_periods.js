// @ts-check
/** Draws where a match of periods stands after an entry the desk has not seen yet; how it ends only the desk says. */

import { plus } from "./court_course.js";

/**
 * @typedef {import("./court_course.js").Side} Side
 * @typedef {import("./court_course.js").Score} Score
 * @typedef {{regular: Score, overtime?: Score | null, shootout?: Score | null}} PeriodScore
 * @typedef {object} PeriodAt
 * @property {PeriodScore | null} score
 * @property {Score[]} by_period
 * @property {Score} team_fouls
 * @property {Record<string, number>} personal_fouls
 * @property {{side: Side, scored: boolean}[]} kicks
 * @property {import("./court_course.js").Card[]} cards
 * @property {string[]} due
 * @property {import("./court_course.js").Outcome | null} outcome
 * @property {boolean} [untold]
 * @typedef {{type: string, side?: Side, points?: number, player?: string | null, scored?: boolean, card?: string,
 *   outcome?: import("./court_course.js").Outcome}} PeriodTap
 */

/** @type {PeriodAt} */
const BLANK = {
  score: null, by_period: [], team_fouls: [0, 0], personal_fouls: {}, kicks: [], cards: [], due: [], outcome: null,
};

/**
 * @param {Partial<PeriodAt> | undefined} sent
 * @returns {PeriodAt}
 */
export function wholePeriods(sent) {
  return { ...BLANK, ...sent };
}

/** The goals of play. @param {PeriodAt} at @returns {Score | null} */
export function total(at) {
  if (!at.score) return null;
  const { regular, overtime } = at.score;
  return overtime ? [regular[0] + overtime[0], regular[1] + overtime[1]] : regular;
}

/**
 * @param {PeriodAt} at
 * @param {PeriodTap} tap
 * @returns {PeriodAt}
 */
export function afterInPeriods(at, tap) {
  const side = /** @type {Side} */ (tap.side);
  switch (tap.type) {
    case "begin":
      return { ...at, score: { regular: [0, 0] }, by_period: [[0, 0]] };
    case "goal":
      return scored(at, side, tap.points ?? 1);
    case "foul":
      return fouled(at, side, tap.player);
    case "kick":
      return kicked(at, side, tap.scored === true);
    case "card":
      return { ...at, cards: [...at.cards, { type: "card", side, card: tap.card ?? "", player: tap.player ?? null }] };
    case "stop":
      return { ...at, outcome: tap.outcome ?? null, due: ["match_over"] };
    default:
      return { ...at, untold: true };
  }
}

/**
 * @param {PeriodAt} at
 * @param {Side} side
 * @param {number} points
 * @returns {PeriodAt}
 */
function scored(at, side, points) {
  if (!at.score) return { ...at, untold: true };
  const { regular, overtime } = at.score;
  const score = overtime
    ? { ...at.score, overtime: plus(overtime, side, points) }
    : { ...at.score, regular: plus(regular, side, points) };
  const here = at.by_period[at.by_period.length - 1];
  return { ...at, score, by_period: [...at.by_period.slice(0, -1), plus(here, side, points)], due: [] };
}

/**
 * @param {PeriodAt} at
 * @param {Side} side
 * @param {string | null | undefined} player
 */
function fouled(at, side, player) {
  const name = `${side}:${player}`;
  const own = player ? { [name]: (at.personal_fouls[name] ?? 0) + 1 } : {};
  return { ...at, team_fouls: plus(at.team_fouls, side), personal_fouls: { ...at.personal_fouls, ...own }, due: [] };
}

/**
 * @param {PeriodAt} at
 * @param {Side} side
 * @param {boolean} hit
 * @returns {PeriodAt}
 */
function kicked(at, side, hit) {
  if (!at.score?.shootout) return { ...at, untold: true };
  const shootout = plus(at.score.shootout, side, hit ? 1 : 0);
  return { ...at, score: { ...at.score, shootout }, kicks: [...at.kicks, { side, scored: hit }], due: [] };
}
