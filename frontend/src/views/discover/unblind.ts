/** The one moment: the hidden experiment is counted in the bins that were locked. */
import type { Hunt } from "../../hunt";
import { type Decision, lockedModel } from "../../journal/decision";
import {
  isMeasured,
  lookNumber,
  type Unblinding,
  withOpened,
  type World,
} from "../../journal/discovery";
import { experimentSeed, hiddenExperiment, hiddenStrength } from "../../model/pseudo";
import { Random } from "../../model/random";

/** The generator of a world: the hidden strength is its first number. */
function randomOf({ dataset, signal, experiment }: World): Random {
  if (isMeasured(experiment)) throw new Error("nothing is drawn for data that were measured");
  return new Random(experimentSeed(dataset, signal, experiment));
}

/** The strength that was hidden in a world. */
export function hiddenIn(world: World): number {
  return hiddenStrength(randomOf(world));
}

/** The toys of a world come from a generator of their own: they tell nothing about it. */
export function toyRandom({ dataset, signal, experiment }: World): Random {
  const number = isMeasured(experiment) ? lookNumber(experiment) : experiment;
  return new Random(experimentSeed(`toys of ${dataset}`, signal, number));
}

/** Count, and keep what was counted. Throws FitError where the locked bins cannot be fitted. */
export function unblind(hunt: Hunt, decision: Decision, world: World): void {
  const { counts } = hiddenExperiment(lockedModel(decision), randomOf(world));
  const opened: Unblinding = {
    experiment: world.experiment,
    decision,
    counts: [...counts],
    revealed: false,
  };
  hunt.journal.update("discovery", (before) => withOpened(before, opened));
}
