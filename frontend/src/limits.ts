/** What the page's numbers may be, wherever they come from. */

/** What a number field, a slider and a link all accept. */
export interface Limits {
  readonly low: number;
  readonly high: number;
  readonly integer?: boolean;
}

export const LIMITS = {
  layers: { low: 0, high: 4, integer: true },
  neurons: { low: 1, high: 32, integer: true },
  learningRate: { low: 0.00001, high: 1 },
  batchSize: { low: 16, high: 4096, integer: true },
  seed: { low: 0, high: 999_999, integer: true },
  epochs: { low: 0, high: 500, integer: true },
  backgroundUncertainty: { low: 0, high: 0.5 },
  threshold: { low: 0, high: 1 },
} as const satisfies Record<string, Limits>;

/** The nearest allowed number. */
export function within(value: number, limits: Limits): number {
  const inside = Math.min(limits.high, Math.max(limits.low, value));
  return limits.integer === true ? Math.round(inside) : inside;
}
