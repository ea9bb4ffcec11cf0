/** A field as colours on a canvas, between the points of its grid too. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Field } from "../../model/surface";
import { useDark } from "./dark";

const SHADES = 256;
type Colour = readonly [red: number, green: number, blue: number];

/** From one ink through that of the card to another. */
export interface Inks {
  readonly low: string;
  readonly high: string;
  /** Equal bands of one colour each. */
  readonly bands: number;
}

export interface HeatProps {
  readonly field: Field;
  /** What has the full colours. */
  readonly range: readonly [number, number];
  readonly inks: Inks;
  readonly width: number;
  readonly height: number;
  readonly class?: string;
}

/** Full colours would drown the marks that lie on them. */
const STRONGEST = 0.72;

export function Heat(props: HeatProps): JSX.Element {
  const { field, range, inks, width, height } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDark = useDark();
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context == null) return;
    const picture = context.createImageData(width, height);
    paintField(picture, field, range, shadesOf(getComputedStyle(context.canvas), inks));
    context.putImageData(picture, 0, 0);
  }, [field, range[0], range[1], width, height, isDark]);
  const style = { width: `${width}px`, height: `${height}px` };
  return (
    <canvas
      ref={canvas}
      class={`heat ${props.class ?? ""}`}
      {...{ width, height, style }}
      aria-hidden="true"
    />
  );
}

/** Where there is no number, nothing is painted. */
function paintField(
  { data, width, height }: ImageData,
  { nX, nY, values }: Field,
  [low, high]: readonly [number, number],
  shades: readonly Colour[],
): void {
  const perUnit = SHADES / (high - low || 1);
  for (let row = 0; row < height; row++) {
    const upward = ((height - 1 - row) / Math.max(1, height - 1)) * (nY - 1);
    const y = Math.min(nY - 2, Math.floor(upward));
    const v = upward - y;
    for (let column = 0; column < width; column++) {
      const across = (column / Math.max(1, width - 1)) * (nX - 1);
      const x = Math.min(nX - 2, Math.floor(across));
      const u = across - x;
      const at = y * nX + x;
      const below = values[at] * (1 - u) + values[at + 1] * u;
      const above = values[at + nX] * (1 - u) + values[at + nX + 1] * u;
      const shade = Math.floor((below * (1 - v) + above * v - low) * perUnit);
      if (!Number.isFinite(shade)) continue;
      const colour = shades[Math.min(SHADES - 1, Math.max(0, shade))];
      const pixel = 4 * (row * width + column);
      data[pixel] = colour[0];
      data[pixel + 1] = colour[1];
      data[pixel + 2] = colour[2];
      data[pixel + 3] = 255;
    }
  }
}

function shadesOf(style: CSSStyleDeclaration, { low, high, bands }: Inks): Colour[] {
  const [none, ...ends] = ["--card", low, high].map((name) => rgb(style.getPropertyValue(name)));
  return Array.from({ length: SHADES }, (_, shade) => {
    const band = Math.floor((shade / SHADES) * bands);
    const way = (2 * (band + 0.5)) / bands - 1;
    return mixed(none, ends[way < 0 ? 0 : 1], STRONGEST * Math.abs(way));
  });
}

function mixed(from: Colour, to: Colour, share: number): Colour {
  const part = (i: 0 | 1 | 2): number => from[i] + (to[i] - from[i]) * share;
  return [part(0), part(1), part(2)];
}

/** "#1a2b3c", or "#fff" for "#ffffff": the inks of the page are written so. */
function rgb(ink: string): Colour {
  const digits = ink.trim().slice(1);
  const hex = digits.length === 3 ? digits.replace(/./g, "$&$&") : digits;
  const number = Number.parseInt(hex, 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}
