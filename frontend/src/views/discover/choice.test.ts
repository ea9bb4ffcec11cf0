import { expect, test } from "vitest";
import { FACTS } from "../../huntTesting";
import type { Decision } from "../../journal/decision";
import { defaultState, type State, writeState } from "../../state";
import { isAtHand } from "./choice";

const LOCKED: State = { ...defaultState(FACTS), stop: "decide", epochs: 30 };
const DECISION = { fragment: writeState(LOCKED, FACTS) } as Decision;

const isAtHandWith = (patch: Partial<State>): boolean =>
  isAtHand({ facts: FACTS, state: { ...LOCKED, ...patch } }, DECISION);

test("the locked model is at hand at any stop, whatever is only looked at", () => {
  expect(isAtHandWith({ stop: "discover", scale: "log", threshold: 0.9 })).toBe(true);
});

test("another model, other cuts or another level of realism are not what was locked", () => {
  expect(isAtHandWith({ epochs: 31 })).toBe(false);
  expect(isAtHandWith({ cuts: { met: { low: 120, high: null } } })).toBe(false);
  expect(isAtHandWith({ level: 0 })).toBe(false);
});
