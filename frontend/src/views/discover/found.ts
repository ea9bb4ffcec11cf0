/** What is computed from one unblinding, once, for all that shows it. */
import { useMemo } from "preact/hooks";
import { lockedModel } from "../../journal/decision";
import type { Unblinding } from "../../journal/discovery";
import { type Prediction, prediction } from "../../model/band";
import { discover, type Discovery } from "../../model/discovery";
import { FitError, type FitModel, type FitProblem } from "../../model/fitModel";
import { NOTHING_UNCERTAIN } from "../../model/measurement";
import { significanceOf } from "../../model/stairs";
import type { Measured } from "../../model/types";

/** What follows from the counts and the locked bins alone. */
interface Computed {
  readonly model: FitModel;
  readonly prediction: Prediction;
  readonly result: Discovery;
  /** Expected significance of the selection if nothing but the counts were uncertain. */
  readonly counting: Measured;
}

/** An unblinding with everything that follows from it. */
export interface Found extends Computed {
  readonly kind: "found";
  readonly seen: Unblinding;
  /** Equal as long as the numbers are. */
  readonly key: string;
}

export type Finding = Found | { readonly kind: "failed"; readonly problem: FitProblem };

function computed({ decision, counts }: Unblinding): Computed | FitProblem {
  try {
    const model = lockedModel(decision);
    return {
      model,
      prediction: prediction(model),
      result: discover(model, counts),
      counting: significanceOf(decision.bins, decision.factor, NOTHING_UNCERTAIN, true),
    };
  } catch (problem) {
    if (problem instanceof FitError) return problem.code;
    throw problem;
  }
}

/** The journal is read anew at every change; its numbers are fitted only when they differ. */
export function useFinding(seen: Unblinding): Finding {
  const { experiment, counts, decision } = seen;
  const { lockedAt, dataset, signal } = decision;
  const key = JSON.stringify([dataset, signal, experiment, lockedAt, counts]);
  const numbers = useMemo(() => computed(seen), [key]);
  if (typeof numbers === "string") return { kind: "failed", problem: numbers };
  return { kind: "found", key, seen, ...numbers };
}
