/** Draws the lines of a network on a canvas: thick for a large weight, dashed for a negative one. */
import type { NetworkState } from "../../model/types";
import type { LinePlace, NetworkLayout, NodePlace } from "./layout";

/** Steps of thickness: lines of one step are drawn in one go, which keeps 60 frames a second. */
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

/** Lines of the same ink, width and strength. */
interface Bundle {
  readonly path: Path2D;
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
  context.clearRect(0, 0, layout.width, layout.height);
  const narrow = layout.width < 560;
  const nLines = network.weights.reduce((total, weights) => total + weights.length, 0);
  const others = nLines > MANY ? FADED.many : FADED.few;
  const bundles = bundle(layout, network, scale, emphasis.node);
  for (const { path, step, negative, faded } of bundles.sort(faintFirst)) {
    const share = (step + 0.5) / STEPS;
    context.strokeStyle = negative ? inks.negative : inks.positive;
    context.lineWidth = lineWidth(share, narrow);
    context.globalAlpha = (FAINTEST + (1 - FAINTEST) * share) * (faded ? others : 1);
    context.setLineDash(negative ? DASH : []);
    context.stroke(path);
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
  if (emphasis.line !== null) paintHovered(context, layout, emphasis.line, inks);
}

function faintFirst(a: Bundle, b: Bundle): number {
  return Number(b.faded) - Number(a.faded) || a.step - b.step;
}

function bundle(
  layout: NetworkLayout,
  network: NetworkState,
  scale: number,
  node: NodePlace | null,
): Bundle[] {
  const bundles = new Map<string, Bundle>();
  network.weights.forEach((weights, gap) => {
    const nOut = network.sizes[gap + 1];
    for (let at = 0; at < weights.length; at++) {
      const weight = weights[at];
      if (!Number.isFinite(weight)) continue;
      const place = { gap, from: Math.floor(at / nOut), to: at % nOut };
      const step = Math.min(STEPS - 1, Math.floor((Math.abs(weight) / scale) * STEPS));
      const negative = weight < 0;
      const faded = node !== null && !(node.layer === gap + 1 && node.index === place.to);
      const key = `${step}${negative ? "n" : "p"}${faded ? "f" : ""}`;
      let found = bundles.get(key);
      if (found === undefined) {
        found = { path: new Path2D(), step, negative, faded };
        bundles.set(key, found);
      }
      trace(found.path, layout, place);
    }
  });
  return [...bundles.values()];
}

function trace(path: Path2D, { columns, radius }: NetworkLayout, place: LinePlace): void {
  const x0 = columns[place.gap].x + radius;
  const x1 = columns[place.gap + 1].x - radius;
  const y0 = columns[place.gap].y[place.from];
  const y1 = columns[place.gap + 1].y[place.to];
  const middle = (x0 + x1) / 2;
  path.moveTo(x0, y0);
  path.bezierCurveTo(middle, y0, middle, y1, x1, y1);
}

function paintHovered(
  context: CanvasRenderingContext2D,
  layout: NetworkLayout,
  place: LinePlace,
  inks: Inks,
): void {
  const path = new Path2D();
  trace(path, layout, place);
  context.strokeStyle = inks.highlight;
  context.lineWidth = 2;
  context.stroke(path);
}
