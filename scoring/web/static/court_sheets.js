// @ts-check
/** A court's matches: as the desk has them, and what was entered here and is on its way there. */

import { after, whole } from "./court_course.js";
import { afterInPeriods, wholePeriods } from "./court_periods.js";

/**
 * @typedef {import("./court_course.js").At} At
 * @typedef {import("./court_course.js").Course} Course
 * @typedef {import("./court_course.js").Score} Score
 * @typedef {import("./court_course.js").Side} Side
 * @typedef {import("./court_periods.js").PeriodAt} PeriodAt
 * @typedef {import("./outbox.js").Entry} Entry
 * @typedef {{name: string, number: string}} CourtPlayer
 * @typedef {{entrant: string, number: number, name: string, unit: string, players: CourtPlayer[]}} CourtSide
 * @typedef {object} Game
 * @property {number | null} points
 * @property {number | null} seconds
 * @property {string} level
 * @typedef {object} Rules of a match of rallies, or of one in periods, by its type
 * @property {"rally" | "periods"} type
 * @property {number} best_of
 * @property {Game} game
 * @property {Game | null} last
 * @property {{type: "courts" | "turns" | "rotation", players: number}} service
 * @property {Record<string, number>} cards
 * @property {string | null} disqualifying
 * @property {number | null} interval_seconds
 * @property {number | null} break_seconds
 * @property {number} periods
 * @property {number[]} points
 * @property {{personal: number, team: number} | null} fouls
 * @property {{periods: number} | null} overtime
 * @property {number | null} shootout
 * @typedef {object} Sheet
 * @property {number} rubber
 * @property {string} name
 * @property {Rules} rules
 * @property {string | null} course
 * @property {[CourtSide, CourtSide]} sides
 * @property {number} revision
 * @property {string} device
 * @property {boolean} confirmed
 * @property {import("./court_course.js").Outcome | null} settled
 * @property {number} contested
 * @property {Score[]} published
 * @property {Partial<At>[]} trail
 * @property {Partial<At>[]} undone
 * @typedef {{name: string, entrant: string | null, number: number | null, unit: string, members: string[]}} SideCard
 * @typedef {object} Card
 * @property {string} stage
 * @property {string} id
 * @property {string} name
 * @property {SideCard} a
 * @property {SideCard} b
 * @property {string} phase
 * @property {string} phase_text
 * @property {Score[]} games
 * @property {Score | null} score
 * @property {Score | null} live
 * @property {string} note
 * @property {string} court
 * @property {string} when
 * @typedef {{card: Card, stage_name: string, tie: boolean, lineups: boolean, sheets: Sheet[]}} Match
 * @typedef {object} Screen
 * @property {number} seq
 * @property {boolean} in_use
 * @property {Match[]} current
 * @property {Match[]} next
 * @property {Match[]} free
 * @property {Match[]} past
 * @typedef {{match: Match, sheet: Sheet, key: string}} Found
 * @typedef {object} Now where a sheet stands on this tablet
 * @property {(At & PeriodAt)[]} trail
 * @property {(At & PeriodAt)[]} undone
 * @property {At & PeriodAt} at
 * @property {number} waiting how many entries the desk has not acknowledged
 * @property {boolean} confirmed here or at the desk
 */

/**
 * @param {Card} card
 * @param {number} rubber
 */
export function keyOf(card, rubber) {
  return `${card.stage}/${card.id}/${rubber}`;
}

/** @param {Entry} entry */
export function keyOfEntry({ command }) {
  return `${command.stage}/${command.match}/${command.rubber ?? 0}`;
}

/** @param {Entry} entry */
function afterOf(entry) {
  return Number(entry.command.after);
}

/**
 * What the course of a match is called, null in periods.
 * @param {Sheet} sheet
 * @param {Score} [handicap]
 */
export function courseName({ course }, handicap) {
  return course !== null && handicap?.some((points) => points > 0) ? `${course}-${handicap.join("-")}` : course;
}

export class Court {
  /** @type {Screen | null} */
  screen = null;
  /** @type {Entry[]} what is kept on this tablet, refused ones among them */
  entries = [];
  /** @type {Entry[]} acknowledged, and not seen on a screen from the desk yet */
  #landed = [];
  /** @type {Map<string, Found>} every sheet seen since the page was opened */
  #seen = new Map();
  /** @type {Map<string, Course>} */
  courses = new Map();
  /** What this tablet is called in its entries. */
  device = "";

  /** @param {Entry[]} entries everything that this tablet keeps for the court */
  hold(entries) {
    this.entries = entries.filter((one) => !one.arrived);
    this.#landed = entries.filter((one) => one.arrived);
  }

  /**
   * @param {Screen} screen
   * @returns {string[]} which entries need not be kept any more, as the screen shows them
   */
  take(screen) {
    this.screen = screen;
    for (const match of this.all()) {
      for (const sheet of match.sheets) {
        const key = keyOf(match.card, sheet.rubber);
        this.#seen.set(key, { match, sheet, key });
      }
    }
    const unseen = (/** @type {Entry} */ one) => {
      const sheet = this.here(keyOfEntry(one))?.sheet;
      if (one.command.type === "open_match") return this.#phase(one) === "ready";
      if (one.command.type === "confirm_result") return sheet !== undefined && !sheet.confirmed;
      return sheet !== undefined && afterOf(one) >= sheet.revision;
    };
    const shown = this.#landed.filter((one) => !unseen(one));
    this.#landed = this.#landed.filter(unseen);
    return shown.map((one) => one.id);
  }

  /** @param {Entry} entry */
  land(entry) {
    this.#landed.push(entry);
    this.entries = this.entries.filter((one) => one.id !== entry.id);
  }

  all() {
    const { current, next, free, past } = this.screen ?? { current: [], next: [], free: [], past: [] };
    return [...current, ...next, ...free, ...past];
  }

  /** @param {Entry} entry */
  #phase({ command }) {
    return this.all().find((one) => one.card.stage === command.stage && one.card.id === command.match)?.card.phase;
  }

  /** A sheet of the newest screen. @param {string | null} key @returns {Found | null} */
  here(key) {
    for (const match of this.all()) {
      const sheet = match.sheets.find((one) => keyOf(match.card, one.rubber) === key);
      if (sheet && key) return { match, sheet, key };
    }
    return null;
  }

  /** A sheet, also when it has left the screen. @param {string | null} key @returns {Found | null} */
  find(key) {
    return this.here(key) ?? (key ? this.#seen.get(key) ?? null : null);
  }

  /** Whether the match can be umpired: called at the desk, or here. @param {Match} match */
  opened({ card }) {
    const own = (/** @type {Entry} */ one) =>
      one.command.type === "open_match" && one.command.match === card.id && one.command.stage === card.stage;
    return card.phase !== "ready" || this.#sent().some(own);
  }

  #kept() {
    const landed = new Set(this.#landed.map((one) => one.id));
    return this.entries.filter((one) => !one.refused && !landed.has(one.id));
  }

  #sent() {
    return [...this.#landed, ...this.#kept()];
  }

  /**
   * What was entered here and goes on from what the desk has.
   * @param {Found} found
   */
  #ahead({ sheet, key }) {
    const own = this.#sent().filter((one) => keyOfEntry(one) === key && one.command.after !== undefined);
    const next = own.filter((one) => afterOf(one) >= sheet.revision);
    const broken = next.length < own.length && sheet.device !== this.device;
    return broken || (next.length > 0 && afterOf(next[0]) !== sheet.revision) ? [] : next;
  }

  /** The revision that an entry is made after. @param {Found} found */
  after(found) {
    const last = this.#ahead(found).at(-1);
    if (!last) return found.sheet.revision;
    return afterOf(last) + (last.command.type === "record" ? 1 : 0);
  }

  /** @param {Found} found @returns {Now} */
  now(found) {
    const { sheet } = found;
    const complete = /** @type {(sent: Partial<At> | undefined) => At & PeriodAt} */ (
      sheet.rules.type === "rally" ? whole : wholePeriods
    );
    const trail = sheet.trail.map(complete);
    const undone = sheet.undone.map(complete);
    const ahead = this.#ahead(found);
    let confirmed = sheet.confirmed;
    for (const { command } of ahead) {
      if (command.type === "confirm_result") confirmed = true;
      if (command.type !== "record") continue;
      const tap = /** @type {any} */ (command.tap);
      if (tap.type === "undo") undone.push(...trail.splice(-1));
      else if (tap.type === "redo") trail.push(...undone.splice(-1));
      else {
        trail.push(this.#drawn(sheet, trail.at(-1) ?? complete(undefined), tap));
        undone.length = 0;
      }
    }
    const waiting = this.#kept().filter((one) => keyOfEntry(one) === found.key).length;
    const at = trail.at(-1) ?? complete(undefined);
    return { trail, undone, at, waiting, confirmed };
  }

  /**
   * @param {Sheet} sheet
   * @param {any} at
   * @param {any} tap
   * @returns {At & PeriodAt}
   */
  #drawn(sheet, at, tap) {
    if (at.untold) return { ...at };
    if (sheet.rules.type === "periods") return { ...at, ...afterInPeriods(at, tap) };
    const course = this.courseOf(sheet, tap.type === "start" ? tap.handicap : at.handicap);
    return course ? { ...at, ...after(sheet.rules, course, at, tap) } : { ...at, untold: true };
  }

  /**
   * @param {Sheet} sheet
   * @param {Score} [handicap]
   */
  courseOf(sheet, handicap) {
    return this.courses.get(courseName(sheet, handicap) ?? "") ?? null;
  }

  /** Entries of this match that were not accepted. @param {string} key */
  refusals(key) {
    return this.entries.filter((one) => one.refused && keyOfEntry(one) === key);
  }
}
