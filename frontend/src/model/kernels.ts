/**
 * Products of small matrices, the arithmetic in which training spends its time.
 *
 * Each block of 4 × 2 results is summed in eight local variables, which the engine keeps in
 * registers: every number read from memory is used two or four times. A matrix is an array with
 * two strides, so that one routine multiplies by a matrix or by its transpose.
 */

/** Entry (i, j) of a matrix is `data[i * rowStride + j * columnStride]`. */
export interface Matrix {
  readonly data: Float64Array;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** Matrix of `nColumns` columns, stored row after row. */
export function rows(data: Float64Array, nColumns: number): Matrix {
  return { data, rowStride: nColumns, columnStride: 1 };
}

/** The same numbers, rows and columns exchanged. */
export function transposed({ data, rowStride, columnStride }: Matrix): Matrix {
  return { data, rowStride: columnStride, columnStride: rowStride };
}

/** `out` (n × m, row after row) = A (n × k) · B (k × m), plus `bias` (m) in each row if given. */
export function multiply(
  A: Matrix,
  B: Matrix,
  bias: Float64Array | null,
  out: Float64Array,
  [n, k, m]: readonly [number, number, number],
): void {
  const fullRows = n - (n % 4);
  const fullColumns = m - (m % 2);
  for (let row = 0; row < fullRows; row += 4) {
    for (let column = 0; column < fullColumns; column += 2) {
      block4x2(A, B, bias, out, row, column, k, m);
    }
    if (fullColumns < m) block4x1(A, B, bias, out, row, fullColumns, k, m);
  }
  for (let row = fullRows; row < n; row++) {
    for (let column = 0; column < m; column++) {
      out[row * m + column] = cell(A, B, bias, row, column, k);
    }
  }
}

function block4x2(
  A: Matrix,
  B: Matrix,
  bias: Float64Array | null,
  out: Float64Array,
  row: number,
  column: number,
  k: number,
  m: number,
): void {
  const a = A.data;
  const b = B.data;
  const stepA = A.columnStride;
  const stepB = B.rowStride;
  let a0 = row * A.rowStride;
  let a1 = a0 + A.rowStride;
  let a2 = a1 + A.rowStride;
  let a3 = a2 + A.rowStride;
  let b0 = column * B.columnStride;
  let b1 = b0 + B.columnStride;
  const left = bias === null ? 0 : bias[column];
  const right = bias === null ? 0 : bias[column + 1];
  let s00 = left;
  let s01 = right;
  let s10 = left;
  let s11 = right;
  let s20 = left;
  let s21 = right;
  let s30 = left;
  let s31 = right;
  for (let i = 0; i < k; i++) {
    const x = b[b0];
    const y = b[b1];
    s00 += a[a0] * x;
    s01 += a[a0] * y;
    s10 += a[a1] * x;
    s11 += a[a1] * y;
    s20 += a[a2] * x;
    s21 += a[a2] * y;
    s30 += a[a3] * x;
    s31 += a[a3] * y;
    a0 += stepA;
    a1 += stepA;
    a2 += stepA;
    a3 += stepA;
    b0 += stepB;
    b1 += stepB;
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

function block4x1(
  A: Matrix,
  B: Matrix,
  bias: Float64Array | null,
  out: Float64Array,
  row: number,
  column: number,
  k: number,
  m: number,
): void {
  for (let r = row; r < row + 4; r++) out[r * m + column] = cell(A, B, bias, r, column, k);
}

function cell(
  A: Matrix,
  B: Matrix,
  bias: Float64Array | null,
  row: number,
  column: number,
  k: number,
): number {
  let sum = bias === null ? 0 : bias[column];
  let a = row * A.rowStride;
  let b = column * B.columnStride;
  for (let i = 0; i < k; i++) {
    sum += A.data[a] * B.data[b];
    a += A.columnStride;
    b += B.rowStride;
  }
  return sum;
}

/** `out` (m) = sum over the n rows of D (n × m). */
export function sumRows(D: Float64Array, out: Float64Array, n: number, m: number): void {
  out.fill(0);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < m; column++) out[column] += D[row * m + column];
  }
}
