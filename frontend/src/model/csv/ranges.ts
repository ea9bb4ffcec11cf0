/** The range and the bins in which a column is drawn. */

export interface ColumnRange {
  readonly low: number;
  readonly high: number;
  readonly n_bins: number;
  readonly discrete: boolean;
}

/** Whole numbers that span at most so many values are drawn one bin a value. */
const MOST_DISCRETE = 30;
const N_BINS = 40;
/** The range leaves out this share of the rows on either side. */
const TAIL = 0.005;
/** Enough rows to tell a range from. */
const ROWS_LOOKED_AT = 100_000;
/** A column without a spread still needs a range to be drawn in. */
const SMALLEST_SPREAD = 1e-9;

/** From the 0.5 % to the 99.5 % quantile, rounded outwards; all values where they are few whole numbers. */
export function rangeOf(values: Float32Array): ColumnRange {
  const sorted = sampled(values).sort();
  const [least, most] = extremes(values);
  if (most - least <= MOST_DISCRETE && values.every((value) => Number.isInteger(value))) {
    const n_bins = most - least + 1;
    return { low: least - 0.5, high: most + 0.5, n_bins, discrete: true };
  }
  const quantile = (share: number): number => sorted[Math.round(share * (sorted.length - 1))];
  let [low, high] = [quantile(TAIL), quantile(1 - TAIL)];
  if (high - low <= SMALLEST_SPREAD * Math.max(Math.abs(low), Math.abs(high))) {
    [low, high] = [least, most];
  }
  return { ...outwards(low, high), n_bins: N_BINS, discrete: false };
}

function sampled(values: Float32Array): Float32Array {
  const stride = Math.ceil(values.length / ROWS_LOOKED_AT);
  return new Float32Array(Math.ceil(values.length / stride)).map((_, i) => values[i * stride]);
}

function extremes(values: Float32Array): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

/** Ends with few digits: multiples of a fiftieth of the spread's own power of ten. */
function outwards(low: number, high: number): { low: number; high: number } {
  const step = 10 ** (Math.floor(Math.log10(high - low)) - 1);
  const rounded = (value: number): number => Number((value * step).toPrecision(6));
  return { low: rounded(Math.floor(low / step)), high: rounded(Math.ceil(high / step)) };
}
