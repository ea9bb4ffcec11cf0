/** What is expected of the signal and of all backgrounds: behind the cuts, and before any. */
import type { CrossFilter } from "./model/crossfilter";
import type { Hypothesis } from "./model/sample";
import type { Yield } from "./model/types";
import { add } from "./model/yields";

/** Expected signal and background of a region. */
export interface Region {
  readonly signal: Yield;
  readonly background: Yield;
}

export class ExpectedEvents {
  /** Yields of all processes before any cut. */
  private readonly all: readonly Yield[];

  constructor(private readonly filter: CrossFilter) {
    this.all = filter.cutFlow([])[0]!;
  }

  /** Of events that pass every cut. */
  kept({ signal, backgrounds }: Hypothesis): Region {
    const yieldOf = (code: number): Yield => this.filter.yieldOf(code);
    return { signal: yieldOf(signal), background: add(...backgrounds.map(yieldOf)) };
  }

  /** Of all events. */
  uncut({ signal, backgrounds }: Hypothesis): Region {
    const background = add(...backgrounds.map((code) => this.all[code]));
    return { signal: this.all[signal], background };
  }

  /** Of one process, before any cut. */
  uncutYield(code: number): Yield {
    return this.all[code];
  }
}
