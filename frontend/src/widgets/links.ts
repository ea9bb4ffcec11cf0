/** Ties a hunt to the traits of Python: what changes on one side changes on the other. */
import type { Hunt } from "../hunt";
import { decodeNetwork, encodeNetwork, ExchangeError } from "../model/exchange";
import type { Interval } from "../model/types";
import { storedNetwork } from "../saved";
import { Telling, type WidgetModel } from "./model";
import { readSettings, settingsOf } from "./settings";

/** Ends the tie. */
export type Untie = () => void;

type Sides = readonly [number | null, number | null];

/** Cuts, scale and display of the histograms. */
export function tieCrossFilter(hunt: Hunt, model: WidgetModel): Untie {
  const telling = new Telling(model, () => {
    const { scale, display } = hunt.state;
    return { cuts: cutsOf(hunt), scale, display };
  });
  return tied(hunt, model, telling, {
    "change:cuts": () => follow(hunt, model),
    "change:scale": () => hunt.update({ scale: model.get("scale") === "log" ? "log" : "linear" }),
    "change:display": () =>
      hunt.update({ display: model.get("display") === "shapes" ? "shapes" : "stack" }),
  });
}

/** Settings, cuts and network of a training; its course and its scores come back. */
export function tieTrainer(hunt: Hunt, model: WidgetModel): Untie {
  /** The network as Python knows it: not opened again when it comes back. */
  let known = "";
  const telling = new Telling(model, () => {
    const { training, split } = hunt;
    const course = {
      cuts: cutsOf(hunt),
      settings: settingsOf(hunt.state),
      epoch: training.epoch,
      state: training.state,
      _history: training.history.map(({ epoch, training: own, validation }) => [
        epoch,
        finiteOr(own),
        finiteOr(validation),
      ]),
    };
    if (training.state === "running") return course;
    training.requestScores();
    const stored = storedNetwork(hunt);
    known = stored === null ? "" : encodeNetwork(stored);
    return {
      ...course,
      _folds: { train: split.train, validation: split.validation, test: split.test },
      _network: known,
      _scores: scoresOf(hunt),
    };
  });
  return tied(hunt, model, telling, {
    "change:cuts": () => follow(hunt, model),
    "change:settings": () => choose(hunt, model.get("settings")),
    "change:_network": () => {
      const text = model.get("_network");
      if (typeof text === "string" && text !== "" && text !== known) void open(hunt, text);
    },
    "msg:custom": (message) => obey(hunt, message),
  });
}

function tied(
  hunt: Hunt,
  model: WidgetModel,
  telling: Telling,
  hears: Readonly<Record<string, (message?: unknown) => void>>,
): Untie {
  for (const [event, listener] of Object.entries(hears)) model.on(event, listener);
  const unsubscribe = hunt.listeners.subscribe(() => telling.soon());
  telling.soon();
  return () => {
    telling.stop();
    unsubscribe();
    for (const [event, listener] of Object.entries(hears)) model.off(event, listener);
  };
}

function cutsOf({ state }: Hunt): Record<string, Sides> {
  const pairs = Object.entries(state.cuts).map(([name, { low, high }]) => [name, [low, high]]);
  return Object.fromEntries(pairs) as Record<string, Sides>;
}

/** Makes the cuts of Python; one that is there already costs nothing. */
export function follow(hunt: Hunt, model: WidgetModel): void {
  const asked = (model.get("cuts") ?? {}) as Readonly<Record<string, Sides>>;
  for (const { name } of hunt.features) {
    const [low, high] = asked[name] ?? [null, null];
    const now: Interval = hunt.state.cuts[name] ?? { low: null, high: null };
    if (now.low !== low || now.high !== high) hunt.setCut(name, { low, high });
  }
}

/** Takes up the settings that differ: each of them is a new model. */
export function choose(hunt: Hunt, raw: unknown): void {
  const { state, notices } = readSettings(raw, hunt.state, hunt.facts);
  if (notices.length > 0) hunt.notices = notices;
  const isNew = (part: "model" | "network" | "trees"): boolean =>
    JSON.stringify(state[part]) !== JSON.stringify(hunt.state[part]);
  if (isNew("network")) hunt.updateNetwork(state.network);
  if (isNew("trees")) hunt.updateTrees(state.trees);
  if (isNew("model")) hunt.chooseModel(state.model);
}

/** Opens Python's network, or says why not. */
export async function open(hunt: Hunt, text: string): Promise<void> {
  try {
    await hunt.openNetwork(decodeNetwork(text));
  } catch (problem) {
    if (!(problem instanceof ExchangeError)) throw problem;
    hunt.notices = [{ key: problem.key, values: problem.values }];
    hunt.update({});
  }
}

/** A verb of Python's trainer. */
function obey(hunt: Hunt, message: unknown): void {
  const { verb, epochs } = message as { verb?: unknown; epochs?: unknown };
  if (verb === "pause") hunt.pause();
  if (verb === "reset") hunt.resetTraining(0);
  if (verb === "train" && typeof epochs === "number" && epochs > 0) {
    hunt.training.train(hunt.training.epoch + Math.round(epochs));
    hunt.update({});
  }
}

function scoresOf({ training }: Hunt): DataView {
  const { scores } = training;
  const bytes = training.hasFreshScores && scores !== null ? scores.buffer : new ArrayBuffer(0);
  return new DataView(bytes);
}

function finiteOr(loss: number): number | null {
  return Number.isFinite(loss) ? loss : null;
}
