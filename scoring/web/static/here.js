// @ts-check
/** Tells the desk that this tablet is here and how it is; shows when somebody at the desk wants its judge to look up. */

import { BUILD } from "./offline.js";
import { at } from "./parts.js";
import { lang } from "./words.js";

/**
 * @typedef {{stage: string, entrant?: string, match?: string, now: boolean}} Doing
 * @typedef {{unsent: number, doing: Doing | null}} State
 * @typedef {{number: number, text: string}} Nudge
 * @typedef {{answered: number, others: string[], others_text: string, nudge: Nudge | null}} Heard
 */

const EVERY = 10_000;
const LOOK = 500;
/** Whatever changes, there is this much time between two reports. */
const PAUSE = 900;
const PATIENCE = 8000;

/**
 * @param {string} contest
 * @param {string} seat
 * @param {() => string | null} token
 * @param {() => State} state
 * @returns {() => void} asks at once
 */
export function sayHere(contest, seat, token, state) {
  /** @type {{level: number, charging: boolean} | null} */
  let battery = null;
  /** @type {{sent: number, answered: number, received: number} | null} */
  let exchange = null;
  let timed = false;
  let told = "";
  let toldAt = -EVERY;
  /** @type {AbortController | null} */
  let asking = null;
  let again = false;
  let refused = false;
  /** @type {number | null} */
  let seen = null;
  /** @type {Nudge | null} */
  let nudge = null;

  /** @param {boolean} visible */
  function report(visible) {
    return {
      build: BUILD,
      visible,
      battery: battery && Math.round(battery.level * 100),
      charging: battery && battery.charging,
      ...state(),
    };
  }

  /** That the page leaves the screen waits for no answer: after it there may be no page to say it. */
  async function say(visible = !document.hidden) {
    if (refused) return;
    const said = report(visible);
    const text = JSON.stringify(said);
    if (asking && (visible || text === told)) {
      again = true;
      return;
    }
    asking?.abort();
    const mine = new AbortController();
    const late = setTimeout(() => mine.abort(), PATIENCE);
    asking = mine;
    again = false;
    told = text;
    toldAt = performance.now();
    timed = exchange !== null;
    const sent = Date.now();
    try {
      const answer = await fetch(`/api/contests/${contest}/seats/${seat}/here?lang=${lang()}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${token() ?? ""}` },
        body: JSON.stringify({ ...said, exchange, seen }),
        keepalive: !visible,
        signal: mine.signal,
      });
      refused = answer.status === 403;
      if (!answer.ok) return;
      const heard = /** @type {Heard} */ (await answer.json());
      if (typeof heard.answered !== "number") return;
      exchange = { sent, answered: heard.answered, received: Date.now() };
      showNudge(heard.nudge);
      showOthers(heard);
    } catch {
      // The next report says it again.
    } finally {
      clearTimeout(late);
      if (asking === mine) asking = null;
      if (!asking && again) void say();
    }
  }

  function look() {
    if (document.hidden || asking) return;
    const since = performance.now() - toldAt;
    const changed = told !== JSON.stringify(report(true)) || !timed;
    if (since >= EVERY || (changed && since >= PAUSE)) void say();
  }

  /** @param {Nudge | null} wanted */
  function showNudge(wanted) {
    if (!wanted || wanted.number === seen) {
      nudge = null;
      at("nudge").hidden = true;
      return;
    }
    const known = nudge?.number === wanted.number;
    nudge = wanted;
    at("nudge-text").textContent = wanted.text;
    at("nudge").hidden = false;
    if (known) return;
    flash();
    navigator.vibrate?.([180, 120, 180]);
    chime();
  }

  at("nudge").addEventListener("click", () => {
    seen = nudge?.number ?? seen;
    showNudge(null);
    void say();
  });

  void followBattery((now) => {
    battery = now;
  });
  document.addEventListener("visibilitychange", () => void say());
  addEventListener("pagehide", () => void say(false));
  addEventListener("online", () => void say());
  setInterval(look, LOOK);
  void say();
  return () => void say();
}

/**
 * Who else is signed in to this seat; read once, it comes back only for another tablet.
 * @param {Heard} heard
 */
function showOthers({ others, others_text: text }) {
  const box = at("second");
  const names = others.join(" ");
  if (others.length > 0) at("second-text").textContent = text;
  box.hidden = others.length === 0 || sessionStorage.getItem("scoring.second") === names;
  box.onclick = () => {
    sessionStorage.setItem("scoring.second", names);
    box.hidden = true;
  };
}

function flash() {
  const light = at("flash");
  light.hidden = false;
  light.onanimationend = () => {
    light.hidden = true;
  };
  setTimeout(() => {
    light.hidden = true;
  }, 2000);
}

/** Two soft notes; a browser that plays nothing before the first touch stays silent. */
function chime() {
  try {
    const audio = new AudioContext();
    for (const [start, pitch] of [[0, 660], [0.22, 880]]) {
      const note = audio.createOscillator();
      const loud = audio.createGain();
      const from = audio.currentTime + start;
      note.frequency.value = pitch;
      loud.gain.setValueAtTime(0, from);
      loud.gain.linearRampToValueAtTime(0.12, from + 0.03);
      loud.gain.exponentialRampToValueAtTime(0.001, from + 0.5);
      note.connect(loud).connect(audio.destination);
      note.start(from);
      note.stop(from + 0.55);
    }
    setTimeout(() => void audio.close(), 1500);
  } catch {
    // Light and vibration have to do.
  }
}

/**
 * @typedef {EventTarget & {level: number, charging: boolean}} Battery
 * @param {(battery: {level: number, charging: boolean}) => void} changed
 */
async function followBattery(changed) {
  const asked = /** @type {{getBattery?: () => Promise<Battery>}} */ (/** @type {unknown} */ (navigator));
  const battery = await asked.getBattery?.().catch(() => null);
  if (!battery) return;
  const tell = () => changed({ level: battery.level, charging: battery.charging });
  for (const event of ["levelchange", "chargingchange"]) battery.addEventListener(event, tell);
  tell();
}
