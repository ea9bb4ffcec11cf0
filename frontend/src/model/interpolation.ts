/**
 * Between "one deviation down" and "up": the interpolations of HistFactory, as pyhf has them.
 *
 * Normalisations: code 4, an exponential outside |α| < 1 and a polynomial of sixth order inside,
 * joined with two derivatives. Shapes: code 4p, straight lines outside and a polynomial inside.
 */

/** Solves for a₁..a₆ of 1 + Σ aᵢ αⁱ from value, slope and curvature at +1 and −1. */
const CODE_4 = [
  [15 / 16, -15 / 16, -7 / 16, -7 / 16, 1 / 16, -1 / 16],
  [3 / 2, 3 / 2, -9 / 16, 9 / 16, 1 / 16, 1 / 16],
  [-5 / 8, 5 / 8, 5 / 8, 5 / 8, -1 / 8, 1 / 8],
  [-3 / 2, -3 / 2, 7 / 8, -7 / 8, -1 / 8, -1 / 8],
  [3 / 16, -3 / 16, -3 / 16, -3 / 16, 1 / 16, -1 / 16],
  [1 / 2, 1 / 2, -5 / 16, 5 / 16, 1 / 16, 1 / 16],
] as const;

/** A factor as a function of α: `down` at −1, 1 at 0, `up` at +1. */
export interface FactorCurve {
  readonly logUp: number;
  readonly logDown: number;
  /** Coefficients of α¹ to α⁶ between them. */
  readonly polynomial: readonly number[];
}

/** A value and its derivatives. */
export interface Bent {
  readonly value: number;
  readonly slope: number;
  readonly curvature: number;
}

/** The curve through `down`, 1 and `up`, both positive. */
export function factorCurve(down: number, up: number): FactorCurve {
  const logUp = Math.log(up);
  const logDown = Math.log(down);
  const ends = [
    up - 1,
    down - 1,
    logUp * up,
    -logDown * down,
    logUp * logUp * up,
    logDown * logDown * down,
  ];
  const polynomial = CODE_4.map((row) => row.reduce((sum, c, i) => sum + c * ends[i], 0));
  return { logUp, logDown, polynomial };
}

/** The factor at `alpha` and its logarithmic slope. */
export function factorAt(
  { logUp, logDown, polynomial }: FactorCurve,
  alpha: number,
): { factor: number; logSlope: number } {
  if (Math.abs(alpha) >= 1) {
    const logSlope = alpha > 0 ? logUp : -logDown;
    return { factor: Math.exp(alpha * logSlope), logSlope };
  }
  let factor = 0;
  let slope = 0;
  for (let power = 6; power >= 1; power--) {
    const coefficient = polynomial[power - 1];
    factor = (factor + coefficient) * alpha;
    slope = slope * alpha + power * coefficient;
  }
  factor += 1;
  return { factor, logSlope: slope / factor };
}

/**
 * How much the asymmetry of a shape's two changes counts: the change of a bin is
 * α · (up − down) / 2 + weight · (up + down − 2 nominal) / 16.
 */
export function shapeWeight(alpha: number): Bent {
  const square = alpha * alpha;
  if (square >= 1) return { value: 8 * Math.abs(alpha), slope: 8 * Math.sign(alpha), curvature: 0 };
  return {
    value: square * (15 + square * (3 * square - 10)),
    slope: alpha * (30 + square * (18 * square - 40)),
    curvature: 30 + square * (90 * square - 120),
  };
}
