import { expect, test } from "vitest";
import { FACTS, ownTable } from "../../huntTesting";
import type { Facts } from "../../model/types";
import { defaultState, writeState } from "../../state";
import { t } from "../../text";
import { splitText } from "./words";
import { thresholdOrigin } from "./measurement";
import { learnedText } from "../judge/runs/words";
import { choiceRows, type Written, writtenOf } from "./numbers";

const { facts: TABLE } = ownTable("mine.csv");
const WITH_TABLE: Facts = { ...FACTS, datasets: [...FACTS.datasets, TABLE] };
const CHOSEN = { ...defaultState(WITH_TABLE, TABLE.id), cuts: { height: { low: 2, high: null } } };

/** A choice that was locked on the reader's own table. */
const DECISION = {
  ...{ dataset: TABLE.id, signal: TABLE.default_signal, selection: "both" },
  fragment: writeState(CHOSEN, WITH_TABLE),
  ...{ threshold: 0.5, thresholdFrom: null, luminosity: 1 },
  bins: { signal: { sum: [1] } },
} as unknown as Parameters<typeof writtenOf>[0];

const rowsOf = (facts: Facts): Record<string, string> =>
  Object.fromEntries(choiceRows(writtenOf(DECISION, facts) satisfies Written, facts));

test("a locked choice says on which data it was made, with which model and cuts", () => {
  expect(rowsOf(WITH_TABLE)).toMatchObject({
    [t("decide.written.data")]: "mine.csv, p1",
    [t("decide.written.model")]: expect.any(String) as string,
    [t("decide.written.cuts")]: "height ≥ 2",
  });
});

test("of a table that is gone it says no more than it knows, and nothing of other data", () => {
  const rows = rowsOf(FACTS);
  expect(rows[t("decide.written.data")]).toBe(`${TABLE.id}, p1`);
  expect(rows).not.toHaveProperty([t("decide.written.model")]);
  expect(rows).not.toHaveProperty([t("decide.written.cuts")]);
});

test("how far a model has learned is said in the word that is its own", () => {
  const of = (model: "network" | "boosted-trees" | "tree"): string =>
    learnedText({ model, epochs: 444 });
  expect([of("network"), of("boosted-trees"), of("tree")]).toEqual([
    "epochs: 444",
    "trees: 444",
    "questions: 444",
  ]);
});

test("an uncertainty keeps its last zero", () => {
  const mu = { total: 0.36, statistical: 0.3, systematic: 0.2 };
  expect(splitText(mu)).toBe(t("decide.mu.split", { statistical: "0.30", systematic: "0.20" }));
});

test("a threshold that nothing suggested and nobody moved was not chosen", () => {
  const best = {} as NonNullable<Parameters<typeof thresholdOrigin>[0]["best"]>;
  expect(thresholdOrigin({ isByHand: false, best: null })).toBeNull();
  expect(thresholdOrigin({ isByHand: false, best })).toBe("validation");
  expect(thresholdOrigin({ isByHand: true, best: null })).toBe("hand");
});
