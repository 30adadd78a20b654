// @ts-check
/** The seconds of a pause, counted down; and of an injury, counted up. Neither is recorded. */

import { at } from "./parts.js";

const LAST = 20;

/**
 * @param {number} seconds
 */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** A countdown that goes on while the same pause is shown. */
export class Countdown {
  #name = "";
  #end = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #ticking;

  /**
   * @param {string} name of the pause; the same again changes nothing, none ends it
   * @param {number} seconds
   */
  show(name, seconds) {
    if (name === this.#name) return;
    this.#name = name;
    clearInterval(this.#ticking);
    at("timer").textContent = "";
    if (!name || !seconds) return;
    this.#end = Date.now() + seconds * 1000;
    this.#tick();
    this.#ticking = setInterval(() => this.#tick(), 250);
  }

  #tick() {
    const left = (this.#end - Date.now()) / 1000;
    const box = at("timer");
    box.textContent = clock(Math.max(0, left));
    box.dataset.state = left <= 0 ? "over" : left <= LAST ? "last" : "running";
  }
}

/** @param {DOMStringMap} words */
export function injuryWatch(words) {
  const box = at("injury");
  const since = Date.now();
  const tick = () => {
    at("injury-time").textContent = clock((Date.now() - since) / 1000);
  };
  at("injury-text").textContent = words.injury ?? "";
  box.hidden = false;
  tick();
  const ticking = setInterval(tick, 500);
  at("injury-over").onclick = () => {
    clearInterval(ticking);
    box.hidden = true;
  };
}

/** Keeps the screen on while a match is umpired, where the browser can. */
export function stayAwake() {
  const ask = () => {
    if (!document.hidden) navigator.wakeLock?.request("screen").catch(() => undefined);
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}
