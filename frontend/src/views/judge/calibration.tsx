/** Whether the score can be read as the chance of being signal, among unseen events. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { type Calibration, calibrationCurve, correctedScore } from "../../model/calibration";
import type { CalibrationBin, CalibrationResult } from "../../model/calibration";
import { fraction } from "../../model/verdict";
import type { Measured } from "../../model/types";
import { t } from "../../text";
import { useHunt } from "../context";
import { formatCount, formatNumber, formatPercent } from "../format";
import { Plot } from "../plots/plot";
import { linePath } from "../plots/plot";
import { linearScale, type Scale } from "../plots/scale";
import { claimedShare, type Claim, realRegion } from "./claim";
import type { Verdict } from "./verdict";
import { measuredText, percentText, scoreText } from "./words";

/** The score that the part's title asks about. */
const ASKED = 0.7;
/** Standard deviations: what chance alone exceeds once in twenty times. */
const REMARKABLE = 2;

export function CalibrationPart(props: { verdict: Verdict }): JSX.Element {
  const hunt = useHunt();
  const { events } = props.verdict;
  const claim = claimedShare(hunt, events);
  const found = useMemo<CalibrationResult>(
    () =>
      calibrationCurve(
        events.scores,
        { isSignal: events.isSignal, weights: events.weights.test },
        claim.prior,
      ),
    [events, claim.prior],
  );
  return (
    <>
      <p>
        {t(`judge.calibration.claim.${claim.weighting}`, { prior: formatPercent(claim.prior) })}
      </p>
      <p>{t("judge.calibration.test")}</p>
      {found.kind === "missing" ? (
        <p class="missing">{t(`reason.${found.reason}`)}</p>
      ) : (
        <Found calibration={found.calibration} claim={claim} verdict={props.verdict} />
      )}
    </>
  );
}

function Found(props: { calibration: Calibration; claim: Claim; verdict: Verdict }): JSX.Element {
  const { calibration } = props;
  const asked = binOf(calibration, ASKED);
  return (
    <div class="judge-columns">
      <div>
        <CalibrationPlot calibration={calibration} />
        <ul class="legend lines">
          <li class="calibration-point">{t("judge.calibration.legend.points")}</li>
          <li class="roc-guess">{t("judge.calibration.legend.line")}</li>
        </ul>
      </div>
      <div>
        <p class="found">{t("judge.calibration.asked", binValues(asked))}</p>
        <p>
          {t("judge.calibration.near", nearValues(calibration))}{" "}
          {t("judge.calibration.brier", {
            brier: measuredText(calibration.brier),
            prior: formatPercent(calibration.prior),
            ignorance: formatNumber(calibration.prior * (1 - calibration.prior)),
          })}{" "}
          {t("judge.calibration.error", { error: formatNumber(calibration.expectedError, 2) })}
        </p>
        <RealMixture claim={props.claim} verdict={props.verdict} />
      </div>
    </div>
  );
}

/** The bin that holds the score, or the one next to it where no event scores so high. */
function binOf({ bins }: Calibration, score: number): CalibrationBin {
  return bins.reduce((best, bin) =>
    Math.abs(bin.score - score) < Math.abs(best.score - score) ? bin : best,
  );
}

function shareOf({ share, uncertainty }: CalibrationBin): Measured {
  return { kind: "value", value: share, uncertainty };
}

function binValues(bin: CalibrationBin) {
  return {
    low: scoreText(bin.low),
    high: scoreText(bin.high),
    score: formatPercent(bin.score),
    share: percentText(shareOf(bin)),
  };
}

function nearValues({ bins }: Calibration) {
  const near = bins.filter(
    ({ score, share, uncertainty }) => Math.abs(share - score) <= REMARKABLE * uncertainty,
  );
  return { near: near.length, all: bins.length };
}

/** What the same score means where signal is as rare as it is expected to be. */
function RealMixture(props: { claim: Claim; verdict: Verdict }): JSX.Element | null {
  const hunt = useHunt();
  const { prior } = props.claim;
  const { signal, background } = realRegion(props.verdict.events);
  const real = fraction(signal, background);
  if (real.kind === "missing" || !(real.value > 0 && real.value < 1)) return null;
  const meant = (share: number): number => correctedScore(ASKED, prior, share);
  const [low, high] = [real.value - real.uncertainty, real.value + real.uncertainty];
  const uncertainty = (meant(Math.min(high, 1)) - meant(Math.max(low, 0))) / 2;
  const values = {
    luminosity: formatNumber(hunt.datasetFacts.luminosity_ifb),
    real: percentText(real),
    score: scoreText(ASKED),
    prior: formatPercent(prior),
    meant: percentText({ kind: "value", value: meant(real.value), uncertainty }),
  };
  return <p>{t("judge.calibration.real", values)}</p>;
}

function CalibrationPlot(props: { calibration: Calibration }): JSX.Element {
  const { bins } = props.calibration;
  const ends = bins.flatMap(({ share, uncertainty }) => [share - uncertainty, share + uncertainty]);
  const [low, high] = [Math.min(0, ...ends), Math.max(1, ...ends)];
  return (
    <Plot
      title={t("judge.calibration")}
      summary={t("judge.calibration.summary", {
        ...nearValues(props.calibration),
        ...binValues(binOf(props.calibration, ASKED)),
      })}
      table={{ columns: COLUMNS.map((key) => t(key)), rows: () => bins.map(rowOf) }}
      height={340}
      xLabel={t("judge.calibration.x")}
      yLabel={t("judge.calibration.y")}
      x={(area) => linearScale([0, 1], [0, area.width])}
      y={(area) => linearScale([low, high], [area.height, 0])}
    >
      {(x, y) => (
        <>
          <path
            class="roc-guess"
            d={linePath([
              [x(0), y(0)],
              [x(1), y(1)],
            ])}
          />
          {bins.map((bin) => (
            <Point key={bin.low} {...{ bin, x, y }} />
          ))}
        </>
      )}
    </Plot>
  );
}

/** The mean score and the share, with the bin's width and the share's uncertainty as a cross. */
function Point(props: { bin: CalibrationBin; x: Scale; y: Scale }): JSX.Element {
  const { bin, x, y } = props;
  const [left, top] = [x(bin.score), y(bin.share)];
  return (
    <g class="calibration-point">
      <line class="width" x1={x(bin.low)} x2={x(bin.high)} y1={top} y2={top} />
      <line
        x1={left}
        x2={left}
        y1={y(bin.share - bin.uncertainty)}
        y2={y(bin.share + bin.uncertainty)}
      />
      <circle cx={left} cy={top} r={4} />
    </g>
  );
}

const COLUMNS = [
  "judge.calibration.low",
  "judge.calibration.high",
  "judge.calibration.x",
  "judge.calibration.y",
  "judge.calibration.count",
] as const;

function rowOf(bin: CalibrationBin): string[] {
  return [
    scoreText(bin.low),
    scoreText(bin.high),
    formatPercent(bin.score),
    percentText(shareOf(bin)),
    formatCount(bin.count),
  ];
}
