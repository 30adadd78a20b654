// @ts-check
/** What this device has entered and the desk has not acknowledged yet, kept in IndexedDB. */

/**
 * @typedef {object} Entry
 * @property {string} id the command's id: this device and a number it counts up
 * @property {string} contest
 * @property {string} seat
 * @property {string} entrant whose marks these are; empty for an entry about a match
 * @property {Record<string, unknown>} command as it is sent
 * @property {string} [refused] why the desk refused it for good
 * @property {number} [order] its place among the others, for an entry that another device made
 * @property {boolean} [arrived] at the desk, and not seen on a screen from there yet
 */

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("scoring", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("device");
      request.result.createObjectStore("outbox", { keyPath: "id" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

const database = opened();

/**
 * Run one transaction; resolves once it is complete, on disk as far as the browser can promise.
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(device: IDBObjectStore, outbox: IDBObjectStore, give: (value: T) => void) => void} work
 * @returns {Promise<T>}
 */
export async function transaction(mode, work) {
  const open = await database;
  return new Promise((resolve, reject) => {
    const running = open.transaction(["device", "outbox"], mode, { durability: "strict" });
    /** @type {T} */
    let result;
    running.oncomplete = () => resolve(result);
    running.onabort = running.onerror = () => reject(running.error);
    work(running.objectStore("device"), running.objectStore("outbox"), (value) => {
      result = value;
    });
  });
}

function newDevice() {
  const random = crypto.getRandomValues(new Uint8Array(8));
  const name = [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { name: `tablet-${name}`, count: 0 };
}

/** What this device is called in the ids of its commands. @returns {Promise<string>} */
export function deviceName() {
  return transaction("readwrite", (device, _outbox, give) => {
    const asked = device.get("this");
    asked.onsuccess = () => {
      const own = asked.result ?? newDevice();
      device.put(own, "this");
      give(own.name);
    };
  });
}

/**
 * Keep a command before it is sent; its id is given in the same transaction.
 * @param {{contest: string, seat: string, entrant: string}} about
 * @param {Record<string, unknown>} command
 * @returns {Promise<Entry>}
 */
export function keep(about, command) {
  return transaction("readwrite", (device, outbox, give) => {
    const asked = device.get("this");
    asked.onsuccess = () => {
      const own = asked.result ?? newDevice();
      own.count += 1;
      const id = `${own.name}:${own.count}`;
      /** @type {Entry} */
      const entry = { ...about, id, command: { ...command, id } };
      device.put(own, "this");
      outbox.put(entry);
      give(entry);
    };
  });
}

/**
 * What is kept for a seat, oldest first; what has arrived is kept until the desk's screen shows it.
 * @param {string} contest
 * @param {string} seat
 * @returns {Promise<Entry[]>}
 */
export async function kept(contest, seat) {
  const all = await transaction("readonly", (_device, outbox, give) => {
    const asked = outbox.getAll();
    asked.onsuccess = () => give(asked.result);
  });
  return /** @type {Entry[]} */ (all)
    .filter((entry) => entry.contest === contest && entry.seat === seat)
    .sort((one, other) => count(one) - count(other));
}

/** @param {Entry} entry */
function count(entry) {
  return entry.order ?? Number(entry.id.split(":")[1]);
}

/**
 * Keep what another device had made and not sent, in its order, with its ids: whoever sends it, it counts once.
 * @param {Entry[]} entries
 */
export function adopt(entries) {
  return transaction("readwrite", (device, outbox) => {
    const asked = device.get("this");
    asked.onsuccess = () => {
      const own = asked.result ?? newDevice();
      for (const [index, entry] of entries.entries()) {
        const order = own.count + 1 + index;
        const found = outbox.getKey(entry.id);
        found.onsuccess = () => {
          if (found.result === undefined) outbox.put({ ...entry, order });
        };
      }
      device.put({ ...own, count: own.count + entries.length }, "this");
    };
  });
}

/**
 * Change a command that has never been sent.
 * @param {Entry} entry
 * @param {Record<string, unknown>} changes
 */
export function amend(entry, changes) {
  return transaction("readwrite", (_device, outbox) => {
    outbox.put({ ...entry, command: { ...entry.command, ...changes } });
  });
}

/** @param {string[]} ids */
export function forget(...ids) {
  return transaction("readwrite", (_device, outbox) => {
    for (const id of ids) outbox.delete(id);
  });
}

/** The desk has it: it is never sent again. @param {Entry} entry */
export function arrived(entry) {
  return transaction("readwrite", (_device, outbox) => {
    outbox.put({ ...entry, arrived: true });
  });
}

/**
 * The desk will never take it: keep it to be seen, do not send it again.
 * @param {Entry} entry
 * @param {string} message
 */
export function refuse(entry, message) {
  return transaction("readwrite", (_device, outbox) => {
    outbox.put({ ...entry, refused: message });
  });
}
