/** Reads "fivesigma-columnar" version 1, the file in which Python hands out a dataset. */
import { isRecord } from "./record";
import type { Dataset, Level } from "./types";

export type DataFileProblem = "not-a-dataset" | "truncated" | "wrong-version";

/** A file that is not a whole dataset; `code` names the text to show. */
export class DataFileError extends Error {
  readonly code: DataFileProblem;

  constructor(code: DataFileProblem, detail: string) {
    super(`${code}: ${detail}`);
    this.name = "DataFileError";
    this.code = code;
  }
}

interface ColumnHeader {
  readonly name: string;
  readonly dtype: "uint8" | "uint32" | "float32";
  readonly offset: number;
  readonly nbytes: number;
}

interface Header {
  readonly dataset: string;
  readonly n_events: number;
  readonly processes: readonly string[];
  readonly columns: readonly ColumnHeader[];
  /** Only where the same collisions are also handed out at other levels. */
  readonly level?: Level;
}

const MAGIC = new TextEncoder().encode("5SIGMA\u0001\n");
const LENGTH_BYTES = 4;
const VERSION = 1;
const BYTES_OF = { uint8: 1, uint32: 4, float32: 4 } as const;
const TRUTH_ID = "truth_id";
const NOT_FEATURES = new Set(["process", "fold", "weight", TRUTH_ID]);

/** The events of a file; throws DataFileError where anything about it is wrong. */
export function decodeColumnar(buffer: ArrayBuffer): Dataset {
  const bytes = new Uint8Array(buffer);
  checkMagic(bytes);
  const start = MAGIC.length + LENGTH_BYTES;
  if (bytes.length < start) throw new DataFileError("truncated", "no header length");
  const headerLength = new DataView(buffer).getUint32(MAGIC.length, true);
  if (bytes.length < start + headerLength) throw new DataFileError("truncated", "no whole header");
  const header = readHeader(bytes.subarray(start, start + headerLength));
  const payload = bytes.subarray(start + headerLength);
  const truthId = header.columns.find((column) => column.name === TRUTH_ID);
  const featureColumns = header.columns.filter((column) => !NOT_FEATURES.has(column.name));
  return {
    id: header.dataset,
    nEvents: header.n_events,
    processes: header.processes,
    featureNames: featureColumns.map((column) => column.name),
    process: codes(payload, header, "process", header.processes.length),
    fold: codes(payload, header, "fold", 256),
    weight: floats(payload, header, columnNamed(header, "weight")),
    features: featureColumns.map((column) => floats(payload, header, column)),
    ...(header.level !== undefined && { level: header.level }),
    ...(truthId && { truthId: wide(payload, header, truthId, "uint32") }),
  };
}

function checkMagic(bytes: Uint8Array): void {
  const known = bytes.subarray(0, MAGIC.length);
  if (known.some((byte, i) => byte !== MAGIC[i])) {
    throw new DataFileError("not-a-dataset", "the file does not begin as a dataset does");
  }
  if (known.length < MAGIC.length) throw new DataFileError("truncated", "no whole magic");
}

function readHeader(bytes: Uint8Array): Header {
  let found: unknown;
  try {
    found = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new DataFileError("not-a-dataset", `the header is not JSON: ${String(cause)}`);
  }
  if (!isRecord(found) || found.format !== "fivesigma-columnar") {
    throw new DataFileError("not-a-dataset", "the header names another format");
  }
  if (found.version !== VERSION) {
    throw new DataFileError("wrong-version", `version ${String(found.version)}, not ${VERSION}`);
  }
  if (!isHeader(found)) throw new DataFileError("not-a-dataset", "the header lacks a field");
  return found;
}

function isCount(found: unknown): found is number {
  return typeof found === "number" && Number.isSafeInteger(found) && found >= 0;
}

function isHeader(found: object): found is Header {
  const { dataset, n_events, processes, columns, level } = found as Partial<
    Record<string, unknown>
  >;
  return (
    typeof dataset === "string" &&
    isCount(n_events) &&
    Array.isArray(processes) &&
    processes.every((name) => typeof name === "string") &&
    Array.isArray(columns) &&
    columns.every(isColumnHeader) &&
    (level === undefined || level === 0 || level === 1 || level === 2)
  );
}

function isColumnHeader(found: unknown): found is ColumnHeader {
  return (
    isRecord(found) &&
    typeof found.name === "string" &&
    typeof found.dtype === "string" &&
    Object.hasOwn(BYTES_OF, found.dtype) &&
    isCount(found.offset) &&
    isCount(found.nbytes)
  );
}

function columnNamed(header: Header, name: string): ColumnHeader {
  const column = header.columns.find((one) => one.name === name);
  if (column === undefined) throw new DataFileError("not-a-dataset", `no column ${name}`);
  return column;
}

function columnBytes(
  payload: Uint8Array,
  header: Header,
  column: ColumnHeader,
  dtype: ColumnHeader["dtype"],
): Uint8Array {
  const nBytes = header.n_events * BYTES_OF[dtype];
  if (column.dtype !== dtype || column.nbytes !== nBytes) {
    throw new DataFileError("not-a-dataset", `column ${column.name} has a wrong type or length`);
  }
  if (column.offset + nBytes > payload.length) {
    throw new DataFileError("truncated", `column ${column.name} ends after the file`);
  }
  return payload.subarray(column.offset, column.offset + nBytes);
}

/** Small whole numbers below `limit`. */
function codes(payload: Uint8Array, header: Header, name: string, limit: number): Uint8Array {
  const found = columnBytes(payload, header, columnNamed(header, name), "uint8").slice();
  if (found.some((code) => code >= limit)) {
    throw new DataFileError("not-a-dataset", `column ${name} holds an unknown code`);
  }
  return found;
}

/** The bits of numbers stored as four planes: the lowest byte of every number first. */
function wide(
  payload: Uint8Array,
  header: Header,
  column: ColumnHeader,
  dtype: "uint32" | "float32",
): Uint32Array<ArrayBuffer> {
  const planes = columnBytes(payload, header, column, dtype);
  const n = header.n_events;
  const bits = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    bits[i] =
      planes[i] | (planes[n + i] << 8) | (planes[2 * n + i] << 16) | (planes[3 * n + i] << 24);
  }
  return bits;
}

/** Finite numbers. */
function floats(payload: Uint8Array, header: Header, column: ColumnHeader): Float32Array {
  const found = new Float32Array(wide(payload, header, column, "float32").buffer);
  if (!found.every((value) => Number.isFinite(value))) {
    throw new DataFileError("not-a-dataset", `column ${column.name} holds a missing number`);
  }
  return found;
}
