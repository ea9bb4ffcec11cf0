/** Whether the rows that were read are enough to learn from and to judge with. */
import { TableProblem } from "./problem";
import type { OwnTable, TableClass } from "./table";

/** Folds that learn, that steer, and that judge; as the package's TRAIN_FOLDS and its siblings. */
const SIDES = [
  [0, 1, 2, 3, 4],
  [5, 6],
  [7, 8, 9],
] as const;
/** More rows lost than this share, and what is left is not the table any more. */
const MOST_LOST = 0.5;

/** TableProblem on a table that cannot be hunted in. `worst`: the column that lost most rows. */
export function checkTable(table: OwnTable, worst: string): void {
  checkLost(table, worst);
  for (const { name, n_events } of table.classes) {
    if (n_events === 0) throw new TableProblem("own.problem.class-empty", { name });
  }
  table.features.forEach(({ title }, i) => {
    const values = table.dataset.features[i];
    if (values.every((value) => value === values[0])) {
      throw new TableProblem("own.column.constant", { column: title });
    }
  });
  checkWeights(table);
  checkSides(table);
}

function checkLost({ counts }: OwnTable, worst: string): void {
  const { rows, ragged, missing, out } = counts;
  const values = { rows: `${rows}`, column: worst };
  if (ragged > MOST_LOST * rows) {
    throw new TableProblem("own.problem.ragged", { ...values, n: `${ragged}` });
  }
  if (missing > MOST_LOST * (rows - out - ragged)) {
    throw new TableProblem("own.problem.missing", { ...values, n: `${missing}` });
  }
}

/** Every class must stand for something: a sum of weights above 0. */
function checkWeights({ dataset, classes, weight }: OwnTable): void {
  const sums = new Float64Array(classes.length);
  for (let row = 0; row < dataset.nEvents; row++) sums[dataset.process[row]] += dataset.weight[row];
  sums.forEach((sum, code) => {
    if (sum > 0) return;
    const values = { name: classes[code].name, column: weight ?? "", sum: sum.toPrecision(4) };
    throw new TableProblem("own.problem.weights", values);
  });
}

/** Each signal, and some background, on every side: equal rows share one, so too few can fail. */
function checkSides({ dataset, classes }: OwnTable): void {
  for (const folds of SIDES) {
    const found = new Set<number>();
    for (let row = 0; row < dataset.nEvents; row++) {
      if ((folds as readonly number[]).includes(dataset.fold[row])) found.add(dataset.process[row]);
    }
    const isThere = ({ kind }: TableClass, code: number): boolean =>
      kind === "background" || found.has(code);
    const hasBackground = classes.some(
      ({ kind }, code) => kind === "background" && found.has(code),
    );
    if (!hasBackground || !classes.every(isThere)) {
      throw new TableProblem("own.problem.few", { n: `${dataset.nEvents}` });
    }
  }
}
