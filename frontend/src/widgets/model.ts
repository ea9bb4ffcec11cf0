/** The widget's state as Python sees it: https://anywidget.dev/en/afm/, as far as it is used here. */

export interface WidgetModel {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  save_changes(): void;
  on(event: string, listener: (message?: unknown) => void): void;
  off(event: string, listener: (message?: unknown) => void): void;
}

/** Tells Python at most so often: a brush and a training change the state many times a second. */
const TELL_EVERY_MS = 150;

/** Keeps some traits of Python equal to what is on the page; late by a moment, never wrong. */
export class Telling {
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `traits`: what Python should know now; a trait that has not changed is not sent. */
  constructor(
    private readonly model: WidgetModel,
    private readonly traits: () => Readonly<Record<string, unknown>>,
  ) {}

  soon(): void {
    this.timer ??= setTimeout(() => this.now(), TELL_EVERY_MS);
  }

  now(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    let isNew = false;
    for (const [name, value] of Object.entries(this.traits())) {
      if (isSame(this.model.get(name), value)) continue;
      this.model.set(name, value);
      isNew = true;
    }
    if (isNew) this.model.save_changes();
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}

function isSame(one: unknown, other: unknown): boolean {
  if (one instanceof DataView && other instanceof DataView) return one.buffer === other.buffer;
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The bytes of a binary trait, in a buffer of their own. */
export function bytesOf(trait: unknown): ArrayBuffer {
  const view = trait as DataView;
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice().buffer;
}
