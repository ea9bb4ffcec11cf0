/** Keeps the address bar in step with the state, and hears when the reader edits it. */
import type { Whereabouts } from "./whereabouts";

/** A training changes the state many times a second; Safari allows 100 addresses in 30 s. */
const DELAY_MS = 400;

export class Address {
  private timer = 0;
  /** The fragment this page has last read or written. */
  private known: string;

  /**
   * `fragment`: what the state says; `onEdit`: the reader wants something else; `onWrite`: this
   * fragment was written down.
   */
  constructor(
    private readonly whereabouts: Whereabouts,
    private readonly fragment: () => string,
    onEdit: () => void,
    private readonly onWrite: (fragment: string) => void,
  ) {
    this.known = whereabouts.fragment();
    whereabouts.onEdit(() => {
      this.known = whereabouts.fragment();
      if (this.known !== fragment()) onEdit();
    });
  }

  /** The state has changed: write it down within a moment. */
  writeSoon(): void {
    if (this.timer === 0) this.timer = window.setTimeout(() => this.write(), DELAY_MS);
  }

  /** Write the state down now; the whole link. An edit that has not been read yet wins. */
  write(): string {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.whereabouts.fragment() === this.known) {
      const fragment = this.fragment();
      this.whereabouts.replace(fragment);
      this.known = this.whereabouts.fragment();
      this.onWrite(fragment);
    }
    return this.whereabouts.link();
  }
}
