/** Gives every view the hunt, and draws it again after each change. */
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Hunt } from "../hunt";
import type { Listeners } from "../listeners";

export const HuntContext = createContext<Hunt | null>(null);

/** The hunt of this page; the caller is drawn again whenever it changes. */
export function useHunt(): Hunt {
  const hunt = useContext(HuntContext);
  if (hunt === null) throw new Error("useHunt outside of <HuntContext.Provider>");
  useChanges(hunt.listeners);
  return hunt;
}

/** What has its own listeners; only who asks for it is drawn again whenever it changes. */
export function useChanging<T extends { readonly listeners: Listeners }>(changing: T): T {
  useChanges(changing.listeners);
  return changing;
}

function useChanges(listeners: Listeners): void {
  const [, redraw] = useState(0);
  const drawn = listeners.changes;
  useEffect(() => {
    // What changed after this drawing and before this subscription must be seen too.
    if (listeners.changes !== drawn) redraw((n) => n + 1);
    return listeners.subscribe(() => redraw((n) => n + 1));
  }, [listeners]);
}
