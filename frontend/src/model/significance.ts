/** How surely a signal would be seen: the median discovery significance of a counting experiment. */
import type { Measured, MissingReason, Yield } from "./types";
import { effectiveCount, error } from "./yields";

/** Below this the simulated background is too coarse to trust any number made from it. */
export const MIN_EFFECTIVE_BACKGROUND = 10;

/** Step of the numerical derivative, as a fraction of the yield. */
const RELATIVE_STEP = 1e-4;

/**
 * Asimov significance of `signal` expected over `background` ± `backgroundUncertainty` events.
 *
 * Without uncertainty eq. (97) of arXiv:1007.1727, with it eq. (20) of G. Cowan, "Discovery
 * sensitivity for a counting experiment with background uncertainty" (2012), in a form that
 * stays exact for a small signal. Throws RangeError unless signal >= 0, background > 0 and
 * backgroundUncertainty >= 0.
 */
export function asimov(signal: number, background: number, backgroundUncertainty = 0): number {
  if (!(signal >= 0 && background > 0 && backgroundUncertainty >= 0)) {
    throw new RangeError(
      "needs signal >= 0, background > 0 and an uncertainty >= 0, " +
        `got ${signal}, ${background}, ${backgroundUncertainty}`,
    );
  }
  const total = signal + background;
  const variance = backgroundUncertainty * backgroundUncertainty;
  if (variance === 0) {
    return Math.sqrt(Math.max(0, 2 * (total * Math.log1p(signal / background) - signal)));
  }
  const spread = background * background + total * variance;
  const gain = total * Math.log1p((signal * background) / spread);
  const cost =
    ((background * background) / variance) *
    Math.log1p((variance * signal) / (background * (background + variance)));
  return Math.sqrt(Math.max(0, 2 * (gain - cost)));
}

/**
 * Asimov significance of a region, with the uncertainty from the simulation's statistics.
 *
 * `relativeUncertainty`: how well the background is known, 0.1 for 10 %. Where it is 0 the
 * background counts as known exactly; else the simulation's own error of the background is
 * added in quadrature. Missing, with the reason, where the background is not positive or worth
 * fewer than MIN_EFFECTIVE_BACKGROUND events, or where there is no signal.
 */
export function significance(
  signal: Yield,
  background: Yield,
  relativeUncertainty: number,
): Measured {
  const reason = reasonForNoNumber(signal, background);
  if (reason !== null) return { kind: "missing", reason };
  const z = (s: number, b: number): number =>
    asimov(s, b, backgroundUncertainty(b, background.sumSquares, relativeUncertainty));
  return {
    kind: "value",
    value: z(signal.sum, background.sum),
    uncertainty: Math.hypot(
      slope((s) => z(s, background.sum), signal.sum) * error(signal),
      slope((b) => z(signal.sum, b), background.sum) * error(background),
    ),
  };
}

/** s/√b with the uncertainty from the simulation's statistics; missing as `significance` is. */
export function signalOverRootBackground(signal: Yield, background: Yield): Measured {
  const reason = reasonForNoNumber(signal, background);
  if (reason !== null) return { kind: "missing", reason };
  const value = signal.sum / Math.sqrt(background.sum);
  return {
    kind: "value",
    value,
    uncertainty: Math.hypot(
      error(signal) / Math.sqrt(background.sum),
      (value * error(background)) / (2 * background.sum),
    ),
  };
}

function reasonForNoNumber(signal: Yield, background: Yield): MissingReason | null {
  if (!(background.sum > 0)) return "no-background";
  if (effectiveCount(background) < MIN_EFFECTIVE_BACKGROUND) return "too-few-background";
  if (!(signal.sum > 0)) return "no-signal";
  return null;
}

/** Standard deviation of the background: its relative uncertainty and the simulation's error. */
function backgroundUncertainty(b: number, sumSquares: number, relativeUncertainty: number): number {
  return relativeUncertainty > 0 ? Math.hypot(relativeUncertainty * b, Math.sqrt(sumSquares)) : 0;
}

/** Derivative of `f` at `x` by a central difference. */
function slope(f: (x: number) => number, x: number): number {
  const step = RELATIVE_STEP * x;
  return (f(x + step) - f(x - step)) / (2 * step);
}
