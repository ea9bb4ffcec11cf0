import { describe, expect, it } from "vitest";
import { keyTarget } from "../plots/keys";
import { thresholdTrack } from "./threshold";
import { cellText, percentText } from "./words";

describe("a key on the threshold's handle", () => {
  it.each([
    ["ArrowRight", 0.505],
    ["ArrowUp", 0.505],
    ["ArrowLeft", 0.495],
    ["PageUp", 0.55],
    ["PageDown", 0.45],
    ["Home", 0],
    ["End", 1],
  ])("%s goes from 0.5 to %d", (key, target) => {
    expect(keyTarget(key, 0.5, thresholdTrack(1))).toBeCloseTo(target, 12);
  });

  it("moves in finer steps where all scores are small", () => {
    expect(keyTarget("ArrowRight", 0.01, thresholdTrack(0.02))).toBeCloseTo(0.0101, 12);
  });

  it("that is not meant for it goes on to the page", () => {
    expect(keyTarget("Tab", 0.5, thresholdTrack(1))).toBeUndefined();
  });
});

describe("a fraction in words", () => {
  it("has as many decimals as its uncertainty supports", () => {
    expect(percentText({ kind: "value", value: 0.7612, uncertainty: 0.032 })).toBe(
      "76.1 ± 3.2\u00a0%",
    );
  });

  it("shows no error where all or nothing is kept", () => {
    expect(percentText({ kind: "value", value: 1, uncertainty: 0 })).toBe("100\u00a0%");
  });

  it("is a dash where it is missing", () => {
    expect(percentText({ kind: "missing", reason: "no-events" })).toBe("–");
    expect(cellText({ kind: "missing", reason: "no-events" })).toBe("–");
  });
});
