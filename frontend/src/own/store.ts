/**
 * Keeps the reader's own table across a refresh, in this browser only (IndexedDB).
 *
 * Where the browser refuses or has no room, the table lives as long as the page, and the page says so.
 */
import { isDataset, isFile, isSummary } from "./kept";
import { type OwnSet, ownSet } from "./set";

const DATABASE = "fivesigma";
const STORE = "table";
const VERSION = 1;
/** Some browsers neither open a database nor refuse to: the page does not wait for them. */
const PATIENCE_MS = 2000;

/** What is kept: a small record to open the page with, and the rows. */
const SUMMARY = "summary";
const ROWS = "rows";

function request<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error("refused"));
  });
}

async function withStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => Promise<T>,
): Promise<T> {
  const opening = indexedDB.open(DATABASE, VERSION);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("no answer")), PATIENCE_MS);
  });
  const database = await Promise.race([request(opening), late]);
  try {
    const transaction = database.transaction(STORE, mode);
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    });
    const [result] = await Promise.all([act(transaction.objectStore(STORE)), done]);
    return result;
  } finally {
    database.close();
  }
}

/** Keeps a table in place of any other; false where the browser could not. */
export async function keepTable({ facts, summary, load }: OwnSet): Promise<boolean> {
  try {
    const rows = await load();
    await withStore("readwrite", async (store) => {
      await request(store.put({ file: facts.file, summary }, SUMMARY));
      await request(store.put(rows, ROWS));
    });
    return true;
  } catch {
    await forgetTable();
    return false;
  }
}

/** Whether nothing is kept any more. */
export async function forgetTable(): Promise<boolean> {
  try {
    await withStore("readwrite", (store) => request(store.clear()));
    return true;
  } catch {
    return false;
  }
}

/** The table that was kept, or null; what is damaged is as if it were not there. */
export async function keptTable(): Promise<OwnSet | null> {
  try {
    return await summaryKept();
  } catch {
    return null;
  }
}

async function summaryKept(): Promise<OwnSet | null> {
  const found: unknown = await withStore("readonly", (store) => request(store.get(SUMMARY)));
  const { file, summary } = (found ?? {}) as Record<string, unknown>;
  if (!isFile(file) || !isSummary(summary)) return null;
  const own = ownSet(file, summary, async () => {
    const rows: unknown = await withStore("readonly", (store) => request(store.get(ROWS)));
    // Meanwhile another tab may have kept another table.
    if (!isDataset(rows, own.facts.id, summary)) throw new Error("rows of another table");
    return rows;
  });
  return own;
}
