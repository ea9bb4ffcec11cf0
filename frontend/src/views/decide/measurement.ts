/** The measurement that the page's choices make: its bins, and what can be expected of it. */
import { useEffect, useMemo } from "preact/hooks";
import type { SelectionName } from "../../choices";
import type { Hunt } from "../../hunt";
import type { ThresholdOrigin } from "../../journal/decision";
import { rescaledWeights, signalMask } from "../../model/evaluation";
import {
  type Binned,
  type MeasuredBins,
  measuredBins,
  type Scaled,
  type Selection,
  type Uncertain,
  type UnseenEvents,
  withMetShift,
} from "../../model/measurement";
import { passing, PROPORTIONAL_TO_MET, withScaledFeatures } from "../../model/scaled";
import type { Verdict } from "../judge/verdict";

/** A chosen measurement, as far as it can be said. */
export interface Measurement {
  readonly selection: SelectionName;
  readonly threshold: number | null;
  /** Null without a threshold, and for one that nobody has chosen. */
  readonly thresholdFrom: ThresholdOrigin | null;
  /** With what a wrong scale of the missing momentum would make of them, once that is known. */
  readonly binned: Binned;
  readonly uncertain: Uncertain;
  /** fb⁻¹, and the same in units of the dataset's. */
  readonly luminosity: number;
  readonly factor: number;
  /** Some scores of scaled events are still on their way. */
  readonly isWaiting: boolean;
}

/** Features at hand that are proportional to the missing momentum, as columns. */
export function metFeatures({ dataset }: Hunt): number[] {
  const names = dataset?.featureNames ?? [];
  return [...names.keys()].filter((column) => PROPORTIONAL_TO_MET.includes(names[column]));
}

/** Folds that the model at hand has not seen; the usual ones where it has seen all. */
export function judgingFolds({ split, facts }: Hunt): readonly number[] {
  return split.test.length > 0 ? split.test : facts.split.test;
}

/** Whether the model is still learning, or a link still owes it some epochs. */
export function isLearning({ state, training }: Hunt): boolean {
  if (training.state === "running") return true;
  const hasEnded = training.isComplete || ["diverged", "failed"].includes(training.state);
  return !hasEnded && state.epochs > training.epoch;
}

/** The cuts alone where no model can choose. */
export function selectionAtHand(hunt: Hunt, verdict: Verdict | null): SelectionName {
  return verdict === null ? "cuts" : hunt.state.measurement.selection;
}

export function useMeasurement(hunt: Hunt, verdict: Verdict | null): Measurement {
  const { state, datasetFacts } = hunt;
  const selection = selectionAtHand(hunt, verdict);
  const threshold = verdict === null || selection === "cuts" ? null : verdict.threshold;
  const events = useUnseenEvents(hunt, selection === "cuts" ? null : verdict);
  const cuts = useCutsInForce(hunt, selection);
  const { scoreBins, luminosityError, metScale } = state.measurement;
  const nominal = useMemo(() => {
    const passes = cuts === null ? null : passing(hunt.dataset!, cuts);
    return measuredBins(events, { threshold, passes }, scoreBins);
  }, [events, cuts, threshold, scoreBins]);
  const { binned, isWaiting } = useMetShift(hunt, { nominal, events, cuts, threshold });
  const luminosity = state.measurement.luminosity ?? datasetFacts.luminosity_ifb;
  return {
    selection,
    threshold,
    thresholdFrom: threshold === null ? null : thresholdOrigin(verdict!),
    binned,
    isWaiting,
    luminosity,
    factor: luminosity / datasetFacts.luminosity_ifb,
    uncertain: { background: state.backgroundUncertainty, luminosity: luminosityError, metScale },
  };
}

/** Null where the threshold stands where it does because nothing suggested another one. */
export function thresholdOrigin(
  verdict: Pick<Verdict, "isByHand" | "best">,
): ThresholdOrigin | null {
  if (verdict.isByHand) return "hand";
  return verdict.best === null ? null : "validation";
}

function useUnseenEvents(hunt: Hunt, verdict: Verdict | null): UnseenEvents {
  const { dataset, state } = hunt;
  const folds = judgingFolds(hunt);
  const scores = verdict?.events.scores ?? null;
  const base = useMemo(
    () => ({
      weights: rescaledWeights(dataset!, folds, hunt.codes, null),
      isSignal: signalMask(dataset!, hunt.codes.signal),
    }),
    [dataset, folds, state.signal],
  );
  return useMemo(() => ({ ...base, scores }), [base, scores]);
}

type Cuts = Parameters<typeof passing>[1];

/** The cuts by column, where they choose events; a model trained behind cuts judges behind them. */
function useCutsInForce(hunt: Hunt, selection: SelectionName): Cuts | null {
  const { cuts, network } = hunt.state;
  const areInForce = selection !== "model" || network.onlyPassing;
  return useMemo(
    () =>
      areInForce
        ? new Map(Object.entries(cuts).map(([name, cut]) => [hunt.featureIndex(name), cut]))
        : null,
    [areInForce, cuts],
  );
}

interface Nominal {
  readonly nominal: Binned;
  readonly events: UnseenEvents;
  readonly cuts: Cuts | null;
  readonly threshold: number | null;
}

/** Adds the shift of the missing momentum; asks for the scores that it needs. */
function useMetShift(
  hunt: Hunt,
  { nominal, events, cuts, threshold }: Nominal,
): { binned: Binned; isWaiting: boolean } {
  const { metScale } = hunt.state.measurement;
  const columns = useMemo(() => metFeatures(hunt), [hunt.dataset]);
  const acts = metScale > 0 && columns.length > 0 && nominal.kind === "bins";
  const scores = useScaledScores(hunt, acts ? columns : [], metScale, events.scores);
  const binned = useMemo(() => {
    if (!acts || scores === null) return nominal;
    const [down, up] = scores.factors.map((factor, side): Scaled => {
      const dataset = withScaledFeatures(hunt.dataset!, columns, factor);
      const passes = cuts === null ? null : passing(dataset, cuts);
      const selection: Selection = { threshold, passes };
      return { events: { ...events, scores: scores.sets?.[side] ?? null }, selection };
    });
    const bins: MeasuredBins = withMetShift(nominal.bins, sizeOf(scores.factors), down, up);
    return { kind: "bins", bins } as const;
  }, [nominal, acts, scores, cuts, threshold]);
  return { binned, isWaiting: acts && scores?.factors[1] !== 1 + metScale };
}

/** The error of the scale that 1 − size and 1 + size are for. */
function sizeOf(factors: readonly number[]): number {
  return Number((factors[1] - 1).toPrecision(10));
}

interface ScaledEvents {
  /** 1 − size, 1 + size. */
  readonly factors: readonly number[];
  /** Null where no score is asked. */
  readonly sets: readonly ArrayLike<number>[] | null;
}

/** Scores of the scaled events, the newest at hand; null where there are none of this model. */
function useScaledScores(
  hunt: Hunt,
  columns: readonly number[],
  size: number,
  scores: ArrayLike<number> | null,
): ScaledEvents | null {
  const { training } = hunt;
  const factors = useMemo(() => [1 - size, 1 + size], [size]);
  const isAsked = columns.length > 0 && scores !== null;
  const isAtRest = training.hasFreshScores && training.state !== "running";
  useEffect(() => {
    if (isAsked && isAtRest) training.requestScaledScores({ features: columns, factors });
  });
  const scaled = training.scaledScores;
  return useMemo(() => {
    if (scores === null) return { factors, sets: null };
    return scaled === null ? null : { factors: scaled.scaling.factors, sets: scaled.scores };
  }, [scores === null, scores === null ? factors : scaled]);
}
