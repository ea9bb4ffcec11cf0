/** What is too much work for every move of a handle: done when it is seen, and when cuts rest. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** A hand that moves a handle pauses for less. One after the other, so that no frame waits long. */
export const REST_MS = { ranking: 120, plane: 170, correlation: 220 } as const;
const ALMOST_SEEN = "300px";

/** The value once it has stayed the same for a moment; compared by its name. */
export function useRested(name: string, afterMs: number): string {
  const [rested, setRested] = useState(name);
  useEffect(() => {
    const timer = setTimeout(() => setRested(name), afterMs);
    return () => clearTimeout(timer);
  }, [name, afterMs]);
  return rested;
}

/** Draws its children from the moment it is about to be seen. */
export function WhenSeen(props: { children: () => ComponentChildren }): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (seen || element === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
      },
      { rootMargin: ALMOST_SEEN },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [seen]);
  if (seen) return <>{props.children()}</>;
  return <div ref={place} class="not-seen" />;
}
