/** The uncertainty of the validation loss, worked out whenever the training rests. */
import { useMemo } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { lossWithError } from "../../model/lossError";
import type { LossError } from "../../model/lossError";

/** null while training runs, before it began, and where there is nothing to validate on. */
export function useLossError(hunt: Hunt): LossError | null {
  const { dataset, filter, training } = hunt;
  const { state, network } = training;
  return useMemo(() => {
    if (state !== "paused" || dataset === null || filter === null || network === null) return null;
    const mask = hunt.state.network.onlyPassing ? filter.mask() : null;
    const { validation } = hunt.split;
    return lossWithError(dataset, validation, hunt.trainingConfig, mask, network);
  }, [hunt, dataset, filter, state, network]);
}
