import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { readContent } from "./content";
import { JournalError } from "./file";
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
    "progress.error.size": " ".repeat(2_000_001),
  };
  for (const [key, text] of Object.entries(refused)) {
    expect(() => journal.openFile(text)).toThrow(new JournalError(key));
    expect(journal.content.guesses).toEqual({ cut: "two" });
  }
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
