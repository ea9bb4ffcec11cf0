/** Stop 5: choose a threshold, and say what it is worth beside the cuts. */
import type { JSX } from "preact";
import { significance } from "../model/significance";
import "../styles/decide.css";
import "../styles/judge.css";
import { t } from "../text";
import { Intro } from "./components/intro";
import { UncertaintySlider } from "./components/uncertainty";
import { useHunt } from "./context";
import { Comparison } from "./decide/comparison";
import { ChosenRegion } from "./decide/region";
import { SignificancePlot } from "./decide/significance-plot";
import { JudgedOn, NothingToJudge } from "./judge/status";
import { useDivided, useVerdict } from "./judge/verdict";
import type { Verdict } from "./judge/verdict";
import { SIGMA_DECIMALS } from "./format";
import { measuredText, scoreText } from "./judge/words";

export function Decide(): JSX.Element {
  const hunt = useHunt();
  const verdict = useVerdict(hunt);
  return (
    <>
      <Intro title={t("decide.title")}>
        <p>{t("decide.intro")}</p>
      </Intro>
      {verdict.kind === "ready" ? (
        <Decision verdict={verdict} />
      ) : (
        <>
          <NothingToJudge reason={verdict.kind} />
          <section class="card" aria-label={t("uncertainty.label")}>
            <UncertaintySlider help={t("decide.uncertainty.help")} />
          </section>
        </>
      )}
      <Comparison verdict={verdict.kind === "ready" ? verdict : null} />
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
