/** What the model thinks of every place in the plane of two inputs. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { askOf, rangeOf, SurfaceWork } from "../../model/surface";
import type { FeatureFacts } from "../../model/types";
import { t } from "../../text";
import { Toggle } from "../components/controls";
import { formatCount } from "../format";
import { Plot } from "../plots/plot";
import { linearScale } from "../plots/scale";
import { scoreText } from "../judge/words";
import { Contours, type Level } from "./contours";
import { type Populations, usePopulations } from "./follow";
import { Heat } from "./heat";
import {
  axisLabel,
  gridOf,
  heldText,
  levelText,
  type Plane,
  PlaneChooser,
  planeTable,
  subjectOf,
  trendText,
} from "./plane";
import { useSeen, useSliced } from "./sliced";
import { Mark, type MarkKind, Marks, useDrawn } from "./surfaceMarks";

/** Points along each side, for one event and for the mean over many. */
const POINTS = { one: 49, mean: 25 };
/** Events of each class that the mean is taken over. */
const MEAN_OVER = 50;
const HEIGHT = 360;
/** Scores closer together than this are hardly different. */
const LEAST = 0.02;
const INKS = { low: "--ink-blue", high: "--ink-red", bands: 8 };
const SCORES = [0, 1] as const;
const LEVELS = [0.25, 0.5, 0.75];

export interface SurfaceProps {
  readonly hunt: Hunt;
  readonly inputs: readonly FeatureFacts[];
  /** Of the followed event, in their units. */
  readonly values: readonly number[];
  readonly plane: Plane | null;
}

export function Surface(props: SurfaceProps): JSX.Element {
  const { inputs, values, plane } = props;
  const [attach, isSeen] = useSeen();
  const isReady = values.length === inputs.length;
  return (
    <section ref={attach} class="card surface" aria-label={t("learn.surface.title")}>
      <h2>{t("learn.surface.title")}</h2>
      {plane === null ? (
        <p>{t("learn.plane.two")}</p>
      ) : !isReady ? (
        <p>{t("learn.neuron.noevent")}</p>
      ) : (
        <Picture {...props} plane={plane} isSeen={isSeen} />
      )}
    </section>
  );
}

function Picture(props: SurfaceProps & { plane: Plane; isSeen: boolean }): JSX.Element {
  const { hunt, inputs, values, plane } = props;
  const [isMean, setMean] = useState(false);
  const validation = usePopulations(hunt, hunt.split.validation);
  const drawn = useDrawn(hunt, validation);
  const work = useWork({ ...props, isMean, drawn });
  const nMean = MEAN_OVER * 2;
  return (
    <>
      <p class="help">{t("learn.surface.help")}</p>
      <PlaneChooser plane={plane} inputs={inputs} />
      <Toggle
        label={t("learn.surface.mean", { n: nMean })}
        checked={isMean}
        onChange={setMean}
        help={t("learn.surface.mean.help")}
      />
      {work === null ? (
        <p style={{ minHeight: `${HEIGHT}px` }}>{t("learn.surface.wait")}</p>
      ) : (
        <SurfacePlot {...{ hunt, inputs, values, plane, work, drawn, isMean }} />
      )}
      <Legend {...{ validation, drawn, isMean }} />
      <p class="soft">
        {isMean
          ? t("learn.surface.held.mean", { n: work?.held.length ?? nMean })
          : inputs.length > 2 &&
            t("learn.surface.held", { values: heldText(plane, inputs, values) })}
      </p>
    </>
  );
}

function useWork(
  props: SurfaceProps & { plane: Plane; isSeen: boolean; isMean: boolean; drawn: Populations },
): SurfaceWork | null {
  const { hunt, inputs, values, plane, isSeen, isMean, drawn } = props;
  const { network, trees } = hunt.training;
  const make = (): SurfaceWork | null => {
    // Inputs that were chosen just now: their model is on its way.
    const width = network?.sizes[0] ?? trees?.features.length;
    const ask = width === inputs.length ? askOf({ network, trees }) : null;
    if (ask === null) return null;
    const held = isMean ? valuesOf(hunt, drawn) : [values];
    return new SurfaceWork(ask, gridOf(plane, inputs, isMean ? POINTS.mean : POINTS.one), held);
  };
  return useSliced(make, {
    subject: `${subjectOf(plane, inputs)} ${isMean}`,
    inputs: [network, trees, values.join(), drawn],
    isSeen,
  });
}

/** Inputs of the first events of each class that were drawn. */
function valuesOf(hunt: Hunt, { signal, background }: Populations): number[][] {
  const events = [...signal.slice(0, MEAN_OVER), ...background.slice(0, MEAN_OVER)];
  const columns = hunt.trainingConfig.features.map((feature) => hunt.dataset!.features[feature]);
  return events.map((event) => columns.map((column) => column[event]));
}

function SurfacePlot(props: {
  hunt: Hunt;
  inputs: readonly FeatureFacts[];
  values: readonly number[];
  plane: Plane;
  work: SurfaceWork;
  drawn: Populations;
  isMean: boolean;
}): JSX.Element {
  const { hunt, inputs, values, plane, work, drawn, isMean } = props;
  const [across, up] = [inputs[plane.x], inputs[plane.y]];
  const { features } = hunt.trainingConfig;
  const column = (input: number): Float32Array => hunt.dataset!.features[features[input]];
  const columns = { x: column(plane.x), y: column(plane.y) };
  return (
    <Plot
      title={t("learn.surface.title")}
      heading={<span class="visually-hidden">{t("learn.surface.title")}</span>}
      summary={summarise(work, inputs)}
      table={planeTable(work, work.grid, inputs, 3)}
      height={HEIGHT}
      xLabel={axisLabel(across)}
      yLabel={axisLabel(up)}
      x={(area) => linearScale([across.low, across.high], [0, area.width])}
      y={(area) => linearScale([up.low, up.high], [area.height, 0])}
      underlay={(area) => <Heat field={work} range={SCORES} inks={INKS} {...area} />}
    >
      {(x, y, area) => (
        <>
          <Marks {...{ x, y, drawn, columns }} />
          <Contours field={work} levels={levelsOf(hunt.state.threshold)} {...area} />
          {!isMean && <Mark kind="followed" x={x(values[plane.x])} y={y(values[plane.y])} />}
        </>
      )}
    </Plot>
  );
}

function levelsOf(threshold: number | null): Level[] {
  const levels = LEVELS.map((value, i) => ({
    value,
    label: levelText(value),
    class: value === 0.5 ? "level half" : "level",
    height: (i + 1) / (LEVELS.length + 2),
  }));
  if (threshold === null) return levels;
  const label = t("learn.surface.threshold", { value: scoreText(threshold) });
  return [...levels, { value: threshold, label, class: "level threshold", height: 0.8 }];
}

/** The picture in a few sentences; also shown, since few see all of it in the colours. */
function summarise(work: SurfaceWork, inputs: readonly FeatureFacts[]): string {
  const range = rangeOf(work);
  if (range === null) return t("learn.surface.none");
  const [low, high] = range;
  if (high - low < LEAST) return t("learn.surface.flat", { score: scoreText(low) });
  const goes = t("learn.surface.range", { low: scoreText(low), high: scoreText(high) });
  return `${goes} ${trendText(work, work.grid, inputs, LEAST)}`;
}

function Legend(props: {
  validation: Populations;
  drawn: Populations;
  isMean: boolean;
}): JSX.Element {
  const { validation, drawn, isMean } = props;
  const entry = (kind: MarkKind, words: string): JSX.Element => (
    <li>
      <svg width="16" height="16" aria-hidden="true">
        <g transform="translate(8,8)">
          <Mark kind={kind} x={0} y={0} />
        </g>
      </svg>
      {words}
    </li>
  );
  const counts = (kind: "signal" | "background"): string =>
    t(`learn.surface.mark.${kind}`, {
      n: formatCount(drawn[kind].length),
      all: formatCount(validation[kind].length),
    });
  const isEmpty = validation.signal.length + validation.background.length === 0;
  return (
    <>
      <ul class="surface-legend">
        <li>
          <ScoreBar /> {t("learn.surface.bar")}
        </li>
        {!isMean && entry("followed", t("learn.surface.mark.followed"))}
        {!isEmpty && entry("signal", counts("signal"))}
        {!isEmpty && entry("background", counts("background"))}
      </ul>
      <p class="help">{t(isEmpty ? "learn.surface.marks.none" : "learn.surface.marks")}</p>
    </>
  );
}

const RAMP = { nX: 2, nY: 2, values: Float64Array.of(0, 1, 0, 1) };

/** The colours from score 0 to score 1. */
function ScoreBar(): JSX.Element {
  return (
    <span class="score-bar">
      0 <Heat field={RAMP} range={SCORES} inks={INKS} width={96} height={12} class="inline" /> 1
    </span>
  );
}
