/**
 * A WebAssembly module written byte by byte: the few instructions that a loop of products needs.
 *
 * Small enough to be read, and to need no compiler among the tools of this page. Numbers are those
 * of the specification (W3C, WebAssembly Core 2.0, chapter 5).
 */

type Code = readonly number[];

/** Types of values. */
export const I32 = 0x7f;
export const V128 = 0x7b;

const FUNCTION = 0x60;
const NO_RESULT = 0x40;

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number): Code => [0x21, ...unsigned(local)];
export const constant = (value: number): Code => [0x41, ...signed(value)];
export const ADD: Code = [0x6a];
export const MULTIPLY: Code = [0x6c];
export const LESS: Code = [0x49];
/** The first of two values where a third is not 0, else the second. */
export const SELECT: Code = [0x1b];

/** Two doubles side by side, at the address on the stack. */
export const loadPair = (offset = 0): Code => [0xfd, 0x00, 0x03, ...unsigned(offset)];
export const storePair = (offset = 0): Code => [0xfd, 0x0b, 0x03, ...unsigned(offset)];
/** One double, twice. */
export const LOAD_TWICE: Code = [0xfd, 0x0a, 0x03, 0x00];
export const ADD_PAIRS: Code = [0xfd, 0xf0, 0x01];
export const MULTIPLY_PAIRS: Code = [0xfd, 0xf2, 0x01];

/** Add what `amount` puts on the stack to a local. */
export function increase(local: number, amount: Code): Code {
  return [...get(local), ...amount, ...ADD, ...set(local)];
}

/** Do `body` at least once, for `local` = 0, `step`, 2 `step` ... below the local `end`. */
export function loop(local: number, end: number, step: number, body: Code): Code {
  const again = [...increase(local, constant(step)), ...get(local), ...get(end), ...LESS];
  return [...constant(0), ...set(local), 0x03, NO_RESULT, ...body, ...again, 0x0d, 0x00, 0x0b];
}

/**
 * A module with a memory of one page, "memory", and one function without result, "run".
 * `locals`: how many of which type follow the `nParameters` whole numbers.
 */
export function moduleOf(
  nParameters: number,
  locals: readonly (readonly [count: number, type: number])[],
  body: Code,
): Uint8Array<ArrayBuffer> {
  const parameters = new Array<number>(nParameters).fill(I32);
  const declared = locals.flatMap(([count, type]) => [...unsigned(count), type]);
  const code = [...unsigned(locals.length), ...declared, ...body, 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, FUNCTION, ...unsigned(nParameters), ...parameters, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...text("memory"), 2, 0, ...text("run"), 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}

function section(id: number, contents: Code): Code {
  return [id, ...unsigned(contents.length), ...contents];
}

function text(name: string): Code {
  return [name.length, ...Array.from(name, (letter) => letter.charCodeAt(0))];
}

/** A whole number >= 0 in groups of seven bits, the lowest first (LEB128). */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** The same with a sign. */
function signed(value: number): Code {
  const isLast = value >= -0x40 && value < 0x40;
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
