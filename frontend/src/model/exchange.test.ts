import fc from "fast-check";
import { describe, expect, test } from "vitest";
import vectors from "../../../tests/vectors/exchange.json";
import { decodeNetwork, encodeNetwork, ExchangeError } from "./exchange";
import { decodeCode, encodeCode } from "./networkCode";
import { networkOf } from "./training";
import type { StoredNetwork } from "./exchange";

function scores({ network }: StoredNetwork, X: readonly (readonly number[])[]): Float64Array {
  const { mean, std } = network;
  const scaled = X.flatMap((row) => row.map((value, i) => (value - mean[i]) / std[i]));
  return networkOf(network).forward(Float64Array.from(scaled), X.length);
}

function expectScores(found: Float64Array, expected: readonly number[], digits: number): void {
  expect(found.length).toBe(expected.length);
  found.forEach((score, i) => expect(score).toBeCloseTo(expected[i], digits));
}

describe("a network that Python wrote", () => {
  test.each(vectors.networks)("as a file gives Python's scores", ({ file, X, probability }) => {
    expectScores(scores(decodeNetwork(file), X), probability, 12);
  });

  test.each(vectors.networks)("as a link gives Python's scores", ({ code, X, probability }) => {
    expectScores(scores(decodeCode(code), X), probability, 5);
  });

  test.each(vectors.networks)("written again says the same, to the last digit", ({ file }) => {
    expect(JSON.parse(encodeNetwork(decodeNetwork(file)))).toEqual(JSON.parse(file));
  });

  test.each(vectors.networks)("written again as a link is the same word", ({ code, file }) => {
    const again = decodeCode(encodeCode(decodeNetwork(file)));
    expect(again).toEqual(decodeCode(code));
    expect(encodeCode(again)).toBe(encodeCode(decodeNetwork(file)));
  });
});

function reasonOf(open: () => unknown): string {
  try {
    open();
  } catch (problem) {
    if (problem instanceof ExchangeError) return problem.key;
    throw problem;
  }
  return "opened";
}

describe("what is no network", () => {
  test.each(vectors.refused.map(({ why, file }) => [why, file.slice(0, 90), file]))(
    "%s is refused: %s",
    (why, _, file) => expect(reasonOf(() => decodeNetwork(file))).toBe(`exchange.${why}`),
  );

  test("is refused with the place where it does not fit", () => {
    const text = vectors.networks[0].file.replace('"biases":[', '"biases":["x",');
    expect(() => decodeNetwork(text)).toThrow(/layers\[0\]/);
  });

  test("never breaks the page, whatever was changed in a file", () => {
    const { file } = vectors.networks[0];
    fc.assert(
      fc.property(fc.nat(file.length), fc.nat(40), fc.string(), (place, length, put) => {
        const reason = reasonOf(() =>
          decodeNetwork(file.slice(0, place) + put + file.slice(place + length)),
        );
        expect(reason).toMatch(/^(opened|exchange\.\w+)$/);
      }),
    );
  });

  test("never breaks the page, whatever was changed in a link", () => {
    const { code } = vectors.networks[0];
    fc.assert(
      fc.property(fc.nat(code.length), fc.nat(9), fc.base64String(), (place, length, put) => {
        const reason = reasonOf(() =>
          decodeCode(code.slice(0, place) + put + code.slice(place + length)),
        );
        expect(reason).toMatch(/^(opened|exchange\.\w+)$/);
      }),
    );
    for (const broken of ["", "A", "%%%", "AAAA", code.slice(0, -1), `${code}AAAA`]) {
      expect(reasonOf(() => decodeCode(broken))).toMatch(/^exchange\.(link|json)$/);
    }
  });
});
