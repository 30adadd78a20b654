// @ts-check
/** Prints, and follows a choice at once. */

const choices = /** @type {HTMLFormElement} */ (document.getElementById("choices"));
document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
choices.addEventListener("change", (event) => {
  if (event.target instanceof HTMLSelectElement) choices.requestSubmit();
});
for (const time of document.querySelectorAll("time[data-local]")) {
  const at = new Date(time.getAttribute("datetime") ?? "");
  if (!Number.isNaN(at.getTime())) time.textContent = at.toLocaleString(document.documentElement.lang);
}
