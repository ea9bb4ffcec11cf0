/** From some events to others: what is shown and what is said about it change together. */
import type { EventsAtHand } from "./eventsAtHand";
import { movedTo } from "./fitting";
import type { Dataset, Level } from "./model/types";
import type { SortedColumn } from "./model/order";
import { FULL_DETECTOR } from "./model/level";
import type { Notice, State } from "./state";
import { speakOf } from "./text";

/** What the state becomes when the events have come. */
export type Change = (now: State) => State;

/**
 * "shown": they are here, and the state has changed. "late": others were asked for meanwhile.
 * "refused": they cannot be had; where events were shown, all is as it was.
 */
export type Outcome = "shown" | "late" | "refused";

/** The page that the events come to. */
interface Stage {
  state: State;
  notices: Notice[];
  readonly dataset: Dataset | null;
  prepare(dataset: Dataset, columns: readonly SortedColumn[] | null): void;
}

export class Changeover {
  constructor(
    private readonly events: EventsAtHand,
    private readonly stage: Stage,
  ) {}

  /** Brings the events of a dataset here, seen at that level, then changes the state. */
  async to(id: string, change: Change, level = FULL_DETECTOR): Promise<Outcome> {
    const { dataset, state } = this.stage;
    if (dataset !== null && id === state.dataset && level === state.level) {
      this.events.letBe();
      return this.#show(dataset, null, change);
    }
    const answer = await this.events.bring(id, level);
    switch (answer.kind) {
      case "here":
        return this.#show(answer.dataset, answer.columns, change);
      case "late":
        return "late";
      case "absent":
        return this.#hasFull(id, level)
          ? this.#showFull(id, change, level)
          : this.#fallBack(id, change);
      case "failed":
        if (id === this.events.own?.facts.id) return this.#loseOwn(change);
        this.events.fail(answer.error);
        return "refused";
    }
  }

  #show(dataset: Dataset, columns: readonly SortedColumn[] | null, change: Change): Outcome {
    const { events, stage } = this;
    stage.state = change(stage.state);
    events.failure = null;
    // A table that was there only because it was shown goes now.
    events.setOwn(events.own, stage.state.dataset);
    speakOf(events.factsOf(stage.state.dataset)?.file === undefined ? "collisions" : "table");
    stage.prepare(dataset, columns);
    return "shown";
  }

  /** Whether only the level that was asked for is not here. */
  #hasFull(id: string, level: Level): boolean {
    return level !== FULL_DETECTOR && this.events.has(id);
  }

  /** A link may ask for a level whose file this page does not have: never without saying so. */
  async #showFull(id: string, change: Change, level: Level): Promise<Outcome> {
    this.#say({ key: "level.notready", values: { level: `${level}` } });
    if (this.stage.dataset !== null) return "refused";
    return this.to(id, (now) => ({ ...change(now), level: FULL_DETECTOR }));
  }

  /** The dataset asked for is not here (yet). */
  #fallBack(asked: string, change: Change): Promise<Outcome> {
    const { events, stage } = this;
    const name = events.factsOf(asked)?.title ?? asked;
    const shown = events.factsOf(this.#instead ?? "");
    if (shown !== undefined) {
      this.#say({ key: "notice.notready", values: { asked: name, shown: shown.title } });
      const { opened } = change(stage.state);
      if (opened !== null) this.#say({ key: "exchange.notready", values: { name } });
    }
    return this.#showInstead(change);
  }

  /** The browser has kept that there was a table, but not its rows. */
  #loseOwn(change: Change): Promise<Outcome> {
    const { events, stage } = this;
    this.#say({ key: "own.lost", values: { name: events.own!.facts.title } });
    events.setOwn(null, stage.state.dataset);
    return this.#showInstead(change);
  }

  #say(notice: Notice): void {
    this.stage.notices = [...this.stage.notices, notice];
  }

  /** What is shown where others cannot be: the same as before, or at the beginning what is ready. */
  get #instead(): string | undefined {
    const { dataset, state } = this.stage;
    return dataset === null ? this.events.arrivals.anyReady : state.dataset;
  }

  async #showInstead(change: Change): Promise<Outcome> {
    const { events, stage } = this;
    const id = this.#instead;
    if (stage.dataset !== null) return "refused";
    if (id === undefined) {
      events.failure ??= "error.nodata";
      return "refused";
    }
    return this.to(id, (now) => movedTo(events.facts, id, change(now)));
  }
}
