/** What a run is called and made of, in words. */
import { modelConfig } from "../../../config";
import type { KeptRun, Reported } from "../../../journal/runs";
import { stateOf } from "../../../keptRuns";
import { featuresOf } from "../../../features";
import { FULL_DETECTOR } from "../../../model/level";
import { isTreeConfig } from "../../../model/protocol";
import type { Facts } from "../../../model/types";
import type { State } from "../../../state";
import { t } from "../../../text";
import { chosenPercent, formatCount, formatMeasured, SIGMA_DECIMALS } from "../../format";
import { detailsOf, nameOf } from "../../learn/attempts";
import { modelText } from "../../learn/names";
import { levelName } from "../../levels/words";
import { scoreText } from "../words";

/** The student's name for it, or its place in the table. */
export function runName({ name }: KeptRun, place: number): string {
  return name === "" ? t("judge.runs.unnamed", { n: place + 1 }) : name;
}

/** The same within a sentence: letters that run from right to left do not turn the words around. */
export function quoted(name: string): string {
  return `\u2068${name}\u2069`;
}

export interface ModelWords {
  readonly model: string;
  readonly details: string;
  readonly epochs: string;
  /** "epochs: 30", "trees: 444": how far it has learned, in the word that is its own. */
  readonly learned: string;
}

export interface RunWords extends ModelWords {
  readonly data: string;
  /** Where the significance was read, and how well the background is known there. */
  readonly at: string;
}

/** The model that a state asks for. */
export function modelWords(state: State, facts: Facts): ModelWords {
  const known = featuresOf(facts, state.dataset).map(({ name }) => name);
  const columns = state.network.inputs.map((name) => known.indexOf(name));
  const config = modelConfig(state, columns, { signal: -1, backgrounds: [] });
  return {
    model: isTreeConfig(config) ? nameOf(config) : `${modelText(state.model)} ${nameOf(config)}`,
    details: state.opened === null ? detailsOf(config) : t("judge.runs.opened"),
    epochs: formatCount(state.epochs),
    learned: learnedText(state),
  };
}

export function learnedText({ model, epochs }: Pick<State, "model" | "epochs">): string {
  return t(`model.learned.${model}`, { epochs: formatCount(epochs) });
}

/** From the run's link, which is checked as every link of the page is. */
export function runWords(run: KeptRun, facts: Facts): RunWords {
  const state = stateOf(run, facts);
  const { dataset, level, signal, threshold } = state;
  const data = facts.datasets.find(({ id }) => id === dataset);
  const title = data?.title ?? "";
  const seen = level === FULL_DETECTOR ? title : `${title} (${levelName(level)})`;
  const process = data?.processes.find(({ name }) => name === signal);
  return {
    ...modelWords(state, facts),
    data: t("judge.runs.data", { data: seen, signal: process?.title ?? "" }),
    at: t("judge.runs.at", {
      threshold: threshold === null ? "–" : scoreText(threshold),
      uncertainty: chosenPercent(state.backgroundUncertainty),
    }),
  };
}

export function areaText(auc: Reported | null): string {
  return auc === null ? "–" : formatMeasured(auc.value, auc.uncertainty);
}

export function sigmaText(z: Reported | null): string {
  return z === null ? "–" : formatMeasured(z.value, z.uncertainty, SIGMA_DECIMALS);
}
