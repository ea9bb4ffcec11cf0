/** What the tests of csv/ share: a whole file in memory, read as the page reads it. */
import { type Census, CensusTaker } from "./census";
import { type Beginning, beginningOf, type Dialect } from "./dialect";
import { guessRoles, type Roles } from "./roles";
import { RowReader } from "./rows";
import { type OwnTable, TableReader } from "./table";

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export interface Looked {
  readonly beginning: Beginning;
  readonly census: Census;
}

/** The first walk. */
export function look(file: Uint8Array, wanted: Partial<Dialect> = {}): Looked {
  const beginning = beginningOf(file, true, wanted);
  const taker = new CensusTaker(beginning.dialect, beginning.names.length);
  const rows = new RowReader(beginning.dialect.separator, (row) => taker.add(row));
  rows.push(file);
  rows.end();
  return { beginning, census: taker.result() };
}

/** Both walks, with the guessed roles but for those given. */
export function read(file: Uint8Array, given: Partial<Roles> = {}, limit?: number): OwnTable {
  const { beginning, census } = look(file);
  const roles = { ...guessRoles(beginning.names, census), ...given };
  const reader = new TableReader(beginning.dialect, beginning.names, census, roles, limit);
  const rows = new RowReader(beginning.dialect.separator, (row) => reader.add(row));
  rows.push(file);
  rows.end();
  return reader.result();
}

/** The key of the sentence with which `act` refuses, or "" where it does not. */
export function refusal(act: () => unknown): string {
  try {
    act();
  } catch (problem) {
    return (problem as { key?: string }).key ?? String(problem);
  }
  return "";
}

/** A table of signal and background, large enough to learn from; x of the signal is larger. */
export function plainTable(nRows = 200, separator = ",", decimal = "."): string {
  const rows = Array.from({ length: nRows }, (_, row) => {
    const isSignal = row % 3 === 0;
    const x = (Math.sin(row * 12.9898) + (isSignal ? 1 : 0)).toFixed(5);
    const y = (Math.cos(row * 4.1414) * 100).toFixed(3);
    return [x, y, row % 4, isSignal ? 1 : 0]
      .map((cell) => String(cell).replace(".", decimal))
      .join(separator);
  });
  return [["x", "y", "n", "label"].join(separator), ...rows, ""].join("\n");
}
