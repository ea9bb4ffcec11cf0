/**
 * A game of telling apart: ten pairs of collisions, one of each made dark matter; which?
 *
 * Who guesses is right in half of the pairs. Who ranks every signal event of a pair above the
 * background event with probability p is right in p of them, and p is the area under the ROC
 * curve: the game is what that area means. Pairs come from the events that no model learns from.
 */
import { rowsName } from "./level";
import { Random } from "./random";
import { eventsIn } from "./sample";
import type { Hypothesis } from "./sample";
import type { Dataset } from "./types";
import { isRecord } from "./record";

export const N_PAIRS = 10;

/** One event of the signal and one of a background, by their places in the dataset. */
export interface Pair {
  readonly signal: number;
  readonly background: number;
  /** Shown first, on the left. */
  readonly signalIsFirst: boolean;
}

export interface Game {
  readonly dataset: string;
  readonly signal: string;
  readonly pairs: readonly Pair[];
  /** For each pair answered: did the reader call the first event the signal? */
  readonly answers: readonly boolean[];
}

/** A number of pairs with its standard deviation. */
export interface Spread {
  readonly value: number;
  readonly uncertainty: number;
}

/**
 * The chance of each event to be met: processes as often as they are expected, their Σw, and of a
 * process its events ∝ |w|. (An event of negative weight corrects for others like it.) 0 outside
 * `events`, and for a process of which none are expected. Taking |w| over all processes alike would
 * show those with negative weights too often.
 */
export function appearance(dataset: Dataset, events: Iterable<number>): Float64Array {
  const { process, weight, processes, nEvents } = dataset;
  const chance = new Float64Array(nEvents);
  const expected = new Float64Array(processes.length);
  const size = new Float64Array(processes.length);
  for (const event of events) {
    chance[event] = Math.abs(weight[event]);
    expected[process[event]] += weight[event];
    size[process[event]] += Math.abs(weight[event]);
  }
  return chance.map((own, event) =>
    own === 0 ? 0 : (own * Math.max(0, expected[process[event]])) / size[process[event]],
  );
}

/**
 * Pairs of events in `folds`, drawn without putting back, within each class with the chance of
 * `appearance`. Null where a class has fewer events than pairs.
 */
export function drawPairs(
  dataset: Dataset,
  hypothesis: Hypothesis,
  folds: readonly number[],
  { seed, n = N_PAIRS }: { readonly seed: number; readonly n?: number },
): Pair[] | null {
  const random = new Random(seed);
  const events = eventsIn(dataset, folds, hypothesis, null);
  const ofClass = (isSignal: boolean): Uint32Array =>
    events.filter((event) => (dataset.process[event] === hypothesis.signal) === isSignal);
  const chances = appearance(dataset, events);
  const signals = drawn(chances, ofClass(true), n, random);
  const backgrounds = drawn(chances, ofClass(false), n, random);
  if (signals === null || backgrounds === null) return null;
  return signals.map((signal, place) => ({
    signal,
    background: backgrounds[place],
    signalIsFirst: random.uniform() < 0.5,
  }));
}

function drawn(
  chances: Float64Array,
  events: Uint32Array,
  n: number,
  random: Random,
): number[] | null {
  const left = Float64Array.from(events, (event) => chances[event]);
  if (left.reduce((count, size) => count + (size > 0 ? 1 : 0), 0) < n) return null;
  return Array.from({ length: n }, () => {
    const target = random.uniform() * left.reduce((total, size) => total + size, 0);
    let last = -1;
    let reached = 0;
    for (let place = 0; place < left.length && reached <= target; place++) {
      if (left[place] === 0) continue;
      reached += left[place];
      last = place;
    }
    left[last] = 0;
    return events[last];
  });
}

/** Right answers so far. */
export function rightAnswers({ pairs, answers }: Game): number {
  return answers.filter((answer, place) => answer === pairs[place].signalIsFirst).length;
}

/** Pairs in which a model gives the signal event the higher score; equal scores count half. */
export function rightByScores(pairs: readonly Pair[], scores: ArrayLike<number>): number {
  return pairs.reduce((right, { signal, background }) => {
    const difference = scores[signal] - scores[background];
    return right + (difference > 0 ? 1 : difference === 0 ? 0.5 : 0);
  }, 0);
}

/**
 * A score with its binomial standard deviation. The chance of being right is taken as
 * (right + 1) / (n + 2), Laplace's rule of succession: ten of ten is no proof of never failing.
 */
export function scoreOf(right: number, n: number): Spread {
  const chance = (right + 1) / (n + 2);
  return { value: right, uncertainty: Math.sqrt(n * chance * (1 - chance)) };
}

/** What a coin gets: n/2 with the standard deviation √n / 2. */
export function coin(n: number): Spread {
  return { value: n / 2, uncertainty: Math.sqrt(n) / 2 };
}

/** Chance that a coin gets at least `right` of `n`. */
export function coinReaches(right: number, n: number): number {
  let ways = 1;
  let total = 0;
  for (let k = 0; k <= n; k++) {
    if (k >= right) total += ways;
    ways = (ways * (n - k)) / (k + 1);
  }
  return total / 2 ** n;
}

/** Whether a game, perhaps from a file, was played on events of this dataset that nobody learns from. */
export function fits(
  { dataset: id, signal, pairs }: Game,
  dataset: Dataset,
  hypothesis: Hypothesis,
  folds: readonly number[],
): boolean {
  const has = (event: number, codes: readonly number[]): boolean =>
    event < dataset.nEvents &&
    codes.includes(dataset.process[event]) &&
    folds.includes(dataset.fold[event]);
  return (
    id === rowsName(dataset) &&
    signal === dataset.processes[hypothesis.signal] &&
    pairs.every(
      (pair) =>
        has(pair.signal, [hypothesis.signal]) && has(pair.background, hypothesis.backgrounds),
    )
  );
}

/** A game as it was kept, or null for anything else: files and storage may hold whatever. */
export function readGame(raw: unknown): Game | null {
  if (!isRecord(raw)) return null;
  const { dataset, signal, pairs, answers } = raw;
  if (!isName(dataset) || !isName(signal)) return null;
  if (!Array.isArray(pairs) || pairs.length !== N_PAIRS || !pairs.every(isPair)) return null;
  if (!Array.isArray(answers) || answers.length > N_PAIRS) return null;
  if (!answers.every((answer) => typeof answer === "boolean")) return null;
  const plain = pairs.map((pair) => ({
    signal: pair.signal,
    background: pair.background,
    signalIsFirst: pair.signalIsFirst,
  }));
  return { dataset, signal, pairs: plain, answers: [...answers] as boolean[] };
}

const LONGEST_NAME = 100;

function isName(raw: unknown): raw is string {
  return typeof raw === "string" && raw.length <= LONGEST_NAME;
}

function isPlace(raw: unknown): raw is number {
  return Number.isSafeInteger(raw) && (raw as number) >= 0;
}

function isPair(raw: unknown): raw is Pair {
  return (
    isRecord(raw) &&
    isPlace(raw.signal) &&
    isPlace(raw.background) &&
    typeof raw.signalIsFirst === "boolean"
  );
}
