/** What the page reads of a student's own file, at most; more is refused or thinned, and said. */

/** Bytes of a file. */
export const MOST_FILE_BYTES = 200_000_000;
/** Rows kept, and numbers in all of them; of a longer file rows are drawn evenly. */
const MOST_ROWS = 1_000_000;
const MOST_NUMBERS = 10_000_000;
export const MOST_COLUMNS = 10_000;
/** Columns that a model may look at: as many as the cuts can follow. */
export const MOST_FEATURES = 32;
/** Rows kept of a table of so many features: what a page can hold and still follow every cut. */
export function mostRows(nFeatures: number): number {
  return Math.min(MOST_ROWS, Math.floor(MOST_NUMBERS / nFeatures));
}

/** Different values of a column that names the classes. */
export const MOST_CLASSES = 20;
/** One row; longer, and a quote was never closed, or the file is no table. */
export const MOST_ROW_BYTES = 1_000_000;
/** What the separator and the decimal mark are told from. */
export const HEAD_BYTES = 1_000_000;
