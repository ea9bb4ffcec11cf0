import { expect, test } from "vitest";
import { FACTS, ownTable } from "../../huntTesting";
import type { Facts } from "../../model/types";
import { defaultState, writeState } from "../../state";
import { t } from "../../text";
import { thresholdOrigin } from "./measurement";
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

test("a threshold that nothing suggested and nobody moved was not chosen", () => {
  const best = {} as NonNullable<Parameters<typeof thresholdOrigin>[0]["best"]>;
  expect(thresholdOrigin({ isByHand: false, best: null })).toBeNull();
  expect(thresholdOrigin({ isByHand: false, best })).toBe("validation");
  expect(thresholdOrigin({ isByHand: true, best: null })).toBe("hand");
});
