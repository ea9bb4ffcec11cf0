/** The significance against the amount of data: chance melts, what one does not know stays. */
import type { JSX } from "preact";
import { LIMITS } from "../../choices";
import { t } from "../../text";
import { Slider } from "../components/controls";
import { useHunt } from "../context";
import { formatNumber } from "../format";
import { linePath, Plot } from "../plots/plot";
import type { Area } from "../plots/plot";
import { logScale } from "../plots/scale";
import type { Scale } from "../plots/scale";
import { type Expectation, NAMED_LUMINOSITIES } from "./expectation";
import { luminosityText } from "./words";

const MARKS = [3, 5] as const;
const LABEL_ROOM_PX = 14;

type Kind = "statistics" | "everything";

/** The amount of data, on a slider over decades and by name. */
export function LuminosityControl(props: { luminosity: number }): JSX.Element {
  const hunt = useHunt();
  const { measurement } = hunt.state;
  const isOfCollider = hunt.datasetFacts.file === undefined;
  const set = (luminosity: number): void =>
    hunt.update({ measurement: { ...measurement, luminosity } });
  return (
    <div class="luminosity-control">
      <Slider
        label={t("decide.luminosity")}
        value={props.luminosity}
        limits={LIMITS.luminosity}
        step={0.02}
        log
        display={luminosityText(props.luminosity)}
        onChange={set}
        help={t("decide.luminosity.help", {
          energy: formatNumber(hunt.datasetFacts.sqrt_s_tev),
        })}
      />
      <div class="marks" role="group" aria-label={t("decide.luminosity.marks")}>
        {NAMED_LUMINOSITIES.map((value) => (
          <button
            key={value}
            type="button"
            aria-pressed={value === props.luminosity}
            onClick={() => set(value)}
          >
            <strong>{luminosityText(value)}</strong>
            {isOfCollider && <span> {t(`decide.luminosity.${value}`)}</span>}
          </button>
        ))}
      </div>
    </div>
  );
}

export function LuminosityPlot(props: {
  expectation: Expectation;
  luminosity: number;
}): JSX.Element {
  const { luminosity } = props;
  const { curve } = props.expectation;
  const values = curve.flatMap(({ statistics, everything }) =>
    [statistics, everything].filter((z) => z !== null && z > 0),
  ) as number[];
  const domain = [Math.min(1, ...values), Math.max(6, ...values) * 1.2] as const;
  return (
    <>
      <Plot
        title={t("decide.melt")}
        summary={summarise(curve)}
        table={{
          columns: [
            t("decide.luminosity.unit"),
            t("decide.melt.statistics"),
            t("decide.melt.everything"),
          ],
          rows: () =>
            curve.map((point) => [
              formatNumber(point.luminosity, 4),
              zText(point.statistics),
              zText(point.everything),
            ]),
        }}
        height={320}
        xLabel={t("decide.luminosity.unit")}
        yLabel={t("decide.plot.y")}
        x={(area) =>
          logScale([LIMITS.luminosity.low, 1.4 * LIMITS.luminosity.high], [0, area.width])
        }
        y={(area) => logScale(domain, [area.height, 0])}
        xTicks={[LIMITS.luminosity.low, ...NAMED_LUMINOSITIES]}
      >
        {(x, y, area) => (
          <>
            <SigmaLines y={y} area={area} />
            <line class="luminosity-now" x1={x(luminosity)} x2={x(luminosity)} y2={area.height} />
            {(["statistics", "everything"] as const).map((kind) => (
              <path key={kind} class={`melt-${kind}`} d={linePath(points(curve, kind, x, y))} />
            ))}
          </>
        )}
      </Plot>
      <ul class="legend lines">
        <li class="melt-statistics">{t("decide.melt.statistics")}</li>
        <li class="melt-everything">{t("decide.melt.everything")}</li>
        <li class="luminosity-now">{t("decide.melt.now")}</li>
      </ul>
      <p class="help">{t("decide.melt.help")}</p>
    </>
  );
}

function points(
  curve: Expectation["curve"],
  kind: Kind,
  x: Scale,
  y: Scale,
): ([number, number] | null)[] {
  return curve.map((point) => {
    const z = point[kind];
    return z === null || z <= 0 ? null : [x(point.luminosity), y(z)];
  });
}

function SigmaLines(props: { y: Scale; area: Area }): JSX.Element {
  const { y, area } = props;
  const hasRoom = y(MARKS[0]) - y(MARKS[1]) > LABEL_ROOM_PX;
  return (
    <g class="sigma-lines">
      {MARKS.map((sigma) => (
        <g key={sigma}>
          <line x2={area.width} y1={y(sigma)} y2={y(sigma)} />
          {hasRoom && (
            <text x={6} y={y(sigma) - 4}>
              {t(sigma === 3 ? "decide.evidence" : "decide.discovery")}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

function zText(z: number | null): string {
  return z === null ? "–" : formatNumber(z, 3);
}

function summarise(curve: Expectation["curve"]): string {
  const parts = curve
    .filter(({ luminosity }) => NAMED_LUMINOSITIES.some((named) => named === luminosity))
    .map((point) =>
      t("decide.melt.part", {
        luminosity: luminosityText(point.luminosity),
        statistics: zText(point.statistics),
        everything: zText(point.everything),
      }),
    );
  return `${t("decide.melt")}: ${parts.join("; ")}`;
}
