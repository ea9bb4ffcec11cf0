/** Events over the surface: a triangle for signal, a ring for background, a cross for the one followed. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { LIMITS } from "../../choices";
import type { Hunt } from "../../hunt";
import { Random } from "../../model/random";
import { drawnEvents } from "../../model/surface";
import type { Scale } from "../plots/scale";
import type { Kind, Populations } from "./follow";

const MOST_MARKS = 100;

/** Some of the events, by lot, the heavier the likelier; the same ones every time. */
export function useDrawn(hunt: Hunt, { signal, background }: Populations): Populations {
  const { dataset } = hunt;
  return useMemo(() => {
    const random = new Random(LIMITS.seed.low);
    const draw = (events: Uint32Array): Uint32Array =>
      dataset === null ? events : drawnEvents(events, dataset.weight, MOST_MARKS, random);
    return { signal: draw(signal), background: draw(background) };
  }, [dataset, signal, background]);
}

export type MarkKind = Kind | "followed";

export function Mark(props: { kind: MarkKind; x: number; y: number }): JSX.Element {
  const { kind, x, y } = props;
  const place = `translate(${x.toFixed(1)},${y.toFixed(1)})`;
  if (kind === "background") return <circle class="mark background" r="3" transform={place} />;
  if (kind === "signal") {
    return <path class="mark signal" d="M0,-4.2L4,3H-4Z" transform={place} />;
  }
  return <path class="mark followed" d="M-7,0H7M0,-7V7" transform={place} />;
}

/** The marks that lie within the picture. */
export function Marks(props: {
  x: Scale;
  y: Scale;
  drawn: Populations;
  columns: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };
}): JSX.Element {
  const { x, y, drawn, columns } = props;
  const isInside = (value: number, [low, high]: readonly [number, number]): boolean =>
    value >= low && value <= high;
  return useMemo(
    () => (
      <g>
        {(["background", "signal"] as const).flatMap((kind) =>
          Array.from(drawn[kind], (event) => {
            const [across, up] = [columns.x[event], columns.y[event]];
            if (!isInside(across, x.domain) || !isInside(up, y.domain)) return null;
            return <Mark key={event} kind={kind} x={x(across)} y={y(up)} />;
          }),
        )}
      </g>
    ),
    [drawn, columns.x, columns.y, x.range[1], y.range[0], ...x.domain, ...y.domain],
  );
}
