// @ts-check
/** Keeps a page of the desk up to date: what was typed stays, the rest follows the contest. */

import { gone } from "./live.js";
import { morph } from "./morph.js";
import { lang } from "./words.js";

const EVERY = 2500;

/**
 * @param {HTMLElement} main carries data-contest, data-seq and data-roles, and is drawn anew by its own address
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
      if (gone(answer)) return;
      if (answer.status !== 200) return;
      const [, seq, roles] = /data-seq="(\d+)" data-roles="([^"]*)"/.exec(await answer.text()) ?? [];
      if (seq !== main.dataset.seq || roles !== main.dataset.roles) await redraw();
      tag = answer.headers.get("ETag") ?? "";
    } catch {
      // The next look says more.
    } finally {
      looking = false;
    }
  }

  async function redraw() {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (gone(answer) || !answer.ok) return;
    const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = drawn.getElementById(main.id);
    if (!next) return;
    morph(main, next.innerHTML);
    main.dataset.seq = next.dataset.seq ?? "";
    main.dataset.roles = next.dataset.roles ?? "";
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
