/** The rooms of the hunt under one roof: what views read, wherever it is kept. */
import type { Address } from "./address";
import type { Arrivals } from "./arrivals";
import { Board } from "./board";
import { Bookmark } from "./bookmark";
import type { HandEdits } from "./edits";
import { EventsAtHand } from "./eventsAtHand";
import type { ExpectedEvents } from "./expected";
import { featuresOf } from "./features";
import { nLooks } from "./journal/discovery";
import { Journal } from "./journal/journal";
import { JudgingRoom } from "./judgingRoom";
import { LevelBook } from "./levelBook";
import { Listeners } from "./listeners";
import type { Attempts } from "./model/attempts";
import type { CrossFilter } from "./model/crossfilter";
import { type Hypothesis, measuredCodes } from "./model/sample";
import type { Dataset, DatasetFacts, Facts, FeatureFacts, SplitFacts } from "./model/types";
import { ModelBench } from "./modelBench";
import type { OwnSet } from "./own/set";
import type { Notice, State } from "./state";
import type { TrainingRun } from "./training";
import { pageWhereabouts, type Whereabouts } from "./whereabouts";

export abstract class Rooms {
  state: State;
  notices: Notice[];
  readonly journal: Journal;
  readonly judging = new JudgingRoom();
  readonly levelBook = new LevelBook();
  /** The views. */
  readonly listeners = new Listeners();
  protected readonly events: EventsAtHand;
  protected readonly board = new Board();
  protected readonly bench: ModelBench;
  protected readonly bookmark: Bookmark;

  /** `english`: the facts as Python tells them; `own`: the reader's own table, if there is one. */
  constructor(
    english: Facts,
    own: OwnSet | null = null,
    whereabouts: Whereabouts = pageWhereabouts(),
  ) {
    const changed = (): void => this.changed();
    this.events = new EventsAtHand(english, own, changed);
    this.bench = new ModelBench(english.split, () => this.trainingChanged());
    this.journal = new Journal(whereabouts.store, changed);
    whereabouts.onStored(() => this.journal.refresh());
    this.bookmark = new Bookmark(whereabouts, this, () => void this.followAddress());
    const { state, notices } = this.bookmark.read();
    this.state = state;
    this.notices = notices;
  }

  /** The reader edited the address or followed a link. */
  protected abstract followAddress(): Promise<void>;
  /** The worker has told something. */
  protected abstract trainingChanged(): void;

  protected changed(): void {
    this.listeners.tellSoon();
  }

  get facts(): Facts {
    return this.events.facts;
  }

  /** The reader's own table, if there is one. */
  get own(): OwnSet | null {
    return this.events.own;
  }

  get arrivals(): Arrivals {
    return this.events.arrivals;
  }

  /** The dataset that is on its way into the page, if any. */
  get arriving(): string | null {
    return this.events.arriving;
  }

  /** Set when there are no events to show, or others could not be had: a key of the text files. */
  get failure(): string | null {
    return this.events.failure;
  }

  get dataset(): Dataset | null {
    return this.board.dataset;
  }

  get filter(): CrossFilter | null {
    return this.board.filter;
  }

  get expected(): ExpectedEvents | null {
    return this.board.expected;
  }

  get training(): TrainingRun {
    return this.bench.training;
  }

  get attempts(): Attempts {
    return this.bench.attempts;
  }

  get edits(): HandEdits {
    return this.bench.edits;
  }

  /** Folds that the model at hand learns from, is watched on and is judged by. */
  get split(): SplitFacts {
    return this.bench.split;
  }

  get address(): Address {
    return this.bookmark.address;
  }

  /** Where the reader was when the page was last used, until it is gone to or declined. */
  get earlier(): string | null {
    return this.bookmark.earlier;
  }

  get datasetFacts(): DatasetFacts {
    return this.events.factsOf(this.state.dataset)!;
  }

  /** The variables of these events. */
  get features(): readonly FeatureFacts[] {
    return featuresOf(this.facts, this.state.dataset);
  }

  featureIndex(name: string): number {
    return this.board.indexOf(name);
  }

  /** Codes of the measured collisions; none where they are still hidden. */
  get seenCodes(): readonly number[] {
    const { measured } = this.datasetFacts;
    const isSeen = measured && nLooks(this.journal.content.discovery, measured.fingerprint) > 0;
    return isSeen && this.dataset ? measuredCodes(this.dataset, this.datasetFacts) : [];
  }

  /** Codes of the chosen signal and of all backgrounds, in the dataset's order. */
  get codes(): Hypothesis {
    return this.board.codes(this.state.signal, this.datasetFacts);
  }
}
