// @ts-check
/**
 * Keeps the tablets' pages loadable without network. The desk puts two lines before this text: BUILD, which build of
 * the application this is, and FILES, what the pages of that build load.
 */

const KEPT = `scoring-${BUILD}`;
const SEAT = /^\/contests\/[^/]+\/seats\/[^/]+$/;
/** The desk is waited for this long before what is kept here is shown. */
const PATIENCE = 4000;

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", (event) => {
  void worker.skipWaiting();
  event.waitUntil(install());
});
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("message", (event) => event.waitUntil(keepPage(event.data.page)));
worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && SEAT.test(url.pathname)) event.respondWith(page(event, url.pathname));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(event.request));
});

/** All or nothing: a build that is not here whole never takes the place of one that is. */
async function install() {
  await Promise.all([...FILES.map(keepFile), ...(await pages()).map(keepPage)]);
}

/** Every page that an older build keeps. */
async function pages() {
  const names = (await caches.keys()).filter((name) => name.startsWith("scoring-"));
  const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  const paths = requests.flat().map((request) => new URL(request.url).pathname);
  return [...new Set(paths.filter((path) => SEAT.test(path)))];
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith("scoring-") && name !== KEPT);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** Of this build, and from the desk: a Wi-Fi login page answers anything. @param {Response} answer */
function isOwn(answer) {
  return answer.ok && answer.headers.get("Scoring-Build") === BUILD;
}

/** @param {string} path */
async function keepFile(path) {
  const answer = await fetch(path);
  if (!isOwn(answer)) throw new Error(`${path} is not of build ${BUILD}`);
  await (await caches.open(KEPT)).put(path, answer);
}

/** A page that is gone at the desk is not missed. @param {string} path */
async function keepPage(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (isOwn(answer)) await (await caches.open(KEPT)).put(path, answer);
  else if (answer.ok || !answer.headers.has("Scoring-Build")) throw new Error(`${path} is not of build ${BUILD}`);
}

/** @param {Request} request */
async function file(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

/**
 * The desk's page where the desk answers, else the one kept here.
 * @param {FetchEvent} event
 * @param {string} path
 */
async function page(event, path) {
  const kept = await caches.match(path, { ignoreVary: true });
  const asked = fetch(event.request);
  if (!kept) return asked;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, null));
  const answer = /** @type {Response | null} */ (await Promise.race([asked.catch(() => null), late]));
  if (!answer?.headers.has("Scoring-Build") || answer.status >= 500) return kept;
  if (isOwn(answer)) {
    const copy = answer.clone();
    event.waitUntil(caches.open(KEPT).then((cache) => cache.put(path, copy)));
  }
  return answer;
}
