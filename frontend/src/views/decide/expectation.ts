/** What can be expected of a measurement, computed once for each setting of its sliders. */
import { useMemo } from "preact/hooks";
import { LIMITS } from "../../choices";
import type { MeasuredBins, Uncertain } from "../../model/measurement";
import {
  luminosityCurve,
  type LuminosityPoint,
  muSplit,
  type Split,
  type Stair,
  stairs,
} from "../../model/stairs";

/** Luminosities that have a name, in fb⁻¹. */
export const NAMED_LUMINOSITIES = [10, 36, 140, 3000] as const;
const POINTS_A_DECADE = 8;

/** Bins that can be fitted, and at how much data with which uncertainties. */
export interface Planned {
  readonly bins: MeasuredBins;
  /** fb⁻¹, and the same in units of the dataset's. */
  readonly luminosity: number;
  readonly factor: number;
  readonly uncertain: Uncertain;
}

export interface Expectation {
  readonly stairs: readonly Stair[];
  /** Null where the fit has no answer. */
  readonly mu: Split | null;
  readonly curve: readonly (LuminosityPoint & { readonly luminosity: number })[];
}

/** Null where nothing is planned that can be fitted. */
export function useExpectation(planned: Planned | null): Expectation | null {
  const uncertain = planned?.uncertain;
  const known = [planned?.bins, uncertain?.background, uncertain?.luminosity, uncertain?.metScale];
  const factor = planned?.factor;
  const found = useMemo(
    () => (planned === null ? null : stairs(planned.bins, planned.factor, planned.uncertain)),
    [...known, factor],
  );
  const unit = planned === null ? null : planned.luminosity / planned.factor;
  const curve = useMemo(() => (planned === null ? null : curveOf(planned)), [...known, unit]);
  return found === null || curve === null ? null : { stairs: found, mu: muSplit(found), curve };
}

function curveOf({ bins, luminosity, factor, uncertain }: Planned): Expectation["curve"] {
  const unit = luminosity / factor;
  const luminosities = drawnLuminosities();
  const factors = luminosities.map((value) => value / unit);
  return luminosityCurve(bins, factors, uncertain).map((point, i) => ({
    ...point,
    luminosity: luminosities[i],
  }));
}

/** Evenly on a logarithmic scale over the slider's range, and those that have a name. */
function drawnLuminosities(): number[] {
  const { low, high } = LIMITS.luminosity;
  const n = Math.ceil(Math.log10(high / low) * POINTS_A_DECADE);
  const grid = Array.from({ length: n + 1 }, (_, i) =>
    Number((low * (high / low) ** (i / n)).toPrecision(3)),
  );
  return [...new Set([...grid, ...NAMED_LUMINOSITIES])].sort((a, b) => a - b);
}
