/** The choice that was written down before the data were looked at, and what was seen then. */
import type { Decision } from "../journal/decision";
import type { Shift } from "../model/measurement";
import { formatNumber } from "../views/format";
import { t } from "../text";
import { same } from "./compare";
import { type Cell, code, markdown } from "./document";
import type { Measurement, Observation, Path } from "./path";
import { python } from "./python";

const CLASSES = ["background", "signal"] as const;

/** Nothing where no choice was written down. */
export function measurementCells({ measurement }: Path): Cell[] {
  if (measurement === null) return [];
  const { observed } = measurement;
  return [...chosen(measurement), ...(observed === null ? [] : seen(observed))];
}

function chosen({ decision, z, muUncertainty }: Measurement): Cell[] {
  const { threshold, reason, luminosity, dataset, signal, selection } = decision;
  const values = {
    luminosity: formatNumber(luminosity),
    threshold: threshold === null ? "–" : formatNumber(threshold),
    dataset,
    signal,
  };
  return [
    markdown(
      "chosen-told",
      `## ${t("notebook.chosen.title")}`,
      t(`notebook.chosen.${selection}`, values),
      t("notebook.chosen.fit"),
      // The student's own words are shown as they are, and are no markup.
      ...(reason.trim() === "" ? [] : [t("notebook.chosen.reason"), quoted(reason)]),
    ),
    code(
      "chosen",
      "import numpy as np",
      "from fivesigma.inference.likelihood.fit import fit_signal_strength",
      "from fivesigma.inference.likelihood.systematics import Systematic, normalisation",
      "from fivesigma.inference.likelihood.templates import Templates",
      "",
      ...templateLines(decision),
      ...sourceLines(decision),
      "expected = fit_signal_strength(templates, sources)",
      same("Z", z, "expected.discovery_z"),
      same(t("notebook.chosen.mu"), muUncertainty, "expected.mu.uncertainty"),
    ),
  ];
}

function seen({ counts, mu, z, limit, by }: Observation): Cell[] {
  return [
    markdown(
      "seen-told",
      `## ${t("notebook.seen.title")}`,
      by === null ? t("notebook.seen.pseudo") : t("measured.notebook.seen", { by }),
    ),
    code(
      "seen",
      `counts = np.array(${python(counts.map(Number))}, dtype=float)`,
      "found = fit_signal_strength(templates, sources, observed=counts)",
      same(t("notebook.seen.mu"), mu, "found.mu.value", "found.mu.uncertainty"),
      same("Z", z, "found.discovery_z"),
      same(t("notebook.seen.limit"), limit, "found.limit.observed"),
    ),
  ];
}

function templateLines({ bins, factor }: Decision): string[] {
  const edges = bins.edges ?? [0, 1];
  return [
    `factor = ${python(factor)}`,
    "templates = Templates(",
    `    edges=np.array(${python(edges)}),`,
    '    names=("background", "signal"),',
    "    is_signal=(False, True),",
    `    sum=factor * ${matrix((kind) => bins[kind].sum)},`,
    `    sum_squares=factor**2 * ${matrix((kind) => bins[kind].sumSquares)},`,
    ")",
  ];
}

function matrix(row: (kind: (typeof CLASSES)[number]) => readonly number[]): string {
  const rows = CLASSES.map((kind) => `            ${python(row(kind))},\n`).join("");
  return `np.array(\n        [\n${rows}        ]\n    )`;
}

function sourceLines({ bins, factor, uncertain }: Decision): string[] {
  const lines: string[] = [];
  if (uncertain.background > 0) {
    lines.push(`normalisation("background", ["background"], ${python(uncertain.background)}),`);
  }
  if (uncertain.luminosity > 0) {
    lines.push(
      `normalisation("luminosity", ["background", "signal"], ${python(uncertain.luminosity)}),`,
    );
  }
  if (uncertain.metScale > 0 && bins.metShift !== null) {
    lines.push(`Systematic(name="metScale", shape=${shape(bins.metShift, factor)}),`);
  }
  return ["sources = [", ...lines.map((line) => `    ${line}`), "]"];
}

function shape(shift: Shift, factor: number): string {
  const scaled = (row: readonly number[]): string => `${python(factor)} * np.array(${python(row)})`;
  const entries = CLASSES.map((kind) => {
    const { down, up } = shift[kind];
    return `${python(kind)}: (${scaled(down)}, ${scaled(up)})`;
  });
  return `{${entries.join(", ")}}`;
}

/** Words of the student as a quotation without any markup. */
function quoted(words: string): string {
  const plain = words.replace(/[\\`*_{}[\]<>()#+!|~$&-]/g, (sign) => `\\${sign}`);
  return plain
    .split(/\r?\n/)
    .map((line) => `> ${line}`)
    .join("\n");
}
