/** The table on the desk: a file being looked at, before it becomes the events of the hunt. */
import type { Dialect } from "../model/csv/dialect";
import { TableProblem } from "../model/csv/problem";
import { guessRoles, type Roles } from "../model/csv/roles";
import type { OwnTable } from "../model/csv/table";
import type { Job, Looked, Result } from "./protocol";
import { type Reading, startReading } from "./reading";

/** What would be read with the roles as they are. */
export type Outcome =
  | { readonly kind: "reading"; readonly share: number }
  | { readonly kind: "ready"; readonly table: OwnTable }
  | { readonly kind: "refused"; readonly problem: TableProblem };

export type DeskState =
  | { readonly step: "empty" }
  | { readonly step: "looking"; readonly file: File; readonly share: number }
  | { readonly step: "refused"; readonly file: File; readonly problem: TableProblem }
  | {
      readonly step: "choosing";
      readonly file: File;
      readonly looked: Looked;
      readonly roles: Roles;
      readonly outcome: Outcome;
    };

/** A reader moves through a list of choices faster than a large file can be read. */
const PATIENCE_MS = 250;

export class TableDesk {
  state: DeskState = { step: "empty" };
  private reading: Reading<unknown> | null = null;
  private timer = 0;
  /** Counts what was asked for, so that late answers can be told. */
  private asked = 0;

  constructor(private readonly onChange: () => void) {}

  /** Looks through a file; `wanted`: how it is written, where the reader knows better. */
  open(file: File, wanted: Partial<Dialect> = {}): void {
    this.set({ step: "looking", file, share: 0 });
    void this.run({ type: "look", file, wanted }, (share) =>
      this.set({ step: "looking", file, share }),
    ).then(
      (looked) => looked !== null && this.begin(file, looked),
      (problem: unknown) => this.refuse(file, problem),
    );
  }

  private begin(file: File, looked: Looked): void {
    try {
      const roles = guessRoles(looked.beginning.names, looked.census);
      this.read(file, looked, roles, 0);
    } catch (problem) {
      this.refuse(file, problem);
    }
  }

  private refuse(file: File, problem: unknown): void {
    if (!(problem instanceof TableProblem)) throw problem;
    this.turnAway(file, problem);
  }

  /** Says why a file is not read. */
  turnAway(file: File, problem: TableProblem): void {
    this.stop();
    this.set({ step: "refused", file, problem });
  }

  /** Reads the file again as the reader says it is written. */
  write(wanted: Partial<Dialect>): void {
    if (this.state.step !== "choosing") return;
    this.open(this.state.file, { ...this.state.looked.beginning.dialect, ...wanted });
  }

  /** Other roles: what would be read is counted anew. */
  choose(patch: Partial<Roles>): void {
    if (this.state.step !== "choosing") return;
    const { file, looked, roles } = this.state;
    this.read(file, looked, { ...roles, ...patch }, PATIENCE_MS);
  }

  private read(file: File, looked: Looked, roles: Roles, waitMs: number): void {
    const show = (outcome: Outcome): void =>
      this.set({ step: "choosing", file, looked, roles, outcome });
    this.stop();
    show({ kind: "reading", share: 0 });
    this.timer = window.setTimeout(() => {
      void this.run({ type: "read", file, looked, roles }, (share) =>
        show({ kind: "reading", share }),
      ).then(
        (table) => table !== null && show({ kind: "ready", table }),
        (problem: unknown) => {
          if (!(problem instanceof TableProblem)) throw problem;
          show({ kind: "refused", problem });
        },
      );
    }, waitMs);
  }

  /** The answer to a job; null where meanwhile something else was asked for. */
  private async run<J extends Job>(
    job: J,
    onProgress: (share: number) => void,
  ): Promise<Result<J["type"]> | null> {
    this.stop();
    const asked = ++this.asked;
    const reading = startReading(job, (share) => {
      if (asked === this.asked) onProgress(share);
    });
    this.reading = reading;
    try {
      const result = await reading.result;
      return asked === this.asked ? result : null;
    } catch (problem) {
      if (asked === this.asked) throw problem;
      return null;
    }
  }

  /** Puts the file away. */
  close(): void {
    this.stop();
    this.set({ step: "empty" });
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.asked++;
    this.reading?.stop();
    this.reading = null;
  }

  private set(state: DeskState): void {
    this.state = state;
    this.onChange();
  }
}
