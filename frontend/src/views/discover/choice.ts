/** The locked choice in words. */
import { processTitle } from "../../features";
import { fragmentOf } from "../../fragment";
import type { Hunt } from "../../hunt";
import type { Decision } from "../../journal/decision";
import { type Stop, writeState } from "../../state";
import { t } from "../../text";
import { chosenPercent, formatNumber } from "../format";
import { metScaleText } from "../decide/words";
import { scoreText } from "../judge/words";
import { modelText } from "../learn/names";

export function signalTitle({ facts }: Hunt, { dataset, signal }: Decision): string {
  return processTitle(facts, dataset, signal);
}

export function datasetTitle({ facts }: Hunt, { dataset }: Decision): string {
  return facts.datasets.find(({ id }) => id === dataset)?.title ?? dataset;
}

/** "Looked for: … Events kept: … Bins of the score: 6. Luminosity: 10 fb⁻¹ …" */
export function choiceText(hunt: Hunt, decision: Decision): string {
  const { selection, threshold, luminosity, bins, uncertain } = decision;
  return t("discover.choice", {
    signal: signalTitle(hunt, decision),
    selection: t(`discover.selection.${selection}`, {
      model: modelText(decision.model),
      threshold: threshold === null ? "" : scoreText(threshold),
    }),
    bins: bins.background.sum.length,
    luminosity: formatNumber(luminosity, 4),
    background: chosenPercent(uncertain.background),
    luminosityError: chosenPercent(uncertain.luminosity),
    metScale: metScaleText(uncertain, bins),
  });
}

/** The link that makes the choice again, opened at a stop; with an experiment, on its data. */
export function linkOf({ fragment }: Decision, stop: Stop, experiment: number | null): string {
  const fields = new URLSearchParams(fragment.slice(1));
  fields.set("stop", stop);
  if (experiment !== null) fields.set("experiment", String(experiment));
  return fragmentOf(fields);
}

/** Fields of a link that say what was trained and cut, and on which events. */
const OF_THE_MODEL =
  /^(data|level|signal|model|network|inputs|layers|activation|optimiser|rate|batch|weights|passing|seed|l1|l2|dropout|early|epochs|tree\.|cut\.)/;

/** Whether the model and the cuts at hand are those that were locked. */
export function isAtHand(
  { state, facts }: Pick<Hunt, "state" | "facts">,
  { fragment }: Decision,
): boolean {
  const modelOf = (link: string): string => {
    const fields = [...new URLSearchParams(link.slice(1))];
    return JSON.stringify(fields.filter(([name]) => OF_THE_MODEL.test(name)).sort());
  };
  return modelOf(fragment) === modelOf(writeState(state, facts));
}
