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

/** A file with the columns of every file and others, as Python lays them out. */
function fileWith(
  extra: Readonly<Record<string, unknown>>,
  truthId: readonly number[],
): Uint8Array {
  const planes = (bits: Uint32Array): number[] =>
    [0, 8, 16, 24].flatMap((shift) => [...bits].map((word) => (word >>> shift) & 255));
  const ones = new Uint32Array(Float32Array.from(truthId, () => 1).buffer);
  const columns: [string, string, number[]][] = [
    ["process", "uint8", truthId.map(() => 0)],
    ["fold", "uint8", truthId.map(() => 3)],
    ["weight", "float32", planes(ones)],
    ["met", "float32", planes(ones)],
    ["truth_id", "uint32", planes(Uint32Array.from(truthId))],
  ];
  let offset = 0;
  const described = columns.map(([name, dtype, { length: nbytes }]) => {
    offset += nbytes;
    return { name, dtype, offset: offset - nbytes, nbytes };
  });
  const common = { format: "fivesigma-columnar", version: 1, dataset: "made-up", processes: ["a"] };
  const header = { ...common, n_events: truthId.length, columns: described, ...extra };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(Uint32Array.of(text.length).buffer);
  return Uint8Array.from([
    ...file.subarray(0, 8),
    ...length,
    ...text,
    ...columns.flatMap(([, , bytes]) => bytes),
  ]);
}

test("a level and its collisions are read, and are no variable", () => {
  const ids = [7, 4_000_000_000, 65_536];
  const dataset = decodeColumnar(fileWith({ level: 0 }, ids).slice().buffer);
  expect(dataset.level).toBe(0);
  expect([...dataset.truthId!]).toEqual(ids);
  expect(dataset.featureNames).toEqual(["met"]);
});

test("a file of a dataset with one level says nothing of it", () => {
  expect("level" in decodeColumnar(fileWith({}, [1, 2]).slice().buffer)).toBe(false);
});

test.each([3, "0", -1, null])("level %o is no level", (level) => {
  expect(codeOf(fileWith({ level }, [1, 2]))).toBe("not-a-dataset");
});
