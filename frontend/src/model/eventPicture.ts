/**
 * One collision seen along the beams, drawn from the few numbers that are stored of it.
 *
 * Stored are sizes and differences of angles, not directions. Mass and distance of the leptons fix
 * the angle between them: m² = 2 pT₁ pT₂ (cosh Δη − cos Δφ) and ΔR² = Δη² + Δφ² have one solution
 * (Particle Data Group, review "Kinematics"). The pair, the missing momentum and, because
 * transverse momenta add up to zero, everything else follow. What no number tells is chosen: how
 * the picture is turned, its mirror image, and which lepton stands on the side of the missing part.
 */
import type { Dataset } from "./types";

/** The stored numbers a picture needs: GeV, rad, and no unit. */
export interface EventNumbers {
  readonly leadPt: number;
  readonly subleadPt: number;
  readonly mll: number;
  readonly met: number;
  readonly deltaR: number;
  /** Azimuth between the lepton pair and the missing momentum. */
  readonly deltaPhiToMet: number;
  readonly fractionalPtDifference: number;
  readonly metOverHt: number;
}

/** Momentum across the beams, GeV. */
export interface Vector {
  readonly x: number;
  readonly y: number;
}

/** Numbers that contradict each other, and how far: relative to what they should be. */
export interface Conflict {
  readonly kind: "opening" | "jets" | "balance";
  readonly relative: number;
}

export interface EventPicture {
  readonly lead: Vector;
  readonly sublead: Vector;
  readonly pair: Vector;
  readonly missing: Vector;
  /** Jets and softer particles: what closes the sum. */
  readonly rest: Vector;
  /** Angle between the leptons seen along the beams, and the rest of their distance (rad, 1). */
  readonly deltaPhi: number;
  readonly deltaEta: number;
  /** Sum of the sizes of the jets' momenta, from HT. */
  readonly jetScalarSum: number;
  /** The rest has at least so much that is in no jet, from the momentum imbalance. */
  readonly softAtLeast: number;
  /** Beyond the rounding of stored numbers there is none; the nearest possible picture is drawn. */
  readonly conflicts: readonly Conflict[];
}

const COLUMNS: Readonly<Record<keyof EventNumbers, string>> = {
  leadPt: "lead_lep_pt",
  subleadPt: "sublead_lep_pt",
  mll: "mll",
  met: "met",
  deltaR: "delta_r_ll",
  deltaPhiToMet: "delta_phi_ll_met",
  fractionalPtDifference: "fractional_pt_difference",
  metOverHt: "met_over_ht",
};

/** Numbers stored with seven digits, or fewer, may contradict each other by this much. */
const ROUNDING = 1e-3;
const BISECTIONS = 60;
const UP = Math.PI / 2;

/** What a picture needs of one event; null where the dataset does not have it. */
export function numbersOf(dataset: Dataset, event: number): EventNumbers | null {
  const found: Partial<Record<keyof EventNumbers, number>> = {};
  for (const [key, column] of Object.entries(COLUMNS)) {
    const index = dataset.featureNames.indexOf(column);
    if (index < 0) return null;
    found[key as keyof EventNumbers] = dataset.features[index][event];
  }
  return found as EventNumbers;
}

/** Length of a vector, GeV. */
export function size({ x, y }: Vector): number {
  return Math.hypot(x, y);
}

export function sum(...vectors: readonly Vector[]): Vector {
  return vectors.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
}

function polar(length: number, angle: number): Vector {
  return { x: length * Math.cos(angle), y: length * Math.sin(angle) };
}

/**
 * The picture of an event: the pair points up, the first lepton to the left of it and the missing
 * momentum, where it does not point straight down, to the left too.
 */
export function eventPicture(numbers: EventNumbers): EventPicture {
  const { leadPt, subleadPt, met, deltaPhiToMet, fractionalPtDifference, metOverHt } = numbers;
  const opening = openingAngles(numbers);
  const { deltaPhi, deltaEta } = opening;
  const alone = sum(polar(leadPt, 0), polar(subleadPt, -deltaPhi));
  const leadAzimuth = UP - Math.atan2(alone.y, alone.x);
  const lead = polar(leadPt, leadAzimuth);
  const sublead = polar(subleadPt, leadAzimuth - deltaPhi);
  const pair = sum(lead, sublead);
  const missing = polar(met, UP + deltaPhiToMet);
  const seen = sum(pair, missing);
  const jets = met / metOverHt - leadPt - subleadPt;
  const jetScalarSum = Math.max(0, jets);
  const conflicts: Conflict[] = [
    { kind: "opening", relative: opening.shortfall },
    { kind: "jets", relative: Math.max(0, -jets) / (leadPt + subleadPt) },
    { kind: "balance", relative: imbalance(numbers, size(pair), jetScalarSum) },
  ];
  return {
    lead,
    sublead,
    pair,
    missing,
    rest: { x: -seen.x, y: -seen.y },
    deltaPhi,
    deltaEta,
    jetScalarSum,
    softAtLeast: fractionalPtDifference * size(pair),
    conflicts: conflicts.filter(({ relative }) => relative > ROUNDING),
  };
}

/**
 * Δφ and Δη of the leptons. On the circle of their distance, (cosh Δη − cos Δφ) falls all the way
 * from Δφ = 0 to its largest value, so bisection finds the one place. `shortfall`: how far the mass
 * is outside of what the distance allows, relative to it; the nearest allowed place is then given.
 */
function openingAngles({ leadPt, subleadPt, mll, deltaR }: EventNumbers): {
  readonly deltaPhi: number;
  readonly deltaEta: number;
  readonly shortfall: number;
} {
  // Beyond π the angle seen along the beams cannot grow any more.
  const last = deltaR > Math.PI ? Math.acos(Math.PI / deltaR) : 0;
  const wanted = mll ** 2 / (2 * leadPt * subleadPt);
  const at = (turn: number): number => openness(deltaR * Math.cos(turn), deltaR * Math.sin(turn));
  const nearest = Math.min(Math.max(wanted, at(last)), at(Math.PI / 2));
  let [low, high] = [last, Math.PI / 2];
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    if (at(middle) < nearest) low = middle;
    else high = middle;
  }
  const turn = (low + high) / 2;
  return {
    deltaPhi: deltaR * Math.cos(turn),
    deltaEta: deltaR * Math.sin(turn),
    shortfall: nearest === wanted ? 0 : Math.abs(wanted - nearest) / wanted,
  };
}

/** cosh Δη − cos Δφ, without the loss of digits where both are near 1. */
function openness(deltaPhi: number, deltaEta: number): number {
  return 2 * (Math.sinh(deltaEta / 2) ** 2 + Math.sin(deltaPhi / 2) ** 2);
}

/**
 * How far missing momentum and jets are from balancing the pair as the imbalance says, relative to
 * the pair: jets of that sum of sizes can change the missing momentum by no more than that.
 */
function imbalance(
  { met, fractionalPtDifference }: EventNumbers,
  pairPt: number,
  jetScalarSum: number,
): number {
  const [least, most] = [Math.max(0, met - jetScalarSum), met + jetScalarSum];
  const distances = [1 - fractionalPtDifference, 1 + fractionalPtDifference].map((factor) => {
    const recoil = factor * pairPt;
    return Math.max(0, least - recoil, recoil - most);
  });
  return Math.min(...distances) / pairPt;
}
