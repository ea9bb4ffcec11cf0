/** The ROC curve: how much background comes along for each amount of signal kept. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { roc } from "../../model/evaluation";
import type { RocCurve, ThresholdPoint } from "../../model/evaluation";
import { fraction } from "../../model/verdict";
import type { ScoredEvents } from "../../model/verdict";
import type { Measured } from "../../model/types";
import { within } from "../../choices";
import { t } from "../../text";
import { useHunt } from "../context";
import { formatNumber, formatPercent } from "../format";
import { keyTarget } from "../plots/keys";
import { DragLayer } from "../plots/overlay";
import { linePath, Plot } from "../plots/plot";
import type { Area } from "../plots/plot";
import { linearScale } from "../plots/scale";
import type { Scale } from "../plots/scale";
import { setThreshold, thresholdTrack } from "./threshold";
import type { Divided, Verdict } from "./verdict";
import { measuredText, scoreText } from "./words";

/** Points closer than this, as a fraction of the axis, are drawn as one. */
const FINEST = 0.002;
const TABLE_EVERY = 10;

type Point = readonly [background: number, signal: number];

interface Curves {
  readonly test: RocCurve;
  readonly train: RocCurve;
  readonly testLine: readonly Point[];
  readonly trainLine: readonly Point[];
}

/** Few enough points to draw quickly, none further from its neighbour than one can see. */
function thinned(curve: RocCurve): Point[] {
  const { falsePositiveRate: background, truePositiveRate: signal } = curve;
  const line: Point[] = [];
  let [lastX, lastY] = [-1, -1];
  for (let i = 0; i < background.length; i++) {
    const [x, y] = [background[i], signal[i]];
    const far = Math.abs(x - lastX) >= FINEST || Math.abs(y - lastY) >= FINEST;
    if (!far && i < background.length - 1) continue;
    line.push([x, y]);
    [lastX, lastY] = [x, y];
  }
  return line;
}

function useCurves({ scores, isSignal, weights }: ScoredEvents): Curves {
  return useMemo(() => {
    const test = roc(scores, isSignal, weights.test);
    const train = roc(scores, isSignal, weights.train);
    return { test, train, testLine: thinned(test), trainLine: thinned(train) };
  }, [scores, isSignal, weights]);
}

export function RocPlot(props: { verdict: Verdict; divided: Divided }): JSX.Element {
  const { verdict, divided } = props;
  const curves = useCurves(verdict.events);
  const here: Point = [
    rate(fraction(divided.kept.background, divided.rejected.background)),
    rate(fraction(divided.kept.signal, divided.rejected.signal)),
  ];
  return (
    <>
      <Plot
        title={t("judge.roc")}
        heading={<h2 class="plot-title">{t("judge.roc")}</h2>}
        summary={summarise(curves, here, verdict.threshold)}
        table={{ columns: COLUMNS.map((key) => t(key)), rows: () => rowsOf(verdict.scan.test) }}
        height={380}
        xLabel={t("judge.roc.x")}
        yLabel={t("judge.roc.y")}
        x={(area) => linearScale([0, 1], [0, area.width])}
        y={(area) => linearScale([0, 1], [area.height, 0])}
        controls={(x, y, area) => <WorkingPoint {...{ verdict, here, x, y, area }} />}
      >
        {(x, y) => (
          <>
            <path class="roc-guess" d={linePath([at([0, 0], x, y), at([1, 1], x, y)])} />
            <path class="roc-train" d={linePath(curves.trainLine.map((p) => at(p, x, y)))} />
            <path class="roc-test" d={linePath(curves.testLine.map((p) => at(p, x, y)))} />
            <path class="roc-guide" d={linePath(guides(here, x, y))} />
          </>
        )}
      </Plot>
      <RocLegend curves={curves} />
    </>
  );
}

function rate(value: Measured): number {
  return value.kind === "value" ? value.value : 0;
}

function at([background, signal]: Point, x: Scale, y: Scale): [number, number] {
  return [x(background), y(signal)];
}

/** From the working point down to each axis. */
function guides([background, signal]: Point, x: Scale, y: Scale): [number, number][] {
  return [
    [x(0), y(signal)],
    [x(background), y(signal)],
    [x(background), y(0)],
  ];
}

/** The point of the threshold, to drag along the curve or to move with the arrow keys. */
function WorkingPoint(props: {
  verdict: Verdict;
  here: Point;
  x: Scale;
  y: Scale;
  area: Area;
}): JSX.Element {
  const hunt = useHunt();
  const { verdict, here, x, y, area } = props;
  const { scoreEnd } = verdict.events;
  const follow = (left: number, top: number): void => {
    const nearest = nearestThreshold(verdict.scan.test, [left, top], (point) => at(point, x, y));
    setThreshold(hunt, nearest, scoreEnd);
  };
  return (
    <DragLayer class="threshold-area" area={area} onFollow={follow}>
      <div
        class="working-point"
        role="slider"
        tabIndex={0}
        aria-label={t("judge.roc.point")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * within(here[0], { low: 0, high: 1 }))}
        aria-valuetext={spoken(here, verdict.threshold)}
        style={{
          left: `${within(x(here[0]), { low: 0, high: area.width })}px`,
          top: `${within(y(here[1]), { low: 0, high: area.height })}px`,
        }}
        onKeyDown={(event) => {
          // More background let through is a lower threshold: the point goes where the arrow shows.
          const key = MIRRORED[event.key] ?? "";
          const target = keyTarget(key, verdict.threshold, thresholdTrack(scoreEnd));
          if (target === undefined) return;
          event.preventDefault();
          setThreshold(hunt, target, scoreEnd);
        }}
      />
    </DragLayer>
  );
}

const MIRRORED: Readonly<Record<string, string>> = {
  ArrowLeft: "ArrowRight",
  ArrowDown: "ArrowUp",
  ArrowRight: "ArrowLeft",
  ArrowUp: "ArrowDown",
  PageDown: "PageUp",
  PageUp: "PageDown",
  Home: "End",
  End: "Home",
};

/** Fractions of background and signal kept at each point of a scan that starts at threshold 0. */
function ratesOf(scan: readonly ThresholdPoint[]): Point[] {
  const all = scan.at(0);
  if (all === undefined) return [];
  return scan.map((point) => [
    point.background.sum / all.background.sum,
    point.signal.sum / all.signal.sum,
  ]);
}

/** The threshold whose point lies nearest to a place on the page. */
function nearestThreshold(
  scan: readonly ThresholdPoint[],
  [left, top]: readonly [number, number],
  place: (point: Point) => readonly [number, number],
): number {
  let nearest = 0;
  let shortest = Infinity;
  ratesOf(scan).forEach((point, index) => {
    const [x, y] = place(point);
    const distance = Math.hypot(x - left, y - top);
    if (distance < shortest) [shortest, nearest] = [distance, scan[index].threshold];
  });
  return nearest;
}

function spoken([background, signal]: Point, threshold: number): string {
  return t("judge.roc.spoken", {
    threshold: scoreText(threshold),
    signal: formatPercent(signal),
    background: formatPercent(background),
  });
}

function summarise(curves: Curves, here: Point, threshold: number): string {
  return t("judge.roc.summary", {
    test: measuredText(curves.test.auc),
    train: measuredText(curves.train.auc),
    here: spoken(here, threshold),
  });
}

const COLUMNS = ["judge.threshold.short", "judge.roc.y", "judge.roc.x"] as const;

function rowsOf(scan: readonly ThresholdPoint[]): string[][] {
  return ratesOf(scan).flatMap(([background, signal], index) =>
    index % TABLE_EVERY === 0
      ? [[scoreText(scan[index].threshold), formatPercent(signal), formatPercent(background)]]
      : [],
  );
}

/** The curves by name, with their areas, and whether the two differ more than chance explains. */
function RocLegend(props: { curves: Curves }): JSX.Element {
  const { test, train } = props.curves;
  return (
    <>
      <ul class="legend lines">
        <li class="roc-test">{t("judge.roc.test", { auc: measuredText(test.auc) })}</li>
        <li class="roc-train">{t("judge.roc.train", { auc: measuredText(train.auc) })}</li>
        <li class="roc-guess">{t("judge.roc.guess")}</li>
      </ul>
      <p class="help">{t("judge.roc.help")}</p>
      <Overtraining test={test.auc} train={train.auc} />
    </>
  );
}

/** Two standard deviations: what chance alone exceeds once in twenty times. */
const REMARKABLE = 2;

function Overtraining(props: { test: Measured; train: Measured }): JSX.Element | null {
  const { test, train } = props;
  if (test.kind === "missing" || train.kind === "missing") return null;
  const difference = train.value - test.value;
  const uncertainty = Math.hypot(train.uncertainty, test.uncertainty);
  const values = {
    difference: measuredText({ kind: "value", value: difference, uncertainty }),
    ratio: formatNumber(Math.abs(difference) / uncertainty, 2),
  };
  if (difference > REMARKABLE * uncertainty) return <p>{t("judge.overtraining.yes", values)}</p>;
  if (difference < -REMARKABLE * uncertainty) return <p>{t("judge.overtraining.no", values)}</p>;
  return <p>{t("judge.overtraining.open", values)}</p>;
}
