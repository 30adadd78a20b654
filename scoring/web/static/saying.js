// @ts-check
/** The newest score, told politely to whoever listens to a screen instead of looking at it. */

/**
 * @param {() => void} change after which #said may hold something new
 */
export function saying(change) {
  const before = said();
  change();
  const now = said();
  const announcer = document.getElementById("announcer");
  if (announcer && now && now !== before) announcer.textContent = now;
}

function said() {
  return document.getElementById("said")?.textContent?.trim() ?? "";
}
