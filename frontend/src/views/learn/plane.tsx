/** The two inputs that are looked at, and what both pictures of their plane share. */
import type { JSX } from "preact";
import { type Field, type Grid, sideOf, trendAlong } from "../../model/surface";
import type { Hunt } from "../../hunt";
import type { FeatureFacts } from "../../model/types";
import { t } from "../../text";
import { Select } from "../components/controls";
import { formatFixed, formatNumber } from "../format";
import type { DataTable } from "../plots/plot";
import { valueWithUnit } from "./names";

/** Places among the model's inputs. */
export interface Plane {
  readonly x: number;
  readonly y: number;
  readonly choose: (side: "x" | "y", input: number) => void;
}

/** The plane of two inputs, those of the link where they are inputs; null for a single input. */
export function planeOf(hunt: Hunt, inputs: readonly FeatureFacts[]): Plane | null {
  const wanted = hunt.state.plane;
  const placeOf = (name: string): number => inputs.findIndex((input) => input.name === name);
  if (inputs.length < 2) return null;
  const x = Math.max(0, placeOf(wanted.x));
  const found = placeOf(wanted.y);
  const y = found >= 0 && found !== x ? found : x === 0 ? 1 : 0;
  return {
    x,
    y,
    choose: (side, input) => {
      const [one, other] = side === "x" ? [x, y] : [y, x];
      // Whoever asks for the variable of the other side exchanges the two.
      const [first, second] = [inputs[input].name, inputs[input === other ? one : other].name];
      hunt.update({ plane: side === "x" ? { x: first, y: second } : { x: second, y: first } });
    },
  };
}

export function PlaneChooser(props: {
  plane: Plane;
  inputs: readonly FeatureFacts[];
}): JSX.Element {
  const { plane, inputs } = props;
  const options = inputs.map(({ label }, index) => ({ value: `${index}`, label }));
  const select = (side: "x" | "y"): JSX.Element => (
    <Select
      label={t(`learn.plane.${side}`)}
      value={`${plane[side]}`}
      options={options}
      onChange={(value) => plane.choose(side, Number(value))}
    />
  );
  return (
    <div class="plane-chooser">
      {select("x")}
      {select("y")}
    </div>
  );
}

/** `n` × `n` points over the ranges of the two variables. */
export function gridOf(
  { x, y }: Pick<Plane, "x" | "y">,
  inputs: readonly FeatureFacts[],
  n: number,
): Grid {
  return { x: sideOf(inputs[x], x, n), y: sideOf(inputs[y], y, n) };
}

/** Names a plane and what is in it, to tell an old picture from a new one. */
export function subjectOf({ x, y }: Plane, inputs: readonly FeatureFacts[]): string {
  return `${x} ${y} ${inputs.map(({ name, low, high }) => `${name} ${low} ${high}`).join()}`;
}

export function axisLabel({ symbol, unit }: FeatureFacts): string {
  return unit === "" ? symbol : `${symbol} [${unit}]`;
}

/** Steps of the table along each side: every so many points of the picture. */
const TABLE_STEPS = 8;

/** Every few points of the picture: a row for a value of y, from the top, a column for one of x. */
export function planeTable(
  field: Field,
  grid: Grid,
  inputs: readonly FeatureFacts[],
  digits: number,
): DataTable {
  const [across, up] = [inputs[grid.x.column], inputs[grid.y.column]];
  const places = (n: number): number[] =>
    Array.from({ length: TABLE_STEPS + 1 }, (_, i) => Math.round((i * (n - 1)) / TABLE_STEPS));
  const cell = (value: number): string =>
    Number.isFinite(value) ? formatFixed(value, digits) : "–";
  return {
    columns: [
      up.symbol,
      ...places(field.nX).map(
        (x) => `${across.symbol} = ${valueWithUnit(grid.x.values[x], across.unit)}`,
      ),
    ],
    rows: () =>
      places(field.nY)
        .reverse()
        .map((y) => [
          valueWithUnit(grid.y.values[y], up.unit),
          ...places(field.nX).map((x) => cell(field.values[y * field.nX + x])),
        ]),
  };
}

/** "It rises with ETmiss. It hardly changes with ΔR." */
export function trendText(
  field: Field,
  grid: Grid,
  inputs: readonly FeatureFacts[],
  least: number,
): string {
  return (["x", "y"] as const)
    .map((side) =>
      t(`learn.plane.trend.${trendAlong(field, side, least)}`, {
        name: inputs[grid[side].column].symbol,
      }),
    )
    .join(" ");
}

/** "mll = 91.2 GeV, nb = 0": the inputs that are held where the event has them. */
export function heldText(
  { x, y }: Plane,
  inputs: readonly FeatureFacts[],
  values: readonly number[],
): string {
  return inputs
    .flatMap(({ symbol, unit }, input) =>
      input === x || input === y ? [] : [`${symbol} = ${valueWithUnit(values[input], unit)}`],
    )
    .join(", ");
}

export function levelText(value: number): string {
  return formatNumber(value, 3);
}
