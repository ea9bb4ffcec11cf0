/**
 * Products of matrices, two numbers at a time (WebAssembly SIMD): three times as fast as JavaScript.
 *
 * Each number of the result is summed in the same order as in kernels.ts, and no product is fused
 * with a sum, so that both give the same bits: a network does not depend on the browser it grew in.
 */
import {
  ADD,
  ADD_PAIRS,
  get,
  I32,
  increase,
  LESS,
  LOAD_TWICE,
  loadPair,
  loop,
  moduleOf,
  MULTIPLY,
  MULTIPLY_PAIRS,
  SELECT,
  set,
  storePair,
  V128,
} from "./wasm";

/** Rows and columns of the result that are summed together, in registers: no product is smaller. */
export const BLOCK = 4;
const BYTES = 8;
const PAGE_BYTES = 65_536;

/**
 * out[x, y] = start[y] + Σ_t left[x · leftRow + t · leftStep] · right[t, y] for all rows x and
 * columns y, at least four of both.
 */
export interface Sum {
  readonly rows: number;
  readonly columns: number;
  readonly terms: number;
  readonly leftRow: number;
  readonly leftStep: number;
}

/** Sums of products, in a memory of their own; `start` null for zeros. */
export type SumProducts = (
  left: Float64Array,
  right: Float64Array,
  start: Float64Array | null,
  out: Float64Array,
  sum: Sum,
) => void;

/** Null where the browser cannot, or its security policy does not let it. */
export function compileSumProducts(): SumProducts | null {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(program()));
    return inMemory(exports.memory as WebAssembly.Memory, exports.run as Run);
  } catch {
    return null;
  }
}

type Run = (...parameters: number[]) => void;

function inMemory(memory: WebAssembly.Memory, run: Run): SumProducts {
  let room = new Float64Array(memory.buffer);
  return (left, right, start, out, { rows, columns, terms, leftRow, leftStep }) => {
    const rightAt = rows * terms;
    const startAt = rightAt + terms * columns;
    const outAt = startAt + columns;
    const end = outAt + rows * columns;
    if (end > room.length) {
      memory.grow(Math.ceil(((end - room.length) * BYTES) / PAGE_BYTES));
      room = new Float64Array(memory.buffer);
    }
    room.set(left.length > rightAt ? left.subarray(0, rightAt) : left, 0);
    room.set(right.length > terms * columns ? right.subarray(0, terms * columns) : right, rightAt);
    if (start === null) room.fill(0, startAt, outAt);
    else room.set(start, startAt);
    run(
      ...[0, rightAt * BYTES, startAt * BYTES, outAt * BYTES, rows, columns * BYTES, terms],
      ...[leftRow * BYTES, leftStep * BYTES, rows - BLOCK, (columns - BLOCK) * BYTES],
    );
    out.set(room.subarray(outAt, end));
  };
}

/** Parameters: addresses and distances in bytes, counts of rows and terms. */
const [LEFT, RIGHT, START, OUT, ROWS, WIDTH, TERMS, LEFT_ROW, LEFT_STEP] = Array(9).keys();
/** Where the last block begins; where there is no room for a whole one, it overlaps the one before. */
const [LAST_ROW, LAST_COLUMN] = [9, 10];
const N_PARAMETERS = 11;
const [NEXT_ROW, NEXT_COLUMN, TERM, ROW, COLUMN, AT_RIGHT, AT_START] = [11, 12, 13, 14, 15, 16, 17];
/** Where the four rows of the left matrix and of the result stand. */
const AT_LEFT = [18, 19, 20, 21];
const AT_OUT = [22, 23, 24, 25];
/** A pair of the right matrix each, and the two sums of each row. */
const PAIRS = [26, 27];
const SUMS = [28, 29, 30, 31, 32, 33, 34, 35];
/** The number of the left matrix that multiplies both pairs. */
const FACTOR = 36;
const LOCALS = [
  [15, I32],
  [11, V128],
] as const;

type Code = readonly number[];

/** The three loops over rows, columns and terms. */
function program(): Uint8Array<ArrayBuffer> {
  const block = [...placeBlock(), ...loop(TERM, TERMS, 1, addTerm()), ...storeBlock()];
  const columns = loop(NEXT_COLUMN, WIDTH, BLOCK * BYTES, [
    ...[...smaller(NEXT_COLUMN, LAST_COLUMN), ...set(COLUMN)],
    ...block,
  ]);
  const rows = loop(NEXT_ROW, ROWS, BLOCK, [
    ...[...smaller(NEXT_ROW, LAST_ROW), ...set(ROW)],
    ...columns,
  ]);
  return moduleOf(N_PARAMETERS, LOCALS, rows);
}

/** Begin every sum, and find the rows of the block. */
function placeBlock(): Code {
  const leftStart = [...get(LEFT), ...get(ROW), ...get(LEFT_ROW), ...MULTIPLY, ...ADD];
  const outStart = [...get(OUT), ...get(ROW), ...get(WIDTH), ...MULTIPLY, ...ADD];
  return [
    ...[...leftStart, ...set(AT_LEFT[0])],
    ...[...outStart, ...get(COLUMN), ...ADD, ...set(AT_OUT[0])],
    ...[1, 2, 3].flatMap((row) => [
      ...[...get(AT_LEFT[row - 1]), ...get(LEFT_ROW), ...ADD, ...set(AT_LEFT[row])],
      ...[...get(AT_OUT[row - 1]), ...get(WIDTH), ...ADD, ...set(AT_OUT[row])],
    ]),
    ...[...get(RIGHT), ...get(COLUMN), ...ADD, ...set(AT_RIGHT)],
    ...[...get(START), ...get(COLUMN), ...ADD, ...set(AT_START)],
    ...SUMS.flatMap((sum, i) => [...get(AT_START), ...loadPair(16 * (i % 2)), ...set(sum)]),
  ];
}

/** One product more in each sum of the block. */
function addTerm(): Code {
  return [
    ...PAIRS.flatMap((pair, j) => [...get(AT_RIGHT), ...loadPair(16 * j), ...set(pair)]),
    ...AT_LEFT.flatMap((at, row) => [
      ...[...get(at), ...LOAD_TWICE, ...set(FACTOR)],
      ...PAIRS.flatMap((pair, j) => [
        ...[...get(SUMS[2 * row + j]), ...get(FACTOR), ...get(pair), ...MULTIPLY_PAIRS],
        ...[...ADD_PAIRS, ...set(SUMS[2 * row + j])],
      ]),
      ...increase(at, get(LEFT_STEP)),
    ]),
    ...increase(AT_RIGHT, get(WIDTH)),
  ];
}

function storeBlock(): Code {
  return SUMS.flatMap((sum, i) => [
    ...[...get(AT_OUT[i >> 1]), ...get(sum), ...storePair(16 * (i % 2))],
  ]);
}

/** The smaller of two locals. */
function smaller(one: number, two: number): Code {
  return [...get(one), ...get(two), ...get(one), ...get(two), ...LESS, ...SELECT];
}
