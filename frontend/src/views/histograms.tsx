/** All variables side by side; a brush in one filters all the others. */
import type { JSX } from "preact";
import type { FeatureFacts, Interval } from "../model/types";
import { t } from "../text";
import { NumberField } from "./components/controls";
import type { Hunt } from "../hunt";
import { useHunt } from "./context";
import { sourceOf } from "./told";
import { brushStep } from "./plots/brush";
import { Histogram } from "./plots/histogram";
import type { Layer } from "./plots/histogram";
import { BACKGROUND_INK, inkOf, Swatch } from "./plots/palette";

const OPEN: Interval = { low: null, high: null };
const PLOT_HEIGHT = 190;
/** A cut may be set anywhere; these only keep typing errors out. */
const FURTHEST_CUT = 1e6;

/** Processes in the order they are stacked: backgrounds from below, the signal on top. */
function useStack(): { code: number; title: string; ink: ReturnType<typeof inkOf> }[] {
  const hunt = useHunt();
  const { signal, backgrounds } = hunt.codes;
  const facts = hunt.datasetFacts;
  return [...backgrounds, signal].map((code) => {
    const name = hunt.dataset!.processes[code];
    const title = facts.processes.find((p) => p.name === name)?.title ?? name;
    return { code, title, ink: inkOf(facts, name) };
  });
}

export function HistogramGrid(): JSX.Element {
  const hunt = useHunt();
  return (
    <div class="histograms">
      {hunt.features.map((feature, index) => (
        <HistogramCard key={feature.name} feature={feature} index={index} />
      ))}
    </div>
  );
}

function HistogramCard(props: { feature: FeatureFacts; index: number }): JSX.Element {
  const hunt = useHunt();
  const { feature, index } = props;
  const { signal } = hunt.codes;
  const interval = hunt.state.cuts[feature.name] ?? OPEN;
  const layers: Layer[] = useStack().map(({ code, title, ink }) => ({
    title,
    ink,
    isSignal: code === signal,
    ...hunt.filter!.histogram(index, code),
  }));
  const source = sourceOf(hunt.datasetFacts.measured);
  return (
    <section class="card histogram" aria-label={feature.label}>
      <Histogram
        feature={feature}
        layers={layers}
        points={
          hunt.seenCodes.length === 0
            ? null
            : { title: t("measured.points", source), counts: measuredIn(hunt, index) }
        }
        scale={hunt.state.scale}
        display={hunt.state.display}
        interval={interval}
        onChange={(next) => hunt.setCut(feature.name, next)}
        height={PLOT_HEIGHT}
      />
      <IntervalFields feature={feature} interval={interval} />
    </section>
  );
}

/** Measured events in each bin that the cuts on other variables keep. */
function measuredIn({ filter, seenCodes }: Hunt, feature: number): number[] {
  const [first, ...others] = seenCodes.map((code) => filter!.histogram(feature, code).sum);
  return Array.from(first, (count, bin) => others.reduce((sum, more) => sum + more[bin], count));
}

/** The same cut in figures. */
function IntervalFields(props: { feature: FeatureFacts; interval: Interval }): JSX.Element {
  const hunt = useHunt();
  const { feature, interval } = props;
  const values = { feature: feature.label };
  const furthest = Math.max(FURTHEST_CUT, 10 * Math.abs(feature.low), 10 * Math.abs(feature.high));
  const field = (end: "low" | "high"): JSX.Element => (
    <NumberField
      label={t(end === "low" ? "brush.low" : "brush.high", values)}
      hideLabel
      optional
      value={interval[end]}
      placeholder={t(end === "low" ? "brush.from" : "brush.to")}
      limits={{
        low: end === "high" ? (interval.low ?? -furthest) : -furthest,
        high: end === "low" ? (interval.high ?? furthest) : furthest,
      }}
      step={brushStep(feature)}
      onChange={(value) => hunt.setCut(feature.name, { ...interval, [end]: value })}
    />
  );
  return (
    <div class="interval">
      <span>{t("brush.keep")}</span>
      {field("low")}
      <span aria-hidden="true">–</span>
      {field("high")}
      <span class="unit soft">{feature.unit}</span>
      <button
        type="button"
        class="quiet"
        disabled={interval.low === null && interval.high === null}
        aria-label={t("brush.clear.of", values)}
        onClick={() => hunt.setCut(feature.name, OPEN)}
      >
        {t("brush.clear")}
      </button>
    </div>
  );
}

/** What the colours mean: of the stack, or of the two shapes. */
export function Legend(): JSX.Element {
  const hunt = useHunt();
  const stack = useStack();
  const stacked = hunt.state.display === "stack";
  const entries = stacked
    ? stack
    : [{ title: t("plot.background"), ink: BACKGROUND_INK }, ...stack.slice(-1)];
  return (
    <ul class="legend" aria-label={t("plot.legend")}>
      {entries.map(({ title, ink }) => (
        <li key={title}>
          <Swatch ink={ink} />
          {title}
        </li>
      ))}
      {stacked && (
        <li>
          <svg class="swatch" width="16" height="16" aria-hidden="true">
            <path d="M8,1V15" class="error-bars" />
          </svg>
          {t("plot.errorband")}
        </li>
      )}
      {hunt.seenCodes.length > 0 && (
        <li>
          <svg class="swatch" width="16" height="16" aria-hidden="true">
            <g class="measured-points">
              <line x1="8" x2="8" y1="1" y2="15" />
              <circle cx="8" cy="8" r="2.5" />
            </g>
          </svg>
          {t("measured.points", sourceOf(hunt.datasetFacts.measured))}
        </li>
      )}
    </ul>
  );
}
