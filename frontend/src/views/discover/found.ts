/** What is computed from one unblinding, once, for all that shows it. */
import { useMemo } from "preact/hooks";
import { lockedModel } from "../../journal/decision";
import { type Experiment, isMeasured, type Unblinding, worldOf } from "../../journal/discovery";
import { type Prediction, prediction } from "../../model/band";
import type { Discovery } from "../../model/discovery";
import { FitError, type FitModel, type FitProblem } from "../../model/fitModel";
import type { DiscoveryOrder } from "../../model/judging";
import type { Measured } from "../../model/types";
import { t, tDynamic } from "../../text";
import { hiddenIn } from "./unblind";
import { useJudgement } from "./work";

/** The counts beside what was expected, before any fit. */
export interface Counted {
  readonly seen: Unblinding;
  readonly model: FitModel;
  readonly prediction: Prediction;
}

/** An unblinding with everything that follows from it. */
export interface Found extends Counted {
  /** Equal as long as the numbers are. */
  readonly key: string;
  readonly result: Discovery;
  /** Expected significance of the selection if nothing but the counts were uncertain. */
  readonly counting: Measured;
  /** The middle of what a signal of the hidden strength would give; null where it is not known. */
  readonly median: number | null;
}

export type Finding =
  | { readonly kind: "found"; readonly found: Found }
  /** The fit takes a worker's time; the counts are there. */
  | { readonly kind: "fitting"; readonly counted: Counted }
  | { readonly kind: "failed"; readonly sentence: string };

interface Start {
  readonly model: FitModel;
  readonly prediction: Prediction;
  readonly order: DiscoveryOrder;
}

function started(seen: Unblinding): Start | FitProblem {
  const { decision, counts, experiment } = seen;
  const { bins, factor, uncertain } = decision;
  try {
    const model = lockedModel(decision);
    const hidden = isMeasured(experiment) ? null : hiddenIn(worldOf(seen));
    const order = { type: "discovery", bins, factor, uncertain, counts, hidden } as const;
    return { model, prediction: prediction(model), order };
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
  const start = useMemo(() => started(seen), [key]);
  const work = useJudgement(typeof start === "string" ? null : start.order);
  if (typeof start === "string") {
    return { kind: "failed", sentence: problemText(start, experiment) };
  }
  const counted = { seen, model: start.model, prediction: start.prediction };
  const answer = work?.news.find((news) => news.type === "discovery");
  if (answer?.type === "discovery") {
    const { result, counting, median } = answer;
    return { kind: "found", found: { key, ...counted, result, counting, median } };
  }
  return work?.state === "failed"
    ? { kind: "failed", sentence: problemText(work.reason ?? "internal", experiment) }
    : { kind: "fitting", counted };
}

/** Where no fit is to blame, the worker is. */
function problemText(reason: string, experiment: Experiment): string {
  if (reason === "worker" || reason === "internal") return tDynamic(`judge.work.failed.${reason}`);
  // There is no other experiment to take.
  if (reason === "bad-counts" && isMeasured(experiment)) return t("measured.problem.bad-counts");
  return tDynamic(`discover.problem.${reason}`);
}
