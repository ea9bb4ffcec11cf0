/** Which rows of a long file are kept: the same ones every time, from all over the file. */

/**
 * Whether a row is drawn at `level`: about one in 2^level, and of those drawn at one level about
 * half at the next. By the row's number, mixed well: every second row of a file may be signal.
 */
export function isDrawn(row: number, level: number): boolean {
  return level === 0 || (mixed(row) & (2 ** level - 1)) === 0;
}

/** Austin Appleby's finaliser of MurmurHash3. */
function mixed(row: number): number {
  let bits = row | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
