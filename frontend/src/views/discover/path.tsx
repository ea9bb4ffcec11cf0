/** The whole path in one picture: what each stop was worth, what was guessed, what to take home. */
import type { JSX } from "preact";
import type { Measured } from "../../model/types";
import { t } from "../../text";
import { useHunt } from "../context";
import { formatFixed, SIGMA_DECIMALS } from "../format";
import { cellText } from "../judge/words";
import { modelText } from "../learn/names";
import { type Area, linePath, Plot } from "../plots/plot";
import { linearScale, type Scale } from "../plots/scale";
import { choiceText } from "./choice";
import type { Found } from "./found";
import { Guesses } from "./guesses";
import { type Told, toldOf } from "../told";
import { sigmaText } from "./words";

const HEIGHT = 280;
const N_STEPS = 5;
/** From this width on each point carries its name. */
const NAMED_FROM_PX = 520;
/** A point so near to the axis leaves no room for its name below. */
const NAME_PX = 40;

/** One stage of the path. */
export interface PathPoint {
  readonly name: string;
  /** Or why the stage is empty: the student did without it, or an earlier page did not keep it. */
  readonly z: Measured | "none" | "notkept";
  readonly isObserved: boolean;
}

export function pathOf({ seen, counting, result }: Found, told: Told): PathPoint[] {
  const { decision } = seen;
  const { before } = decision;
  const model = modelText(decision.model);
  return [
    { name: t("discover.path.nothing"), z: before?.nothing ?? "notkept", isObserved: false },
    {
      name: t("discover.path.cuts"),
      z: before === null ? "notkept" : (before.cuts ?? "none"),
      isObserved: false,
    },
    {
      name: t(`discover.path.${decision.selection}`, { model }),
      z: counting,
      isObserved: false,
    },
    {
      name: t("discover.path.systematics"),
      z: { kind: "value", ...decision.expected.z },
      isObserved: false,
    },
    {
      name: told("discover.path.observed"),
      z: { kind: "value", value: result.z, uncertainty: 0 },
      isObserved: true,
    },
  ];
}

/** The significance of a stage, or why there is none. */
export function pathText({ z, isObserved }: PathPoint): string {
  if (typeof z === "string") return t(`discover.path.${z}`);
  if (isObserved && z.kind === "value") return sigmaText(z.value);
  return z.kind === "value" ? `${cellText(z, SIGMA_DECIMALS)} σ` : t(`reason.${z.reason}`);
}

function hasValue(z: PathPoint["z"]): z is Extract<Measured, { kind: "value" }> {
  return typeof z !== "string" && z.kind === "value";
}

/** What the stages count: the first two one region, the others what was locked. */
export function pathHelp({ seen }: Found, told: Told): string {
  const bins = seen.decision.bins.background.sum.length;
  const help = told("discover.path.help");
  return bins === 1 ? help : `${help} ${t("discover.path.help.bins", { bins })}`;
}

export function Path(props: { found: Found }): JSX.Element {
  const hunt = useHunt();
  const { seen } = props.found;
  const told = toldOf(hunt, seen.decision.dataset, seen.experiment);
  const points = pathOf(props.found, told);
  return (
    <section class="card path" aria-label={t("discover.path")}>
      <h2>{t("discover.path")}</h2>
      <PathPlot points={points} />
      <ol class="path-steps">
        {points.map((point) => (
          <li key={point.name}>
            {point.name} <span class="quantity">{pathText(point)}</span>
          </li>
        ))}
      </ol>
      <p class="help">{pathHelp(props.found, told)}</p>
      <h3>{t("discover.path.choice")}</h3>
      <p>{choiceText(hunt, props.found.seen.decision)}</p>
      {props.found.seen.decision.reason !== "" && (
        <blockquote>{props.found.seen.decision.reason}</blockquote>
      )}
      <Guesses found={props.found} />
    </section>
  );
}

export function PathPlot(props: { points: readonly PathPoint[] }): JSX.Element {
  const { points } = props;
  const top = Math.max(
    5.5,
    ...points.map(({ z }) => (hasValue(z) ? 1.1 * (z.value + z.uncertainty) : 0)),
  );
  return (
    <Plot
      title={t("discover.path.plot")}
      summary={t("discover.path.summary", {
        list: points.map((point) => `${point.name}: ${pathText(point)}`).join("; "),
      })}
      table={{
        columns: [t("discover.path.stage"), t("discover.path.z")],
        rows: () => points.map((point) => [point.name, pathText(point)]),
      }}
      height={HEIGHT}
      xLabel={t("discover.path.x")}
      yLabel={t("discover.path.y")}
      x={(area) => linearScale([0.5, N_STEPS + 0.5], [0, area.width])}
      xTicks={points.map((_, i) => i + 1)}
      y={(area) => linearScale([0, top], [area.height, 0])}
    >
      {(x, y, area) => <PathDrawing {...{ points, x, y, area }} />}
    </Plot>
  );
}

function PathDrawing(props: {
  points: readonly PathPoint[];
  x: Scale;
  y: Scale;
  area: Area;
}): JSX.Element {
  const { points, x, y, area } = props;
  const places = points.flatMap(({ z }, i): [number, number][] =>
    hasValue(z) ? [[x(i + 1), y(z.value)]] : [],
  );
  return (
    <>
      <g class="discover-sigma">
        {[3, 5].map((sigma) => (
          <g key={sigma}>
            <line x2={area.width} y1={y(sigma)} y2={y(sigma)} />
            <text x={4} y={y(sigma) - 4}>
              {sigma}σ
            </text>
          </g>
        ))}
      </g>
      <path class="path-line" d={linePath(places)} />
      {points.map(({ name, z, isObserved }, i) => {
        if (!hasValue(z)) return null;
        const [left, top] = [x(i + 1), y(z.value)];
        const above = y(z.value + z.uncertainty);
        return (
          <g key={name} class={isObserved ? "path-point observed" : "path-point"}>
            <line x1={left} x2={left} y1={y(Math.max(0, z.value - z.uncertainty))} y2={above} />
            <circle cx={left} cy={top} r={isObserved ? 6 : 4.5} />
            <text x={left} y={Math.max(12, above - (isObserved ? 11 : 8))} text-anchor="middle">
              {formatFixed(z.value, 1)}σ
            </text>
            {area.width >= NAMED_FROM_PX && (
              <text
                class="path-name"
                x={left}
                y={top > area.height - NAME_PX ? 12 : area.height - 8}
                text-anchor="middle"
              >
                {name}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

/** Three questions that go on after the lesson. */
export function Questions(): JSX.Element {
  return (
    <section class="card" aria-label={t("discover.questions")}>
      <h2>{t("discover.questions")}</h2>
      <ol>
        {(["one", "two", "three"] as const).map((which) => (
          <li key={which}>{t(`discover.questions.${which}`)}</li>
        ))}
      </ol>
    </section>
  );
}
