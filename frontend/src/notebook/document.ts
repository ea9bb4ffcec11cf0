/** A Jupyter notebook as the format says: https://nbformat.readthedocs.io, version 4.5. */

export interface Cell {
  readonly kind: "markdown" | "code";
  /** Names the cell: letters, digits and hyphens, each once. */
  readonly id: string;
  readonly text: string;
}

export function markdown(id: string, ...paragraphs: readonly string[]): Cell {
  return { kind: "markdown", id, text: paragraphs.join("\n\n") };
}

export function code(id: string, ...lines: readonly string[]): Cell {
  return { kind: "code", id, text: lines.join("\n") };
}

/** The text of the file, without outputs. `about`: kept in its metadata, for other programs. */
export function notebookText(
  cells: readonly Cell[],
  about: Readonly<Record<string, string>>,
): string {
  const document = {
    cells: cells.map(({ kind, id, text }) => ({
      cell_type: kind,
      id,
      metadata: {},
      source: text.split(/(?<=\n)/),
      ...(kind === "code" ? { execution_count: null, outputs: [] } : {}),
    })),
    metadata: {
      fivesigma: about,
      kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
      language_info: { name: "python" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}
