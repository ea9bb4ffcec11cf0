import fc from "fast-check";
import { expect, test } from "vitest";
import {
  changedRun,
  cleanName,
  fileOf,
  friendsRun,
  type KeptRun,
  linkOf,
  LONGEST_LINK,
  LONGEST_NAME,
  MOST_FILE_BYTES,
  MOST_RUNS,
  newRunId,
  readRuns,
  withRun,
} from "./runs";

const RUN: KeptRun = {
  id: "run-1",
  name: "Eight neurons",
  origin: "own",
  isComputedHere: true,
  fragment: "#data=atlas-dm&layers=8,4&epochs=30&threshold=0.6&cut.met=100~",
  auc: { value: 0.785, uncertainty: 0.019 },
  z: { value: 3.1, uncertainty: 0.25 },
};
const FRIENDS: KeptRun = { ...RUN, id: "run-2", origin: "friend", isComputedHere: false };

test("runs are read back as they were written", () => {
  const runs = [RUN, FRIENDS, { ...RUN, id: "run-3", auc: null, z: null, name: "" }];
  expect(readRuns(JSON.parse(JSON.stringify(runs)))).toEqual(runs);
});

test.each([
  ["no list", { 0: RUN }],
  ["nothing", null],
  ["a text", "runs"],
  ["a list of nonsense", [null, 1, "x", [], {}]],
  ["an id that is none", [{ ...RUN, id: "<b>" }]],
  ["an origin that is none", [{ ...RUN, origin: "teacher" }]],
  ["a link without data", [{ ...RUN, fragment: "#epochs=3" }]],
  ["an address in place of a fragment", [{ ...RUN, fragment: "https://elsewhere.org/#data=a" }]],
  ["a script in place of a link", [{ ...RUN, fragment: "javascript:alert(1)#data=a" }]],
  ["an endless link", [{ ...RUN, fragment: `#data=${"a".repeat(LONGEST_LINK)}` }]],
])("%s gives no run", (_, raw) => {
  expect(readRuns(raw)).toEqual([]);
});

test.each([
  ["not a number", { value: Number.NaN, uncertainty: 0.1 }],
  ["text", { value: "0.7", uncertainty: 0.1 }],
  ["without end", { value: Infinity, uncertainty: 0.1 }],
  ["absurd", { value: 1e9, uncertainty: 0.1 }],
  ["with an uncertainty below 0", { value: 0.7, uncertainty: -0.1 }],
  ["without an uncertainty", { value: 0.7 }],
  ["a list", [0.7, 0.1]],
])("a number that is %s is missing, and the run stays", (_, auc) => {
  expect(readRuns([{ ...RUN, auc, z: auc }])).toEqual([{ ...RUN, auc: null, z: null }]);
});

test("at most so many runs are read, and none twice", () => {
  const many = Array.from({ length: 200 }, (_, i) => ({ ...RUN, id: `run-${i}` }));
  expect(readRuns(many)).toHaveLength(MOST_RUNS);
  expect(readRuns([RUN, { ...RUN, name: "again" }])).toEqual([RUN]);
});

test("a run of one's own was computed here whatever the file says, a friend's only if it says so", () => {
  expect(readRuns([{ ...RUN, isComputedHere: false }])[0].isComputedHere).toBe(true);
  expect(readRuns([{ ...FRIENDS, isComputedHere: "yes" }])[0].isComputedHere).toBe(false);
});

test.each([
  ["  two\n\tlines ", "two lines"],
  ["\u202Egnirts\u2066 \u200Bturned", "gnirts turned"],
  ["<script>alert(1)</script>", "<script>alert(1)</script>"],
  ["a\u0300\u0301\u0302\u0303\u0304", "a\u0300\u0301"],
  ["\u0000\u0007bell", "bell"],
  ["été ☀ 👩", "été ☀ 👩"],
  ["\u2028\u00AD", ""],
  [12, ""],
  [null, ""],
])("the name %j is shown as %j", (raw, shown) => {
  expect(cleanName(raw)).toBe(shown);
});

test("a name of 10,000 characters is cut, and no pair is torn apart", () => {
  expect(cleanName("x".repeat(10_000))).toHaveLength(LONGEST_NAME);
  const people = cleanName("👩".repeat(10_000));
  expect(people).toBe("👩".repeat(LONGEST_NAME));
});

test("whatever a name is, it becomes one short line that stays as it is when read again", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (raw) => {
      const shown = cleanName(raw);
      expect(Array.from(shown).length).toBeLessThanOrEqual(LONGEST_NAME);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
      expect(cleanName(shown)).toBe(shown);
    }),
    { numRuns: 40 },
  );
});

test("a friend's run comes through a link with its numbers", () => {
  const link = `http://127.0.0.1:8000/${linkOf(RUN)}`;
  expect(friendsRun(link, "run-2")).toEqual(FRIENDS);
});

test("a friend's run comes through a file with its numbers", () => {
  expect(friendsRun(fileOf(RUN), "run-2")).toEqual(FRIENDS);
});

test("a name survives the link whatever it holds", () => {
  const name = "& # ~ = + % “ü”";
  expect(friendsRun(linkOf({ ...RUN, name }), "run-2")?.name).toBe(name);
});

test("an ordinary link of the page is a run that reports nothing", () => {
  const found = friendsRun("https://school.example/hunt/#data=atlas-dm&epochs=3", "run-2");
  expect(found).toMatchObject({
    fragment: "#data=atlas-dm&epochs=3",
    name: "",
    auc: null,
    z: null,
  });
});

test.each([
  ["nothing", ""],
  ["words", "my friend's run"],
  ["another site's link", "https://example.org/#chapter-2"],
  ["a link with words around it", "look: http://127.0.0.1/#data=a here"],
  ["JSON of another kind", '{"format": "fivesigma-network", "fragment": "#data=a"}'],
  ["broken JSON", '{"format": "fivesigma-run"'],
  ["a file without end", " ".repeat(MOST_FILE_BYTES + 1)],
])("%s is no run", (_, text) => {
  expect(friendsRun(text, "run-2")).toBeNull();
});

test("a friend cannot say that the numbers were computed here", () => {
  const boast = fileOf(RUN).replace("{", '{"isComputedHere": true, "origin": "own", "id": "x",');
  expect(friendsRun(boast, "run-2")).toEqual(FRIENDS);
});

test("the list grows up to its end, and one of its runs can be changed", () => {
  const full = Array.from({ length: MOST_RUNS }, (_, i) => ({ ...RUN, id: `run-${i}` }));
  expect(withRun(full.slice(1), RUN)).toHaveLength(MOST_RUNS);
  expect(withRun(full, RUN)).toBeNull();
  const [first, second] = changedRun([RUN, FRIENDS], "run-2", { name: "theirs" });
  expect([first.name, second.name]).toEqual([RUN.name, "theirs"]);
  expect(readRuns([{ ...RUN, id: newRunId() }])).toHaveLength(1);
});
