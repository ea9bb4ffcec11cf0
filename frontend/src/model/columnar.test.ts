import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/columnar.json";
import { DataFileError, decodeColumnar } from "./columnar";

const file = Uint8Array.from(atob(vectors.base64), (letter) => letter.charCodeAt(0));
const HEADER_START = 12;
const headerLength = new DataView(file.buffer).getUint32(8, true);

const decode = (bytes: Uint8Array): unknown => decodeColumnar(bytes.slice().buffer);

function codeOf(bytes: Uint8Array): string {
  try {
    decode(bytes);
  } catch (problem) {
    if (problem instanceof DataFileError) return problem.code;
    throw problem;
  }
  return "accepted";
}

/** The file with a changed header of the same length. */
function withHeader(change: (header: string) => string): Uint8Array {
  const changed = file.slice();
  const header = new TextDecoder().decode(file.subarray(HEADER_START, HEADER_START + headerLength));
  const bytes = new TextEncoder().encode(change(header));
  expect(bytes.length).toBe(headerLength);
  changed.set(bytes, HEADER_START);
  return changed;
}

test("a file that Python wrote is read back exactly", () => {
  const dataset = decodeColumnar(file.slice().buffer);
  expect(dataset.id).toBe(vectors.dataset);
  expect(dataset.processes).toEqual(vectors.processes);
  expect([...dataset.process]).toEqual(vectors.process);
  expect([...dataset.fold]).toEqual(vectors.fold);
  expect([...dataset.weight]).toEqual(vectors.weight);
  expect([...(dataset.truthId ?? [])]).toEqual(vectors.truth_id);
  expect(dataset.featureNames).toEqual(Object.keys(vectors.features));
  expect(dataset.features.map((column) => [...column])).toEqual(Object.values(vectors.features));
});

test("a file cut short anywhere is refused", () => {
  for (let length = 0; length < file.length; length++) {
    expect(codeOf(file.subarray(0, length))).toBe("truncated");
  }
  expect(codeOf(file)).toBe("accepted");
});

test("a web page in place of the file is no dataset", () => {
  expect(codeOf(new TextEncoder().encode("<!doctype html><title>502</title>"))).toBe(
    "not-a-dataset",
  );
});

test("a later version is refused as such", () => {
  expect(codeOf(withHeader((text) => text.replace('"version":1', '"version":2')))).toBe(
    "wrong-version",
  );
});

test.each([
  ["a broken header", (text: string) => text.replace("{", "[")],
  ["another format", (text: string) => text.replace("-columnar", "-COLUMNAR")],
  ["no weight", (text: string) => text.replace('"name":"weight"', '"name":"wEIGHT"')],
  ["a column of a wrong length", (text: string) => text.replace('"n_events":5', '"n_events":4')],
  ["a column of a wrong type", (text: string) => text.replace('"uint8"', '"uint9"')],
  ["a feature of a wrong type", (text: string) => text.replace('"truth_id"', '"truth_ib"')],
  ["a count below zero", (text: string) => text.replace('"n_events":5', '"n_events":-')],
])("%s is no dataset", (_, change) => {
  expect(codeOf(withHeader(change))).toBe("not-a-dataset");
});

test("an unknown process code is no dataset", () => {
  const changed = file.slice();
  changed[HEADER_START + headerLength] = 2;
  expect(codeOf(changed)).toBe("not-a-dataset");
});

test("a missing number is no dataset", () => {
  const changed = file.slice();
  changed.fill(0xff, changed.length - 4 * 5);
  expect(codeOf(changed)).toBe("not-a-dataset");
});
