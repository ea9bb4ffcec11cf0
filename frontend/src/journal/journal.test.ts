import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { readContent } from "./content";
import { JournalError, textOf } from "./file";
import type { KeptRun } from "./runs";
import { Journal, type Store, STORAGE_KEY } from "./journal";

function memory(): Store & { text: string | null } {
  return {
    text: null,
    getItem() {
      return this.text;
    },
    setItem(_key: string, text: string) {
      this.text = text;
    },
  };
}

const nothing = (): void => undefined;

test("what was written is there after a reload", () => {
  const store = memory();
  new Journal(store, nothing).update("guesses", (g) => ({ ...g, judge: "depends" }));
  expect(new Journal(store, nothing).content.guesses).toEqual({ judge: "depends" });
});

test("two tabs keep each other's answers", () => {
  const store = memory();
  const [one, other] = [new Journal(store, nothing), new Journal(store, nothing)];
  one.update("answers", (a) => ({ ...a, cut: "lower" }));
  other.update("answers", (a) => ({ ...a, learn: "memory" }));
  one.refresh();
  expect(one.content.answers).toEqual({ cut: "lower", learn: "memory" });
});

test("a full store loses nothing while the page is open, and is said", () => {
  const told = vi.fn();
  const full: Store = {
    getItem: () => null,
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  };
  const journal = new Journal(full, told);
  journal.update("guesses", (g) => ({ ...g, cut: "two" }));
  journal.update("answers", (a) => ({ ...a, cut: "same" }));
  expect(journal.isKept).toBe(false);
  expect(journal.content).toMatchObject({ guesses: { cut: "two" }, answers: { cut: "same" } });
  expect(told).toHaveBeenCalledTimes(2);
});

test("what one tab could not keep does not push out what another has kept meanwhile", () => {
  const store = memory();
  const [one, other] = [new Journal(store, nothing), new Journal(store, nothing)];
  const refuse = vi.spyOn(store, "setItem").mockImplementationOnce(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  one.update("answers", (a) => ({ ...a, cut: "lower" }));
  expect(one.isKept).toBe(false);
  other.update("answers", (a) => ({ ...a, learn: "memory" }));
  one.update("guesses", (g) => ({ ...g, judge: "good" }));
  expect(refuse).toHaveBeenCalledTimes(3);
  expect(one.isKept).toBe(true);
  const kept = new Journal(store, nothing).content;
  expect(kept).toMatchObject({
    answers: { cut: "lower", learn: "memory" },
    guesses: { judge: "good" },
  });
});

test("without a store the journal lives as long as the page", () => {
  const journal = new Journal(null, nothing);
  journal.update("guesses", (g) => ({ ...g, cut: "two" }));
  journal.update("guesses", (g) => ({ ...g, judge: "good" }));
  expect(journal.content.guesses).toEqual({ cut: "two", judge: "good" });
  expect(journal.isKept).toBe(false);
});

test("a journal that cannot be read is an empty one", () => {
  const store = memory();
  store.setItem(STORAGE_KEY, "{ not json");
  expect(new Journal(store, nothing).content).toEqual(readContent(null));
});

test("a file takes everything but the reader's preferences to another machine", () => {
  const here = new Journal(memory(), nothing);
  here.update("guesses", (g) => ({ ...g, judge: "bad" }));
  here.write({ visited: ["collide", "judge"], address: "#stop=judge" });
  here.update("preferences", (p) => ({ ...p, palette: "contrast" }));
  const there = new Journal(memory(), nothing);
  there.openFile(here.toFile("test"));
  expect(there.content).toEqual({ ...here.content, preferences: readContent(null).preferences });
});

test("a file that is none changes nothing and says why", () => {
  const journal = new Journal(memory(), nothing);
  journal.update("guesses", (g) => ({ ...g, cut: "two" }));
  const refused = {
    "progress.error.json": '{"format": "five',
    "progress.error.format": '{"format": "network"}',
    "progress.error.version": '{"format": "fivesigma-progress", "version": 2}',
  };
  for (const [key, text] of Object.entries(refused)) {
    expect(() => journal.openFile(text)).toThrow(new JournalError(key));
    expect(journal.content.guesses).toEqual({ cut: "two" });
  }
});

test("a file that is too large is refused before it is read", async () => {
  const text = vi.fn();
  const large = { size: 2_000_001, text } as unknown as File;
  await expect(textOf(large)).rejects.toThrow(new JournalError("progress.error.size"));
  expect(text).not.toHaveBeenCalled();
  expect(await textOf(new Blob(["{}"]))).toBe("{}");
});

/** A browser whose storage is full as long as `isFull`. */
function fillable(): Store & { isFull: boolean } {
  const store = memory();
  return Object.assign(store, {
    isFull: false,
    setItem(this: { isFull: boolean }, _key: string, text: string) {
      if (this.isFull) throw new DOMException("full", "QuotaExceededError");
      store.text = text;
    },
  });
}

test("after a write that failed the next one is kept again, with what was refused", () => {
  const store = fillable();
  const [one, other] = [new Journal(store, nothing), new Journal(store, nothing)];
  store.isFull = true;
  one.update("guesses", (g) => ({ ...g, cut: "two" }));
  expect(one.isKept).toBe(false);
  store.isFull = false;
  other.update("answers", (a) => ({ ...a, learn: "memory" }));
  one.refresh();
  expect(one.content).toMatchObject({ guesses: { cut: "two" }, answers: { learn: "memory" } });
  one.write({ visited: ["cut"] });
  expect(one.isKept).toBe(true);
  expect(new Journal(store, nothing).content).toMatchObject({
    guesses: { cut: "two" },
    answers: { learn: "memory" },
    visited: ["cut"],
  });
});

const RUN: KeptRun = {
  ...{ id: "run-a", name: "mine", origin: "own", isComputedHere: true },
  ...{ fragment: "#data=one&epochs=3", auc: null, z: null },
};

test("going on from a file loses nothing that was done here, and counts nothing twice", () => {
  const saved = new Journal(memory(), nothing);
  saved.write({ guesses: { cut: "two" }, visited: ["cut"], runs: [RUN] });
  const file = saved.toFile("test");
  const here = new Journal(memory(), nothing);
  const later = { ...RUN, id: "run-b", fragment: "#data=one&epochs=9" };
  here.write({ guesses: { judge: "bad" }, visited: ["judge"], runs: [later] });
  for (let times = 0; times < 2; times++) here.openFile(file);
  expect(here.content).toMatchObject({ guesses: { cut: "two", judge: "bad" }, runs: [later, RUN] });
  expect([...here.content.visited].sort()).toEqual(["cut", "judge"]);
});

test("starting anew forgets what was done and keeps how somebody reads", () => {
  const journal = new Journal(memory(), nothing);
  journal.update("preferences", (p) => ({ ...p, palette: "contrast" }));
  journal.update("guesses", (g) => ({ ...g, cut: "two" }));
  journal.clear();
  expect(journal.content.guesses).toEqual({});
  expect(journal.content.preferences.palette).toBe("contrast");
});

test("whatever a file says, only options of the lesson come out", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (raw) => {
      expect(readContent(raw)).toEqual(readContent(null));
      const content = readContent({ guesses: raw, answers: raw, visited: raw, address: raw });
      expect(readContent(content)).toEqual(content);
    }),
  );
  const hostile = JSON.parse('{"__proto__": {"cut": "two"}, "cut": "<script>"}') as unknown;
  expect(readContent({ guesses: hostile, address: "javascript:alert(1)" })).toEqual(
    readContent(null),
  );
});

test("the guess about realism is kept, and only one that can be made", () => {
  const store = memory();
  new Journal(store, nothing).write({ levelGuess: "auc-rises" });
  expect(new Journal(store, nothing).content.levelGuess).toBe("auc-rises");
  expect(readContent({ levelGuess: "certainly" }).levelGuess).toBeNull();
  expect(readContent(null).levelGuess).toBeNull();
});
