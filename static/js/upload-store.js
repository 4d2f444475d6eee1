/**
 * What this browser remembers of unfinished uploads, so that they go on after a reload.
 * @typedef {{id: string, name: string, size: number, modified: number, project: string, asset: string,
 *   user: string, handle: FileSystemHandle|null, folder: string, frames: string[]|null, paused: boolean}} UploadRecord
 */

const NAME = "last-mile", TABLE = "uploads";

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((done, fail) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: "id" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

/** A browser without storage uploads all the same; it only cannot go on after a reload. */
async function within(mode, work) {
  let base;
  try {
    base = await open();
    return await new Promise((done, fail) => {
      const moment = base.transaction(TABLE, mode), request = work(moment.objectStore(TABLE));
      moment.oncomplete = () => done(request.result);
      moment.onerror = moment.onabort = () => fail(moment.error);
    });
  } catch {
    return undefined;
  } finally {
    base?.close();
  }
}

/** @param {UploadRecord} record */
export const keep = (record) => within("readwrite", (table) => table.put(record));
/** @param {string} id */
export const forget = (id) => within("readwrite", (table) => table.delete(id));
/** @param {string} id @returns {Promise<UploadRecord|undefined>} */
export const recall = (id) => within("readonly", (table) => table.get(id));
/** @param {string} user @returns {Promise<UploadRecord[]>} */
export const recallAll = async (user) => ((await within("readonly", (table) => table.getAll())) ?? []).filter((record) => record.user === user);
