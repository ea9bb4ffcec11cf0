/** What a key does to a value that is moved along an axis. */

/** Where a slider may go, and how far one step is. */
export interface Track {
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

/** Arrows go one step, page keys ten, Home and End to the ends; other keys are not for a slider. */
export function keyTarget(key: string, value: number, track: Track): number | undefined {
  const { low, high, step } = track;
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: value - step,
    ArrowDown: value - step,
    ArrowRight: value + step,
    ArrowUp: value + step,
    PageDown: value - 10 * step,
    PageUp: value + 10 * step,
    Home: low,
    End: high,
  };
  return targets[key];
}
