/** Work for a picture that follows a model while it learns, in slices so short that the page stays awake. */
import { useEffect, useRef, useState } from "preact/hooks";

/** Longest time a slice may take, and the shortest between two beginnings. */
const SLICE_MS = 6;
const PACE_MS = 67;

export interface Sliced {
  /** Go on until the work is done (true) or the time is up. */
  readonly advance: (isTimeUp: () => boolean) => boolean;
}

/** Runs one piece of work after the other, always the newest that was asked for. */
class Slicer<T extends Sliced> {
  #wanted: (() => T | null) | null = null;
  #isBusy = false;
  #begun = -Infinity;
  #timer = 0;
  #frame = 0;

  constructor(private readonly onDone: (work: T | null) => void) {}

  ask(make: () => T | null): void {
    this.#wanted = make;
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#timer = window.setTimeout(
      () => this.#begin(),
      Math.max(0, this.#begun + PACE_MS - performance.now()),
    );
  }

  stop(): void {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#isBusy = false;
    this.#wanted = null;
  }

  #begin(): void {
    this.#begun = performance.now();
    const work = this.#wanted?.() ?? null;
    this.#wanted = null;
    if (work === null) this.#end(null);
    else this.#slice(work);
  }

  #slice(work: T): void {
    const end = performance.now() + SLICE_MS;
    if (work.advance(() => performance.now() >= end)) this.#end(work);
    else this.#frame = requestAnimationFrame(() => this.#slice(work));
  }

  #end(work: T | null): void {
    this.#isBusy = false;
    this.onDone(work);
    if (this.#wanted !== null) this.ask(this.#wanted);
  }
}

/**
 * The newest finished work; made again when one of `inputs` changes, while `isSeen`.
 *
 * `subject`: what the picture is of. Work about another subject is never returned.
 */
export function useSliced<T extends Sliced>(
  make: () => T | null,
  { subject, inputs, isSeen }: { subject: string; inputs: readonly unknown[]; isSeen: boolean },
): T | null {
  const [done, setDone] = useState<{ readonly subject: string; readonly work: T | null } | null>(
    null,
  );
  const now = useRef(subject);
  const slicer = useRef<Slicer<T> | null>(null);
  slicer.current ??= new Slicer<T>((work) => setDone({ subject: now.current, work }));
  useEffect(() => {
    if (isSeen) {
      slicer.current?.ask(() => {
        now.current = subject;
        return make();
      });
    } else {
      slicer.current?.stop();
    }
  }, [...inputs, subject, isSeen]);
  useEffect(() => () => slicer.current?.stop(), []);
  return done?.subject === subject ? done.work : null;
}

/** Whether an element is in view, or nearly. */
export function useSeen(): [(element: HTMLElement | null) => void, boolean] {
  const [isSeen, setSeen] = useState(false);
  const observer = useRef<IntersectionObserver | null>(null);
  const attach = useRef((element: HTMLElement | null): void => {
    observer.current?.disconnect();
    if (element === null) return;
    observer.current = new IntersectionObserver(
      (entries) => setSeen(entries.some((entry) => entry.isIntersecting)),
      { rootMargin: "200px" },
    );
    observer.current.observe(element);
  });
  useEffect(() => () => observer.current?.disconnect(), []);
  return [attach.current, isSeen];
}
