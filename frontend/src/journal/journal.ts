/**
 * Keeps what a student did across a refresh, a crash and a second tab, in this browser only.
 *
 * Where the browser refuses to keep anything, the journal lives as long as the page.
 */
import { type JournalContent, readContent } from "./content";
import { laterDecisions } from "./decision";
import { readFile, writeFile } from "./file";

export const STORAGE_KEY = "fivesigma.journal";

/** The part of `Storage` that is used; null where the browser refuses it. */
export type Store = Pick<Storage, "getItem" | "setItem">;

export class Journal {
  content: JournalContent = readContent(null);
  /** False once something could not be kept: the page then says so. */
  isKept = true;

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
    this.content = this.stored();
    this.write({ [part]: change(this.content[part]) });
  }

  /** Replaces some parts; the others stay as they are now in any tab. */
  write(patch: Partial<JournalContent>): void {
    this.content = { ...this.stored(), ...patch };
    this.keep();
    this.onChange();
  }

  /** Forgets what was done; how somebody likes to read stays. */
  clear(): void {
    this.content = { ...readContent(null), preferences: this.content.preferences };
    this.keep();
    this.onChange();
  }

  /** The journal as the text of a file. */
  toFile(version: string): string {
    return writeFile(this.content, version);
  }

  /** Goes on from a file. JournalError where it is none; then nothing has changed. */
  openFile(text: string): void {
    const content = readFile(text);
    const { preferences, decision } = this.stored();
    // A choice that was locked here must not be undone by a file from before.
    this.content = {
      ...content,
      preferences,
      decision: laterDecisions(decision, content.decision),
    };
    this.keep();
    this.onChange();
  }

  private stored(): JournalContent {
    if (this.store === null || !this.isKept) return this.content;
    try {
      return readContent(JSON.parse(this.store.getItem(STORAGE_KEY) ?? "null"));
    } catch {
      // Damaged, or not ours: what this page knows is better.
      return this.content;
    }
  }

  private keep(): void {
    try {
      if (this.store === null) throw new Error("this browser keeps nothing");
      this.store.setItem(STORAGE_KEY, JSON.stringify(this.content));
      this.isKept = true;
    } catch {
      this.isKept = false;
    }
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
