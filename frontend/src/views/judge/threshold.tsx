/** The threshold on the score: a line to drag over a plot, a slider with its number, a suggestion. */
import type { JSX } from "preact";
import type { Hunt } from "../../hunt";
import { THRESHOLD_STEPS } from "../../model/verdict";
import { within } from "../../choices";
import { t } from "../../text";
import { Slider } from "../components/controls";
import { useHunt } from "../context";
import { chosenPercent, SIGMA_DECIMALS } from "../format";
import { keyTarget } from "../plots/keys";
import type { Track } from "../plots/keys";
import { DragLayer } from "../plots/overlay";
import type { Area } from "../plots/plot";
import type { Scale } from "../plots/scale";
import type { Verdict } from "./verdict";
import { measuredText, scoreText } from "./words";

/** Puts the threshold on its grid, between 0 and the end of the score axis. */
export function setThreshold(hunt: Hunt, value: number, scoreEnd: number): void {
  const { step } = thresholdTrack(scoreEnd);
  const snapped = Number((Math.round(value / step) * step).toPrecision(6));
  hunt.update({ threshold: within(snapped, { low: 0, high: scoreEnd }) });
}

/** Where the threshold may stand: on as many steps as the scan has. */
export function thresholdTrack(scoreEnd: number): Track {
  return { low: 0, high: scoreEnd, step: scoreEnd / THRESHOLD_STEPS };
}

/** A vertical line over a plot of the score: drag it, press anywhere, or use the arrow keys. */
export function ThresholdLine(props: {
  verdict: Verdict;
  x: Scale;
  area: Area;
  spoken: string;
}): JSX.Element {
  const hunt = useHunt();
  const { verdict, x, area } = props;
  const { scoreEnd } = verdict.events;
  return (
    <DragLayer
      class="threshold-area"
      area={area}
      onFollow={(left) => setThreshold(hunt, x.invert(left), scoreEnd)}
    >
      <div
        class="handle"
        role="slider"
        tabIndex={0}
        aria-label={t("judge.threshold")}
        aria-valuemin={0}
        aria-valuemax={scoreEnd}
        aria-valuenow={verdict.threshold}
        aria-valuetext={props.spoken}
        style={{ left: `${within(x(verdict.threshold), { low: 0, high: area.width })}px` }}
        onKeyDown={(event) => {
          const target = keyTarget(event.key, verdict.threshold, thresholdTrack(scoreEnd));
          if (target === undefined) return;
          event.preventDefault();
          setThreshold(hunt, target, scoreEnd);
        }}
      />
    </DragLayer>
  );
}

const KEEP_LABEL_PX = 52;

/** Which side of the line is kept; what lies below it may be shaded as removed. */
export function KeptSide(props: {
  x: Scale;
  area: Area;
  threshold: number;
  shaded?: boolean;
}): JSX.Element {
  const { area } = props;
  const left = within(props.x(props.threshold), { low: 0, high: area.width });
  const hasRoom = left + KEEP_LABEL_PX < area.width;
  return (
    <g class="kept-side">
      {props.shaded === true && <rect width={left} height={area.height} />}
      <text x={hasRoom ? left + 6 : left - 6} y={12} text-anchor={hasRoom ? "start" : "end"}>
        {t("judge.keep")}
      </text>
    </g>
  );
}

/** Slider, number field and the suggestion they start from. */
export function ThresholdControl(props: { verdict: Verdict }): JSX.Element {
  const hunt = useHunt();
  const { verdict } = props;
  const { scoreEnd } = verdict.events;
  return (
    <div class="threshold-control">
      <Slider
        label={t("judge.threshold")}
        value={verdict.threshold}
        limits={{ low: 0, high: Math.max(scoreEnd, verdict.threshold) }}
        step={scoreEnd / THRESHOLD_STEPS}
        display={scoreText(verdict.threshold)}
        onChange={(threshold) => hunt.update({ threshold })}
      />
      <Suggestion verdict={verdict} />
    </div>
  );
}

function Suggestion(props: { verdict: Verdict }): JSX.Element {
  const hunt = useHunt();
  const { best } = props.verdict;
  if (best === null) return <p class="help">{t("judge.suggestion.none")}</p>;
  const values = {
    threshold: scoreText(best.threshold),
    z: measuredText(best.z, SIGMA_DECIMALS),
    uncertainty: chosenPercent(hunt.state.backgroundUncertainty),
  };
  const isUsed = hunt.state.threshold === null;
  return (
    <div class="suggestion">
      <p class="help">{t(isUsed ? "judge.suggestion.used" : "judge.suggestion", values)}</p>
      {!isUsed && (
        <button type="button" onClick={() => hunt.update({ threshold: null })}>
          {t("judge.suggestion.use", values)}
        </button>
      )}
    </div>
  );
}
