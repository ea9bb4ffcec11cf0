/** Small systems of linear equations. */

/**
 * X of A X = B, or null where it is not unique. A: n × n, B: n × `width`, row after row; both are
 * overwritten. Gauss-Jordan elimination, which always divides by the largest number of a column.
 */
export function solve(A: Float64Array, B: Float64Array, width: number): Float64Array | null {
  const n = B.length / width;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(A[row * n + column]) > Math.abs(A[pivot * n + column])) pivot = row;
    }
    if (!(Math.abs(A[pivot * n + column]) > 0)) return null;
    exchangeRows(A, n, column, pivot);
    exchangeRows(B, width, column, pivot);
    for (let row = 0; row < n; row++) {
      if (row === column) continue;
      const factor = A[row * n + column] / A[column * n + column];
      if (factor === 0) continue;
      for (let j = column; j < n; j++) A[row * n + j] -= factor * A[column * n + j];
      for (let j = 0; j < width; j++) B[row * width + j] -= factor * B[column * width + j];
    }
  }
  for (let i = 0; i < B.length; i++) {
    const row = Math.floor(i / width);
    B[i] /= A[row * n + row];
  }
  return B;
}

function exchangeRows(values: Float64Array, width: number, one: number, two: number): void {
  if (one === two) return;
  const kept = values.slice(one * width, (one + 1) * width);
  values.copyWithin(one * width, two * width, (two + 1) * width);
  values.set(kept, two * width);
}
