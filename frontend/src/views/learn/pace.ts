/** Draws as often as the device can: a slow picture must not make the page deaf. */
import { useEffect, useRef } from "preact/hooks";

/** Two frames: what a picture takes that costs nothing. */
const TWO_FRAMES_MS = 34;
/** Rest after a picture, in units of what it cost beyond that. */
const REST = 2;

/**
 * Calls `paint` after every drawing of the component, or a little later while the device is busy
 * with the one before; the last picture is always painted.
 */
export function usePacedPaint(paint: () => void): void {
  const latest = useRef(paint);
  latest.current = paint;
  const pace = useRef({ freeAt: 0, timer: 0 });
  useEffect(() => {
    const { current } = pace;
    const run = (): void => {
      current.timer = 0;
      const start = performance.now();
      latest.current();
      // What a canvas costs shows only in when the frame after the next one can begin.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          const cost = performance.now() - start - TWO_FRAMES_MS;
          current.freeAt = performance.now() + Math.max(0, REST * cost);
        }),
      );
    };
    const wait = current.freeAt - performance.now();
    if (wait <= 0) {
      clearTimeout(current.timer);
      run();
    } else if (current.timer === 0) {
      current.timer = window.setTimeout(run, wait);
    }
  });
  useEffect(() => () => clearTimeout(pace.current.timer), []);
}
