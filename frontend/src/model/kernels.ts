/**
 * Products of small matrices, the arithmetic in which training spends its time.
 *
 * Matrices are arrays, row after row. Results are summed in blocks of 4 × 2 or 2 × 2 local variables,
 * which the engine keeps in registers, so that each number read from memory is used several times.
 * The two long functions are long on purpose: a call for each block costs as much as the block.
 */

import { BLOCK, type SumProducts } from "./simd";

/** Rows of the left matrix, inner length, columns of the right matrix. */
export type Sizes = readonly [n: number, k: number, m: number];

/** What sums products faster where the browser lets it; the results are the same to the last bit. */
let fast: SumProducts | null = null;

/** From now on let `given` do all products that are large enough for it; null for none. */
export function useSumProducts(given: SumProducts | null): void {
  fast = given;
}

/** `out` (n × m) = A (n × k) · B (k × m), with `bias` (m) added to each row if given. */
export function multiply(
  A: Float64Array,
  B: Float64Array,
  bias: Float64Array | null,
  out: Float64Array,
  [n, k, m]: Sizes,
): void {
  if (fast !== null && n >= BLOCK && m >= BLOCK) {
    fast(A, B, bias, out, { rows: n, columns: m, terms: k, leftRow: k, leftStep: 1 });
    return;
  }
  const blockRows = n - (n % 4);
  const blockColumns = m - (m % 2);
  for (let row = 0; row < blockRows; row += 4) {
    const a0 = row * k;
    const a1 = a0 + k;
    const a2 = a1 + k;
    const a3 = a2 + k;
    for (let column = 0; column < blockColumns; column += 2) {
      let s00 = bias === null ? 0 : bias[column];
      let s01 = bias === null ? 0 : bias[column + 1];
      let s10 = s00;
      let s11 = s01;
      let s20 = s00;
      let s21 = s01;
      let s30 = s00;
      let s31 = s01;
      for (let i = 0, b = column; i < k; i++, b += m) {
        const left = B[b];
        const right = B[b + 1];
        const x0 = A[a0 + i];
        const x1 = A[a1 + i];
        const x2 = A[a2 + i];
        const x3 = A[a3 + i];
        s00 += x0 * left;
        s01 += x0 * right;
        s10 += x1 * left;
        s11 += x1 * right;
        s20 += x2 * left;
        s21 += x2 * right;
        s30 += x3 * left;
        s31 += x3 * right;
      }
      const o = row * m + column;
      out[o] = s00;
      out[o + 1] = s01;
      out[o + m] = s10;
      out[o + m + 1] = s11;
      out[o + 2 * m] = s20;
      out[o + 2 * m + 1] = s21;
      out[o + 3 * m] = s30;
      out[o + 3 * m + 1] = s31;
    }
  }
  fillCells(A, B, bias, out, [n, k, m], [0, blockRows, blockColumns, m]);
  fillCells(A, B, bias, out, [n, k, m], [blockRows, n, 0, m]);
}

/** The entries of `multiply` in some rows and columns, column by column. */
function fillCells(
  A: Float64Array,
  B: Float64Array,
  bias: Float64Array | null,
  out: Float64Array,
  [, k, m]: Sizes,
  [firstRow, endRow, firstColumn, endColumn]: readonly [number, number, number, number],
): void {
  const blockEnd = endRow - ((endRow - firstRow) % 4);
  for (let column = firstColumn; column < endColumn; column++) {
    const start = bias === null ? 0 : bias[column];
    for (let row = firstRow; row < blockEnd; row += 4) {
      let s0 = start;
      let s1 = start;
      let s2 = start;
      let s3 = start;
      for (let i = 0, a = row * k, b = column; i < k; i++, a++, b += m) {
        s0 += A[a] * B[b];
        s1 += A[a + k] * B[b];
        s2 += A[a + 2 * k] * B[b];
        s3 += A[a + 3 * k] * B[b];
      }
      const o = row * m + column;
      out[o] = s0;
      out[o + m] = s1;
      out[o + 2 * m] = s2;
      out[o + 3 * m] = s3;
    }
    for (let row = blockEnd; row < endRow; row++) {
      let sum = start;
      for (let i = 0, a = row * k, b = column; i < k; i++, a++, b += m) sum += A[a] * B[b];
      out[row * m + column] = sum;
    }
  }
}

/** `out` (k × m) = Aᵀ · D for A (n × k) and D (n × m): a sum over all n rows. */
export function multiplyTransposed(
  A: Float64Array,
  D: Float64Array,
  out: Float64Array,
  [n, k, m]: Sizes,
): void {
  if (fast !== null && k >= BLOCK && m >= BLOCK) {
    fast(A, D, null, out, { rows: k, columns: m, terms: n, leftRow: 1, leftStep: k });
    return;
  }
  const blockRows = k - (k % 2);
  const blockColumns = m - (m % 2);
  for (let i = 0; i < blockRows; i += 2) {
    for (let j = 0; j < blockColumns; j += 2) {
      let s00 = 0;
      let s01 = 0;
      let s10 = 0;
      let s11 = 0;
      for (let row = 0, a = i, d = j; row < n; row++, a += k, d += m) {
        const x0 = A[a];
        const x1 = A[a + 1];
        const left = D[d];
        const right = D[d + 1];
        s00 += x0 * left;
        s01 += x0 * right;
        s10 += x1 * left;
        s11 += x1 * right;
      }
      const o = i * m + j;
      out[o] = s00;
      out[o + 1] = s01;
      out[o + m] = s10;
      out[o + m + 1] = s11;
    }
  }
  if (blockColumns < m) sumColumn(A, D, out, [n, k, m]);
  if (blockRows < k) {
    for (let j = 0; j < blockColumns; j++) {
      let sum = 0;
      for (let row = 0, a = k - 1, d = j; row < n; row++, a += k, d += m) sum += A[a] * D[d];
      out[(k - 1) * m + j] = sum;
    }
  }
}

/** The last column of `multiplyTransposed`, all its sums side by side. */
function sumColumn(A: Float64Array, D: Float64Array, out: Float64Array, [n, k, m]: Sizes): void {
  const last = m - 1;
  for (let i = 0; i < k; i++) out[i * m + last] = 0;
  for (let row = 0, a = 0, d = last; row < n; row++, d += m) {
    const x = D[d];
    for (let o = last; o < k * m; o += m, a++) out[o] += A[a] * x;
  }
}

/** `out` (m × k) = Bᵀ for B (k × m). */
export function transpose(B: Float64Array, out: Float64Array, k: number, m: number): void {
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < m; j++) out[j * k + i] = B[i * m + j];
  }
}

/** `out` (m) = sum over the n rows of D (n × m). */
export function sumRows(D: Float64Array, out: Float64Array, n: number, m: number): void {
  out.fill(0, 0, m);
  for (let row = 0, d = 0; row < n; row++) {
    for (let column = 0; column < m; column++, d++) out[column] += D[d];
  }
}
