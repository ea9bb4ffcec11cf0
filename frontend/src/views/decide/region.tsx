/** What the chosen threshold leaves, and what it is worth with the background as known as one admits. */
import type { ComponentChildren, JSX } from "preact";
import { significance } from "../../model/significance";
import { fraction } from "../../model/verdict";
import { LIMITS } from "../../state";
import { t } from "../../text";
import { Slider } from "../components/controls";
import { Quantity, yieldText } from "../components/measured";
import { useHunt } from "../context";
import type { Divided } from "../judge/confusion";
import { ThresholdControl } from "../judge/threshold";
import type { Verdict } from "../judge/verdict";
import { chosenPercent, measuredText, percentText, scoreText } from "../judge/words";
import { testAt } from "./significance-plot";

export function ChosenRegion(props: { verdict: Verdict; divided: Divided }): JSX.Element {
  const hunt = useHunt();
  const { kept, rejected } = props.divided;
  const relative = hunt.state.backgroundUncertainty;
  const share = (kind: "signal" | "background"): string =>
    t("decide.kept", { share: percentText(fraction(kept[kind], rejected[kind])) });
  return (
    <section class="card" aria-label={t("decide.region")}>
      <h2>{t("decide.region")}</h2>
      <ThresholdControl verdict={props.verdict} />
      <UncertaintySlider />
      <dl class="numbers">
        <Item name={t("decide.signal")} help={share("signal")}>
          <span class="quantity">{yieldText(kept.signal)}</span>
        </Item>
        <Item name={t("decide.background")} help={share("background")}>
          <span class="quantity">{yieldText(kept.background)}</span>
        </Item>
        <Item name={t("decide.z")} help={zHelp(relative)}>
          <Quantity value={significance(kept.signal, kept.background, relative)} unit="σ" />
        </Item>
      </dl>
      <Fairness verdict={props.verdict} />
    </section>
  );
}

export function UncertaintySlider(): JSX.Element {
  const hunt = useHunt();
  const relative = hunt.state.backgroundUncertainty;
  return (
    <Slider
      label={t("decide.uncertainty")}
      value={relative}
      limits={LIMITS.backgroundUncertainty}
      step={0.01}
      display={chosenPercent(relative)}
      onChange={(backgroundUncertainty) => hunt.update({ backgroundUncertainty })}
      help={t("decide.uncertainty.help")}
    />
  );
}

function zHelp(relative: number): string {
  return relative > 0
    ? t("decide.z.help", { uncertainty: chosenPercent(relative) })
    : t("decide.z.help.none");
}

function Item(props: { name: string; help: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>
        {props.children}
        <span class="help">{props.help}</span>
      </dd>
    </div>
  );
}

/** Why the number on the test events is the one to quote. */
function Fairness(props: { verdict: Verdict }): JSX.Element | null {
  const { best, scan } = props.verdict;
  const test = testAt(scan.test, best);
  if (best === null || test === null) return null;
  const values = {
    threshold: scoreText(best.threshold),
    validation: measuredText(best.z),
    test: measuredText(test.z),
  };
  return (
    <p class="fairness">
      {t(test.z.kind === "value" ? "decide.fair" : "decide.fair.missing", values)}{" "}
      {t("decide.fair.why")}
    </p>
  );
}
