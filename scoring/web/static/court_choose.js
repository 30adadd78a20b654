// @ts-check
/** Asks for one of several things, big enough for a thumb; a second tap of a hasty finger answers nothing. */

import { opened } from "./asking.js";
import { at, button } from "./parts.js";

/**
 * @typedef {{value: string, label: string, tone?: "danger" | "primary"}} Option
 * @param {string | undefined} title
 * @param {Option[]} options
 * @param {string} [text]
 * @returns {Promise<string | null>} null if nothing is meant after all
 */
export async function chosen(title, options, text = "") {
  at("choose-title").textContent = title ?? "";
  at("choose-text").textContent = text;
  at("choose-text").hidden = text === "";
  at("choose-options").replaceChildren(
    ...options.map((one) => button(`button ${one.tone ?? ""}`, { "data-value": one.value }, one.label)),
  );
  const answer = await opened("choose", (press) => (press.id === "choose-no" ? "" : press.getAttribute("data-value")));
  return answer || null;
}
