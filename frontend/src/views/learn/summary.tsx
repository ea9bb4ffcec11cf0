/** The drawing in one sentence. */
import type { JSX } from "preact";
import { largestWeight } from "../../model/arithmetic";
import { countParameters } from "../../model/network";
import type { FeatureFacts, NetworkState } from "../../model/types";
import { t } from "../../text";
import { formatCount } from "../format";
import { nodeName, shapeText, termNumber } from "./names";

export function NetworkSummary(props: {
  sizes: readonly number[];
  network: NetworkState | null;
  inputs: readonly FeatureFacts[];
}): JSX.Element {
  const { sizes, network, inputs } = props;
  const largest = network === null ? null : largestWeight(network);
  const name = (layer: number, index: number): string =>
    nodeName({ layer, index }, sizes.length, inputs);
  return (
    <p class="soft">
      {t("learn.network.size", {
        shape: shapeText(sizes),
        n: formatCount(countParameters(sizes)),
      })}{" "}
      {largest !== null &&
        t("learn.network.largest", {
          weight: termNumber(largest.weight),
          from: name(largest.gap, largest.from),
          to: name(largest.gap + 1, largest.to),
        })}
    </p>
  );
}
