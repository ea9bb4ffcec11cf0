/** What a chosen measurement can be expected to find, and what each uncertainty takes from it. */
import { asimovData, profileFit, profileSignificance, uncertainties } from "./fit";
import { FitError } from "./fitModel";
import {
  type MeasuredBins,
  measurementModel,
  NOTHING_UNCERTAIN,
  type Template,
  type Uncertain,
} from "./measurement";
import type { Measured } from "./types";

/** What is added, one after the other, to an experiment that knows everything but its counts. */
export const STEPS = ["statistics", "simulation", "background", "luminosity", "metScale"] as const;
export type Step = (typeof STEPS)[number];

/** A measurement with everything up to a step uncertain, and nothing after it. */
export interface Stair {
  readonly step: Step;
  /** Median expected discovery significance; its uncertainty is that of the simulation. */
  readonly z: Measured;
  /** Expected uncertainty of the signal strength; null where the fit has no answer. */
  readonly muUncertainty: number | null;
}

/** The uncertainty of the signal strength and what it is made of, added in quadrature. */
export interface Split {
  readonly total: number;
  readonly statistical: number;
  readonly systematic: number;
}

const RELATIVE_STEP = 1e-3;

/** One stair for each source that is at hand, from "statistics" alone to everything. */
export function stairs(bins: MeasuredBins, factor: number, uncertain: Uncertain): Stair[] {
  const found: Stair[] = [];
  let known: Uncertain = NOTHING_UNCERTAIN;
  for (const step of STEPS) {
    if (step !== "statistics" && step !== "simulation") {
      const isAtHand = uncertain[step] > 0 && (step !== "metScale" || bins.metShift !== null);
      if (!isAtHand) continue;
      known = { ...known, [step]: uncertain[step] };
    }
    const isExact = step === "statistics";
    found.push({
      step,
      z: significanceOf(bins, factor, known, isExact),
      muUncertainty: muUncertainty(bins, factor, known, isExact),
    });
  }
  return found;
}

/** Statistical: with everything else known. Systematic: the rest, the simulation's included. */
export function muSplit(found: readonly Stair[]): Split | null {
  const statistical = found[0].muUncertainty;
  const total = found[found.length - 1].muUncertainty;
  if (statistical === null || total === null) return null;
  return { total, statistical, systematic: Math.sqrt(Math.max(0, total ** 2 - statistical ** 2)) };
}

/** Expected uncertainty of μ at μ = 1. */
function muUncertainty(
  bins: MeasuredBins,
  factor: number,
  uncertain: Uncertain,
  simulationIsExact: boolean,
): number | null {
  return orNull(() => {
    const model = measurementModel(bins, factor, uncertain, simulationIsExact);
    return uncertainties(model, profileFit(model, asimovData(model, 1))).mu;
  });
}

/** What `fit` finds, or null where a fit has no answer. */
function orNull<T>(fit: () => T): T | null {
  try {
    return fit();
  } catch (problem) {
    if (problem instanceof FitError) return null;
    throw problem;
  }
}

/**
 * Expected significance, with the uncertainty that it owes to the finite simulation: how far it
 * would move if the contents of the bins, each apart, were off by their errors.
 */
export function significanceOf(
  bins: MeasuredBins,
  factor: number,
  uncertain: Uncertain,
  simulationIsExact = false,
): Measured {
  const zOf = (of: MeasuredBins): number =>
    profileSignificance(measurementModel(of, factor, uncertain, simulationIsExact));
  const found = orNull(() => ({ value: zOf(bins), uncertainty: spreadOf(zOf, bins) }));
  return found === null ? { kind: "missing", reason: "no-fit" } : { kind: "value", ...found };
}

/** Standard deviation of a function of the bins, from the simulation's error of each content. */
function spreadOf(zOf: (bins: MeasuredBins) => number, bins: MeasuredBins): number {
  let variance = 0;
  for (const kind of ["signal", "background"] as const) {
    bins[kind].sum.forEach((content, bin) => {
      const step = RELATIVE_STEP * Math.abs(content);
      if (step === 0) return;
      const rise = zOf(moved(bins, kind, bin, step)) - zOf(moved(bins, kind, bin, -step));
      variance += (rise / (2 * step)) ** 2 * bins[kind].sumSquares[bin];
    });
  }
  return Math.sqrt(variance);
}

/** The bins with one content changed, together with what a shift makes of it. */
function moved(
  bins: MeasuredBins,
  kind: "signal" | "background",
  bin: number,
  by: number,
): MeasuredBins {
  const add = (row: readonly number[]): number[] =>
    row.map((content, i) => (i === bin ? content + by : content));
  const template: Template = { ...bins[kind], sum: add(bins[kind].sum) };
  const { metShift } = bins;
  if (metShift === null) return { ...bins, [kind]: template };
  const { down, up } = metShift[kind];
  return {
    ...bins,
    [kind]: template,
    metShift: { ...metShift, [kind]: { down: add(down), up: add(up) } },
  };
}

/** Significances at one luminosity. */
export interface LuminosityPoint {
  /** In units of the dataset's. */
  readonly factor: number;
  /** Known but for the counts; with everything; null where the fit has no answer. */
  readonly statistics: number | null;
  readonly everything: number | null;
}

/** The significance at each of `factors`, with counting statistics alone and with everything. */
export function luminosityCurve(
  bins: MeasuredBins,
  factors: readonly number[],
  uncertain: Uncertain,
): LuminosityPoint[] {
  const z = (factor: number, known: Uncertain, isExact: boolean): number | null =>
    orNull(() => profileSignificance(measurementModel(bins, factor, known, isExact)));
  return factors.map((factor) => ({
    factor,
    statistics: z(factor, NOTHING_UNCERTAIN, true),
    everything: z(factor, uncertain, false),
  }));
}
