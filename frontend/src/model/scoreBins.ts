/** Bins of a score in which the simulated background is worth enough; as the package's binning.py. */
import { MIN_EFFECTIVE_BACKGROUND } from "./significance";

/** Thresholds that are tried, closest together at both ends; N_CANDIDATES of the package. */
const N_CANDIDATES = 301;

/** Events that are to be put into bins; those of weight 0 are passed over. */
export interface BinnedEvents {
  readonly scores: ArrayLike<number>;
  readonly isSignal: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

/** Sums above each threshold. */
interface Above {
  readonly signal: Float64Array;
  readonly background: Float64Array;
  /** Σw² of the background. */
  readonly squares: Float64Array;
}

/**
 * Edges, bins + 1, ascending, of bins whose background is positive and worth
 * MIN_EFFECTIVE_BACKGROUND events or more.
 *
 * A bin is closed from the signal-rich end as soon as it holds enough background and its shares of
 * all signal and of all background add up to 2 / `nBinsMax` ("transformation D",
 * arXiv:1708.03299, with equal parameters). One bin where all events have one score. The caller
 * makes sure that all events together are enough for one bin.
 */
export function scoreEdges(events: BinnedEvents, nBinsMax: number): number[] {
  const scores = Float64Array.from(
    Array.from(events.scores).filter((_, event) => events.weights[event] !== 0),
  ).sort();
  const thresholds = candidates(scores);
  if (thresholds.length < 2) return [scores[0], scores[0]];
  const above = sumsAbove(events, thresholds);
  const inner = closedBins(above, thresholds.length, nBinsMax).slice(0, -1).reverse();
  while (inner.length > 0 && !isEnough(between(above, 0, inner[0]))) inner.shift();
  return [0, ...inner, thresholds.length - 1].map((place) => thresholds[place]);
}

/** Which bin a score falls into; what lies outside the edges, into the first or the last. */
export function scoreBin(edges: readonly number[], score: number): number {
  const nBins = edges.length - 1;
  let bin = 0;
  while (bin < nBins - 1 && score >= edges[bin + 1]) bin++;
  return bin;
}

/** Quantiles whose levels follow the logistic function, each value once, the smallest first. */
function candidates(ascending: Float64Array): number[] {
  const n = ascending.length;
  const end = Math.log(n + 1);
  const step = (2 * end) / (N_CANDIDATES - 1);
  const found = [ascending[0]];
  for (let i = 0; i < N_CANDIDATES; i++) {
    const level = 1 / (1 + Math.exp(end - i * step));
    const place = Math.min(n - 1, Math.max(0, Math.ceil(n * level - 1)));
    if (ascending[place] > found[found.length - 1]) found.push(ascending[place]);
  }
  return found;
}

function sumsAbove({ scores, isSignal, weights }: BinnedEvents, thresholds: number[]): Above {
  const n = thresholds.length;
  const above = {
    signal: new Float64Array(n + 1),
    background: new Float64Array(n + 1),
    squares: new Float64Array(n + 1),
  };
  for (let event = 0; event < weights.length; event++) {
    const weight = weights[event];
    if (weight === 0) continue;
    const place = lastAtMost(thresholds, scores[event]);
    if (isSignal[event] === 1) above.signal[place] += weight;
    else {
      above.background[place] += weight;
      above.squares[place] += weight * weight;
    }
  }
  for (const sums of Object.values(above)) {
    for (let place = n - 1; place >= 0; place--) sums[place] += sums[place + 1];
  }
  return above;
}

/** Place of the last of the ascending `thresholds` that is not above `score`; there is one. */
function lastAtMost(thresholds: readonly number[], score: number): number {
  let low = 0;
  let high = thresholds.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (thresholds[middle] <= score) low = middle;
    else high = middle;
  }
  return low;
}

/** Lowest threshold of each bin, from the top; the last one is 0. */
function closedBins(above: Above, nThresholds: number, nBinsMax: number): number[] {
  const closed: number[] = [];
  let upper = nThresholds;
  for (let low = nThresholds - 2; low >= 0; low--) {
    const content = between(above, low, upper);
    const shares = content.signal / above.signal[0] + content.background / above.background[0];
    const isFull = shares * nBinsMax >= 2 * (1 - 1e-9) || (low === 0 && shares * nBinsMax >= 1);
    if (!isFull || !isEnough(content)) continue;
    closed.push(low);
    upper = low;
  }
  return closed.at(-1) === 0 ? closed : [...closed.slice(0, -1), 0];
}

interface Content {
  readonly signal: number;
  readonly background: number;
  readonly squares: number;
}

function between(above: Above, low: number, high: number): Content {
  const of = (sums: Float64Array): number => sums[low] - sums[high];
  return { signal: of(above.signal), background: of(above.background), squares: of(above.squares) };
}

/** Whether this background may stand alone in a bin. */
function isEnough({ background, squares }: Content): boolean {
  return background > 0 && background ** 2 >= MIN_EFFECTIVE_BACKGROUND * squares;
}
