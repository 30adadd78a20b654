// @ts-check
/** Keeps a seat's page up with the desk: by its pulse, and by looking whenever a beat may have been missed. */

import { lang } from "./words.js";

const AGAIN = 5000;
const EVERY = 15_000;

/**
 * @param {string} contest
 * @param {() => void} look asks the desk how things stand
 * @param {() => void} beat called at every pulse, beside looking
 * @param {() => void} lost called when the desk is not heard any more
 */
export function follow(contest, look, beat, lost) {
  function listen() {
    const source = new EventSource(`/contests/${contest}/pulse`);
    source.addEventListener("pulse", () => {
      look();
      beat();
    });
    source.addEventListener("error", () => {
      lost();
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN);
    });
    addEventListener("pagehide", () => source.close(), { once: true });
  }

  addEventListener("pageshow", (event) => {
    if (event.persisted) listen();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) look();
  });
  addEventListener("online", look);
  setInterval(look, EVERY);
  listen();
}

/**
 * What a seat's page is to show, as the desk has it now.
 * @param {string} contest
 * @param {string} seat
 * @param {string | null} token of this device
 */
export function askScreen(contest, seat, token) {
  return fetch(`/api/contests/${contest}/seats/${seat}?lang=${lang()}`, {
    headers: { Authorization: `Bearer ${token ?? ""}` },
    cache: "no-store",
  });
}
