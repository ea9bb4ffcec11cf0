/** The significance for every threshold: on unseen events with its band, on validation events faintly. */
import type { JSX } from "preact";
import type { ThresholdPoint } from "../../model/evaluation";
import { effectiveCount } from "../../model/yields";
import { within } from "../../choices";
import { t } from "../../text";
import { yieldText } from "../components/measured";
import { formatNumber, SIGMA_DECIMALS } from "../format";
import { KeptSide, ThresholdLine } from "../judge/threshold";
import type { Verdict } from "../judge/verdict";
import { cellText, measuredText, scoreText } from "../judge/words";
import { linePath, Plot } from "../plots/plot";
import type { Area } from "../plots/plot";
import { linearScale } from "../plots/scale";
import type { Scale } from "../plots/scale";

const EVIDENCE = 3;
const DISCOVERY = 5;
const TABLE_EVERY = 5;
const TOO_LITTLE_LABEL_PX = 180;
const LABEL_LINE_PX = 14;
const COLUMNS = [
  "judge.threshold.short",
  "decide.signal.short",
  "decide.background.short",
  "decide.effective",
  "decide.z.test",
  "decide.z.validation",
] as const;

interface Drawing {
  readonly scan: readonly ThresholdPoint[];
  readonly x: Scale;
  readonly y: Scale;
}

export function SignificancePlot(props: { verdict: Verdict; spoken: string }): JSX.Element {
  const { verdict } = props;
  const { scan, events, threshold, best } = verdict;
  const top = Math.max(DISCOVERY + 0.6, 1.05 * highest(scan.test), 1.05 * highest(scan.validation));
  return (
    <>
      <Plot
        title={t("decide.plot")}
        heading={<h2 class="plot-title">{t("decide.plot")}</h2>}
        summary={summarise(verdict)}
        table={{ columns: COLUMNS.map((key) => t(key)), rows: () => rowsOf(verdict) }}
        height={400}
        xLabel={t("decide.plot.x")}
        yLabel={t("decide.plot.y")}
        x={(area) => linearScale([0, events.scoreEnd], [0, area.width])}
        y={(area) => linearScale([0, top], [area.height, 0])}
        controls={(x, _, area) => <ThresholdLine {...{ verdict, x, area, spoken: props.spoken }} />}
      >
        {(x, y, area) => (
          <>
            <TooLittle {...{ scan: scan.test, x, y, area }} />
            <Marks y={y} area={area} />
            <path class="z-validation" d={linePath(line({ scan: scan.validation, x, y }))} />
            <path class="z-band" d={band({ scan: scan.test, x, y })} />
            <path class="z-test" d={linePath(line({ scan: scan.test, x, y }))} />
            <KeptSide x={x} area={area} threshold={threshold} />
            <BestMark best={testAt(scan.test, best)} x={x} y={y} />
          </>
        )}
      </Plot>
      <PlotLegend hasBest={best !== null} />
    </>
  );
}

function highest(scan: readonly ThresholdPoint[]): number {
  return Math.max(0, ...scan.map(({ z }) => (z.kind === "value" ? z.value + z.uncertainty : 0)));
}

/** The same threshold on the test events. */
export function testAt(
  scan: readonly ThresholdPoint[],
  best: ThresholdPoint | null,
): ThresholdPoint | null {
  return scan.find((point) => point.threshold === best?.threshold) ?? null;
}

function line({ scan, x, y }: Drawing): ([number, number] | null)[] {
  return scan.map(({ threshold, z }) => (z.kind === "value" ? [x(threshold), y(z.value)] : null));
}

/** One closed shape for each run of neighbouring points that have a number. */
function band({ scan, x, y }: Drawing): string {
  let path = "";
  let upper: string[] = [];
  let lower: string[] = [];
  const close = (): void => {
    if (upper.length > 1) path += `M${upper.join("L")}L${lower.reverse().join("L")}Z`;
    [upper, lower] = [[], []];
  };
  for (const { threshold, z } of scan) {
    if (z.kind === "missing") {
      close();
      continue;
    }
    const left = x(threshold).toFixed(1);
    upper.push(`${left},${y(z.value + z.uncertainty).toFixed(1)}`);
    lower.push(`${left},${y(Math.max(0, z.value - z.uncertainty)).toFixed(1)}`);
  }
  close();
  return path;
}

/** Place of the last point that has a number; -1 where none has. */
function lastNumber(scan: readonly ThresholdPoint[]): number {
  return scan.reduce((last, { z }, index) => (z.kind === "value" ? index : last), -1);
}

/** Where too little background is simulated, or no signal is left, to give a number. */
function TooLittle(props: Drawing & { area: Area }): JSX.Element | null {
  const { scan, x, area } = props;
  const first = scan.at(lastNumber(scan) + 1);
  if (first === undefined) return null;
  const left = x(first.threshold);
  const isNoSignal = first.z.kind === "missing" && first.z.reason === "no-signal";
  return (
    <g class="too-little">
      <rect x={left} width={Math.max(0, area.width - left)} height={area.height} />
      {area.width - left > TOO_LITTLE_LABEL_PX && (
        <text x={left + 6} y={area.height - 8}>
          {t(isNoSignal ? "decide.nosignal.short" : "decide.toolittle.short")}
        </text>
      )}
    </g>
  );
}

/** The lines physicists look for. */
function Marks(props: { y: Scale; area: Area }): JSX.Element {
  const { y, area } = props;
  const hasRoom = y(EVIDENCE) - y(DISCOVERY) > LABEL_LINE_PX;
  return (
    <g class="sigma-lines">
      {[EVIDENCE, DISCOVERY].map((sigma) => (
        <g key={sigma}>
          <line x2={area.width} y1={y(sigma)} y2={y(sigma)} />
          {hasRoom && (
            <text x={6} y={y(sigma) - 4}>
              {t(sigma === EVIDENCE ? "decide.evidence" : "decide.discovery")}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

function BestMark(props: { best: ThresholdPoint | null; x: Scale; y: Scale }): JSX.Element | null {
  const { best, x, y } = props;
  if (best?.z.kind !== "value") return null;
  const left = x(best.threshold);
  const top = y(best.z.value);
  const size = 7;
  return (
    <path
      class="z-best"
      d={`M${left},${top - size}l${size},${size}l${-size},${size}l${-size},${-size}Z`}
    />
  );
}

function PlotLegend(props: { hasBest: boolean }): JSX.Element {
  return (
    <>
      <ul class="legend lines">
        <li class="z-test">{t("decide.legend.test")}</li>
        <li class="z-validation">{t("decide.legend.validation")}</li>
        {props.hasBest && <li class="z-best">{t("decide.legend.best")}</li>}
        <li class="too-little">{t("decide.legend.toolittle")}</li>
      </ul>
      <p class="help">{t("decide.plot.help")}</p>
    </>
  );
}

function summarise({ scan, best }: Verdict): string {
  const test = testAt(scan.test, best);
  const last = lastNumber(scan.test);
  if (best === null || test === null || last < 0) return t("decide.plot.summary.none");
  return t("decide.plot.summary", {
    uncut: measuredText(scan.test[0].z, SIGMA_DECIMALS),
    threshold: scoreText(best.threshold),
    validation: measuredText(best.z, SIGMA_DECIMALS),
    test: measuredText(test.z, SIGMA_DECIMALS),
    last: scoreText(scan.test[last].threshold),
  });
}

function rowsOf({ scan }: Verdict): string[][] {
  return scan.test.flatMap((point, index) =>
    index % TABLE_EVERY === 0
      ? [
          [
            scoreText(point.threshold),
            yieldText(point.signal),
            yieldText(point.background),
            formatNumber(within(effectiveCount(point.background), { low: 0, high: Infinity }), 3),
            cellText(point.z, SIGMA_DECIMALS),
            cellText(scan.validation[index].z, SIGMA_DECIMALS),
          ],
        ]
      : [],
  );
}
