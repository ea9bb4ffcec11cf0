/** The locked choice in words. */
import type { Hunt } from "../../hunt";
import type { Decision } from "../../journal/decision";
import type { Stop } from "../../state";
import { t } from "../../text";
import { chosenPercent, formatNumber } from "../format";
import { scoreText } from "../judge/words";
import { modelText } from "../learn/names";

export function signalTitle({ facts }: Hunt, { dataset, signal }: Decision): string {
  const home = facts.datasets.find(({ id }) => id === dataset);
  return home?.processes.find(({ name }) => name === signal)?.title ?? signal;
}

export function datasetTitle({ facts }: Hunt, { dataset }: Decision): string {
  return facts.datasets.find(({ id }) => id === dataset)?.title ?? dataset;
}

/** "You look for … with your network, keeping scores of 0.42 or more, in 6 bins, at 10 fb⁻¹ …" */
export function choiceText(hunt: Hunt, decision: Decision): string {
  const { selection, threshold, luminosity, bins, uncertain, attempt } = decision;
  return t("discover.choice", {
    signal: signalTitle(hunt, decision),
    selection: t(`discover.selection.${selection}`, {
      model: modelText(decision.model),
      threshold: threshold === null ? "" : scoreText(threshold),
    }),
    bins: bins.background.sum.length,
    luminosity: formatNumber(luminosity, 4),
    background: chosenPercent(uncertain.background),
    attempt,
  });
}

/** The link that makes the choice again, opened at a stop; with an experiment, on its data. */
export function linkOf({ fragment }: Decision, stop: Stop, experiment?: number): string {
  const fields = new URLSearchParams(fragment.slice(1));
  fields.set("stop", stop);
  if (experiment !== undefined) fields.set("experiment", String(experiment));
  return `#${fields.toString().replaceAll("%7E", "~").replaceAll("%2C", ",")}`;
}
