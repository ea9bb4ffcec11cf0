/** A network that was changed by hand: no longer the one that its settings give. */
import type { Hunt } from "./hunt";
import type { StoredNetwork } from "./model/exchange";
import { editedNetwork } from "./saved";

/** How a model came to be: opened or from its seed (null), then trained for whole epochs. */
export interface Origin {
  readonly opened: StoredNetwork | null;
  readonly epochs: number;
}

/** Notices changes by hand, and remembers how the network was before them. */
export class HandEdits {
  #start: StoredNetwork | null = null;
  #before: Origin | null = null;
  #changes = 0;

  /** A model begins, as it was opened or from its seed. */
  begin(start: StoredNetwork | null): void {
    this.#start = start;
    this.#before = null;
    this.#changes = 0;
  }

  /** How the network at hand was before the first change, or null where nothing was changed. */
  get before(): Origin | null {
    return this.#before;
  }

  /** The network as it is now, where it was changed since this was last asked; else null. */
  news(hunt: Hunt): StoredNetwork | null {
    const { edit, network } = hunt.training;
    if (edit === null || network === null || edit.changes === this.#changes) return null;
    this.#changes = edit.changes;
    this.#before ??= { opened: this.#start, epochs: Math.floor(edit.epochs) };
    return editedNetwork(hunt, network, this.#start, edit);
  }
}
