/** The bench: the model being trained, those that were tried, and what was changed by hand. */
import { LIMITS, within } from "./choices";
import { HandEdits } from "./edits";
import type { Hunt } from "./hunt";
import { Attempts } from "./model/attempts";
import type { StoredNetwork } from "./model/exchange";
import type { ModelConfig } from "./model/protocol";
import type { SplitFacts, WeightPlace } from "./model/types";
import { splitFor } from "./opened";
import type { State } from "./state";
import { TrainingRun } from "./training";

/** How a model begins. */
export interface Beginning {
  readonly config: ModelConfig;
  /** Events it may learn from (1); null for all. */
  readonly mask: Uint8Array | null;
  /** The network it goes on from; null for a new one from its seed. */
  readonly opened: StoredNetwork | null;
  /** Epochs of a link, that it is trained for at once. */
  readonly epochs: number;
}

export class ModelBench {
  readonly training: TrainingRun;
  readonly attempts = new Attempts();
  readonly edits = new HandEdits();
  /** Folds that the model at hand learns from, is watched on and is judged by. */
  split: SplitFacts;
  /** Epochs still owed to a shared link; a pause lets go of them. */
  #owed = 0;

  constructor(
    private readonly usual: SplitFacts,
    onChange: () => void,
  ) {
    this.split = usual;
    this.training = new TrainingRun(onChange);
  }

  /** Puts a model on the bench, untrained or as it was opened. */
  begin({ config, mask, opened, epochs }: Beginning): void {
    this.#owed = epochs;
    this.edits.begin(opened);
    this.split = splitFor(opened, this.usual);
    const start = opened === null ? null : { network: opened.network, split: this.split };
    this.training.configure(config, mask, start);
    if (epochs > 0) this.training.train(epochs);
  }

  train(): void {
    this.training.train(LIMITS.epochs.high);
  }

  pause(): void {
    this.#owed = 0;
    this.training.pause();
  }

  /** Changes one weight by hand; what cannot be changed, or to what is no number, stays. */
  setWeight(place: WeightPlace, value: number): void {
    const { network, state } = this.training;
    const isSound = state !== "diverged" && state !== "failed" && Number.isFinite(value);
    if (network !== null && isSound) this.training.setWeight(place, within(value, LIMITS.weight));
  }

  /** The training has gone on: what of the state is new. */
  news(hunt: Hunt): Pick<State, "opened" | "epochs"> {
    const edited = this.edits.news(hunt);
    if (edited !== null) this.#owed = 0;
    const opened = edited ?? hunt.state.opened;
    // The table compares models by their settings, and an opened one is not made by its settings.
    if (opened === null) {
      const { trainingConfig, trainingEvents } = hunt;
      this.attempts.record(trainingConfig, trainingEvents, this.training.history);
    }
    return { opened, epochs: Math.max(this.#owed, this.training.epoch) };
  }
}
