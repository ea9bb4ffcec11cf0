/** Where the neurons of a network and the lines between them are drawn, in pixels. */

export interface Column {
  readonly x: number;
  /** Centre of each neuron, from the top. */
  readonly y: readonly number[];
}

export interface NetworkLayout {
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  /** Room for the inputs' names, left of the first column. */
  readonly labelWidth: number;
  /** Distance between neighbouring columns. */
  readonly columnGap: number;
  readonly columns: readonly Column[];
  /** Lines are curves, or straight where they are so many that curves take too long to draw. */
  readonly curved: boolean;
}

/** Line from neuron `from` of layer `gap` to neuron `to` of layer `gap + 1`. */
export interface LinePlace {
  readonly gap: number;
  readonly from: number;
  readonly to: number;
}

/** Above this many lines they are drawn straight. */
const MOST_CURVES = 1000;
const TITLE_HEIGHT = 30;
const BOTTOM = 10;
const MIN_PITCH = 28;
const MAX_PITCH = 52;
const COMFORTABLE_HEIGHT = 470;
/** A target of 24 px for a finger (WCAG 2.5.8). */
const MIN_RADIUS = 12;
const MAX_RADIUS = 19;
/** Few neurons beside many still stand apart, so that names of inputs find room. */
const WIDEST_STEP = 64;
/** How far from a line the pointer still means it, in pixels. */
const REACH = 6;

/** Places for layers of `sizes` neurons in a drawing `width` pixels wide. */
export function layoutNetwork(sizes: readonly number[], width: number): NetworkLayout {
  const narrow = width < 560;
  const crowded = narrow && sizes.length > 4;
  const labelWidth = narrow ? (crowded ? 72 : 100) : 168;
  const outputWidth = narrow ? 60 : 96;
  const most = Math.max(...sizes);
  const pitch = Math.min(MAX_PITCH, Math.max(MIN_PITCH, COMFORTABLE_HEIGHT / most));
  const columnGap = (width - labelWidth - outputWidth) / (sizes.length - 1);
  const fitting = Math.min((pitch - 4) / 2, columnGap / 3.2);
  const radius = Math.max(MIN_RADIUS, Math.min(MAX_RADIUS, fitting));
  const inner = Math.max(most * pitch, 220);
  const columns = sizes.map((size, layer) => ({
    x: labelWidth + layer * columnGap,
    y: spread(size, inner, Math.max(pitch * 1.5, WIDEST_STEP)),
  }));
  return {
    width,
    height: TITLE_HEIGHT + inner + BOTTOM,
    radius,
    labelWidth,
    columnGap,
    columns,
    curved: countLines(sizes) <= MOST_CURVES,
  };
}

/** Number of weights between layers of `sizes` neurons. */
export function countLines(sizes: readonly number[]): number {
  return sizes.slice(1).reduce((total, size, l) => total + sizes[l] * size, 0);
}

/** `n` centres around the middle, as far apart as the room allows. */
function spread(n: number, inner: number, widest: number): number[] {
  const step = Math.min(inner / n, widest);
  const first = TITLE_HEIGHT + inner / 2 - ((n - 1) * step) / 2;
  return Array.from({ length: n }, (_, i) => first + i * step);
}

/** Half of a line's way is a rise of half its height: x of the curve at t, from 0 to 1. */
const across = (t: number): number => 1.5 * t * (1 - t) + t ** 3;
const upward = (t: number): number => 3 * t ** 2 - 2 * t ** 3;

/** Share of a line's rise that is done at the share `across` of its way. */
export function riseAt(share: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 24; step++) {
    const middle = (low + high) / 2;
    if (across(middle) < share) low = middle;
    else high = middle;
  }
  return upward((low + high) / 2);
}

/** The line nearest to a point of the drawing, or null where none is within reach. */
export function lineAt(layout: NetworkLayout, x: number, y: number): LinePlace | null {
  const { columns, radius } = layout;
  const next = columns.findIndex((column) => x < column.x - radius);
  const gap = next - 1;
  if (gap < 0 || x <= columns[gap].x + radius) return null;
  const left = columns[gap];
  const right = columns[gap + 1];
  const start = left.x + radius;
  const share = (x - start) / (right.x - radius - start);
  const rise = layout.curved ? riseAt(share) : share;
  let found: LinePlace | null = null;
  let nearest = REACH;
  left.y.forEach((from, i) => {
    right.y.forEach((to, j) => {
      const distance = Math.abs(from + (to - from) * rise - y);
      if (distance < nearest) {
        nearest = distance;
        found = { gap, from: i, to: j };
      }
    });
  });
  return found;
}

/** The middle of a line, or null where there is no such line. */
export function middleOf(
  { columns }: Pick<NetworkLayout, "columns">,
  { gap, from, to }: LinePlace,
): { readonly x: number; readonly y: number } | null {
  const [left, right] = [columns.at(gap), columns.at(gap + 1)];
  const [start, end] = [left?.y.at(from), right?.y.at(to)];
  if (left === undefined || right === undefined) return null;
  if (start === undefined || end === undefined) return null;
  return { x: (left.x + right.x) / 2, y: (start + end) / 2 };
}

/** A neuron by its layer (0: inputs) and its place in the layer. */
export interface NodePlace {
  readonly layer: number;
  readonly index: number;
}

/** Where an arrow key leads from a neuron, or null for other keys. */
export function neighbour(
  layout: Pick<NetworkLayout, "columns">,
  { layer, index }: NodePlace,
  key: string,
): NodePlace | null {
  const { columns } = layout;
  const size = columns[layer].y.length;
  if (key === "ArrowDown") return { layer, index: Math.min(size - 1, index + 1) };
  if (key === "ArrowUp") return { layer, index: Math.max(0, index - 1) };
  if (key === "Home") return { layer, index: 0 };
  if (key === "End") return { layer, index: size - 1 };
  const step = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
  if (step === 0) return null;
  const target = Math.min(columns.length - 1, Math.max(0, layer + step));
  return { layer: target, index: nearestIndex(columns[target], columns[layer].y[index]) };
}

function nearestIndex(column: Column, y: number): number {
  return column.y.reduce(
    (best, at, i) => (Math.abs(at - y) < Math.abs(column.y[best] - y) ? i : best),
    0,
  );
}
