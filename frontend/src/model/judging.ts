/** One long judgement in a worker: obeys the page's order, works in short turns, tells as it goes. */
import { type NoArea, reasonForNoArea } from "./components";
import { discover, type Discovery, medianSignificance } from "./discovery";
import { rescaledWeights, signalMask } from "./evaluation";
import { FitError, type FitModel, type FitProblem } from "./fitModel";
import { ImportanceRun, type ImportanceRow } from "./importance";
import { type KFoldChoice, KFoldRun, type PartArea } from "./kfold";
import {
  type MeasuredBins,
  measurementModel,
  NOTHING_UNCERTAIN,
  type Uncertain,
} from "./measurement";
import { type ModelState, predictorOf } from "./predictor";
import type { ModelConfig } from "./protocol";
import { type Looking, type Reach, reachOf } from "./reach";
import { eventsIn } from "./sample";
import type { Surroundings } from "./session";
import { significanceOf } from "./stairs";
import { TrainingError } from "./training";
import type { Dataset, Measured } from "./types";

/** The page is told how far the work is, and no more often than it can be read. */
const TURN_MS = 150;

/** Shuffle each input of `model` among the events of `folds` that `mask` allows. */
export interface ImportanceOrder {
  readonly type: "importance";
  readonly dataset: Dataset;
  readonly folds: readonly number[];
  readonly mask: Uint8Array | null;
  readonly config: ModelConfig;
  readonly model: ModelState;
  readonly nRepeats: number;
  readonly seed: number;
}

/** Train the same model once a part of the folds. */
export interface KFoldOrder extends KFoldChoice {
  readonly type: "k-fold";
  readonly dataset: Dataset;
  readonly nFolds: number;
}

/** Fit what was counted in locked bins. */
export interface DiscoveryOrder {
  readonly type: "discovery";
  readonly bins: MeasuredBins;
  readonly factor: number;
  readonly uncertain: Uncertain;
  readonly counts: readonly number[];
  /** The strength that was hidden in them; null where nobody knows it. */
  readonly hidden: number | null;
}

/** Look for every signal of the dataset with the same selection. */
export interface ReachOrder extends Looking {
  readonly type: "reach";
}

export type JudgingOrder = ImportanceOrder | KFoldOrder | DiscoveryOrder | ReachOrder;

export type JudgingFailure = TrainingError["code"] | FitProblem | NoArea | "internal";

/** What is found, piece by piece; `done` of `all` steps are over. */
export type JudgingNews =
  | { readonly type: "area"; readonly area: Measured }
  | { readonly type: "row"; readonly row: ImportanceRow }
  | { readonly type: "part"; readonly area: PartArea }
  | {
      readonly type: "discovery";
      readonly result: Discovery;
      /** Expected significance of the selection if nothing but the counts were uncertain. */
      readonly counting: Measured;
      /** The middle of what a signal of the hidden strength would give; null where it is not known. */
      readonly median: number | null;
    }
  | { readonly type: "reach"; readonly reach: readonly Reach[] }
  | { readonly type: "judging"; readonly done: number; readonly all: number }
  | { readonly type: "judging-failed"; readonly reason: JudgingFailure; readonly detail: string };

/** Work that goes on a little at a time. */
interface Work {
  readonly steps: () => { readonly done: number; readonly all: number };
  readonly step: () => JudgingNews | null;
}

type World = Omit<Surroundings, "post"> & { readonly post: (news: JudgingNews) => void };

/** Obey `order`; a failure is told, never thrown. The page stops the work by ending the worker. */
export function judge(order: JudgingOrder, world: World): void {
  attempt(world, () => {
    const work = workOf(order, world);
    world.later(() => turn(work, world));
  });
}

function workOf(order: JudgingOrder, world: World): Work {
  switch (order.type) {
    case "importance":
      return importanceWork(order, world);
    case "k-fold":
      return kFoldWork(order);
    case "discovery":
      return inOneStep(() => discovered(order));
    case "reach":
      return inOneStep(() => ({ type: "reach", reach: reachOf(order) }));
  }
}

function inOneStep(find: () => JudgingNews): Work {
  let done = 0;
  return {
    steps: () => ({ done, all: 1 }),
    step: () => {
      done = 1;
      return find();
    },
  };
}

function discovered(order: DiscoveryOrder): JudgingNews {
  const { bins, factor, uncertain, counts, hidden } = order;
  const model = measurementModel(bins, factor, uncertain);
  return {
    type: "discovery",
    result: discover(model, counts),
    median: hidden === null ? null : medianOf(model, hidden),
    counting: significanceOf(bins, factor, NOTHING_UNCERTAIN, true),
  };
}

/** A fit that has no answer takes away this number, not the result. */
function medianOf(model: FitModel, strength: number): number | null {
  try {
    return medianSignificance(model, strength);
  } catch (problem) {
    if (problem instanceof FitError) return null;
    throw problem;
  }
}

function attempt(world: World, act: () => void): void {
  try {
    act();
  } catch (problem) {
    world.post({
      type: "judging-failed",
      reason: isToldApart(problem) ? problem.code : "internal",
      detail: problem instanceof Error ? problem.message : String(problem),
    });
  }
}

function isToldApart(problem: unknown): problem is TrainingError | FitError {
  return problem instanceof TrainingError || problem instanceof FitError;
}

function turn(work: Work, world: World): void {
  attempt(world, () => {
    const end = world.now() + TURN_MS;
    let { done, all } = work.steps();
    while (done < all && world.now() < end) {
      const news = work.step();
      if (news !== null) world.post(news);
      ({ done, all } = work.steps());
    }
    world.post({ type: "judging", done, all });
    if (done < all) world.later(() => turn(work, world));
  });
}

function importanceWork(order: ImportanceOrder, world: World): Work {
  const { dataset, config, folds, mask } = order;
  const predictor = predictorOf(order.model);
  if (predictor === null) throw new Error("a model is needed before its inputs are shuffled");
  const rows = eventsIn(dataset, folds, config, mask);
  const weights = rescaledWeights(dataset, folds, config, mask);
  const isSignal = signalMask(dataset, config.signal);
  const events = {
    n: rows.length,
    width: config.features.length,
    X: predictor.inputs(dataset, config.features, rows),
    isSignal: Uint8Array.from(rows, (event) => isSignal[event]),
    weights: Float64Array.from(rows, (event) => weights[event]),
  };
  const reason = reasonForNoArea(events);
  if (reason !== null) {
    world.post({ type: "judging-failed", reason, detail: "no area to lose" });
    return { steps: () => ({ done: 0, all: 0 }), step: () => null };
  }
  const run = new ImportanceRun(predictor, events, order.nRepeats, order.seed);
  world.post({ type: "area", area: run.area });
  return {
    steps: () => ({ done: run.stepsDone, all: run.nSteps }),
    step: () => {
      const row = run.step();
      return row === null ? null : { type: "row", row };
    },
  };
}

function kFoldWork({ dataset, nFolds, ...choice }: KFoldOrder): Work {
  const run = new KFoldRun(dataset, nFolds, choice);
  return {
    // A part is over when it was judged, not when its last epoch was learned.
    steps: () => ({
      done: run.isDone ? run.nEpochs : Math.min(run.epochsDone, run.nEpochs - 1),
      all: run.nEpochs,
    }),
    step: () => {
      const area = run.step();
      return area === null ? null : { type: "part", area };
    },
  };
}
