/** Whether one selection beats another, when both count some of the same events. */
import { asimov, significance } from "./significance";
import type { Measured, Yield } from "./types";
import type { Expected } from "./verdict";
import { error } from "./yields";

const RELATIVE_STEP = 1e-4;

/**
 * Significance of `one` less that of `other`, with the uncertainty from the simulation's statistics.
 *
 * `shared`: the events in both. They move both significances together, so that the uncertainty of
 * the difference is smaller than that of two independent numbers. Missing where either is.
 */
export function significanceDifference(
  one: Expected,
  other: Expected,
  shared: Expected,
  relativeUncertainty: number,
): Measured {
  const first = significance(one.signal, one.background, relativeUncertainty);
  const second = significance(other.signal, other.background, relativeUncertainty);
  if (first.kind === "missing") return first;
  if (second.kind === "missing") return second;
  const a = slopes(one, relativeUncertainty);
  const b = slopes(other, relativeUncertainty);
  const variance =
    classVariance(one.signal, other.signal, shared.signal, a.signal, b.signal) +
    classVariance(one.background, other.background, shared.background, a.background, b.background);
  return {
    kind: "value",
    value: first.value - second.value,
    uncertainty: Math.sqrt(Math.max(0, variance)),
  };
}

/** Variance of a·Σone − b·Σother: events in one only, in the other only, and in both. */
function classVariance(one: Yield, other: Yield, shared: Yield, a: number, b: number): number {
  return a * a * one.sumSquares + b * b * other.sumSquares - 2 * a * b * shared.sumSquares;
}

/** Derivatives of the significance by the expected signal and background. */
export function slopes(
  region: Expected,
  relativeUncertainty: number,
): Record<keyof Expected, number> {
  const { signal, background } = region;
  const z = (s: number, b: number): number =>
    asimov(
      s,
      b,
      relativeUncertainty > 0 ? Math.hypot(relativeUncertainty * b, error(background)) : 0,
    );
  const derivative = (f: (x: number) => number, x: number): number => {
    const step = RELATIVE_STEP * x;
    return (f(x + step) - f(x - step)) / (2 * step);
  };
  return {
    signal: derivative((s) => z(s, background.sum), signal.sum),
    background: derivative((b) => z(signal.sum, b), background.sum),
  };
}
