/** Stop 2: keep a region, and see what it is worth. */
import type { JSX } from "preact";
import type { Measured, Yield } from "../model/types";
import { significance, signalOverRootBackground } from "../model/significance";
import { add } from "../model/yields";
import { t } from "../text";
import { Intro } from "./components/intro";
import { NamedNumber, Quantity, yieldText } from "./components/measured";
import { SigmaBar } from "./components/sigma-bar";
import { significanceHelp, UncertaintySlider } from "./components/uncertainty";
import { useHunt } from "./context";
import { cutText } from "./cutText";
import { formatNumber, formatPercent, formatSigma, SIGMA_DECIMALS } from "./format";
import { HistogramGrid, Legend } from "./histograms";
import { Predict } from "./lesson/predict";

export function Cut(): JSX.Element {
  const hunt = useHunt();
  const nCuts = Object.keys(hunt.state.cuts).length;
  return (
    <>
      <Intro title={t("cut.title")}>
        <p>{t("cut.intro")}</p>
      </Intro>
      <Predict stop="cut" />
      <div class="cut-layout">
        <div class="cut-results">
          <Result />
          <CutFlow />
        </div>
        <div class="cut-histograms">
          <section class="card display" aria-label={t("cut.how")}>
            <div class="row">
              <Legend />
              <button type="button" disabled={nCuts === 0} onClick={() => hunt.clearCuts()}>
                {t("cut.clear")}
              </button>
            </div>
            <p class="help">{t("cut.brush")}</p>
          </section>
          <HistogramGrid />
        </div>
      </div>
      <Strip />
    </>
  );
}

/** On small screens: the result in one line, always in sight below the histograms. */
function Strip(): JSX.Element {
  const hunt = useHunt();
  const { signal, background } = hunt.expected!.kept(hunt.codes);
  const z = significance(signal, background, hunt.state.backgroundUncertainty);
  const values = {
    signal: yieldText(signal),
    background: yieldText(background),
    z: z.kind === "value" ? formatSigma(z.value, z.uncertainty) : "–",
  };
  return (
    <p class="strip" aria-hidden="true">
      {t("cut.strip", values)}
    </p>
  );
}

/** S, B, S/√B and Z of the region, each with the statistics of the simulation. */
function Result(): JSX.Element {
  const hunt = useHunt();
  const { signal, background } = hunt.expected!.kept(hunt.codes);
  const uncut = hunt.expected!.uncut(hunt.codes);
  const relative = hunt.state.backgroundUncertainty;
  const z = significance(signal, background, relative);
  return (
    <section class="card result" aria-label={t("cut.result")}>
      <h2>{t("cut.result")}</h2>
      <dl class="numbers">
        <NamedNumber name={t("cut.signal")} help={keptText(signal, uncut.signal)}>
          <span class="quantity">{yieldText(signal)}</span>
        </NamedNumber>
        <NamedNumber name={t("cut.background")} help={keptText(background, uncut.background)}>
          <span class="quantity">{yieldText(background)}</span>
        </NamedNumber>
        <NamedNumber name={t("cut.simple")} help={t("cut.simple.help")}>
          <Quantity
            value={signalOverRootBackground(signal, background)}
            decimals={SIGMA_DECIMALS}
          />
        </NamedNumber>
        <NamedNumber name={t("cut.z")} help={significanceHelp(relative)}>
          <Quantity value={z} unit="σ" decimals={SIGMA_DECIMALS} />
        </NamedNumber>
      </dl>
      <SigmaBar label={t("cut.z")} bars={[...uncutBar(relative, uncut), cutBar(z)]} />
      <UncertaintySlider help={t("cut.uncertainty.help")} />
    </section>
  );
}

function keptText(kept: Yield, all: Yield): string {
  return t("cut.kept", { share: formatPercent(kept.sum / all.sum), all: formatNumber(all.sum, 4) });
}

function uncutBar(relative: number, uncut: { signal: Yield; background: Yield }): Bar[] {
  return [
    { label: t("cut.bar.nothing"), z: significance(uncut.signal, uncut.background, relative) },
  ];
}

interface Bar {
  readonly label: string;
  readonly z: Measured;
}

function cutBar(z: Measured): Bar {
  return { label: t("cut.bar.cuts"), z };
}

/** What each cut leaves, in the order of the variables. */
function CutFlow(): JSX.Element {
  const hunt = useHunt();
  const cut = hunt.features.filter((f) => f.name in hunt.state.cuts);
  const steps = hunt.filter!.cutFlow(cut.map((f) => hunt.featureIndex(f.name)));
  const { signal, backgrounds } = hunt.codes;
  const relative = hunt.state.backgroundUncertainty;
  const names = [
    t("cut.flow.start"),
    ...cut.map((f) => {
      return cutText(f, hunt.state.cuts[f.name]);
    }),
  ];
  return (
    <section class="card">
      <h2>{t("cut.flow")}</h2>
      <div class="scroll-x" tabIndex={0} role="region" aria-label={t("cut.flow")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("cut.flow.cut")}</th>
              <th scope="col">S</th>
              <th scope="col">B</th>
              <th scope="col">Z [σ]</th>
            </tr>
          </thead>
          <tbody>
            {steps.map((step, index) => {
              const s = step[signal];
              const b = add(...backgrounds.map((code) => step[code]));
              return (
                <tr key={names[index]}>
                  <th scope="row">{names[index]}</th>
                  <td>{yieldText(s)}</td>
                  <td>{yieldText(b)}</td>
                  <td>
                    <ShortQuantity value={significance(s, b, relative)} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p class="help">{t("cut.flow.help")}</p>
    </section>
  );
}

/** In a table the reason is given once, beside the result; here a dash with its reason to hand. */
function ShortQuantity(props: { value: Measured }): JSX.Element {
  if (props.value.kind === "value")
    return <Quantity value={props.value} decimals={SIGMA_DECIMALS} />;
  return (
    <span class="quantity missing" title={t(`reason.${props.value.reason}`)}>
      –<span class="visually-hidden"> {t(`reason.${props.value.reason}`)}</span>
    </span>
  );
}
