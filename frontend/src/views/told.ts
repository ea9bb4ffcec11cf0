/** What is said of observed counts: of pseudo-data, or of data that an experiment measured. */
import type { Hunt } from "../hunt";
import { type Experiment, isMeasured, lookNumber } from "../journal/discovery";
import type { MeasuredFacts } from "../model/types";
import { t, tDynamic, type TextKey, type Values } from "../text";
import { formatCount, formatNumber } from "./format";

/** Says a sentence; of measured data the one of the same key behind "measured.". */
export type Told = (key: TextKey, values?: Values) => string;

/** `dataset`: the one that the counts belong to. */
export function toldOf({ facts }: Hunt, dataset: string, experiment: Experiment): Told {
  if (!isMeasured(experiment)) return t;
  const measured = facts.datasets.find(({ id }) => id === dataset)?.measured;
  const own = { ...sourceOf(measured), look: formatCount(lookNumber(experiment)) };
  return (key, values = {}) => tDynamic(`measured.${key}`, { ...own, ...values });
}

/** Who measured the data, and how much, as values of a sentence. */
export function sourceOf(measured: MeasuredFacts | undefined): { by: string; luminosity: string } {
  const { by = "", luminosity_ifb: luminosity = null } = measured ?? {};
  return {
    by: by === "" ? t("measured.by.unknown") : by,
    luminosity:
      luminosity === null
        ? t("measured.luminosity.unknown")
        : `${formatNumber(luminosity, 4)} fb⁻¹`,
  };
}
