import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { datasetOf } from "../model/testing";
import type { Dataset } from "../model/types";
import { type OwnSet, type OwnSummary, ownSet } from "./set";
import { forgetTable, keepTable, keptTable } from "./store";

/** What the browser keeps, and whether it takes anything; as much of IndexedDB as is used. */
let kept: Map<string, unknown>;
let isRefusing: boolean;

function asked<T>(act: () => T): IDBRequest<T> {
  const request = {} as { result: T; onsuccess: () => void; onerror: () => void };
  setTimeout(() => {
    try {
      request.result = act();
      request.onsuccess();
    } catch {
      request.onerror();
    }
  });
  return request as unknown as IDBRequest<T>;
}

function refused(): void {
  if (isRefusing) throw new DOMException("full", "QuotaExceededError");
}

const STORE = {
  put: (value: unknown, key: string) => asked(() => (refused(), kept.set(key, value))),
  get: (key: string) => asked(() => kept.get(key)),
  clear: () =>
    asked(() => {
      refused();
      kept.clear();
    }),
};

function transaction(): object {
  const done = { objectStore: () => STORE, oncomplete: () => undefined };
  setTimeout(() => done.oncomplete(), 50);
  return done;
}

beforeEach(() => {
  kept = new Map();
  isRefusing = false;
  vi.stubGlobal("indexedDB", {
    open: () => asked(() => ({ transaction, close: () => undefined })),
  });
});

afterEach(() => vi.unstubAllGlobals());

const SUMMARY: OwnSummary = {
  features: [{ name: "x", title: "x", low: 0, high: 1, n_bins: 10, discrete: false }],
  classes: [
    { name: "p0", kind: "background", n_events: 1 },
    { name: "p1", kind: "signal", n_events: 1 },
  ],
  label: "label",
  weight: null,
  counts: { rows: 2, kept: 2, out: 0, missing: 0, ragged: 0, duplicates: 0, scale: 1 },
};

/** A table of two rows; two tables of the same shape differ in their numbers and their file. */
function tableOf(name: string, x: number): OwnSet {
  const file = { name, bytes: 10, fingerprint: `0000000${x}` };
  const columns = { process: [0, 1], weight: [1, 1], features: [[x, x]] };
  const rows: Dataset = datasetOf(columns, 2);
  return ownSet(file, SUMMARY, () => Promise.resolve(rows));
}

test("a table that was kept is there again, with its rows", async () => {
  const mine = tableOf("mine.csv", 1);
  expect(await keepTable(mine)).toBe(true);
  const found = await keptTable();
  expect(found?.facts.id).toBe(mine.facts.id);
  expect(await found!.load()).toEqual(await mine.load());
});

test("the rows of a table that another tab has kept meanwhile are not taken for one's own", async () => {
  await keepTable(tableOf("mine.csv", 1));
  const found = await keptTable();
  await keepTable(tableOf("other.csv", 2));
  await expect(found!.load()).rejects.toThrow("rows of another table");
  expect((await keptTable())?.facts.title).toBe("other.csv");
});

test("a browser that refuses keeps nothing, and says so", async () => {
  isRefusing = true;
  expect(await keepTable(tableOf("mine.csv", 1))).toBe(false);
  expect(await forgetTable()).toBe(false);
  expect(await keptTable()).toBeNull();
});
