/** What is wrong with a table, as the key of a sentence and what to put into it. */
export class TableProblem extends Error {
  constructor(
    readonly key: string,
    readonly values: Readonly<Record<string, string>> = {},
  ) {
    super(`${key} ${JSON.stringify(values)}`);
    this.name = "TableProblem";
  }
}
