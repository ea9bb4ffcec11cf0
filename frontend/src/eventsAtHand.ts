/** Which sets of events there are, the reader's own table among them, and which is on its way. */
import { Arrivals } from "./arrivals";
import { failureOf, fetchDataset } from "./data";
import type { Dataset, DatasetFacts, Facts, Level } from "./model/types";
import type { SortedColumn } from "./model/order";
import { FULL_DETECTOR } from "./model/level";
import { type OwnSet, withOwn } from "./own/set";
import { sortedApart } from "./sorting";
import { spokenFacts } from "./text/facts";

/** What came of asking for events. */
export type Answer =
  | {
      readonly kind: "here";
      readonly dataset: Dataset;
      /** Its columns in order, where the page need not sort them. */
      readonly columns: readonly SortedColumn[] | null;
    }
  /** Others were asked for after these. */
  | { readonly kind: "late" }
  /** Nobody has them (yet). */
  | { readonly kind: "absent" }
  | { readonly kind: "failed"; readonly error: unknown };

export class EventsAtHand {
  /** What the page knows, in its language; of the reader's own table too, while there is one. */
  facts: Facts;
  readonly arrivals: Arrivals;
  /** The dataset that is on its way into the page, if any. */
  arriving: string | null = null;
  /** Set when there are no events to show, or others could not be had: a key of the text files. */
  failure: string | null = null;
  #asked = 0;

  /** `english`: what the Python package says, in its own language. */
  constructor(
    private readonly english: Facts,
    public own: OwnSet | null,
    private readonly onChange: () => void,
  ) {
    this.facts = withOwn(english, own);
    this.arrivals = new Arrivals(onChange, (error) => this.fail(error));
  }

  /** What is known of a dataset; undefined where there is none of that id. */
  factsOf(id: string): DatasetFacts | undefined {
    return this.facts.datasets.find((dataset) => dataset.id === id);
  }

  /** The reader's own table, in place of any other but the one that is still `shown`. */
  setOwn(own: OwnSet | null, shown = ""): void {
    this.own = own;
    this.facts = withOwn(this.facts, own, shown);
  }

  /** The page speaks another language. */
  retell(): void {
    this.facts = spokenFacts(this.facts, this.english);
  }

  /** Whether the events of a dataset can be had now. */
  has(id: string, level = FULL_DETECTOR): boolean {
    return this.#loaderOf(id, level) !== null;
  }

  /** Brings the events of a dataset here; only the last that was asked for is ever "here". */
  async bring(id: string, level: Level): Promise<Answer> {
    const isLast = this.#ask();
    const load = this.#loaderOf(id, level);
    if (load === null) return { kind: "absent" };
    this.arriving = id;
    this.onChange();
    const answer = await answerOf(load);
    if (!isLast()) return { kind: "late" };
    this.arriving = null;
    return answer;
  }

  /** Whatever is on its way is not wanted any more. */
  letBe(): void {
    this.#ask();
  }

  fail(error: unknown): void {
    this.failure = failureOf(error);
    this.onChange();
  }

  /** Something is asked for; whether it is still the last. */
  #ask(): () => boolean {
    const asked = ++this.#asked;
    this.arriving = null;
    return () => asked === this.#asked;
  }

  #loaderOf(id: string, level: Level): (() => Promise<Dataset>) | null {
    if (this.own?.facts.id === id) return this.own.load;
    const url = this.arrivals.urlOf(id, level);
    return url === null ? null : () => fetchDataset(url);
  }
}

async function answerOf(load: () => Promise<Dataset>): Promise<Answer> {
  try {
    const dataset = await load();
    return { kind: "here", dataset, columns: await sortedApart(dataset) };
  } catch (error) {
    return { kind: "failed", error };
  }
}
