/** The uncertainty of the validation loss, worked out whenever the training rests. */
import { useMemo } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { lossWithError, treeLossWithError } from "../../model/lossError";
import type { LossError } from "../../model/lossError";
import { isTreeConfig } from "../../model/protocol";

/** null while training runs, before it began, and where there is nothing to validate on. */
export function useLossError(hunt: Hunt): LossError | null {
  const { dataset, filter, training } = hunt;
  const { state, network, trees } = training;
  return useMemo(() => {
    if (state !== "paused" || dataset === null || filter === null) return null;
    const mask = hunt.state.network.onlyPassing ? filter.mask() : null;
    const { validation } = hunt.split;
    const config = hunt.trainingConfig;
    if (isTreeConfig(config)) {
      return trees && treeLossWithError(dataset, validation, config, mask, trees);
    }
    return network && lossWithError(dataset, validation, config, mask, network);
  }, [hunt, dataset, filter, state, network, trees]);
}
