/** One number at each level, with its uncertainty: points and the line that the eye follows. */
import type { JSX } from "preact";
import type { Level, Measured } from "../../model/types";
import { t } from "../../text";
import { cellText, measuredText } from "../judge/words";
import { linePath, Plot } from "../plots/plot";
import { linearScale, type Scale } from "../plots/scale";
import { levelName } from "./words";

const HEIGHT = 230;
/** Two lines at one level stand this much apart, in levels. */
const APART = 0.08;
const POINT_PX = 4.5;

/** The values of one line; missing ones are passed over. */
export interface LevelLine {
  readonly name: string;
  readonly points: readonly { readonly level: Level; readonly found: Measured }[];
}

export function LevelPlot(props: {
  title: string;
  yLabel: string;
  levels: readonly Level[];
  lines: readonly LevelLine[];
  decimals: number;
}): JSX.Element {
  const { title, levels, lines, decimals } = props;
  return (
    <div>
      <Plot
        title={title}
        summary={`${title}. ${lines.map((line) => spoken(line, decimals)).join(" ")}`}
        table={{
          columns: [t("level.plot.x"), ...lines.map(({ name }) => name)],
          rows: () =>
            levels.map((level) => [levelName(level), ...lines.map((line) => at(line, level))]),
        }}
        height={HEIGHT}
        xLabel={levels.map((level) => `${level} ${levelName(level)}`).join(" · ")}
        yLabel={props.yLabel}
        xTicks={levels}
        x={(area) =>
          linearScale([levels[0] - 0.4, levels[levels.length - 1] + 0.4], [0, area.width])
        }
        y={(area) => linearScale(domainOf(lines), [area.height, 0])}
      >
        {(x, y) => lines.map((line, place) => <Line key={line.name} {...{ line, place, x, y }} />)}
      </Plot>
      {lines.length > 1 && (
        <ul class="legend lines">
          {lines.map(({ name }, place) => (
            <li key={name} class={`level-line-${place}`}>
              {name}
            </li>
          ))}
        </ul>
      )}
    </div>
  );

  function at(line: LevelLine, level: Level): string {
    const point = line.points.find((one) => one.level === level);
    return point === undefined ? "–" : cellText(point.found, decimals);
  }
}

function spoken({ name, points }: LevelLine, decimals: number): string {
  const values = points.map(
    ({ level, found }) => `${levelName(level)} ${measuredText(found, decimals)}`,
  );
  return t("level.plot.summary", { name, values: values.join("; ") });
}

/** Room for every error bar, and a little air. */
function domainOf(lines: readonly LevelLine[]): [number, number] {
  const ends = lines.flatMap(({ points }) =>
    points.flatMap(({ found }) =>
      found.kind === "value"
        ? [found.value - found.uncertainty, found.value + found.uncertainty]
        : [],
    ),
  );
  if (ends.length === 0) return [0, 1];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const air = 0.12 * (high - low) || 0.05;
  return [low - air, high + air];
}

function Line(props: { line: LevelLine; place: number; x: Scale; y: Scale }): JSX.Element {
  const { line, place, x, y } = props;
  const points = line.points.flatMap(({ level, found }) =>
    found.kind === "value" ? [{ left: x(level + APART * place), ...found, level }] : [],
  );
  return (
    <g class={`level-line-${place}`}>
      <path d={linePath(points.map(({ left, value }) => [left, y(value)]))} />
      {points.map(({ level, left, value, uncertainty }) => (
        <g key={level}>
          <line x1={left} x2={left} y1={y(value - uncertainty)} y2={y(value + uncertainty)} />
          {place === 0 ? (
            <circle cx={left} cy={y(value)} r={POINT_PX} />
          ) : (
            <rect x={left - POINT_PX} y={y(value) - POINT_PX} width={9} height={9} />
          )}
        </g>
      ))}
    </g>
  );
}
