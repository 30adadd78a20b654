// @ts-check
/** The ties of a team: as the desk shows them, with what is chosen here and what is on its way. */

import { fill } from "./words.js";

/**
 * @typedef {import("./outbox.js").Entry} Entry
 * @typedef {{id: string, name: string, number: string}} Member
 * @typedef {{id: string, name: string, who: string, members: Member[], chosen: string[]}} Rubber
 * @typedef {{stage: string, id: string, name: string, start: string, court: string, phase_text: string}} Card
 * @typedef {object} Tie
 * @property {Card} card
 * @property {string} stage_name
 * @property {string} entrant
 * @property {string} team
 * @property {string} against
 * @property {Rubber[]} rubbers
 * @property {number} per_player
 * @property {"missing" | "handed_in" | "revealed"} state
 * @typedef {{teams: string[], ties: Tie[]}} Screen
 * @typedef {Record<string, string[]>} Lineup the players chosen, by rubber; an empty text is nobody
 */

/** @param {Tie} tie */
export function keyOf(tie) {
  return `${tie.card.stage}/${tie.card.id}/${tie.entrant}`;
}

/** @param {Entry} entry */
export function keyOfEntry({ command }) {
  return `${command.stage}/${command.match}/${command.side}`;
}

export class Ties {
  /** @param {string} place under which name localStorage keeps what is chosen and not handed in */
  constructor(place) {
    this.place = place;
    /** @type {Screen | null} */
    this.screen = null;
    /** @type {Entry[]} */
    this.entries = [];
  }

  /** @returns {Record<string, Lineup>} */
  get drafts() {
    return JSON.parse(localStorage.getItem(this.place) ?? "{}");
  }

  /** @param {string} key @param {Lineup | null} lineup */
  draft(key, lineup) {
    const { [key]: _, ...others } = this.drafts;
    localStorage.setItem(this.place, JSON.stringify(lineup ? { ...others, [key]: lineup } : others));
  }

  /** The newest line-up that is on its way. @param {Tie} tie */
  onItsWay(tie) {
    return this.entries.filter((one) => !one.refused && keyOfEntry(one) === keyOf(tie)).at(-1);
  }

  /** What was handed in last, or is on its way. @param {Tie} tie @returns {Lineup} */
  given(tie) {
    const sent = /** @type {Lineup | undefined} */ (this.onItsWay(tie)?.command.lineup);
    return Object.fromEntries(
      tie.rubbers.map(({ id, chosen }) => [id, sent ? chosen.map((_, index) => sent[id]?.[index] ?? "") : chosen]),
    );
  }

  /** What stands in the form. @param {Tie} tie @returns {Lineup} */
  lineup(tie) {
    const given = this.given(tie);
    return tie.state === "revealed" ? given : { ...given, ...this.drafts[keyOf(tie)] };
  }

  /** @param {Tie} tie */
  isChanged(tie) {
    return JSON.stringify(this.lineup(tie)) !== JSON.stringify(this.given(tie));
  }

  /** @param {Tie} tie @returns {"missing" | "kept" | "handed_in" | "revealed"} */
  state(tie) {
    const entry = this.onItsWay(tie);
    if (tie.state === "revealed" || !entry) return tie.state;
    return entry.arrived ? "handed_in" : "kept";
  }
}

/** As the desk takes it: rubbers without anybody are left out. @param {Lineup} lineup */
export function named(lineup) {
  const players = Object.entries(lineup).map(([rubber, ids]) => /** @type {const} */ ([rubber, ids.filter(Boolean)]));
  return Object.fromEntries(players.filter(([, ids]) => ids.length > 0));
}

/**
 * What is wrong with a line-up, in words; empty if the desk can take it.
 * @param {Tie} tie
 * @param {Lineup} lineup
 * @param {DOMStringMap} words
 */
export function faults(tie, lineup, words) {
  const members = new Map(tie.rubbers.flatMap((one) => one.members).map((one) => [one.id, one.name]));
  const found = tie.rubbers.flatMap(({ id, name: rubber }) => {
    const ids = lineup[id].filter(Boolean);
    const twice = ids.find((one, index) => ids.indexOf(one) < index);
    if (twice) return [fill(words.twice, { rubber, name: members.get(twice) ?? twice })];
    const missing = ids.length > 0 && ids.length < lineup[id].length;
    return missing ? [fill(words.tooFew, { rubber, count: lineup[id].length })] : [];
  });
  for (const [id, name] of members) {
    const count = Object.values(lineup).filter((ids) => ids.includes(id)).length;
    if (count > tie.per_player) found.push(fill(words.tooMany, { name, count, most: tie.per_player }));
  }
  return found;
}
