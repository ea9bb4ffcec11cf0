/** The likelihood of a binned measurement: expected counts as a function of what one does not know. */
import { type Bent, factorAt, factorCurve, type FactorCurve, shapeWeight } from "./interpolation";

/** What each process contributes to each bin, and how well the simulation knows it. */
export interface Templates {
  readonly isSignal: readonly boolean[];
  /** Σw and Σw² of each process in each bin. */
  readonly sum: readonly ArrayLike<number>[];
  readonly sumSquares: readonly ArrayLike<number>[];
}

/** One source of uncertainty: what its −1 and +1 standard deviation make of each process. */
export interface Systematic {
  readonly name: string;
  /** Factors (down, up) on a whole process, by its place in the templates. */
  readonly norm: ReadonlyMap<number, readonly [number, number]>;
  /** Contents of all bins (down, up), in place of the nominal ones. */
  readonly shape: ReadonlyMap<number, readonly [ArrayLike<number>, ArrayLike<number>]>;
}

export type FitProblem =
  "no-signal" | "empty-bin" | "bad-model" | "bad-counts" | "not-unique" | "no-minimum";

/** A fit that has no answer; `code` names the text to show. */
export class FitError extends Error {
  readonly code: FitProblem;

  constructor(code: FitProblem, detail: string) {
    super(`${code}: ${detail}`);
    this.name = "FitError";
    this.code = code;
  }
}

interface NormSource {
  /** Which α. */
  readonly source: number;
  /** One a process. */
  readonly curves: readonly FactorCurve[];
}

interface ShapeSource {
  readonly source: number;
  /** Process after process, a number a bin; as in `shapeWeight`. */
  readonly mean: Float64Array;
  readonly asymmetry: Float64Array;
}

export interface FitModel {
  readonly nBins: number;
  readonly nSources: number;
  readonly isSignal: readonly boolean[];
  /** Process after process, Σw of each bin. */
  readonly nominal: Float64Array;
  readonly norms: readonly NormSource[];
  readonly shapes: readonly ShapeSource[];
  /** Relative error of the simulated background, then of the signal, in each bin. */
  readonly gammaSpread: Float64Array;
  /** Sources that change a shape much the same way up and down: there may be two minima. */
  readonly oneSided: readonly number[];
}

/** A point of the model: signal strength, sources in deviations, simulation's factors (2 × bins). */
export interface Parameters {
  readonly mu: number;
  readonly alpha: Float64Array;
  readonly gamma: Float64Array;
}

/** Expected counts at a point, and how they change; rows of `slope`: μ, then each source. */
export interface Expectation {
  readonly total: Float64Array;
  /** Background, then signal, for γ = 1. */
  readonly byClass: Float64Array;
  readonly slope: Float64Array;
  /** Second derivatives of each by itself, that of a normalisation as if it were exponential. */
  readonly curvature: Float64Array;
}

/** A source that scales `processes` together by 1 + `relative`, or by 1 / (1 + relative). */
export function normalisation(
  name: string,
  processes: readonly number[],
  relative: number,
): Systematic {
  const factors = [1 / (1 + relative), 1 + relative] as const;
  return { name, norm: new Map(processes.map((process) => [process, factors])), shape: new Map() };
}

/** The model of pyhf with `normsys`, `histosys` and a `staterror` of each class. */
export function fitModel(templates: Templates, systematics: readonly Systematic[]): FitModel {
  checkModel(templates, systematics);
  const nBins = templates.sum[0].length;
  const nominal = joined(templates.sum);
  const shapes = systematics.flatMap((systematic, source) =>
    systematic.shape.size > 0 ? [shapeSource(templates, systematic, source)] : [],
  );
  return {
    nBins,
    nSources: systematics.length,
    isSignal: templates.isSignal,
    nominal,
    norms: systematics.flatMap((systematic, source) =>
      systematic.norm.size > 0 ? [normSource(templates, systematic, source)] : [],
    ),
    shapes,
    gammaSpread: joined([relativeError(templates, false), relativeError(templates, true)]),
    oneSided: shapes.filter(isOneSided).map(({ source }) => source),
  };
}

function joined(rows: readonly ArrayLike<number>[]): Float64Array {
  return Float64Array.from(rows.flatMap((row) => Array.from(row)));
}

function normSource({ sum }: Templates, { norm }: Systematic, source: number): NormSource {
  return { source, curves: sum.map((_, process) => factorCurve(...(norm.get(process) ?? [1, 1]))) };
}

function shapeSource({ sum }: Templates, { shape }: Systematic, source: number): ShapeSource {
  const nominal = joined(sum);
  const down = joined(sum.map((row, process) => shape.get(process)?.[0] ?? row));
  const up = joined(sum.map((row, process) => shape.get(process)?.[1] ?? row));
  return {
    source,
    mean: up.map((high, i) => (high - down[i]) / 2),
    asymmetry: up.map((high, i) => (high + down[i] - 2 * nominal[i]) / 16),
  };
}

function isOneSided({ mean, asymmetry }: ShapeSource): boolean {
  const size = (values: Float64Array): number =>
    values.reduce((sum, value) => sum + Math.abs(value), 0);
  return 8 * size(asymmetry) > 0.5 * size(mean);
}

/** Σ over the processes of a class, in each bin. */
function classSum(
  rows: readonly ArrayLike<number>[],
  isSignal: readonly boolean[],
  ofSignal: boolean,
): Float64Array {
  const total = new Float64Array(rows[0].length);
  rows.forEach((row, process) => {
    if (isSignal[process] !== ofSignal) return;
    for (let bin = 0; bin < row.length; bin++) total[bin] += row[bin];
  });
  return total;
}

/** Error / content; 0, a fixed γ, where there is no positive content. */
function relativeError(templates: Templates, ofSignal: boolean): Float64Array {
  const squares = classSum(templates.sumSquares, templates.isSignal, ofSignal);
  return classSum(templates.sum, templates.isSignal, ofSignal).map((total, bin) =>
    total > 0 ? Math.sqrt(squares[bin]) / total : 0,
  );
}

/** The point where every source and every γ has its nominal value. */
export function nominalParameters(model: FitModel, mu: number): Parameters {
  const { nSources, nBins } = model;
  return { mu, alpha: new Float64Array(nSources), gamma: new Float64Array(2 * nBins).fill(1) };
}

/** Expected counts in each bin and their derivatives. */
export function expectation(model: FitModel, at: Parameters): Expectation {
  const { nBins, nSources } = model;
  const rows = (1 + nSources) * nBins;
  const found = {
    total: new Float64Array(nBins),
    byClass: new Float64Array(2 * nBins),
    slope: new Float64Array(rows),
    curvature: new Float64Array(rows),
  };
  const weights = model.shapes.map(({ source }) => shapeWeight(at.alpha[source]));
  for (let process = 0; process < model.isSignal.length; process++) {
    addProcess(found, model, at, process, weights);
  }
  return found;
}

/** Add what one process expects; `weights`: how much each shape's asymmetry counts. */
function addProcess(
  { total, byClass, slope, curvature }: Expectation,
  model: FitModel,
  at: Parameters,
  process: number,
  weights: readonly Bent[],
): void {
  const { nBins, norms, shapes } = model;
  const kind = Number(model.isSignal[process]);
  const factors = norms.map(({ source, curves }) => factorAt(curves[process], at.alpha[source]));
  const scale = factors.reduce((product, { factor }) => product * factor, 1);
  const strength = kind === 1 ? at.mu * scale : scale;
  for (let bin = 0; bin < nBins; bin++) {
    const place = process * nBins + bin;
    const gamma = at.gamma[kind * nBins + bin];
    let content = model.nominal[place];
    shapes.forEach(({ source, mean, asymmetry }, s) => {
      const row = (1 + source) * nBins + bin;
      content += at.alpha[source] * mean[place] + weights[s].value * asymmetry[place];
      slope[row] += (mean[place] + weights[s].slope * asymmetry[place]) * strength * gamma;
      curvature[row] += weights[s].curvature * asymmetry[place] * strength * gamma;
    });
    const expected = content * strength;
    byClass[kind * nBins + bin] += expected;
    total[bin] += expected * gamma;
    if (kind === 1) slope[bin] += content * scale * gamma;
    norms.forEach(({ source }, k) => {
      const row = (1 + source) * nBins + bin;
      slope[row] += factors[k].logSlope * expected * gamma;
      curvature[row] += factors[k].logSlope ** 2 * expected * gamma;
    });
  }
}

function checkModel(templates: Templates, systematics: readonly Systematic[]): void {
  const { sum, sumSquares, isSignal } = templates;
  const nBins = sum.length > 0 ? sum[0].length : 0;
  const isRow = (row: ArrayLike<number>, low: number): boolean =>
    row.length === nBins && Array.from(row).every((x) => Number.isFinite(x) && x >= low);
  const sound =
    nBins > 0 &&
    sum.length === isSignal.length &&
    sumSquares.length === isSignal.length &&
    sum.every((row) => isRow(row, -Infinity)) &&
    sumSquares.every((row) => isRow(row, 0));
  if (!sound) throw new FitError("bad-model", "templates must be finite and of one length");
  const signal = classSum(sum, isSignal, true).reduce((total, content) => total + content, 0);
  if (!(signal > 0)) throw new FitError("no-signal", `${signal} events are expected`);
  if (!classSum(sum, isSignal, false).every((content) => content > 0)) {
    throw new FitError("empty-bin", "every bin needs background");
  }
  for (const { name, norm, shape } of systematics) {
    const acts =
      [...norm.keys(), ...shape.keys()].every((process) => process in sum) &&
      norm.size + shape.size > 0 &&
      [...norm.values()].flat().every((factor) => factor > 0 && Number.isFinite(factor)) &&
      [...shape.values()].flat().every((row) => isRow(row, -Infinity));
    if (!acts) throw new FitError("bad-model", `the source ${name} cannot be used`);
  }
}
