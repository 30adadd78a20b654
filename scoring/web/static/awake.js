// @ts-check
/** Keeps the screen on while the page is seen, where the browser can. */

export function stayAwake() {
  const ask = () => {
    if (!document.hidden) navigator.wakeLock?.request("screen").catch(() => undefined);
  };
  document.addEventListener("visibilitychange", ask);
  // Some browsers allow it only once somebody has touched the page.
  document.addEventListener("pointerdown", ask, { once: true });
  ask();
}
