/** A decision tree, grown one question at a time: always the one that gains most. */
import type { BinnedFeatures } from "./bins";
import {
  bestSplit,
  emptyHistogram,
  fillHistogram,
  type LeafLimits,
  leafValue,
  type Split,
  subtractHistogram,
  type Sums,
} from "./splits";

/** How large a tree may become. */
export interface TreeLimits extends LeafLimits {
  /** Questions asked of an event at most. */
  readonly maxDepth: number;
  readonly maxLeaves: number;
}

/** A grown tree. Node 0 is asked first; of two children the right one follows the left. */
export interface Tree {
  /** Variable that the node asks about, as a column of the bins; -1 for a leaf. */
  readonly column: Int16Array;
  /** Events with at most this bin of the variable go left. */
  readonly bin: Uint8Array;
  /** Number of the left child. */
  readonly left: Uint16Array;
  /** Answer of the node, also of those that ask on. */
  readonly value: Float64Array;
  /** What the question gained, 0 for a leaf. */
  readonly gain: Float64Array;
  /** Training events that reach the node, and their Σ h. */
  readonly nEvents: Uint32Array;
  readonly curvature: Float64Array;
}

/** The most leaves there may be: numbers of nodes are kept in 16 bits. */
export const MAX_LEAVES = 4096;

interface Node extends Sums {
  readonly depth: number;
  /** Its events: this part of the order. */
  readonly start: number;
  readonly end: number;
  /** The best question, null where none may be asked. */
  split: Split | null;
  histogram: Float64Array | null;
  /** Number of the left child, 0 as long as the node is a leaf. */
  left: number;
}

export class TreeGrower {
  readonly #features: { bins: Uint8Array; width: number; nBins: number };
  readonly #limits: TreeLimits;
  /** g and h of each event. */
  readonly #slopes: Float64Array;
  /** The events it grows on, those of a node side by side. */
  readonly #order: Uint32Array;
  readonly #aside: Uint32Array;
  readonly #nodes: Node[];
  #nLeaves = 1;

  /** `slopes`: g and h of every event of the dataset; `events`: those that the tree grows on. */
  constructor(
    { bins, width, edges }: BinnedFeatures,
    slopes: Float64Array,
    events: Uint32Array,
    limits: TreeLimits,
  ) {
    this.#features = { bins, width, nBins: Math.max(...edges.map(({ length }) => length)) + 1 };
    this.#slopes = slopes;
    this.#order = events.slice();
    this.#aside = new Uint32Array(events.length);
    this.#limits = { ...limits, maxLeaves: Math.min(limits.maxLeaves, MAX_LEAVES) };
    const root = this.#node(0, events.length, 0, this.#sums());
    this.#nodes = [root];
    if (this.#mayAsk(root)) this.#ask(root, this.#count(root));
  }

  get nLeaves(): number {
    return this.#nLeaves;
  }

  /** Whether another question may be asked that gains anything. */
  get canSplit(): boolean {
    return this.#next() !== null;
  }

  /** Ask the question that gains most; false where there is none, or no leaf may be added. */
  splitNext(): boolean {
    const best = this.#next();
    if (best === null) return false;
    this.#split(best, best.split!);
    return true;
  }

  /** The leaf whose question gains most. */
  #next(): Node | null {
    if (this.#nLeaves >= this.#limits.maxLeaves) return null;
    let best: Node | null = null;
    for (const node of this.#nodes) {
      if (node.split === null || node.left > 0) continue;
      if (best === null || node.split.gain > best.split!.gain) best = node;
    }
    return best;
  }

  /** The tree as grown so far, its answers times `factor`. */
  tree(factor = 1): Tree {
    const nodes = this.#nodes;
    const isLeaf = (node: Node): boolean => node.left === 0;
    return {
      column: Int16Array.from(nodes, (node) => (isLeaf(node) ? -1 : node.split!.column)),
      bin: Uint8Array.from(nodes, (node) => (isLeaf(node) ? 0 : node.split!.bin)),
      left: Uint16Array.from(nodes, ({ left }) => left),
      value: Float64Array.from(nodes, (node) => factor * leafValue(node, this.#limits.l2)),
      gain: Float64Array.from(nodes, (node) => (isLeaf(node) ? 0 : node.split!.gain)),
      nEvents: Uint32Array.from(nodes, ({ n }) => n),
      curvature: Float64Array.from(nodes, ({ h }) => h),
    };
  }

  /** Two leaves in place of one. Only the smaller is counted; the larger is the difference. */
  #split(node: Node, { column, bin, left: sums }: Split): void {
    const middle = this.#partition(node, column, bin);
    const depth = node.depth + 1;
    const right = { g: node.g - sums.g, h: node.h - sums.h, n: node.n - sums.n };
    const children = [
      this.#node(node.start, middle, depth, sums),
      this.#node(middle, node.end, depth, right),
    ];
    node.left = this.#nodes.length;
    this.#nodes.push(...children);
    this.#nLeaves += 1;
    const whole = node.histogram!;
    node.histogram = null;
    if (!children.some((child) => this.#mayAsk(child))) return;
    const [small, large] = sums.n <= right.n ? children : [...children].reverse();
    const part = this.#count(small);
    subtractHistogram(whole, part);
    if (this.#mayAsk(small)) this.#ask(small, part);
    if (this.#mayAsk(large)) this.#ask(large, whole);
  }

  #mayAsk({ depth, n }: Node): boolean {
    return depth < this.#limits.maxDepth && n >= 2 * this.#limits.minEvents;
  }

  #ask(node: Node, histogram: Float64Array): void {
    node.split = bestSplit(histogram, this.#features.nBins, node, this.#limits);
    if (node.split !== null) node.histogram = histogram;
  }

  #count({ start, end }: Node): Float64Array {
    const { width, nBins } = this.#features;
    const found = emptyHistogram(width, nBins);
    fillHistogram(found, this.#features, this.#slopes, this.#order, start, end);
    return found;
  }

  /** Move the node's events that go left to its front; their order stays. Where the others begin. */
  #partition({ start, end }: Node, column: number, bin: number): number {
    const { bins, width } = this.#features;
    const order = this.#order;
    const aside = this.#aside;
    let front = start;
    let nAside = 0;
    for (let place = start; place < end; place++) {
      const event = order[place];
      if (bins[event * width + column] <= bin) order[front++] = event;
      else aside[nAside++] = event;
    }
    order.set(aside.subarray(0, nAside), front);
    return front;
  }

  #sums(): Sums {
    let g = 0;
    let h = 0;
    for (const event of this.#order) {
      g += this.#slopes[2 * event];
      h += this.#slopes[2 * event + 1];
    }
    return { g, h, n: this.#order.length };
  }

  #node(start: number, end: number, depth: number, { g, h, n }: Sums): Node {
    return { start, end, depth, g, h, n, split: null, histogram: null, left: 0 };
  }
}

/** A whole tree at once. */
export function growTree(
  features: BinnedFeatures,
  slopes: Float64Array,
  events: Uint32Array,
  limits: TreeLimits,
): TreeGrower {
  const grower = new TreeGrower(features, slopes, events, limits);
  while (grower.splitNext());
  return grower;
}

/** Number of the leaf that the event whose bins begin at `from` ends in. */
export function leafOf({ column, bin, left }: Tree, bins: Uint8Array, from: number): number {
  let node = 0;
  while (column[node] >= 0) node = left[node] + Number(bins[from + column[node]] > bin[node]);
  return node;
}

/** Add the tree's answer to `out` of each of `events`. */
export function addAnswers(
  tree: Tree,
  { bins, width }: BinnedFeatures,
  events: Uint32Array,
  out: Float64Array,
): void {
  for (const event of events) out[event] += tree.value[leafOf(tree, bins, event * width)];
}
