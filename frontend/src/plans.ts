/** Lessons of three lengths: how many minutes each stop gets. */
import type { Stop } from "./state";

/** A stop, or what comes after the last one. */
export type Step = Stop | "talks";

export interface Plan {
  readonly minutes: 45 | 90 | 180;
  readonly steps: readonly (readonly [step: Step, minutes: number])[];
}

export const PLANS: readonly Plan[] = [
  {
    minutes: 45,
    steps: [
      ["collide", 6],
      ["explore", 6],
      ["cut", 10],
      ["learn", 9],
      ["decide", 6],
      ["discover", 8],
    ],
  },
  {
    minutes: 90,
    steps: [
      ["collide", 8],
      ["explore", 12],
      ["cut", 15],
      ["learn", 20],
      ["judge", 12],
      ["decide", 11],
      ["discover", 12],
    ],
  },
  {
    minutes: 180,
    steps: [
      ["collide", 12],
      ["explore", 20],
      ["cut", 28],
      ["learn", 40],
      ["judge", 22],
      ["decide", 20],
      ["discover", 18],
      ["talks", 20],
    ],
  },
];
