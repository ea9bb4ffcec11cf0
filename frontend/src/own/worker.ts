/** The worker that reads a student's table, piece by piece, so that no file is ever whole in memory. */
import { CensusTaker } from "../model/csv/census";
import { beginningOf } from "../model/csv/dialect";
import { Fingerprint } from "../model/csv/fingerprint";
import { HEAD_BYTES, MOST_FILE_BYTES } from "../model/csv/limits";
import { TableProblem } from "../model/csv/problem";
import { type Row, RowReader } from "../model/csv/rows";
import { type OwnTable, TableReader } from "../model/csv/table";
import type { Job, Looked, News } from "./protocol";

declare const self: DedicatedWorkerGlobalScope;

const PIECE_BYTES = 4_000_000;

function post(news: News): void {
  self.postMessage(news);
}

/** Bytes of a part of the file. TableProblem where it cannot be read any more. */
async function bytesOf(file: File, from: number, to: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(from, to).arrayBuffer());
  } catch {
    throw new TableProblem("own.problem.unreadable", { name: file.name });
  }
}

/** Shows every row of the file to `onRow`, and says how far it is. */
async function walk(
  file: File,
  separator: string,
  onRow: (row: Row) => void,
  onPiece: (piece: Uint8Array) => void = () => undefined,
): Promise<void> {
  const reader = new RowReader(separator, onRow);
  for (let from = 0; from < file.size; from += PIECE_BYTES) {
    const piece = await bytesOf(file, from, from + PIECE_BYTES);
    onPiece(piece);
    reader.push(piece);
    post({ type: "progress", share: Math.min(1, (from + PIECE_BYTES) / file.size) });
  }
  reader.end();
}

async function look({ file, wanted }: Extract<Job, { type: "look" }>): Promise<Looked> {
  if (file.size > MOST_FILE_BYTES) {
    const values = { size: `${Math.ceil(file.size / 1e6)}`, limit: `${MOST_FILE_BYTES / 1e6}` };
    throw new TableProblem("own.problem.size", values);
  }
  const head = await bytesOf(file, 0, HEAD_BYTES);
  const beginning = beginningOf(head, file.size <= HEAD_BYTES, wanted);
  const taker = new CensusTaker(beginning.dialect, beginning.names.length);
  const fingerprint = new Fingerprint();
  const add = (row: Row): void => taker.add(row);
  await walk(file, beginning.dialect.separator, add, (piece) => fingerprint.add(piece));
  const facts = { name: file.name, bytes: file.size, fingerprint: fingerprint.text };
  return { file: facts, beginning, census: taker.result() };
}

async function read({ file, looked, roles }: Extract<Job, { type: "read" }>): Promise<OwnTable> {
  const { dialect, names } = looked.beginning;
  const reader = new TableReader(dialect, names, looked.census, roles);
  await walk(file, dialect.separator, (row) => reader.add(row));
  return reader.result();
}

self.onmessage = async (event: MessageEvent<Job>): Promise<void> => {
  const job = event.data;
  try {
    post({ type: "done", result: await (job.type === "look" ? look(job) : read(job)) });
  } catch (problem) {
    const isOurs = problem instanceof TableProblem;
    // A worker that fails in silence would leave the reader waiting for ever.
    if (!isOurs) reportError(problem);
    post({
      type: "problem",
      key: isOurs ? problem.key : "own.problem.worker",
      values: isOurs ? problem.values : {},
    });
  }
};
