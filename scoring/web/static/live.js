// @ts-check
/** Follows a live region: its stream of patches, and its snapshot every few seconds while the stream is silent. */

import { Feed } from "./feed.js";
import { lang } from "./words.js";

const SILENT_AFTER = 25_000;
/** A stream speaks at once when it is opened, if nothing is in between. */
const GREETED_AFTER = 4_000;
/** A page that did nothing for so long slept. */
const ASLEEP_AFTER = 5_000;

/**
 * @typedef {"starting" | "live" | "polling" | "stale"} LiveState
 * @typedef {object} Live
 * @property {() => number} heardAt when the server last confirmed what is shown
 * @property {() => LiveState} state
 * @property {() => void} refresh fetch the frame now
 */

/**
 * @param {HTMLElement} root carries data-live, data-frame and data-event
 * @param {(html: string) => void} apply
 * @returns {Live}
 */
export function follow(root, apply) {
  const event = root.dataset.event ?? "board";
  const url = inPageLanguage(root.dataset.live ?? "");
  const frame = inPageLanguage(root.dataset.frame ?? "");
  const feed = new Feed();
  let heard = Date.now();
  let streamHeard = Date.now();
  let lookedAt = Date.now();
  let openedAt = 0;
  let broken = false;
  /** @type {LiveState} */
  let state = "starting";
  /** @type {EventSource | null} */
  let source = null;
  /** @type {AbortController | null} */
  let asking = null;
  let askAgainAt = 0;

  function open() {
    close();
    openedAt = Date.now();
    source = new EventSource(feed.tag ? `${url}&since=${feed.tag}` : url);
    source.addEventListener(event, (message) => {
      alive();
      feed.reset(message.lastEventId, message.data);
      apply(message.data);
    });
    source.addEventListener("patch", (message) => {
      alive();
      if (feed.patch(JSON.parse(message.data))) apply(feed.text);
      else open();
    });
    source.addEventListener("ping", alive);
    source.addEventListener("error", () => {
      broken = true;
    });
  }

  function close() {
    source?.close();
    source = null;
  }

  function alive() {
    asking?.abort();
    heard = streamHeard = Date.now();
    broken = false;
    state = "live";
  }

  async function ask() {
    if (asking) return;
    asking = new AbortController();
    const timer = setTimeout(() => asking?.abort(), 8000);
    try {
      const answer = await fetch(frame, {
        headers: feed.tag ? { "If-None-Match": `"${feed.tag}"` } : {},
        cache: "no-store",
        signal: asking.signal,
      });
      if (gone(answer)) return;
      if (answer.status === 200) {
        const html = await answer.text();
        feed.reset(tagOf(answer), html);
        apply(html);
      } else if (answer.status !== 304) {
        throw new Error(String(answer.status));
      }
      heard = Date.now();
      if (state !== "live") state = "polling";
    } catch {
      // The age of what is shown says the rest.
    } finally {
      clearTimeout(timer);
      asking = null;
      askAgainAt = Date.now() + 3000 + Math.random() * 3000;
    }
  }

  /** After sleep, or with the network back: what was a stream may be dead without having said so. */
  function back() {
    if (state === "live") state = "stale";
    open();
    setTimeout(() => {
      if (streamHeard < openedAt) void ask();
    }, 1000);
  }

  function look() {
    const now = Date.now();
    if (document.hidden) return;
    const slept = now - lookedAt > ASLEEP_AFTER;
    lookedAt = now;
    if (slept) back();
    const waits = broken || streamHeard < openedAt;
    const silent = now - streamHeard > SILENT_AFTER || (waits && now - Math.max(streamHeard, openedAt) > GREETED_AFTER);
    if (!silent) return;
    if (state === "live") state = "stale";
    if (now > askAgainAt) void ask();
    if (now - heard > SILENT_AFTER) state = "stale";
    const closed = !source || source.readyState === EventSource.CLOSED;
    if (now - openedAt > (closed ? 5000 : SILENT_AFTER) + Math.random() * 5000) open();
  }

  if (url) open();
  setInterval(look, 1000);
  addEventListener("online", back);
  addEventListener("pagehide", close);
  addEventListener("pageshow", (shown) => {
    if (shown.persisted) back();
  });
  document.addEventListener("visibilitychange", look);
  return { heardAt: () => heard, state: () => state, refresh: () => void ask() };
}

/**
 * Which version an answer is; a proxy that compresses it may have marked the tag as weak.
 * @param {Response} answer
 */
function tagOf(answer) {
  return /"([^"]*)"/.exec(answer.headers.get("ETag") ?? "")?.[1] ?? "";
}

/**
 * Whether this device may not see the page any more; the page then says so itself.
 * @param {Response} answer
 */
export function gone(answer) {
  const refused = answer.status === 401 || answer.status === 403;
  if (refused) location.reload();
  return refused;
}

/**
 * Shows how fresh the page is.
 * @param {HTMLElement | null} line
 * @param {Live} live
 */
export function showAge(line, live) {
  if (!line) return;
  const word = line.querySelector("b");
  const age = line.querySelector(".age");
  function tick() {
    if (!line || !word || !age) return;
    const state = live.state();
    const seconds = Math.max(0, Math.round((Date.now() - live.heardAt()) / 1000));
    line.dataset.state = state;
    document.documentElement.dataset.live = state;
    word.textContent = line.dataset[`${state}Word`] ?? "";
    const text = seconds < 100 ? line.dataset.seconds : line.dataset.minutes;
    const count = seconds < 100 ? seconds : Math.round(seconds / 60);
    age.textContent = (text ?? "").replace("{count}", String(count));
  }
  tick();
  setInterval(tick, 400);
}

/** @param {string} url */
function inPageLanguage(url) {
  if (!url || url.includes("lang=")) return url;
  return `${url}${url.includes("?") ? "&" : "?"}lang=${lang()}`;
}
