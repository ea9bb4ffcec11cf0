/** The path of the student at hand, put together from the hunt and from what the page says of it. */
import { isNetworkModel } from "../choices";
import type { Hunt } from "../hunt";
import type { Decision } from "../journal/decision";
import { isMeasured } from "../journal/discovery";
import { sourceOf } from "../views/told";
import { encodeNetwork } from "../model/exchange";
import { roc } from "../model/evaluation";
import { significance } from "../model/significance";
import type { MissingReason } from "../model/types";
import type { Expected } from "../model/verdict";
import { error } from "../model/yields";
import { storedNetwork } from "../saved";
import { writeState } from "../state";
import { t } from "../text";
import { shownDecimals, SIGMA_DECIMALS } from "../views/format";
import type { Divided, Verdict } from "../views/judge/verdict";
import { measurementOf, type Seen } from "./measured";
import {
  type Judged,
  type Path,
  shown,
  type Shown,
  type ShownRegion,
  type ToldModel,
} from "./path";

/** Decimals of a loss as the stop Learn writes it. */
const LOSS_DECIMALS = 3;

/** A verdict with the events on both sides of its threshold. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly divided: Divided;
}

/** `judgement`: null where there is none, or its events are all seen. */
export function pathOf(hunt: Hunt, judgement: Judgement | null): Path {
  const { state, facts, datasetFacts, expected, codes } = hunt;
  const { cuts, network, backgroundUncertainty } = state;
  const region = (found: Expected): ShownRegion => shownRegion(found, backgroundUncertainty);
  const signal = datasetFacts.processes.find(({ name }) => name === state.signal);
  const hasCuts = Object.keys(cuts).length > 0;
  const model = toldModel(hunt);
  const { locked } = hunt.journal.content.decision;
  return {
    version: facts.version,
    fragment: writeState(state, facts),
    dataset: {
      id: state.dataset,
      title: datasetFacts.title,
      isReal: datasetFacts.origin === "atlas-simulation",
      level: state.level,
    },
    luminosity: datasetFacts.luminosity_ifb,
    signal: { name: state.signal, title: signal?.title ?? state.signal },
    backgroundUncertainty,
    uncut: region(expected!.uncut(codes)),
    cuts: Object.entries(cuts),
    kept: hasCuts ? region(expected!.kept(codes)) : null,
    inputs: network.inputs,
    onlyPassing: network.onlyPassing && hasCuts,
    model,
    judged: model === null || judgement === null ? null : judgedOf(hunt, judgement),
    measurement: locked === null ? null : measurementOf(locked, seenWith(hunt, locked)),
  };
}

/** What was seen with this very choice; null where nobody has looked yet. */
function seenWith({ journal, datasetFacts }: Hunt, locked: Decision): Seen | null {
  const { opened } = journal.content.discovery;
  const seen = opened.find(({ decision }) => decision.lockedAt === locked.lockedAt);
  if (seen === undefined) return null;
  const by = isMeasured(seen.experiment) ? sourceOf(datasetFacts.measured).by : null;
  return { counts: seen.counts, by };
}

function shownRegion({ signal, background }: Expected, uncertainty: number): ShownRegion {
  const z = significance(signal, background, uncertainty);
  const count = (found: Expected["signal"]): Shown => ({
    value: found.sum,
    uncertainty: error(found),
    decimals: shownDecimals(error(found)),
  });
  return {
    signal: count(signal),
    background: count(background),
    z: shown(z, (width) => shownDecimals(width, SIGMA_DECIMALS), reasonText),
    canBeCounted: signal.sum > 0 && background.sum > 0,
  };
}

function reasonText(reason: MissingReason): string {
  return t(`reason.${reason}`);
}

/** The model at hand, or null where none has learned anything. */
function toldModel(hunt: Hunt): ToldModel | null {
  const { state, training } = hunt;
  const { network, trees, model } = state;
  if (training.state === "diverged") return null;
  if (isNetworkModel(model)) return toldNetwork(hunt);
  if (training.trees === null || training.epoch === 0) return null;
  const { useWeights, seed } = network;
  const steps = training.epoch;
  if (model === "tree") {
    return { kind: "tree", maxDepth: trees.maxDepth, useWeights, questions: steps };
  }
  return { kind: model, choice: trees, seed, useWeights, trees: steps, loss: lossOf(hunt) };
}

/** By its settings where these alone have made it, else as it stands. */
function toldNetwork(hunt: Hunt): ToldModel | null {
  const { state, training, split } = hunt;
  const stored = storedNetwork(hunt);
  if (stored === null || split.train.length === 0) return null;
  if (state.opened === null && training.batch === 0) {
    const { network } = state;
    const isLinear = state.model === "linear";
    const choice = isLinear ? { ...network, layers: [], dropout: 0 } : network;
    // After an early stop the network is that of its best epoch, as if it had not gone on.
    const epochs = training.stopped?.best.epoch ?? training.epoch;
    return { kind: "network", choice, epochs, loss: lossOf(hunt) };
  }
  const folds = { train: split.train, validation: split.validation };
  const file = { ...stored, training: { ...stored.training, folds } };
  return { kind: "file", file: encodeNetwork(file) };
}

function lossOf({ training }: Hunt): { training: Shown; validation: Shown } {
  const last = training.stopped?.best ?? training.history.at(-1);
  const loss = (value = Number.NaN): Shown => ({
    value,
    uncertainty: null,
    decimals: LOSS_DECIMALS,
  });
  return { training: loss(last?.training), validation: loss(last?.validation) };
}

function judgedOf(hunt: Hunt, { verdict, divided }: Judgement): Judged {
  const { scores, isSignal, weights } = verdict.events;
  const { threshold, backgroundUncertainty } = hunt.state;
  return {
    auc: shown(roc(scores, isSignal, weights.test).auc, shownDecimals, reasonText),
    threshold: verdict.threshold,
    isSuggested: threshold === null && verdict.best !== null,
    region: shownRegion(divided.kept, backgroundUncertainty),
  };
}
