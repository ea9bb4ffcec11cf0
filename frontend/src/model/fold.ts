/**
 * Which fold a row belongs to: a hash of its content, so that equal rows share a side and their
 * order does not matter. The same folds as the package's learning/split.py (hash_fold).
 *
 * BLAKE2b with a digest of 8 bytes (RFC 7693); numbers of 64 bits are pairs (low, high) of 32.
 */

const N_FOLDS = 10;
const DIGEST_BYTES = 8;
const BLOCK_BYTES = 128;
const WORD_BYTES = 8;
const N_ROUNDS = 12;
/** The first 64 bits of the fractional parts of the square roots of the first 8 primes. */
const START = Uint32Array.of(
  ...[0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372],
  ...[0x5f1d36f1, 0xa54ff53a, 0xade682d1, 0x510e527f, 0x2b3e6c1f, 0x9b05688c],
  ...[0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19],
);
/** Which words of the message enter each round (RFC 7693, section 2.7). */
const SIGMA = Uint8Array.of(
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  ...[14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  ...[11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  ...[7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  ...[9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  ...[2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  ...[12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  ...[13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  ...[6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  ...[10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
);
/** Columns, then diagonals of the 4 × 4 words. */
const MIXED = Uint8Array.of(
  ...[0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
  ...[0, 5, 10, 15, 1, 6, 11, 12, 2, 7, 8, 13, 3, 4, 9, 14],
);
const N_SIGMAS = 10;

/** Hashes keys of one row after another; keeps its memory. */
export class FoldHasher {
  /** The hash of the last key: its lower and its upper 32 bits. */
  low = 0;
  high = 0;
  readonly #state = new Uint32Array(16);
  readonly #work = new Uint32Array(32);
  readonly #message = new Uint32Array(32);
  readonly #messageBytes = new Uint8Array(this.#message.buffer);

  /** Fold 0 to 9 of the row that `key` identifies. */
  fold(key: Uint8Array): number {
    this.#state.set(START);
    // The parameter block: no key, one leaf, and the length of the digest.
    this.#state[0] ^= 0x01010000 | DIGEST_BYTES;
    let from = 0;
    while (key.length - from > BLOCK_BYTES) {
      this.#take(key, from, from + BLOCK_BYTES, false);
      from += BLOCK_BYTES;
    }
    this.#take(key, from, key.length, true);
    [this.low, this.high] = this.#state;
    // 2^32 mod 10 is 6.
    return ((this.high % N_FOLDS) * 6 + (this.low % N_FOLDS)) % N_FOLDS;
  }

  #take(key: Uint8Array, from: number, to: number, isLast: boolean): void {
    this.#messageBytes.fill(0);
    for (let at = from; at < to; at++) this.#messageBytes[at - from] = key[at];
    const v = this.#work;
    v.set(this.#state);
    v.set(START, 16);
    v[24] ^= to; // Bytes so far; a key is shorter than 2^32 of them.
    if (isLast) {
      v[28] = ~v[28];
      v[29] = ~v[29];
    }
    for (let round = 0; round < N_ROUNDS; round++) this.#mixAll((round % N_SIGMAS) * 16);
    for (let i = 0; i < 16; i++) this.#state[i] ^= v[i] ^ v[i + 16];
  }

  #mixAll(sigma: number): void {
    const m = this.#message;
    for (let step = 0; step < 8; step++) {
      const place = 4 * step;
      const a = 2 * MIXED[place];
      const b = 2 * MIXED[place + 1];
      const c = 2 * MIXED[place + 2];
      const d = 2 * MIXED[place + 3];
      const x = 2 * SIGMA[sigma + 2 * step];
      const y = 2 * SIGMA[sigma + 2 * step + 1];
      this.#half(a, b, c, d, m[x], m[x + 1], true);
      this.#half(a, b, c, d, m[y], m[y + 1], false);
    }
  }

  /** Half of the mixing function G: rotations by 32 and 24 bits, or by 16 and 63. */
  #half(
    a: number,
    b: number,
    c: number,
    d: number,
    low: number,
    high: number,
    isFirst: boolean,
  ): void {
    const v = this.#work;
    const sumLow = v[a] + v[b] + low;
    v[a + 1] = v[a + 1] + v[b + 1] + high + Math.floor(sumLow / 2 ** 32);
    v[a] = sumLow;
    const p = v[d] ^ v[a];
    const q = v[d + 1] ^ v[a + 1];
    v[d] = isFirst ? q : (p >>> 16) | (q << 16);
    v[d + 1] = isFirst ? p : (q >>> 16) | (p << 16);
    const total = v[c] + v[d];
    v[c + 1] = v[c + 1] + v[d + 1] + Math.floor(total / 2 ** 32);
    v[c] = total;
    const r = v[b] ^ v[c];
    const s = v[b + 1] ^ v[c + 1];
    v[b] = isFirst ? (r >>> 24) | (s << 8) : (r << 1) | (s >>> 31);
    v[b + 1] = isFirst ? (s >>> 24) | (r << 8) : (s << 1) | (r >>> 31);
  }
}

/** Bytes of numbers as float64, lowest byte first: the key of a row, as the package makes it. */
export class RowKey {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(nValues: number) {
    this.bytes = new Uint8Array(nValues * WORD_BYTES);
    this.#view = new DataView(this.bytes.buffer);
  }

  set(place: number, value: number): void {
    this.#view.setFloat64(place * WORD_BYTES, value, true);
  }
}
