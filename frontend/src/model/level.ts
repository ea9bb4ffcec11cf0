/** How much of the detector a dataset's events have seen. */
import type { Dataset, DatasetFacts, Level } from "./types";

/** What a detector records; the one level of datasets that know no other. */
export const FULL_DETECTOR: Level = 2;

/** The levels at which a dataset can be seen. */
export function levelsOf({ levels }: Pick<DatasetFacts, "levels">): readonly Level[] {
  return levels === undefined || levels.length === 0 ? [FULL_DETECTOR] : levels;
}

/** Names the rows of a dataset: those of another level are others. */
export function rowsName({ id, level = FULL_DETECTOR }: Pick<Dataset, "id" | "level">): string {
  return level === FULL_DETECTOR ? id : `${id} level ${level}`;
}
