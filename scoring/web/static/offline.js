// @ts-check
/** Makes a tablet's page loadable without network where the browser allows it, and watches for another build. */

import { at } from "./parts.js";

export const BUILD = new URL(import.meta.url).pathname.split("/")[2];
/** @type {Promise<ServiceWorkerRegistration> | null} */
let registered = null;
let other = false;

/** Whether a reload works without network here; on plain http no browser allows it. */
export const reloads = isSecureContext && "serviceWorker" in navigator;

/** Keep this page, for as long as the browser keeps anything. */
export async function keepLoadable() {
  at("other-build").addEventListener("click", () => location.reload());
  if (!reloads) {
    sayStayOpen();
    return;
  }
  registered = navigator.serviceWorker.register("/worker.js", { scope: "/contests/", updateViaCache: "none" });
  const ready = await registered.then(() => navigator.serviceWorker.ready).catch(() => null);
  ready?.active?.postMessage({ page: location.pathname });
  await navigator.storage?.persist?.();
}

function sayStayOpen() {
  at("stay-open").hidden = sessionStorage.getItem("scoring.stay-open") !== null;
  at("stay-open").addEventListener("click", () => {
    sessionStorage.setItem("scoring.stay-open", "read");
    at("stay-open").hidden = true;
  });
}

/**
 * Whether the desk answers as another build than this page is of.
 * @param {Response} answer
 */
export function isOtherBuild(answer) {
  const told = answer.headers.get("Scoring-Build");
  if (told === null) return other;
  if (told !== BUILD && !other) void registered?.then((registration) => registration.update()).catch(() => null);
  other = told !== BUILD;
  return other;
}

/** Offer to load the desk's build, but not under a typing finger. @param {boolean} busy */
export function offerOtherBuild(busy) {
  at("other-build").hidden = !other || busy;
}
