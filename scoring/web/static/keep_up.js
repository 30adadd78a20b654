// @ts-check
/** Keeps a page of the desk up to date: what was typed stays, the rest follows the contest. */

import { morph } from "./morph.js";
import { lang } from "./words.js";

const EVERY = 2500;

/**
 * @param {HTMLElement} main carries data-contest and data-seq, and is drawn anew by its own address
 * @param {() => void} changed called after each change
 * @returns {() => Promise<void>} looks now
 */
export function keepUp(main, changed) {
  const frame = `/contests/${main.dataset.contest}/desk/frame?lang=${lang()}`;
  let tag = "";
  let looking = false;

  async function look() {
    if (looking) return;
    looking = true;
    try {
      const answer = await fetch(frame, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
      if (answer.status !== 200) return;
      const seq = /data-seq="(\d+)"/.exec(await answer.text());
      if (seq?.[1] !== main.dataset.seq) await redraw();
      tag = answer.headers.get("ETag") ?? "";
    } catch {
      // The next look says more.
    } finally {
      looking = false;
    }
  }

  async function redraw() {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) return;
    const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = drawn.getElementById(main.id);
    if (!next) return;
    morph(main, next.innerHTML);
    main.dataset.seq = next.dataset.seq ?? "";
    changed();
  }

  setInterval(() => {
    if (!document.hidden) void look();
  }, EVERY);
  return async () => {
    await redraw();
    tag = "";
  };
}
