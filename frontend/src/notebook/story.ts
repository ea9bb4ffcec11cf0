/** The student's path as cells: what was done, why, and the same again in Python. */
import { FULL_DETECTOR } from "../model/level";
import type { Interval, Level } from "../model/types";
import { formatNumber } from "../views/format";
import { t } from "../text";
import { comparison, same, sameRegion } from "./compare";
import { type Cell, code, markdown, notebookText } from "./document";
import { measurementCells } from "./measurement";
import { modelCells } from "./modelCells";
import { isShown, type Path, type ShownRegion } from "./path";
import { python } from "./python";

/** The text of the notebook file. */
export function notebookOf(path: Path): string {
  const cells = [
    ...opening(path),
    ...dataCells(path),
    ...cutCells(path),
    ...modelCells(path),
    ...judgedCells(path),
    ...measurementCells(path),
    markdown("ways-on", t("notebook.ways-on")),
  ];
  return notebookText(cells, { version: path.version, page: path.fragment });
}

function opening({ version, dataset, signal, inputs, model }: Path): Cell[] {
  const values = { dataset: dataset.title, signal: signal.title, version };
  const learns = model !== null && inputs.length > 0;
  return [
    markdown("title", `# ${t("notebook.title")}`, t("notebook.opening", values)),
    code(
      "begin",
      "import fivesigma as fs",
      `from fivesigma.workflow.region import ${learns ? "region_above, region_of, suggested_threshold" : "region_of"}`,
      "",
      "",
      ...comparison(),
    ),
  ];
}

function dataCells(path: Path): Cell[] {
  const { dataset, signal, uncut, backgroundUncertainty } = path;
  const about = {
    signal: signal.title,
    luminosity: formatNumber(path.luminosity),
    uncertainty: formatNumber(100 * backgroundUncertainty),
  };
  return [
    markdown(
      "data-told",
      `## ${t("notebook.data.title")}`,
      t(dataset.isReal ? "notebook.data.atlas" : "notebook.data.own"),
      ...(dataset.level === FULL_DETECTOR ? [] : [seenAt(dataset.level)]),
      t("notebook.data.numbers", about),
      ...withoutZ(uncut),
    ),
    code(
      "data",
      ...loadLines(dataset),
      `hunted = fs.select(events, signal=${python(signal.name)}, cuts=[])`,
      "region = region_of(hunted)",
      ...sameRegion(uncut, backgroundUncertainty),
    ),
  ];
}

/** What each level is called in Python. */
const LEVELS = { 0: "TRUTH", 1: "RESOLUTION", 2: "DETECTOR" } as const;

function seenAt(level: Level): string {
  return t("notebook.data.level", { level: t(`level.name.${level}`) });
}

function loadLines({ id, level }: Path["dataset"]): string[] {
  if (level === FULL_DETECTOR) return [`events = fs.load(${python(id)})`];
  return [
    "from fivesigma.core.level import Level",
    "from fivesigma.data.levels import embedded_levels",
    "",
    `events = embedded_levels()[Level.${LEVELS[level]}]`,
  ];
}

function cutCells(path: Path): Cell[] {
  const { cuts, kept, signal, backgroundUncertainty } = path;
  if (kept === null)
    return [markdown("cuts-told", `## ${t("notebook.cuts.title")}`, t("notebook.cuts.none"))];
  const told = [`## ${t("notebook.cuts.title")}`, t("notebook.cuts"), ...withoutZ(kept)];
  if (!kept.canBeCounted) {
    return [
      markdown("cuts-told", ...told, t("notebook.cuts.empty", { cuts: cutTexts(cuts).join("; ") })),
    ];
  }
  return [
    markdown("cuts-told", ...told),
    code(
      "cuts",
      "cuts = [",
      ...cutTexts(cuts).map((cut) => `    ${python(cut)},`),
      "]",
      `kept = fs.select(events, signal=${python(signal.name)}, cuts=cuts)`,
      "region = region_of(kept)",
      ...sameRegion(kept, backgroundUncertainty),
    ),
  ];
}

/** "met >= 120", "76 <= mll <= 106": both ends are kept, as on the page. */
export function cutTexts(cuts: Path["cuts"]): string[] {
  return cuts.map(([name, { low, high }]: readonly [string, Interval]) => {
    if (high === null) return `${name} >= ${low ?? ""}`;
    return low === null ? `${name} <= ${high}` : `${low} <= ${name} <= ${high}`;
  });
}

/** The reason why the page showed no significance. */
function withoutZ({ z }: ShownRegion): string[] {
  return isShown(z) ? [] : [t("notebook.no-z", { reason: z.missing })];
}

function judgedCells({ judged, onlyPassing, backgroundUncertainty }: Path): Cell[] {
  if (judged === null) return [];
  const { auc, threshold, isSuggested, region } = judged;
  const whole = onlyPassing ? ", before_cuts=hunted" : "";
  const level = python(threshold);
  const asked = `suggested_threshold(trained, background_uncertainty=${python(backgroundUncertainty)}${whole})`;
  const area = isShown(auc)
    ? [
        "area = fs.evaluate(trained).evaluation.auc_weighted",
        same("AUC", auc, "area.value", "area.uncertainty"),
      ]
    : [];
  const choice = isSuggested
    ? [
        `threshold = ${asked}`,
        same(
          t("notebook.threshold"),
          { value: threshold, uncertainty: null, decimals: 6 },
          "threshold",
        ),
      ]
    : [`threshold = ${level}`];
  return [
    markdown(
      "judged-told",
      `## ${t("notebook.judged.title")}`,
      t("notebook.judged"),
      t(isSuggested ? "notebook.judged.suggested" : "notebook.judged.chosen"),
      ...(isShown(auc) ? [] : [t("notebook.no-auc", { reason: auc.missing })]),
      ...withoutZ(region),
    ),
    ...(area.length > 0 ? [code("area", ...area)] : []),
    code(
      "threshold",
      ...choice,
      `region = region_above(trained, threshold${whole})`,
      ...sameRegion(region, backgroundUncertainty),
    ),
  ];
}
