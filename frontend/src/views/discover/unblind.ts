/** The one moment: the hidden experiment is counted in the bins that were locked. */
import type { Hunt } from "../../hunt";
import { type Decision, lockedModel } from "../../journal/decision";
import { type Unblinding, withOpened, type World } from "../../journal/discovery";
import { rescaledWeights, signalMask } from "../../model/evaluation";
import { experimentSeed, hiddenExperiment, hiddenStrength } from "../../model/pseudo";
import { Random } from "../../model/random";
import { significance } from "../../model/significance";
import type { Measured } from "../../model/types";
import { divide } from "../../model/verdict";
import { scale } from "../../model/yields";
import { isAtHand } from "./choice";

/** The generator of a world: the hidden strength is its first number. */
function randomOf({ dataset, signal, experiment }: World): Random {
  return new Random(experimentSeed(dataset, signal, experiment));
}

/** The strength that was hidden in a world. */
export function hiddenIn(world: World): number {
  return hiddenStrength(randomOf(world));
}

/** The toys of a world come from a generator of their own: they tell nothing about it. */
export function toyRandom({ dataset, signal, experiment }: World): Random {
  return new Random(experimentSeed(`toys of ${dataset}`, signal, experiment));
}

/** Count, and keep what was counted. Throws FitError where the locked bins cannot be fitted. */
export function unblind(hunt: Hunt, decision: Decision, world: World): void {
  const { counts } = hiddenExperiment(lockedModel(decision), randomOf(world));
  const opened: Unblinding = {
    experiment: world.experiment,
    decision,
    counts: [...counts],
    before: expectedBefore(hunt, decision),
    revealed: false,
  };
  hunt.journal.update("discovery", (before) => withOpened(before, opened));
}

/** What nothing and what the cuts could expect, on the same events and with counting alone. */
function expectedBefore(hunt: Hunt, decision: Decision): Unblinding["before"] {
  const { factor } = decision;
  const { dataset, filter, codes, split, facts, state } = hunt;
  const folds = split.test.length > 0 ? split.test : facts.split.test;
  const weights = rescaledWeights(dataset!, folds, codes, null);
  const isSignal = signalMask(dataset!, codes.signal);
  const z = (keep: (event: number) => boolean): Measured => {
    const { signal, background } = divide(weights, isSignal, keep).kept;
    return significance(scale(signal, factor), scale(background, factor), 0);
  };
  // Cuts that were made after the choice was locked are no part of it.
  const hasCuts = Object.keys(state.cuts).length > 0 && isAtHand(hunt, decision);
  const passes = hasCuts ? filter!.mask() : null;
  return {
    nothing: z(() => true),
    cuts: passes === null ? null : z((event) => passes[event] === 1),
  };
}
