// @ts-check
/** The buttons that ask a seat to look up. */

import { alone, clear, post, tell } from "./commands.js";

/**
 * @param {HTMLElement} root
 * @param {string} contest
 * @param {() => HTMLElement | null} notice where a refusal is told
 */
export function nudging(root, contest, notice) {
  root.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-nudge]");
    if (!(button instanceof HTMLElement)) return;
    /** @type {{seat: string, about: object | null}[]} */
    const asked = JSON.parse(button.dataset.nudge ?? "[]");
    void alone(button, async () => {
      clear(notice());
      for (const { seat, about } of asked) {
        const answer = await post(`/api/contests/${contest}/seats/${seat}/nudge`, JSON.stringify({ about }));
        if (!answer.ok) tell(notice(), answer);
      }
    });
  });
}
