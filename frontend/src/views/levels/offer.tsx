/** Where the events have one level only: why, and the way to those that have more. */
import type { JSX } from "preact";
import type { Hunt } from "../../hunt";
import { levelsOf } from "../../model/level";
import type { DatasetFacts } from "../../model/types";
import { t } from "../../text";

/** A dataset that is here and can be seen at several levels. */
export function ladderOf({ facts, arrivals }: Hunt): DatasetFacts | undefined {
  return facts.datasets.find(
    (dataset) =>
      levelsOf(dataset).length > 1 &&
      arrivals.statuses.some(({ id, state }) => id === dataset.id && state === "ready"),
  );
}

export function AtlasOffer({ hunt }: { hunt: Hunt }): JSX.Element {
  const other = ladderOf(hunt);
  const mayChoose = !hunt.state.hidden.includes("data");
  return (
    <>
      <p>{t("level.atlas")}</p>
      {other !== undefined && mayChoose && (
        <button type="button" onClick={() => void hunt.chooseDataset(other.id)}>
          {t("level.atlas.open")}
        </button>
      )}
    </>
  );
}
