/** Numbers out of bytes: millions of cells, and not one string for most of them. */

/** The mark between the whole part of a number and its fraction. */
export type Decimal = "." | ",";

/** The answer for a cell that is empty, "NaN", "NA", infinite or beyond what a number can hold. */
export const MISSING = Number.NaN;
/** The answer for a cell that holds something else than a number. */
export const TEXT = Infinity;

const SPACE = 0x20;
const PLUS = 0x2b;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const LOWER_E = 0x65;
/** Turns an upper-case ASCII letter into its lower-case one. */
const LOWER_BIT = 0x20;
/** A product or quotient of a whole number of so many digits and 10^22 is rounded only once. */
const EXACT_DIGITS = 15;
const EXACT_POWER = 22;
const POWERS = Float64Array.from({ length: EXACT_POWER + 1 }, (_, power) => Number(`1e${power}`));
const LONGEST_WORD = 9;

const MISSING_WORDS: ReadonlySet<string> = new Set([
  ...["nan", "+nan", "-nan", "na", "n/a", "#n/a", "<na>", "null", "none", "?", "-", "."],
  ...["inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"],
]);

/** Most words are told apart by their first letter: a column of labels has millions of them. */
const FIRST_BYTES: ReadonlySet<number> = new Set(
  [...MISSING_WORDS].map((word) => word.charCodeAt(0) | LOWER_BIT),
);

/** A finite number, MISSING or TEXT: what stands from `start` to before `end`. */
export function numberIn(bytes: Uint8Array, start: number, end: number, decimal: Decimal): number {
  while (start < end && bytes[start] <= SPACE) start++;
  while (end > start && bytes[end - 1] <= SPACE) end--;
  if (start === end) return MISSING;
  const mark = decimal.charCodeAt(0);
  let at = start;
  const isNegative = bytes[at] === MINUS;
  if (isNegative || bytes[at] === PLUS) at++;
  let mantissa = 0;
  let digits = 0;
  let significant = 0;
  let power = 0;
  let hasMark = false;
  for (; at < end; at++) {
    const byte = bytes[at];
    if (byte >= ZERO && byte <= NINE) {
      digits++;
      if (significant > 0 || byte !== ZERO) significant++;
      if (significant <= EXACT_DIGITS) mantissa = mantissa * 10 + (byte - ZERO);
      if (hasMark) power--;
    } else if (byte === mark && !hasMark) hasMark = true;
    else break;
  }
  if (digits === 0) return wordOrText(bytes, start, end);
  if (at < end) {
    const exponent = exponentIn(bytes, at, end);
    if (Number.isNaN(exponent)) return wordOrText(bytes, start, end);
    power += exponent;
  }
  if (significant > EXACT_DIGITS || power > EXACT_POWER || power < -EXACT_POWER) {
    return slowly(bytes, start, end, decimal);
  }
  const size = power < 0 ? mantissa / POWERS[-power] : mantissa * POWERS[power];
  return isNegative ? -size : size;
}

/** The whole number behind an "e"; NaN where there is none. */
function exponentIn(bytes: Uint8Array, start: number, end: number): number {
  if ((bytes[start] | LOWER_BIT) !== LOWER_E) return Number.NaN;
  let at = start + 1;
  const isNegative = bytes[at] === MINUS;
  if (at < end && (isNegative || bytes[at] === PLUS)) at++;
  if (at === end) return Number.NaN;
  let exponent = 0;
  for (; at < end; at++) {
    if (bytes[at] < ZERO || bytes[at] > NINE) return Number.NaN;
    exponent = Math.min(exponent * 10 + (bytes[at] - ZERO), 100_000);
  }
  return isNegative ? -exponent : exponent;
}

/** Of a number with many digits or a large exponent: rounded as the language rounds it. */
function slowly(bytes: Uint8Array, start: number, end: number, decimal: Decimal): number {
  const value = Number(ascii(bytes, start, end).replace(decimal, "."));
  return Number.isFinite(value) ? value : MISSING;
}

function wordOrText(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > LONGEST_WORD || !FIRST_BYTES.has(bytes[start] | LOWER_BIT)) return TEXT;
  return MISSING_WORDS.has(ascii(bytes, start, end).toLowerCase()) ? MISSING : TEXT;
}

function ascii(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
