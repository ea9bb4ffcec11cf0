/** What is expected in each bin before any fit, with its uncertainty. */
import { expectation, type FitModel, nominalParameters, type Parameters } from "./fitModel";

/** Expected events of each class in each bin; `error`: of the background, all sources together. */
export interface Prediction {
  readonly background: Float64Array;
  readonly signal: Float64Array;
  readonly error: Float64Array;
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
  return { background, signal, error: variance.map(Math.sqrt) };
}

function moved(at: Parameters, source: number, by: number): Parameters {
  return { ...at, alpha: at.alpha.map((value, k) => (k === source ? by : value)) };
}
