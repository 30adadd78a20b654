// Runs before first paint: marks that scripts work, keeps taps that come before they are ready,
// and applies the chosen light or dark.
(function () {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const chosen = localStorage.getItem("scoring.theme");
    if (chosen && !root.dataset.theme) root.dataset.theme = chosen;
  } catch {
    // Storage may be blocked; the system's preference applies.
  }
  keepEarlyTaps();
  addEventListener("click", (event) => {
    const target = event.target instanceof Element && event.target.closest("[data-theme-switch]");
    if (!target) return;
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("scoring.theme", root.dataset.theme);
    } catch {
      // Not remembered, then.
    }
  });

  // The page is there before its modules are; a button that is tapped meanwhile acts afterwards.
  function keepEarlyTaps() {
    /** @type {HTMLElement | null} */
    let tapped = null;
    const keep = (/** @type {Event} */ event) => {
      const button = event.target instanceof Element && event.target.closest("button");
      if (!button) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      tapped = button;
    };
    document.addEventListener("click", keep, true);
    addEventListener("DOMContentLoaded", () => {
      document.removeEventListener("click", keep, true);
      if (tapped?.isConnected) tapped.click();
    });
  }
})();
