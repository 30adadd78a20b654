// @ts-check
/** What an umpire does next with a match: start it, go on after a pause, play, confirm. */

/**
 * @typedef {import("./court_sheets.js").Found} Found
 * @typedef {import("./court_sheets.js").Now} Now
 * @typedef {"lineups" | "setup" | "pause" | "play" | "kicks" | "over" | "untold" | "done"} Step
 */

const PAUSES = ["interval", "game_over", "change_ends", "choose_service", "toss", "period_over", "player_out"];

/**
 * @param {Found} found
 * @param {Now} now
 * @param {(pause: string) => boolean} noted whether the umpire has gone on after this pause
 * @returns {Step}
 */
export function stepOf({ match, sheet, key }, now, noted) {
  const { at } = now;
  if (now.confirmed || sheet.settled) return "done";
  if (!match.lineups) return "lineups";
  if (at.untold) return "untold";
  if (at.outcome) return "over";
  if (!at.score) return "setup";
  if (pausesOf(now).length > 0 && !noted(pauseName(key, now))) return "pause";
  return /** @type {any} */ (at.score).shootout ? "kicks" : "play";
}

/** What has to be done before the next point. @param {Now} now */
export function pausesOf(now) {
  return now.at.due.filter((one) => PAUSES.includes(one));
}

/**
 * One pause of one match: a card shown in it is no other one.
 * @param {string} key
 * @param {Now} now
 */
export function pauseName(key, { at }) {
  return [key, at.games?.length ?? 0, JSON.stringify(at.score), JSON.stringify(at.personal_fouls), at.by_period?.length, at.due].join(" ");
}

/** How long the pause may last, in seconds; 0 if no time is set. @param {Found} found @param {Now} now */
export function pauseSeconds({ sheet }, now) {
  if (now.at.due.includes("game_over")) return sheet.rules.break_seconds ?? 0;
  return now.at.due.includes("interval") ? sheet.rules.interval_seconds ?? 0 : 0;
}
