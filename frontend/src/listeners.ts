/** A page that is not seen draws no frames: those who listen are told by the clock then. */
const PATIENCE_MS = 250;

/** Tells every view of a change, once a frame however many changes there were. */
export class Listeners {
  /** How often the views were told. */
  changes = 0;
  private readonly listeners = new Set<() => void>();
  private frame = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Returns what ends the subscription. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tellSoon(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => this.tell());
    this.timer = setTimeout(() => this.tell(), PATIENCE_MS);
  }

  private tell(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.frame = 0;
    this.changes += 1;
    for (const listener of this.listeners) listener();
  }
}
