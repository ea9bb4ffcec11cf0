/** What the page and the worker that reads a table say to each other. */
import type { Census } from "../model/csv/census";
import type { Beginning, Dialect } from "../model/csv/dialect";
import type { Roles } from "../model/csv/roles";
import type { OwnTable } from "../model/csv/table";
import type { FileFacts } from "../model/types";

/** A table that has been walked through once. */
export interface Looked {
  readonly file: FileFacts;
  readonly beginning: Beginning;
  readonly census: Census;
}

/** One job a worker: stopping it is ending the worker. */
export type Job =
  | { readonly type: "look"; readonly file: File; readonly wanted: Partial<Dialect> }
  | {
      readonly type: "read";
      readonly file: File;
      readonly looked: Looked;
      readonly roles: Roles;
    };

export type Result<J extends Job["type"]> = J extends "look" ? Looked : OwnTable;

export type News =
  /** Share of the file that has been walked through. */
  | { readonly type: "progress"; readonly share: number }
  | { readonly type: "done"; readonly result: Looked | OwnTable }
  | {
      readonly type: "problem";
      readonly key: string;
      readonly values: Readonly<Record<string, string>>;
    };
