/**
 * The one state of the page: what the student chose, kept whole in the URL's fragment.
 *
 * A fragment never travels to a server. Whatever is read back is checked: an absurd value is
 * replaced by the nearest sensible one, and a notice says so.
 */
import {
  LIMITS,
  type MeasurementChoice,
  type ModelName,
  MODELS,
  type NetworkChoice,
  SELECTIONS,
  type TreesChoice,
  USUAL_MEASUREMENT,
} from "./choices";
import { fragmentOf, FragmentReader, type Notice } from "./fragment";
import { ExchangeError } from "./model/document";
import type { StoredNetwork } from "./model/exchange";
import { decodeCode, encodeCode } from "./model/networkCode";
import { FULL_DETECTOR, levelsOf } from "./model/level";
import type { DatasetFacts, FeatureFacts, Facts, Interval, Level } from "./model/types";
import { featuresOf, fittingCuts } from "./features";
import { isOfAnotherFile, putFile } from "./own/link";
import { choicesFor } from "./opened";
import type { OpenedChoices } from "./opened";
import { type Language, SPOKEN } from "./text/languages";

export type { Notice };

export const STOPS = ["collide", "explore", "cut", "learn", "judge", "decide", "discover"] as const;
export type Stop = (typeof STOPS)[number];

/** The stops of the hunt, and what lies beside the way. */
export const PLACES = [...STOPS, "sandbox", "teacher"] as const;
export type Place = (typeof PLACES)[number];

/** Parts of the page that a teacher's link can hide. */
export const HIDEABLE = ["data", "share", "quiz", "menu", "model", "settings"] as const;
export type Hideable = (typeof HIDEABLE)[number];

export interface State {
  readonly stop: Place;
  readonly dataset: string;
  /** How much of the detector the events have seen; less than all only where the dataset has that. */
  readonly level: Level;
  readonly signal: string;
  readonly scale: "linear" | "log";
  readonly display: "stack" | "shapes";
  readonly cuts: Readonly<Record<string, Interval>>;
  /** Relative uncertainty of the background's normalisation. */
  readonly backgroundUncertainty: number;
  readonly model: ModelName;
  readonly network: NetworkChoice;
  readonly trees: TreesChoice;
  /** A network that was trained elsewhere and is gone on from, or null for one of the page's own. */
  readonly opened: StoredNetwork | null;
  /** Epochs, trees or questions learned here so far: a shared link trains the same model again. */
  readonly epochs: number;
  readonly threshold: number | null;
  /** Asked for by the link; null where the reader's own is used. */
  readonly language: Language | null;
  readonly hidden: readonly Hideable[];
  /** Number of the pseudo-experiment that a class shares; null for one of the reader's own. */
  readonly experiment: number | null;
  /** Large type for the back row. */
  readonly projector: boolean;
  readonly measurement: MeasurementChoice;
  /** The two variables in whose plane the model's answer is drawn, where both are its inputs. */
  readonly plane: PlaneChoice;
}

export type PlaneChoice = Readonly<Record<"x" | "y", string>>;

/** In this plane one sees more of a network than in that of the first two variables. */
const USUAL_PLANE: PlaneChoice = { x: "met", y: "delta_r_ll" };

/** The variables a model may look at first: all but the charge, as in the ATLAS example. */
const NOT_AN_INPUT = new Set(["sum_lep_charge"]);

/** A fresh hunt on `id`, or on the dataset the page opens with. */
export function defaultState(facts: Facts, id: string = facts.default_dataset): State {
  const dataset = facts.datasets.find((d) => d.id === id) ?? facts.datasets.at(0);
  if (dataset === undefined) throw new Error("facts.json names no dataset");
  return {
    stop: "collide",
    dataset: dataset.id,
    level: FULL_DETECTOR,
    signal: dataset.default_signal,
    scale: "linear",
    display: "stack",
    cuts: {},
    backgroundUncertainty: 0.1,
    model: "network",
    network: {
      inputs: featuresOf(facts, dataset.id)
        .map((f) => f.name)
        .filter((name) => !NOT_AN_INPUT.has(name)),
      layers: [8],
      activation: "tanh",
      optimiser: "adam",
      learningRate: 0.001,
      batchSize: 256,
      l1: 0,
      l2: 0,
      dropout: 0,
      earlyStop: 0,
      useWeights: true,
      onlyPassing: false,
      seed: 1,
    },
    trees: { maxDepth: 3, learningRate: 0.1, subsample: 0.5 },
    opened: null,
    epochs: 0,
    threshold: null,
    language: null,
    hidden: [],
    experiment: null,
    projector: false,
    measurement: USUAL_MEASUREMENT,
    plane: USUAL_PLANE,
  };
}

function readNetwork(
  reader: FragmentReader,
  features: readonly FeatureFacts[],
  otherwise: NetworkChoice,
): NetworkChoice {
  const names = features.map((f) => f.name);
  return {
    inputs: reader.names("inputs", names, otherwise.inputs),
    layers: reader.layers("layers", otherwise.layers),
    activation: reader.choice("activation", ["relu", "tanh", "sigmoid"], otherwise.activation),
    optimiser: reader.choice("optimiser", ["adam", "sgd"], otherwise.optimiser),
    learningRate: reader.number("rate", LIMITS.learningRate, otherwise.learningRate),
    batchSize: reader.number("batch", LIMITS.batchSize, otherwise.batchSize),
    l1: reader.number("l1", LIMITS.l1, otherwise.l1),
    l2: reader.number("l2", LIMITS.l2, otherwise.l2),
    dropout: reader.number("dropout", LIMITS.dropout, otherwise.dropout),
    earlyStop: reader.number("early", LIMITS.earlyStop, otherwise.earlyStop),
    useWeights: reader.flag("weights", otherwise.useWeights),
    onlyPassing: reader.flag("passing", otherwise.onlyPassing),
    seed: reader.number("seed", LIMITS.seed, otherwise.seed),
  };
}

function readTrees(reader: FragmentReader, otherwise: TreesChoice): TreesChoice {
  return {
    maxDepth: reader.number("tree.depth", LIMITS.treeDepth, otherwise.maxDepth),
    learningRate: reader.number("tree.rate", LIMITS.treeRate, otherwise.learningRate),
    subsample: reader.number("tree.part", LIMITS.treeSubsample, otherwise.subsample),
  };
}

function readMeasurement(reader: FragmentReader): MeasurementChoice {
  const usual = USUAL_MEASUREMENT;
  return {
    selection: reader.choice("keep", SELECTIONS, usual.selection),
    scoreBins: reader.number("bins", LIMITS.scoreBins, usual.scoreBins),
    luminosity: reader.optionalNumber("luminosity", LIMITS.luminosity),
    luminosityError: reader.number(
      "luminosity.error",
      LIMITS.luminosityError,
      usual.luminosityError,
    ),
    metScale: reader.number("met.scale", LIMITS.metScale, usual.metScale),
  };
}

function readPlane(reader: FragmentReader, features: readonly FeatureFacts[]): PlaneChoice {
  const names = features.map(({ name }) => name);
  return {
    x: reader.choice("plane.x", names, USUAL_PLANE.x),
    y: reader.choice("plane.y", names, USUAL_PLANE.y),
  };
}

function readLevel(reader: FragmentReader, dataset: DatasetFacts): Level {
  const allowed = levelsOf(dataset).map((level) => `${level}` as const);
  return Number(reader.choice("level", allowed, `${FULL_DETECTOR}`)) as Level;
}

function readCuts(
  reader: FragmentReader,
  features: readonly FeatureFacts[],
): Record<string, Interval> {
  const cuts: Record<string, Interval> = {};
  for (const feature of features) {
    const interval = reader.interval(`cut.${feature.name}`);
    if (interval !== null && !isOpen(interval)) cuts[feature.name] = interval;
  }
  return cuts;
}

/** The network that travels in the link, with the choices that follow from it. */
function readOpened(reader: FragmentReader, facts: Facts): OpenedChoices | null {
  const code = reader.text("network");
  if (code === null) return null;
  try {
    return choicesFor(decodeCode(code), facts);
  } catch (problem) {
    if (!(problem instanceof ExchangeError)) throw problem;
    reader.notices.push({ key: problem.key, values: problem.values });
    return null;
  }
}

/** The state a fragment asks for, and a notice for every part of it that could not be used. */
export function readState(fragment: string, facts: Facts): { state: State; notices: Notice[] } {
  const reader = new FragmentReader(fragment);
  const ids = facts.datasets.map((d) => d.id);
  const usual = defaultState(facts).dataset;
  const id = isOfAnotherFile(reader, facts) ? usual : reader.choice("data", ids, usual);
  const base = defaultState(facts, id);
  const features = featuresOf(facts, id);
  const dataset = facts.datasets.find((d) => d.id === id)!;
  const signals = dataset.processes.filter((p) => p.kind === "signal").map((p) => p.name);
  const state: State = {
    stop: reader.choice("stop", PLACES, base.stop),
    dataset: id,
    level: readLevel(reader, dataset),
    signal: reader.choice("signal", signals, dataset.default_signal),
    scale: reader.choice("scale", ["linear", "log"], base.scale),
    display: reader.choice("display", ["stack", "shapes"], base.display),
    cuts: readCuts(reader, features),
    backgroundUncertainty: reader.number(
      "uncertainty",
      LIMITS.backgroundUncertainty,
      base.backgroundUncertainty,
    ),
    model: reader.choice("model", MODELS, base.model),
    network: readNetwork(reader, features, base.network),
    trees: readTrees(reader, base.trees),
    opened: null,
    epochs: reader.number("epochs", LIMITS.epochs, base.epochs),
    threshold: reader.optionalNumber("threshold", LIMITS.threshold),
    language: reader.optionalChoice("lang", SPOKEN),
    hidden: reader.names("hide", HIDEABLE, base.hidden),
    experiment: reader.optionalNumber("experiment", LIMITS.experiment),
    projector: reader.flag("projector", base.projector),
    measurement: readMeasurement(reader),
    plane: readPlane(reader, features),
  };
  const opened = readOpened(reader, facts);
  // A network brings its own events: what was cut on in others may be no variable of these.
  const cuts = opened === null ? state.cuts : fittingCuts(facts, opened.dataset, state.cuts);
  return { state: { ...state, cuts, ...opened }, notices: reader.notices };
}

/** The fragment of a state; what equals the default is left out, so that links stay short. */
export function writeState(state: State, facts: Facts): string {
  const base = defaultState(facts, state.dataset);
  const home = facts.datasets.find((d) => d.id === state.dataset);
  const fields = new URLSearchParams();
  const put = (field: string, value: string, usual: string): void => {
    if (value !== usual) fields.set(field, value);
  };
  put("stop", state.stop, base.stop);
  // Always named: a link must open the same events whatever the reader's default is.
  fields.set("data", state.dataset);
  putFile(fields, home?.file);
  put("level", `${state.level}`, `${base.level}`);
  put("signal", state.signal, home?.default_signal ?? "");
  put("scale", state.scale, base.scale);
  put("display", state.display, base.display);
  for (const [name, { low, high }] of Object.entries(state.cuts)) {
    fields.set(`cut.${name}`, `${low ?? ""}~${high ?? ""}`);
  }
  put("uncertainty", `${state.backgroundUncertainty}`, `${base.backgroundUncertainty}`);
  put("model", state.model, base.model);
  if (state.opened !== null) fields.set("network", encodeCode(state.opened));
  else putNetwork(put, state.network, base.network);
  putTrees(put, state.trees, base.trees);
  put("epochs", `${state.epochs}`, `${base.epochs}`);
  if (state.threshold !== null) fields.set("threshold", `${state.threshold}`);
  if (state.language !== null) fields.set("lang", state.language);
  if (state.hidden.length > 0) fields.set("hide", state.hidden.join(","));
  if (state.experiment !== null) fields.set("experiment", `${state.experiment}`);
  if (state.projector) fields.set("projector", "on");
  putMeasurement(put, state.measurement);
  const names = featuresOf(facts, state.dataset).map(({ name }) => name);
  for (const side of ["x", "y"] as const) {
    // The variables of another set of events: they mean nothing here.
    if (names.includes(state.plane[side])) {
      put(`plane.${side}`, state.plane[side], base.plane[side]);
    }
  }
  return fragmentOf(fields);
}

function putNetwork(
  put: (field: string, value: string, usual: string) => void,
  network: NetworkChoice,
  usual: NetworkChoice,
): void {
  const onOff = (flag: boolean): string => (flag ? "on" : "off");
  put("inputs", network.inputs.join(","), usual.inputs.join(","));
  put("layers", network.layers.join(",") || "0", usual.layers.join(","));
  put("activation", network.activation, usual.activation);
  put("optimiser", network.optimiser, usual.optimiser);
  put("rate", `${network.learningRate}`, `${usual.learningRate}`);
  put("batch", `${network.batchSize}`, `${usual.batchSize}`);
  put("l1", `${network.l1}`, `${usual.l1}`);
  put("l2", `${network.l2}`, `${usual.l2}`);
  put("dropout", `${network.dropout}`, `${usual.dropout}`);
  put("early", `${network.earlyStop}`, `${usual.earlyStop}`);
  put("weights", onOff(network.useWeights), onOff(usual.useWeights));
  put("passing", onOff(network.onlyPassing), onOff(usual.onlyPassing));
  put("seed", `${network.seed}`, `${usual.seed}`);
}

function putMeasurement(
  put: (field: string, value: string, usual: string) => void,
  measurement: MeasurementChoice,
): void {
  const usual = USUAL_MEASUREMENT;
  put("keep", measurement.selection, usual.selection);
  put("bins", `${measurement.scoreBins}`, `${usual.scoreBins}`);
  put("luminosity", `${measurement.luminosity ?? ""}`, "");
  put("luminosity.error", `${measurement.luminosityError}`, `${usual.luminosityError}`);
  put("met.scale", `${measurement.metScale}`, `${usual.metScale}`);
}

function putTrees(
  put: (field: string, value: string, usual: string) => void,
  trees: TreesChoice,
  usual: TreesChoice,
): void {
  put("tree.depth", `${trees.maxDepth}`, `${usual.maxDepth}`);
  put("tree.rate", `${trees.learningRate}`, `${usual.learningRate}`);
  put("tree.part", `${trees.subsample}`, `${usual.subsample}`);
}

/** True where an interval cuts nothing away. */
export function isOpen(interval: Interval): boolean {
  return interval.low === null && interval.high === null;
}
