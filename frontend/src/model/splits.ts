/**
 * The best question to ask a set of events, from sums over bins.
 *
 * Each event brings a slope g and a curvature h. A leaf that answers v costs Σ (g v + h v² / 2) and
 * l2 v² / 2 on top, which is least at v = −G / (H + l2). With the slopes of a loss this grows a tree
 * of gradient boosting (eq. 5 and 7 of arXiv:1603.02754). With g = −w y and h = w the answer is the
 * signal's share of the weight, and twice the gain is what the weighted Gini impurity falls by.
 */

/** Numbers kept of each bin: G, H and the count of events. */
const N_SUMS = 3;

/** What makes a leaf too small, and a question too expensive. */
export interface LeafLimits {
  /** Events that a leaf must have. */
  readonly minEvents: number;
  /** Σ h that a leaf must have. */
  readonly minCurvature: number;
  /** Penalty that draws the answers of leaves towards 0. */
  readonly l2: number;
}

/** Sums of slopes and curvatures, and the number of events. */
export interface Sums {
  readonly g: number;
  readonly h: number;
  readonly n: number;
}

/** Events whose bin of the variable `column` is at most `bin` go left. */
export interface Split {
  readonly column: number;
  readonly bin: number;
  /** By how much the cost of the two leaves is below that of the one, times 2. */
  readonly gain: number;
  readonly left: Sums;
}

/** A gain below this part of what a leaf weighs is rounding: its events agree already. */
const LEAST_GAIN = 1e-12;

/** Histograms of G, H and counts, `nBins` bins of each of `width` variables. */
export function emptyHistogram(width: number, nBins: number): Float64Array {
  return new Float64Array(width * nBins * N_SUMS);
}

/**
 * Fill `out` with the events `order[start..end)`. `bins`: `width` per event; `slopes`: g and h per
 * event. All variables of one event are filled together, so that the sums of a variable with few
 * values do not have to wait for one another.
 */
export function fillHistogram(
  out: Float64Array,
  { bins, width, nBins }: { bins: Uint8Array; width: number; nBins: number },
  slopes: Float64Array,
  order: Uint32Array,
  start: number,
  end: number,
): void {
  out.fill(0);
  const stride = nBins * N_SUMS;
  for (let place = start; place < end; place++) {
    const event = order[place];
    const g = slopes[2 * event];
    const h = slopes[2 * event + 1];
    const from = event * width;
    for (let column = 0, base = 0; column < width; column++, base += stride) {
      const at = base + bins[from + column] * N_SUMS;
      out[at] += g;
      out[at + 1] += h;
      out[at + 2] += 1;
    }
  }
}

/** What is left of `whole` without `part`: the other child of a split, at no more than this. */
export function subtractHistogram(whole: Float64Array, part: Float64Array): void {
  for (let i = 0; i < whole.length; i++) whole[i] -= part[i];
}

/** The split of largest gain, the first of several; null where none is allowed or gains anything. */
export function bestSplit(
  histogram: Float64Array,
  nBins: number,
  all: Sums,
  limits: LeafLimits,
): Split | null {
  const { minEvents, minCurvature, l2 } = limits;
  const before = (all.g * all.g) / (all.h + l2);
  let gain = LEAST_GAIN * (before + all.h);
  let found = -1;
  let left: Sums = all;
  for (let first = 0; first < histogram.length; first += nBins * N_SUMS) {
    let g = 0;
    let h = 0;
    let n = 0;
    for (let at = first; at < first + (nBins - 1) * N_SUMS; at += N_SUMS) {
      if (histogram[at + 2] === 0) continue; // an empty bin asks the same as the one before it
      g += histogram[at];
      h += histogram[at + 1];
      n += histogram[at + 2];
      if (n < minEvents || !(h >= minCurvature && h > 0)) continue;
      const otherH = all.h - h;
      if (all.n - n < minEvents || !(otherH >= minCurvature && otherH > 0)) break;
      const other = all.g - g;
      const gained = (g * g) / (h + l2) + (other * other) / (otherH + l2) - before;
      if (gained > gain) {
        gain = gained;
        found = at;
        left = { g, h, n };
      }
    }
  }
  if (found < 0) return null;
  const bin = found / N_SUMS;
  return { column: Math.floor(bin / nBins), bin: bin % nBins, gain, left };
}

/** The answer of a leaf that costs least. */
export function leafValue({ g, h }: Sums, l2: number): number {
  return h + l2 > 0 ? -g / (h + l2) : 0;
}
