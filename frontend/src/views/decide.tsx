/** Stop 6: choose a threshold, say what is not known, and write the choice down before looking. */
import type { JSX } from "preact";
import { useContext, useEffect, useRef } from "preact/hooks";
import { significance } from "../model/significance";
import "../styles/decide.css";
import "../styles/judge.css";
import { t } from "../text";
import { Intro, Sandboxed } from "./components/intro";
import { Later } from "./components/later";
import { useHunt } from "./context";
import { Comparison } from "./decide/comparison";
import { useExpectation } from "./decide/expectation";
import { GuessAnswered } from "./decide/guess";
import { Locked } from "./decide/locked";
import { isLearning, useMeasurement } from "./decide/measurement";
import { ChosenRegion } from "./decide/region";
import { SignificancePlot } from "./decide/significance-plot";
import { Unknown } from "./decide/unknown";
import { WriteDown } from "./decide/write-down";
import { JudgedOn, NothingToJudge } from "./judge/status";
import { useDivided, useVerdict } from "./judge/verdict";
import type { NoVerdict, Verdict } from "./judge/verdict";
import { SIGMA_DECIMALS } from "./format";
import { HowReal } from "./levels/card";
import { Predict } from "./lesson/predict";
import { measuredText, scoreText } from "./judge/words";

export function Decide(): JSX.Element {
  const hunt = useHunt();
  const found = useVerdict(hunt);
  const verdict = found.kind === "ready" ? found : null;
  const { locked } = hunt.journal.content.decision;
  useFocusAtChange(locked !== null);
  return (
    <>
      <Intro title={t("decide.title")}>
        <p>{t("decide.intro")}</p>
      </Intro>
      <Predict stop="decide">
        <GuessAnswered verdict={verdict} />
      </Predict>
      {locked !== null ? <Locked decision={locked} /> : <Open found={found} />}
    </>
  );
}

/** The button that locked a choice, or gave it up, is gone: go on reading what stands there now. */
function useFocusAtChange(isLocked: boolean): void {
  const wasLocked = useRef(isLocked);
  useEffect(() => {
    const next = isLocked ? ".locked" : "main";
    if (wasLocked.current !== isLocked) document.querySelector<HTMLElement>(next)?.focus();
    wasLocked.current = isLocked;
  }, [isLocked]);
}

/** Nothing is locked yet: everything can be tried. */
function Open(props: { found: Verdict | NoVerdict }): JSX.Element {
  const { found } = props;
  // There, Judge has just said that nothing has been learned.
  const isSandbox = useContext(Sandboxed);
  return (
    <>
      {found.kind === "ready" ? (
        <Decision verdict={found} />
      ) : (
        !isSandbox && <NothingToJudge reason={found.kind} />
      )}
      <Later>{() => <Planning found={found} />}</Later>
    </>
  );
}

/** What the choice can be expected to measure, beside other choices, and the lock. */
function Planning(props: { found: Verdict | NoVerdict }): JSX.Element {
  const hunt = useHunt();
  const { found } = props;
  // There, Learn has it already.
  const isSandbox = useContext(Sandboxed);
  const verdict = found.kind === "ready" ? found : null;
  const measurement = useMeasurement(hunt, verdict);
  const { binned } = measurement;
  const expectation = useExpectation(
    binned.kind === "bins" ? { ...measurement, bins: binned.bins } : null,
  );
  // While a model is on its way the cuts are not shown in its place.
  const isComing = found.kind === "waiting" || (verdict === null && isLearning(hunt));
  return (
    <>
      {!isComing && <Unknown {...{ measurement, expectation }} hasModel={verdict !== null} />}
      <Comparison verdict={verdict} />
      {!isSandbox && <HowReal />}
      {!isComing && <WriteDown {...{ measurement, expectation }} />}
    </>
  );
}

function Decision(props: { verdict: Verdict }): JSX.Element {
  const hunt = useHunt();
  const { verdict } = props;
  const { threshold } = verdict;
  const divided = useDivided(verdict);
  const { signal, background } = divided.kept;
  const z = significance(signal, background, hunt.state.backgroundUncertainty);
  const spoken = t(z.kind === "value" ? "decide.spoken" : "decide.spoken.missing", {
    threshold: scoreText(threshold),
    z: measuredText(z, SIGMA_DECIMALS),
  });
  return (
    <>
      <JudgedOn verdict={verdict} />
      <div class="decide-parts">
        <div class="card">
          <SignificancePlot verdict={verdict} spoken={spoken} />
        </div>
        <ChosenRegion verdict={verdict} divided={divided} />
      </div>
    </>
  );
}
