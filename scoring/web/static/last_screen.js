// @ts-check
/** The newest screen of a seat, kept on this device so that a page loaded without network shows where things stood. */

import { BUILD } from "./offline.js";
import { transaction } from "./outbox.js";

/**
 * @param {string} contest
 * @param {string} seat
 */
function name(contest, seat) {
  return `screen ${contest}/${seat}`;
}

/**
 * @param {string} contest
 * @param {string} seat
 * @param {unknown} screen
 */
export function remember(contest, seat, screen) {
  return transaction("readwrite", (device) => {
    device.put({ build: BUILD, screen }, name(contest, seat));
  });
}

/**
 * @param {string} contest
 * @param {string} seat
 * @returns {Promise<any>} undefined while there is none of this build
 */
export function remembered(contest, seat) {
  return transaction("readonly", (device, _outbox, give) => {
    const asked = device.get(name(contest, seat));
    asked.onsuccess = () => give(asked.result?.build === BUILD ? asked.result.screen : undefined);
  });
}
