/** Draws the lines of a network on a canvas: thick for a large weight, dashed for a negative one. */
import type { NetworkState } from "../../model/types";
import type { LinePlace, NetworkLayout, NodePlace } from "./layout";

/** Steps of thickness and strength. */
const STEPS = 12;
const THINNEST = 0.6;
const FAINTEST = 0.28;
/** Strength of the lines that do not lead to the chosen neuron, fewer or more than MANY. */
const FADED = { few: 0.5, many: 0.25 };
const MANY = 400;
const DASH = [6, 4];

export interface Inks {
  readonly positive: string;
  readonly negative: string;
  readonly highlight: string;
}

export interface Emphasis {
  /** Its incoming lines stay strong, all others fade. */
  readonly node: NodePlace | null;
  readonly line: LinePlace | null;
}

/** Width in pixels of a line whose weight is `share` of the scale. */
export function lineWidth(share: number, narrow: boolean): number {
  return THINNEST + Math.min(1, share) * (narrow ? 3.4 : 5.4);
}

interface Line {
  readonly place: LinePlace;
  readonly step: number;
  readonly negative: boolean;
  readonly faded: boolean;
}

/** Paints every weight; `scale` is the |weight| of the thickest line. */
export function paintLines(
  context: CanvasRenderingContext2D,
  layout: NetworkLayout,
  network: NetworkState,
  scale: number,
  emphasis: Emphasis,
  inks: Inks,
): void {
  const narrow = layout.width < 560;
  const lines = linesOf(network, scale, emphasis.node);
  const others = lines.length > MANY ? FADED.many : FADED.few;
  // One stroke a line: strokes of many lines at once take the browser several times as long.
  for (const { place, step, negative, faded } of lines.sort(faintFirst)) {
    const share = (step + 0.5) / STEPS;
    context.strokeStyle = negative ? inks.negative : inks.positive;
    context.lineWidth = lineWidth(share, narrow);
    context.globalAlpha = (FAINTEST + (1 - FAINTEST) * share) * (faded ? others : 1);
    context.setLineDash(negative ? DASH : []);
    strokeLine(context, layout, place);
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
  if (emphasis.line === null || emphasis.line.gap >= network.weights.length) return;
  context.strokeStyle = inks.highlight;
  context.lineWidth = 2;
  strokeLine(context, layout, emphasis.line);
}

function faintFirst(a: Line, b: Line): number {
  return Number(b.faded) - Number(a.faded) || a.step - b.step;
}

function linesOf(network: NetworkState, scale: number, node: NodePlace | null): Line[] {
  const lines: Line[] = [];
  network.weights.forEach((weights, gap) => {
    const nOut = network.sizes[gap + 1];
    for (let at = 0; at < weights.length; at++) {
      const weight = weights[at];
      if (!Number.isFinite(weight)) continue;
      const place = { gap, from: Math.floor(at / nOut), to: at % nOut };
      const step = Math.min(STEPS - 1, Math.floor((Math.abs(weight) / scale) * STEPS));
      const faded = node !== null && !(node.layer === gap + 1 && node.index === place.to);
      lines.push({ place, step, negative: weight < 0, faded });
    }
  });
  return lines;
}

function strokeLine(
  context: CanvasRenderingContext2D,
  { columns, radius, curved }: NetworkLayout,
  { gap, from, to }: LinePlace,
): void {
  const x0 = columns[gap].x + radius;
  const x1 = columns[gap + 1].x - radius;
  const y0 = columns[gap].y[from];
  const y1 = columns[gap + 1].y[to];
  const middle = (x0 + x1) / 2;
  context.beginPath();
  context.moveTo(x0, y0);
  if (curved) context.bezierCurveTo(middle, y0, middle, y1, x1, y1);
  else context.lineTo(x1, y1);
  context.stroke();
}
