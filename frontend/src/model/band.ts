/** What is expected in each bin before any fit, with its uncertainty. */
import { expectation, type FitModel, nominalParameters, type Parameters } from "./fitModel";

/** Expected events of a class in all bins, and what is not known about their number. */
export interface Total {
  readonly value: number;
  /** Statistical uncertainty of the simulation. */
  readonly simulation: number;
  /** What the sources together may change: one standard deviation. */
  readonly admitted: number;
}

/** Expected events of each class in each bin; `error`: of the background, all sources together. */
export interface Prediction {
  readonly background: Float64Array;
  readonly signal: Float64Array;
  readonly error: Float64Array;
  /** The signal's at μ = 1. */
  readonly totals: { readonly background: Total; readonly signal: Total };
}

/**
 * Background and signal at μ = 1; the error of the background adds in quadrature the simulation's
 * and half the change that each source makes from −1 to +1 standard deviation.
 */
export function prediction(model: FitModel): Prediction {
  const nominal = nominalParameters(model, 0);
  const background = expectation(model, nominal).total;
  const all = expectation(model, { ...nominal, mu: 1 }).total;
  const variance = background.map((content, bin) => (content * model.gammaSpread[bin]) ** 2);
  for (let source = 0; source < model.nSources; source++) {
    const down = expectation(model, moved(nominal, source, -1)).total;
    const up = expectation(model, moved(nominal, source, 1)).total;
    up.forEach((content, bin) => {
      variance[bin] += ((content - down[bin]) / 2) ** 2;
    });
  }
  const signal = all.map((content, bin) => content - background[bin]);
  const totals = { background: totalOf(model, 0), signal: totalOf(model, 1) };
  return { background, signal, error: variance.map(Math.sqrt), totals };
}

/** All bins of a class (0: background, 1: signal at μ = 1): a source moves them together. */
function totalOf(model: FitModel, kind: 0 | 1): Total {
  const { nBins, nSources, gammaSpread } = model;
  const nominal = nominalParameters(model, 1);
  const at = (parameters: Parameters): Float64Array =>
    expectation(model, parameters).byClass.subarray(kind * nBins, (kind + 1) * nBins);
  const sum = (row: Float64Array): number => row.reduce((all, content) => all + content, 0);
  const contents = at(nominal);
  const errors = contents.map((content, bin) => content * gammaSpread[kind * nBins + bin]);
  const changes = Array.from(
    { length: nSources },
    (_, source) => (sum(at(moved(nominal, source, 1))) - sum(at(moved(nominal, source, -1)))) / 2,
  );
  return {
    value: sum(contents),
    simulation: Math.hypot(...errors),
    admitted: Math.hypot(...changes),
  };
}

function moved(at: Parameters, source: number, by: number): Parameters {
  return { ...at, alpha: at.alpha.map((value, k) => (k === source ? by : value)) };
}
