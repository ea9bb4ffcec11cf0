/** Arrows laid head to tail: the one that leads back to the start is what nobody saw. */
import { size, sum } from "./eventPicture";
import type { Vector } from "./eventPicture";

export const ORIGIN: Vector = { x: 0, y: 0 };

/** Where the arrows lie: those of the chain one after the other, the others where they were left. */
export interface Laid {
  readonly vectors: readonly Vector[];
  /** The chain from the origin on, by the arrows' numbers. */
  readonly chain: readonly number[];
  /** Tails of all arrows as they were last put down; those of the chain do not count. */
  readonly loose: readonly Vector[];
}

/** All arrows start at the collision, as in the detector, and the first begins the chain. */
export function laidOut(vectors: readonly Vector[]): Laid {
  return { vectors, chain: vectors.length > 0 ? [0] : [], loose: vectors.map(() => ORIGIN) };
}

/** Where the chain ends: the next arrow's tail belongs there. */
export function chainEnd({ vectors, chain }: Laid): Vector {
  return sum(...chain.map((index) => vectors[index]));
}

/** The tail of an arrow, wherever it lies. */
export function tailOf(laid: Laid, index: number): Vector {
  const place = laid.chain.indexOf(index);
  if (place < 0) return laid.loose[index];
  return chainEnd({ ...laid, chain: laid.chain.slice(0, place) });
}

/** Puts an arrow down: within `reach` of the chain's end it joins, elsewhere it lies loose. */
export function putDown(laid: Laid, index: number, tail: Vector, reach: number): Laid {
  const without = { ...laid, chain: laid.chain.filter((other) => other !== index) };
  const end = chainEnd(without);
  const distance = size({ x: tail.x - end.x, y: tail.y - end.y });
  const loose = laid.loose.map((old, other) => (other === index ? tail : old));
  return {
    ...without,
    loose,
    chain: distance <= reach ? [...without.chain, index] : without.chain,
  };
}

/** Joins an arrow to the end of the chain, or takes it out and back to the collision. */
export function toggled(laid: Laid, index: number): Laid {
  const without = laid.chain.filter((other) => other !== index);
  if (without.length === laid.chain.length) return { ...laid, chain: [...laid.chain, index] };
  const loose = laid.loose.map((old, other) => (other === index ? ORIGIN : old));
  return { ...laid, chain: without, loose };
}

/** The arrow from the chain's end back to the start; with all arrows in, the missing momentum. */
export function closing(laid: Laid): Vector {
  const end = chainEnd(laid);
  return { x: -end.x, y: -end.y };
}

/** How far from the start any chain of these arrows can reach. */
export function farthest(vectors: readonly Vector[]): number {
  const subsets = vectors.reduce<Vector[]>(
    (ends, vector) => [...ends, ...ends.map((end) => sum(end, vector))],
    [ORIGIN],
  );
  return Math.max(...subsets.map(size), ...vectors.map(size));
}
