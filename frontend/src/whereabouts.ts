/** Where a hunt lives: in a page with an address and a memory, or as a part of another's page. */
import { browserStore, STORAGE_KEY, type Store } from "./journal/journal";

export interface Whereabouts {
  /** The fragment that says what is shown. */
  readonly fragment: () => string;
  /** Changes it, and the reader's "back" does not undo that. */
  readonly replace: (fragment: string) => void;
  /** Goes to another one, as by a link. */
  readonly go: (fragment: string) => void;
  /** The whole link. */
  readonly link: () => string;
  /** Calls back when the reader has edited the address or followed a link. */
  readonly onEdit: (listener: () => void) => void;
  /** What is kept after the page is closed; null where nothing is. */
  readonly store: Store | null;
  /** Calls back when another tab has written into the store. */
  readonly onStored: (listener: () => void) => void;
}

/** The page itself. */
export function pageWhereabouts(): Whereabouts {
  return {
    fragment: () => location.hash,
    replace: (fragment) => history.replaceState(null, "", fragment),
    go: (fragment) => {
      location.hash = fragment;
    },
    link: () => location.href,
    onEdit: (listener) => addEventListener("hashchange", listener),
    store: browserStore(),
    onStored: (listener) =>
      addEventListener("storage", ({ key }: StorageEvent) => {
        if (key === STORAGE_KEY) listener();
      }),
  };
}

/** A corner of somebody else's page: neither its address nor its store is touched. */
export function corner(): Whereabouts {
  let held = "";
  const hold = (fragment: string): void => {
    held = fragment;
  };
  return {
    fragment: () => held,
    replace: hold,
    go: hold,
    link: () => held,
    onEdit: () => undefined,
    store: null,
    onStored: () => undefined,
  };
}
