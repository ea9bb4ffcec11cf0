/** What the parts of a network are called on the page, and how their numbers are written. */
import type { ModelName } from "../../choices";
import type { Activation, FeatureFacts } from "../../model/types";
import { t } from "../../text";
import { formatFixed, formatNumber } from "../format";
import type { NodePlace } from "./layout";

/** "ETmiss", "layer 2, neuron 5" or "output". */
export function nodeName(
  { layer, index }: NodePlace,
  nLayers: number,
  inputs: readonly FeatureFacts[],
): string {
  if (layer === 0) return inputs[index]?.symbol ?? "";
  if (layer === nLayers - 1) return t("learn.node.output");
  return t("learn.node.hidden", { layer, index: index + 1 });
}

/** A number inside a neuron: as many digits as fit. */
export function nodeNumber(value: number, crowded: boolean): string {
  if (!Number.isFinite(value)) return "?";
  const digits = Math.abs(value) >= 9.95 ? 0 : crowded ? 1 : 2;
  return formatFixed(value, digits);
}

/** A number in the arithmetic: three decimals, or more digits where it is small. */
export function termNumber(value: number): string {
  if (!Number.isFinite(value)) return "?";
  if (Math.abs(value) >= 1e4) return formatNumber(value, 4);
  return formatFixed(value, 3);
}

/** A physical value with its unit: "142.3 GeV". */
export function valueWithUnit(value: number, unit: string): string {
  const text = formatNumber(value, 4);
  return unit === "" ? text : `${text} ${unit}`;
}

export function curveName(curve: Activation): string {
  return t(`learn.activation.${curve}`);
}

/** A loss is written with three decimals, the digits in which networks differ. */
export function lossText(value: number): string {
  return Number.isFinite(value) ? formatFixed(value, 3) : "–";
}

/** "0, 1, 2" */
export function foldsText(folds: readonly number[]): string {
  return folds.join(", ");
}

/** "9–8–8–1" */
export function shapeText(sizes: readonly number[]): string {
  return sizes.join("–");
}

/** "network", "boosted trees": within a sentence. */
export function modelText(model: ModelName): string {
  return t(`model.${model}`);
}
