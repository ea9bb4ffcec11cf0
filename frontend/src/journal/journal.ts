/**
 * Keeps what a student did across a refresh, a crash and a second tab, in this browser only.
 *
 * Where the browser refuses to keep anything, the journal lives as long as the page.
 */
import { type JournalContent, readContent } from "./content";
import { goneOnFrom, readFile, writeFile } from "./file";

export const STORAGE_KEY = "fivesigma.journal";

/** The part of `Storage` that is used; null where the browser refuses it. */
export type Store = Pick<Storage, "getItem" | "setItem">;

type Change = (before: JournalContent) => JournalContent;

export class Journal {
  content: JournalContent = readContent(null);
  /** False as long as something is not kept: the page then says so. */
  isKept = true;
  /** Changes that the browser has not taken yet: made again on what any tab has kept meanwhile. */
  #owed: readonly Change[] = [];

  constructor(
    private readonly store: Store | null,
    private readonly onChange: () => void,
  ) {
    this.content = this.stored();
  }

  /** Another tab has written: what it did is seen here too. */
  refresh(): void {
    this.content = this.stored();
    this.onChange();
  }

  /** Changes one part, from what it is now in any tab. */
  update<Part extends keyof JournalContent>(
    part: Part,
    change: (before: JournalContent[Part]) => JournalContent[Part],
  ): void {
    this.#make((before) => ({ ...before, [part]: change(before[part]) }));
  }

  /** Replaces some parts; the others stay as they are now in any tab. */
  write(patch: Partial<JournalContent>): void {
    this.#make((before) => ({ ...before, ...patch }));
  }

  #make(change: Change): void {
    const content = change(this.stored());
    if (this.store !== null) this.#owed = [...this.#owed, change];
    this.content = content;
    this.keep();
    this.onChange();
  }

  /** Forgets what was done; how somebody likes to read stays. */
  clear(): void {
    this.write({ ...readContent(null), preferences: this.stored().preferences });
  }

  /** The journal as the text of a file. */
  toFile(version: string): string {
    return writeFile(this.content, version);
  }

  /** Goes on from a file. JournalError where it is none; then nothing has changed. */
  openFile(text: string): void {
    this.write(goneOnFrom(readFile(text), this.stored()));
  }

  /** What is kept now, by any tab, and what of this one could not be. */
  private stored(): JournalContent {
    if (this.store === null) return this.content;
    try {
      const kept = readContent(JSON.parse(this.store.getItem(STORAGE_KEY) ?? "null"));
      return this.#owed.reduce((content, change) => change(content), kept);
    } catch {
      // Damaged, or not ours: what this page knows is better.
      return this.content;
    }
  }

  private keep(): void {
    try {
      this.store?.setItem(STORAGE_KEY, JSON.stringify(this.content));
      this.isKept = this.store !== null;
    } catch {
      this.isKept = false;
    }
    if (this.isKept) this.#owed = [];
  }
}

/** The browser's store, or null where it must not be touched. */
export function browserStore(): Store | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
