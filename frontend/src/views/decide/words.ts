/** What a measurement is called and how its numbers are written, planned or locked. */
import type { SelectionName } from "../../choices";
import type { MeasuredBins, Uncertain } from "../../model/measurement";
import type { Split, Step } from "../../model/stairs";
import { t } from "../../text";
import { chosenPercent, formatFixed, formatMeasured, formatNumber, shownDecimals } from "../format";
import { scoreText } from "../judge/words";

/** "Score of 0.62 or more", "your cuts", or both. */
export function selectionText(selection: SelectionName, threshold: number | null): string {
  return t(`decide.keep.${selection}.text`, {
    threshold: threshold === null ? "–" : scoreText(threshold),
  });
}

/** "Background, known to ± 10 %". */
export function stepText(step: Step, uncertain: Uncertain): string {
  const size = step === "statistics" || step === "simulation" ? 0 : uncertain[step];
  return t(`decide.step.${step}`, { size: chosenPercent(size) });
}

/** "2 %", or that it plays no part. */
export function metScaleText({ metScale }: Uncertain, { metShift }: MeasuredBins): string {
  return metShift === null ? t("decide.written.notused") : chosenPercent(metScale);
}

/** "36 fb⁻¹" */
export function luminosityText(luminosity: number): string {
  return t("decide.luminosity.amount", { luminosity: formatNumber(luminosity, 4) });
}

/** "1.00 ± 0.42" */
export function muText({ total }: Split): string {
  return formatMeasured(1, total);
}

/** "± 0.31 from chance, ± 0.28 from all else" */
export function splitText({ statistical, systematic }: Split): string {
  return t("decide.mu.split", {
    statistical: formatFixed(statistical, shownDecimals(statistical)),
    systematic: formatFixed(systematic, shownDecimals(systematic)),
  });
}
