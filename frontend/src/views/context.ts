/** Gives every view the hunt, and draws it again after each change. */
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Hunt } from "../hunt";

export const HuntContext = createContext<Hunt | null>(null);

/** The hunt of this page; the caller is drawn again whenever it changes. */
export function useHunt(): Hunt {
  const hunt = useContext(HuntContext);
  if (hunt === null) throw new Error("useHunt outside of <HuntContext.Provider>");
  const [, redraw] = useState(0);
  const drawn = hunt.listeners.changes;
  useEffect(() => {
    // What changed after this drawing and before this subscription must be seen too.
    if (hunt.listeners.changes !== drawn) redraw((n) => n + 1);
    return hunt.listeners.subscribe(() => redraw((n) => n + 1));
  }, [hunt]);
  return hunt;
}
