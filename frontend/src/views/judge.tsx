/** Stop 5: how good the network is, on events it has never seen. */
import type { JSX } from "preact";
import { fraction } from "../model/verdict";
import "../styles/judge.css";
import { t } from "../text";
import { GameAgainstModel } from "./collide/againstModel";
import { Intro } from "./components/intro";
import { Later } from "./components/later";
import { useHunt } from "./context";
import { AccuracyQuestion } from "./judge/accuracy";
import { CalibrationPart } from "./judge/calibration";
import { Confusion, KeptSentence } from "./judge/confusion";
import { ImportancePart } from "./judge/importance";
import { KFoldPart } from "./judge/kfold";
import { Part } from "./judge/part";
import { RocPlot } from "./judge/roc-plot";
import { ScorePlot } from "./judge/score-plot";
import { KeepRun, Runs } from "./judge/runs/runs";
import { JudgedOn, NothingToJudge } from "./judge/status";
import { ThresholdControl } from "./judge/threshold";
import { useDivided, useVerdict } from "./judge/verdict";
import type { Verdict } from "./judge/verdict";
import { percentText, scoreText } from "./judge/words";

export function Judge(): JSX.Element {
  const hunt = useHunt();
  const verdict = useVerdict(hunt);
  return (
    <>
      <Intro title={t("judge.title")}>
        <p>{t("judge.intro")}</p>
      </Intro>
      <AccuracyQuestion verdict={verdict} />
      {verdict.kind === "ready" ? (
        <Later>{() => <Judgement verdict={verdict} />}</Later>
      ) : (
        <>
          <NothingToJudge reason={verdict.kind} />
          <Runs />
        </>
      )}
    </>
  );
}

function Judgement(props: { verdict: Verdict }): JSX.Element {
  const { verdict } = props;
  const { threshold } = verdict;
  const divided = useDivided(verdict);
  const spoken = t("judge.roc.spoken", {
    threshold: scoreText(threshold),
    signal: percentText(fraction(divided.kept.signal, divided.rejected.signal)),
    background: percentText(fraction(divided.kept.background, divided.rejected.background)),
  });
  return (
    <>
      <JudgedOn verdict={verdict} />
      <div class="judge-plots">
        <div class="card">
          <RocPlot verdict={verdict} divided={divided} />
        </div>
        <div class="card">
          <Later>{() => <ScorePlot verdict={verdict} spoken={spoken} />}</Later>
        </div>
      </div>
      <div class="card when-filled">
        <Later>{() => <GameAgainstModel />}</Later>
      </div>
      <section class="card judge-threshold" aria-label={t("judge.confusion")}>
        <div>
          <h2>{t("judge.threshold.title")}</h2>
          <p>{t("judge.threshold.help")}</p>
          <ThresholdControl verdict={verdict} />
          <KeptSentence divided={divided} />
        </div>
        <div>
          <h2>{t("judge.confusion")}</h2>
          <Confusion divided={divided} threshold={threshold} />
        </div>
      </section>
      <Part name="calibration">
        <CalibrationPart verdict={verdict} />
      </Part>
      <Part name="importance">
        <ImportancePart />
      </Part>
      <Part name="kfold">
        <KFoldPart verdict={verdict} />
      </Part>
      <Runs>
        <Later>{() => <KeepRun verdict={verdict} divided={divided} />}</Later>
      </Runs>
    </>
  );
}
