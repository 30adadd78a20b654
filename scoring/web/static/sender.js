// @ts-check
/** Sends what is kept, in order, until the desk echoes each id; the same id again after any doubt. */

import { arrived, kept, refuse } from "./outbox.js";
import { lang } from "./words.js";

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15_000;
const PATIENCE = 10_000;
const TYPED = /^application\/(problem\+)?json/;

/**
 * @typedef {"sent" | "refused" | "again" | "unauthorized"} Outcome
 * @typedef {object} Sender
 * @property {() => void} nudge try now
 */

/**
 * @param {string} contest
 * @param {string} seat
 * @param {() => string | null} token
 * @param {(outcome: Outcome, entry: import("./outbox.js").Entry) => void} changed called after every attempt
 * @param {(entry: import("./outbox.js").Entry, error: string) => Promise<void>} [refused] what becomes of what was
 *   entered after a refused command, before it is sent
 * @returns {Sender}
 */
export function sender(contest, seat, token, changed, refused) {
  const name = `scoring-${contest}-${seat}`;
  const otherTabs = new BroadcastChannel(name);
  otherTabs.addEventListener("message", ({ data }) => changed(data.outcome, data.entry));
  let busy = false;
  let pause = FIRST_PAUSE;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function drain() {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    try {
      const own = await exclusively(name, sendAll);
      if (!own) timer = setTimeout(drain, FIRST_PAUSE);
    } finally {
      busy = false;
    }
  }

  async function sendAll() {
    for (;;) {
      const entry = (await kept(contest, seat)).find((one) => !one.refused && !one.arrived);
      if (!entry) return;
      const outcome = await sent(entry);
      changed(outcome, entry);
      otherTabs.postMessage({ outcome, entry });
      if (outcome === "again" || outcome === "unauthorized") {
        timer = setTimeout(drain, pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
        return;
      }
      pause = FIRST_PAUSE;
    }
  }

  /**
   * @param {import("./outbox.js").Entry} entry
   * @returns {Promise<Outcome>}
   */
  async function sent(entry) {
    try {
      const answer = await fetch(`/api/contests/${contest}/commands?lang=${lang()}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${token() ?? ""}` },
        body: JSON.stringify(entry.command),
        signal: AbortSignal.timeout(PATIENCE),
      });
      const typed = TYPED.test(answer.headers.get("Content-Type") ?? "");
      const told = typed ? await answer.json() : {};
      if (answer.ok && acknowledges(told, entry.id)) {
        await arrived(entry);
        return "sent";
      }
      if (typed && [401, 403].includes(answer.status)) return "unauthorized";
      // A desk that does not know the contest may be the wrong one, or may not have read it in yet.
      if (answer.status === 404 && !told.problems?.[0]?.field) return "again";
      const final = typed && [400, 404, 409, 413, 415, 422].includes(answer.status);
      if (!final || !told.error) return "again";
      await refuse(entry, told.message);
      await refused?.(entry, told.error);
      return "refused";
    } catch {
      return "again";
    }
  }

  setInterval(drain, LONGEST_PAUSE);
  addEventListener("online", () => void drain());
  addEventListener("pageshow", () => void drain());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void drain();
  });
  return {
    nudge() {
      pause = FIRST_PAUSE;
      void drain();
    },
  };
}

/**
 * Only an answer that echoes the id acknowledges: a Wi-Fi login page says 200, too.
 * @param {{accepted?: {id: string}[]}} told
 * @param {string} id
 */
function acknowledges(told, id) {
  return Array.isArray(told.accepted) && told.accepted.some((one) => one.id === id);
}

/**
 * One tab sends at a time, where the browser can tell; whether this one did.
 * @param {string} name
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>}
 */
async function exclusively(name, work) {
  if (!navigator.locks) {
    await work();
    return true;
  }
  return navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock) await work();
    return lock !== null;
  });
}
