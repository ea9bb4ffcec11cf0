/** Keeps the arrival at a stop short: what stands further down is drawn by tasks of its own. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Draws its children right after what stands around it was painted. */
export function Later(props: { children: () => ComponentChildren }): JSX.Element | null {
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true));
    return () => clearTimeout(timer);
  }, []);
  return isDue ? <>{props.children()}</> : null;
}
