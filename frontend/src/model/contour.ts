/** Lines on which a field has one value, by marching squares. */
import type { Field } from "./surface";

/** From one side of a square of the grid to another, in steps of the grid. */
export type Segment = readonly [x1: number, y1: number, x2: number, y2: number];

/** Where the field, linear between neighbouring points, is `level`; not beside numbers that are none. */
export function contour(field: Field, level: number): Segment[] {
  const segments: Segment[] = [];
  for (let y = 0; y + 1 < field.nY; y++) {
    for (let x = 0; x + 1 < field.nX; x++) addSquare(segments, field, level, x, y);
  }
  return segments;
}

function addSquare(
  segments: Segment[],
  { nX, values }: Field,
  level: number,
  x: number,
  y: number,
): void {
  const at = y * nX + x;
  // Counter-clockwise from the lower left corner.
  const [a, b, c, d] = [values[at], values[at + 1], values[at + nX + 1], values[at + nX]];
  if (!Number.isFinite(a + b + c + d)) return;
  const crossings: [number, number][] = [];
  const way = (from: number, to: number): number => (level - from) / (to - from);
  const parts = (from: number, to: number): boolean => from >= level !== to >= level;
  if (parts(a, b)) crossings.push([x + way(a, b), y]);
  if (parts(b, c)) crossings.push([x + 1, y + way(b, c)]);
  if (parts(c, d)) crossings.push([x + 1 - way(c, d), y + 1]);
  if (parts(d, a)) crossings.push([x, y + 1 - way(d, a)]);
  if (crossings.length === 2) segments.push([...crossings[0], ...crossings[1]]);
  if (crossings.length < 4) return;
  // A saddle: the middle tells whether the lower left corner is joined to the one across. If so,
  // the lines cut off the other two: 0 (below) with 1 (right), 2 (above) with 3 (left).
  const isJoined = (a + b + c + d) / 4 >= level === a >= level;
  const [below, right, above, left] = crossings;
  if (isJoined) segments.push([...below, ...right], [...above, ...left]);
  else segments.push([...below, ...left], [...above, ...right]);
}

/** The point of the lines nearest to a height of the grid, where a label has room; null without lines. */
export function labelPlace(segments: readonly Segment[], height: number): [number, number] | null {
  let found: [number, number] | null = null;
  for (const [x1, y1, x2, y2] of segments) {
    const middle: [number, number] = [(x1 + x2) / 2, (y1 + y2) / 2];
    if (found === null || Math.abs(middle[1] - height) < Math.abs(found[1] - height)) {
      found = middle;
    }
  }
  return found;
}
