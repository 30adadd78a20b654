// @ts-check
/** Marks as whole numbers of their smallest unit: no mark is ever a rounded fraction here. */

/**
 * @param {string} text decimal text, "95.5"
 * @param {number} decimals
 */
export function ticksOf(text, decimals) {
  const [whole, fine = ""] = text.replace("-", "").split(".");
  const ticks = Number(whole + fine.padEnd(decimals, "0").slice(0, decimals));
  return text.startsWith("-") ? -ticks : ticks;
}

/**
 * Without noughts at its end, as it would be typed.
 * @param {number} ticks
 * @param {number} decimals
 */
export function textOf(ticks, decimals) {
  const digits = String(Math.abs(ticks)).padStart(decimals + 1, "0");
  const split = digits.length - decimals;
  const fine = digits.slice(split).replace(/0+$/, "");
  return `${ticks < 0 ? "-" : ""}${digits.slice(0, split)}${fine ? `.${fine}` : ""}`;
}

/**
 * How far a criterion reaches, in its own steps from the lowest mark up.
 * @param {import("./sheets.js").Criterion} criterion
 */
export function reach({ minimum, maximum, decimals, step }) {
  const low = ticksOf(minimum, decimals);
  const by = step === null ? 1 : ticksOf(step, decimals);
  return { low, by, count: Math.floor((ticksOf(maximum, decimals) - low) / by) };
}
