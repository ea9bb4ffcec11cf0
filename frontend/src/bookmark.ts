/** The bookmark: the address that says what is shown, and the place where the reader was last. */
import { Address } from "./address";
import type { Journal } from "./journal/journal";
import type { Facts } from "./model/types";
import { defaultState, type Notice, readState, type State, writeState } from "./state";
import type { Whereabouts } from "./whereabouts";

/** What the address speaks about. */
interface Page {
  readonly state: State;
  readonly facts: Facts;
  readonly journal: Journal;
}

export class Bookmark {
  readonly address: Address;
  /** Where the reader was when the page was last used, until it is gone to or declined. */
  earlier: string | null;

  /** `onEdit`: the reader edited the address or followed a link. */
  constructor(
    private readonly whereabouts: Whereabouts,
    private readonly page: Page,
    onEdit: () => void,
  ) {
    this.address = new Address(
      whereabouts,
      () => writeState(page.state, page.facts),
      onEdit,
      (fragment) => this.#keep(fragment),
    );
    this.earlier = whereabouts.fragment() === "" ? page.journal.content.address : null;
  }

  /** What the address asks for, and a notice for each part of it that could not be used. */
  read(): { state: State; notices: Notice[] } {
    return readState(this.whereabouts.fragment(), this.page.facts);
  }

  /** Goes on where the reader was when the page was last used. */
  goOn(): void {
    if (this.earlier !== null) this.whereabouts.go(this.earlier);
    this.earlier = null;
  }

  /** To the beginning; how the page is read and shown stays. */
  startAnew(): void {
    this.earlier = null;
    const { state, facts } = this.page;
    const { language, hidden, projector } = state;
    const fresh = { ...defaultState(facts), language, hidden, projector };
    this.whereabouts.go(writeState(fresh, facts));
  }

  /** Keeps the address in the journal, unless nothing was done yet. */
  #keep(fragment: string): void {
    const { facts, journal } = this.page;
    if (fragment === writeState(defaultState(facts), facts)) return;
    this.earlier = null;
    if (journal.content.address !== fragment) journal.write({ address: fragment });
  }
}
