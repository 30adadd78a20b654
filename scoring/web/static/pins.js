// @ts-check
/** Whom this device follows in a contest; where storage is blocked, nobody. */

/** @param {string} contest */
const key = (contest) => `scoring.pin.${contest}`;

/** @param {string} contest */
export function pinned(contest) {
  try {
    return localStorage.getItem(key(contest));
  } catch {
    return null;
  }
}

/**
 * Follows an entrant, or nobody any more if it was this one.
 * @param {string} contest
 * @param {string} entrant
 */
export function turnPin(contest, entrant) {
  try {
    if (pinned(contest) === entrant) localStorage.removeItem(key(contest));
    else localStorage.setItem(key(contest), entrant);
  } catch {
    // Then nobody can be followed.
  }
}
