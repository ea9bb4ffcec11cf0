/** What the chosen threshold leaves, and what it is worth with the background as known as one admits. */
import type { JSX } from "preact";
import type { ThresholdPoint } from "../../model/evaluation";
import { significance } from "../../model/significance";
import type { Measured } from "../../model/types";
import { fraction } from "../../model/verdict";
import { t } from "../../text";
import { NamedNumber, Quantity, yieldText } from "../components/measured";
import { significanceHelp, UncertaintySlider } from "../components/uncertainty";
import { useHunt } from "../context";
import { ThresholdControl } from "../judge/threshold";
import type { Divided, Verdict } from "../judge/verdict";
import { formatFixed, SIGMA_DECIMALS } from "../format";
import { measuredText, percentText, scoreText } from "../judge/words";
import { testAt } from "./significance-plot";

export function ChosenRegion(props: { verdict: Verdict; divided: Divided }): JSX.Element {
  const hunt = useHunt();
  const { kept, rejected } = props.divided;
  const relative = hunt.state.backgroundUncertainty;
  const z = significance(kept.signal, kept.background, relative);
  const share = (kind: "signal" | "background"): string =>
    t("decide.kept", { share: percentText(fraction(kept[kind], rejected[kind])) });
  return (
    <section class="card" aria-label={t("decide.region")}>
      <h2>{t("decide.region")}</h2>
      <ThresholdControl verdict={props.verdict} />
      <UncertaintySlider help={t("decide.uncertainty.help")} />
      <dl class="numbers">
        <NamedNumber name={t("decide.signal")} help={share("signal")}>
          <span class="quantity">{yieldText(kept.signal)}</span>
        </NamedNumber>
        <NamedNumber name={t("decide.background")} help={share("background")}>
          <span class="quantity">{yieldText(kept.background)}</span>
        </NamedNumber>
        <NamedNumber name={t("decide.z")} help={significanceHelp(relative)}>
          <Quantity value={z} unit="σ" decimals={SIGMA_DECIMALS} />
        </NamedNumber>
      </dl>
      <Fairness verdict={props.verdict} />
    </section>
  );
}

/** Why the number on the test events is the one to quote, and when even that is flattered. */
function Fairness(props: { verdict: Verdict }): JSX.Element | null {
  const { best, scan, isByHand } = props.verdict;
  const test = testAt(scan.test, best);
  if (best === null || test === null) return null;
  const values = {
    threshold: scoreText(best.threshold),
    validation: measuredText(best.z, SIGMA_DECIMALS),
    test: measuredText(test.z, SIGMA_DECIMALS),
  };
  return (
    <>
      <p class="fairness">
        {t(test.z.kind === "value" ? "decide.fair" : "decide.fair.missing", values)}{" "}
        {t("decide.fair.why")}
      </p>
      {isByHand && <ByHand scan={scan.test} fair={test.z} />}
    </>
  );
}

/** A threshold that was moved in view of the test curve is chosen on the test events. */
function ByHand(props: { scan: readonly ThresholdPoint[]; fair: Measured }): JSX.Element {
  const { scan, fair } = props;
  const highest = Math.max(...scan.map(({ z }) => (z.kind === "value" ? z.value : 0)));
  return (
    <p class="fairness warning">
      {t("decide.fair.byhand")}
      {fair.kind === "value" &&
        ` ${t("decide.fair.byhand.most", {
          highest: formatFixed(highest, SIGMA_DECIMALS),
          gain: formatFixed(highest - fair.value, SIGMA_DECIMALS),
        })}`}
    </p>
  );
}
