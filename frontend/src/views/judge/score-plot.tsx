/** The scores of signal and background: events the network learned from over events it never saw. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { kolmogorovSmirnov } from "../../model/evaluation";
import type { KolmogorovResult } from "../../model/evaluation";
import { scoreShape } from "../../model/verdict";
import type { Expected, Part, ScoredEvents, Shape } from "../../model/verdict";
import { t } from "../../text";
import { useHunt } from "../context";
import { formatMeasured, formatNumber, formatPercent } from "../format";
import { inkOf } from "../plots/palette";
import type { Ink } from "../plots/palette";
import { Plot } from "../plots/plot";
import { linearScale } from "../plots/scale";
import type { Scale } from "../plots/scale";
import { KeptSide, ThresholdLine } from "./threshold";
import type { Verdict } from "./verdict";
import { scoreText } from "./words";

const N_BINS = 25;
const KINDS = ["background", "signal"] as const satisfies readonly (keyof Expected)[];
const BACKGROUND_INK: Ink = { colour: "var(--ink-blue)", fill: "url(#hatch-blue)" };

interface ClassScores {
  readonly kind: keyof Expected;
  readonly test: Shape | null;
  readonly train: Shape | null;
  readonly agreement: KolmogorovResult;
}

function useClassScores(events: ScoredEvents): readonly ClassScores[] {
  return useMemo(
    () =>
      KINDS.map((kind) => ({
        kind,
        test: scoreShape(events, "test", kind, N_BINS),
        train: scoreShape(events, "train", kind, N_BINS),
        agreement: agreementOf(events, kind),
      })),
    [events],
  );
}

function agreementOf({ scores, isSignal, weights }: ScoredEvents, kind: keyof Expected) {
  const wanted = kind === "signal" ? 1 : 0;
  const only = (part: Part): Float64Array =>
    weights[part].map((weight, event) => (isSignal[event] === wanted ? weight : 0));
  return kolmogorovSmirnov(
    { values: scores, weights: only("train") },
    { values: scores, weights: only("test") },
  );
}

export function ScorePlot(props: { verdict: Verdict; spoken: string }): JSX.Element {
  const hunt = useHunt();
  const { verdict } = props;
  const { scoreEnd } = verdict.events;
  const classes = useClassScores(verdict.events);
  const inks = { background: BACKGROUND_INK, signal: inkOf(hunt.datasetFacts, hunt.state.signal) };
  const shapes = classes.flatMap(({ test, train }) => [test, train]).filter((s) => s !== null);
  const tops = shapes.map((s) => Math.max(...s.fraction.map((f, bin) => f + s.error[bin])));
  const bottoms = shapes.map((s) => Math.min(...s.fraction));
  return (
    <>
      <Plot
        title={t("judge.scores")}
        heading={<h2 class="plot-title">{t("judge.scores")}</h2>}
        summary={summarise(classes, scoreEnd)}
        table={{ columns: columns(), rows: () => rowsOf(classes, scoreEnd) }}
        height={380}
        xLabel={t("judge.scores.x")}
        yLabel={t("judge.scores.y")}
        x={(area) => linearScale([0, scoreEnd], [0, area.width])}
        y={(area) =>
          linearScale([Math.min(0, ...bottoms), 1.06 * Math.max(0.05, ...tops)], [area.height, 0])
        }
        controls={(x, _, area) => <ThresholdLine {...{ verdict, x, area, spoken: props.spoken }} />}
      >
        {(x, y, area) => (
          <>
            {classes.map(({ kind, test }) =>
              test === null ? null : (
                <Filled key={kind} {...{ shape: test, kind, ink: inks[kind], x, y }} />
              ),
            )}
            {classes.map(({ kind, train }) =>
              train === null ? null : <Points key={kind} {...{ shape: train, kind, x, y }} />,
            )}
            <KeptSide x={x} area={area} threshold={verdict.threshold} shaded />
          </>
        )}
      </Plot>
      <ScoreLegend inks={inks} />
      <p class="help">{t("judge.scores.help")}</p>
      <Agreement classes={classes} />
    </>
  );
}

interface Drawn {
  readonly shape: Shape;
  readonly kind: keyof Expected;
  readonly x: Scale;
  readonly y: Scale;
}

/** Unseen events: a filled staircase. */
function Filled(props: Drawn & { ink: Ink }): JSX.Element {
  const { shape, kind, ink, x, y } = props;
  const width = (x.range[1] - x.range[0]) / shape.fraction.length;
  let path = `M0,${y(0).toFixed(1)}`;
  shape.fraction.forEach((content, bin) => {
    const top = y(content).toFixed(1);
    path += `L${(bin * width).toFixed(1)},${top}L${((bin + 1) * width).toFixed(1)},${top}`;
  });
  path += `L${x.range[1].toFixed(1)},${y(0).toFixed(1)}Z`;
  return <path class={`scores ${kind}`} d={path} fill={ink.fill} stroke={ink.colour} />;
}

/** Events the network learned from: points with error bars, round for signal, square for background. */
function Points(props: Drawn): JSX.Element {
  const { shape, kind, x, y } = props;
  const width = (x.range[1] - x.range[0]) / shape.fraction.length;
  const marks = Array.from(shape.fraction, (content, bin) => {
    if (content === 0) return null;
    const error = shape.error[bin];
    const [left, top] = [(bin + 0.5) * width, y(content)];
    return (
      <g key={bin}>
        <line x1={left} x2={left} y1={y(content - error)} y2={y(content + error)} />
        {kind === "signal" ? (
          <circle cx={left} cy={top} r={3.5} />
        ) : (
          <rect x={left - 3} y={top - 3} width={6} height={6} />
        )}
      </g>
    );
  });
  return <g class={`score-points ${kind}`}>{marks}</g>;
}

function ScoreLegend(props: { inks: Readonly<Record<keyof Expected, Ink>> }): JSX.Element {
  return (
    <ul class="legend">
      {KINDS.map((kind) => (
        <li key={kind}>
          <svg class="swatch" width="16" height="16" aria-hidden="true">
            <rect
              class={`scores ${kind}`}
              width="16"
              height="16"
              rx="3"
              fill={props.inks[kind].fill}
            />
          </svg>
          {t(`judge.scores.${kind}.test`)}
        </li>
      ))}
      {KINDS.map((kind) => (
        <li key={kind}>
          <svg class="swatch" width="16" height="16" aria-hidden="true">
            <g class={`score-points ${kind}`}>
              <line x1="8" x2="8" y1="1" y2="15" />
              {kind === "signal" ? (
                <circle cx="8" cy="8" r="3.5" />
              ) : (
                <rect x="5" y="5" width="6" height="6" />
              )}
            </g>
          </svg>
          {t(`judge.scores.${kind}.train`)}
        </li>
      ))}
    </ul>
  );
}

/** The Kolmogorov-Smirnov test in words: a distance, and how often chance alone gives one as large. */
function Agreement(props: { classes: readonly ClassScores[] }): JSX.Element {
  return (
    <>
      <ul class="agreement">
        {props.classes.map(({ kind, agreement }) => (
          <li key={kind}>
            <strong>{t(`judge.${kind}`)}</strong>{" "}
            {agreement.kind === "value"
              ? t("judge.ks", {
                  distance: formatNumber(agreement.distance, 2),
                  probability: probabilityText(agreement.probability),
                })
              : t(`reason.${agreement.reason}`)}
          </li>
        ))}
      </ul>
      <p class="help">{t("judge.ks.help")}</p>
    </>
  );
}

function probabilityText(probability: number): string {
  return probability < 0.001 ? t("judge.ks.tiny") : formatPercent(probability);
}

function summarise(classes: readonly ClassScores[], scoreEnd: number): string {
  const values: Record<string, string> = {};
  for (const { kind, test } of classes)
    values[kind] = test === null ? "–" : meanText(test, scoreEnd);
  return t("judge.scores.summary", values);
}

/** Mean score of a shape, from the middles of its bins. */
function meanText({ fraction }: Shape, scoreEnd: number): string {
  const mean = fraction.reduce((sum, f, bin) => sum + (f * (bin + 0.5)) / fraction.length, 0);
  return scoreText(mean * scoreEnd);
}

function columns(): string[] {
  return [
    t("judge.scores.x"),
    ...KINDS.flatMap((kind) => [t(`judge.scores.${kind}.test`), t(`judge.scores.${kind}.train`)]),
  ];
}

function rowsOf(classes: readonly ClassScores[], scoreEnd: number): string[][] {
  const edge = (bin: number): string => scoreText((bin * scoreEnd) / N_BINS);
  const cell = (shape: Shape | null, bin: number): string =>
    shape === null ? "–" : formatMeasured(shape.fraction[bin], shape.error[bin]);
  return Array.from({ length: N_BINS }, (_, bin) => [
    `${edge(bin)} – ${edge(bin + 1)}`,
    ...classes.flatMap(({ test, train }) => [cell(test, bin), cell(train, bin)]),
  ]);
}
