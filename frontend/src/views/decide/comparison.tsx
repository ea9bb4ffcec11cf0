/** Nothing done, the student's cuts and the network, side by side on the same unseen events. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { significanceDifference } from "../../model/comparison";
import { rescaledWeights, signalMask } from "../../model/evaluation";
import { significance } from "../../model/significance";
import type { Measured } from "../../model/types";
import { divide } from "../../model/verdict";
import type { Expected } from "../../model/verdict";
import { modelText } from "../learn/names";
import { t } from "../../text";
import { Quantity, yieldText } from "../components/measured";
import { SigmaBar } from "../components/sigma-bar";
import { useHunt } from "../context";
import { formatNumber, SIGMA_DECIMALS } from "../format";
import type { Verdict } from "../judge/verdict";
import { judgingFolds } from "./measurement";
import { useNetworkMask } from "../judge/verdict";
import { chosenPercent } from "../format";
import { measuredText } from "../judge/words";

/** Two standard deviations: what chance alone exceeds once in twenty times. */
const REMARKABLE = 2;

interface Selections {
  readonly nothing: Expected;
  readonly cuts: Expected;
  /** Kept by the network, and kept by both; null without a network. */
  readonly network: Expected | null;
  readonly both: Expected | null;
}

/** Weights of all test events, whatever the network was trained on, and the two ways to choose. */
function useSelections(verdict: Verdict | null): Selections {
  const hunt = useHunt();
  const { dataset, filter, state } = hunt;
  const folds = judgingFolds(hunt);
  const networkMask = useNetworkMask(hunt);
  const test = useMemo(() => {
    const weights = rescaledWeights(dataset!, folds, hunt.codes, null);
    return { weights, isSignal: signalMask(dataset!, hunt.codes.signal) };
  }, [dataset, folds, state.signal]);
  const byCuts = useMemo(() => {
    const passes = filter!.mask();
    const keep = (event: number): boolean => passes[event] === 1;
    return { keep, region: divide(test.weights, test.isSignal, keep).kept };
  }, [filter, test, state.cuts]);
  const nothing = useMemo(() => divide(test.weights, test.isSignal, () => true).kept, [test]);
  const scores = verdict?.events.scores;
  const threshold = verdict?.threshold;
  const byNetwork = useMemo(() => {
    if (scores === undefined || threshold === undefined) return { network: null, both: null };
    const keep = (event: number): boolean =>
      scores[event] >= threshold && (networkMask === null || networkMask[event] === 1);
    const region = (kept: (event: number) => boolean): Expected =>
      divide(test.weights, test.isSignal, kept).kept;
    return { network: region(keep), both: region((event) => keep(event) && byCuts.keep(event)) };
  }, [scores, threshold, networkMask, test, byCuts]);
  return { nothing, cuts: byCuts.region, ...byNetwork };
}

export function Comparison(props: { verdict: Verdict | null }): JSX.Element {
  const hunt = useHunt();
  const relative = hunt.state.backgroundUncertainty;
  const model = modelText(hunt.state.model);
  const selections = useSelections(props.verdict);
  const z = (region: Expected | null): Measured =>
    region === null
      ? { kind: "missing", reason: hunt.split.test.length > 0 ? "not-trained" : "no-events" }
      : significance(region.signal, region.background, relative);
  const rows = (["nothing", "cuts", "network"] as const).map((name) => ({
    name,
    label: t(`decide.bar.${name}`, { model }),
    region: selections[name],
    z: z(selections[name]),
  }));
  return (
    <section class="card comparison" aria-label={t("decide.comparison")}>
      <h2>{t("decide.comparison")}</h2>
      <div class="comparison-parts">
        <div>
          <SigmaBar label={t("decide.comparison.bars")} bars={rows} />
          <div
            class="scroll-x"
            tabIndex={0}
            role="region"
            aria-label={t("decide.comparison.table")}
          >
            <ComparisonTable rows={rows} />
          </div>
        </div>
        <div>
          <Sentences selections={selections} />
          <p class="help">
            {t("decide.comparison.help", { share: chosenPercent(testShare(hunt)) })}
          </p>
        </div>
      </div>
    </section>
  );
}

function testShare(hunt: Hunt): number {
  return judgingFolds(hunt).length / hunt.split.n_folds;
}

interface Row {
  readonly name: string;
  readonly label: string;
  readonly region: Expected | null;
  readonly z: Measured;
}

function ComparisonTable(props: { rows: readonly Row[] }): JSX.Element {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t("decide.comparison.selection")}</th>
          <th scope="col">{t("decide.signal.short")}</th>
          <th scope="col">{t("decide.background.short")}</th>
          <th scope="col">{t("decide.z.short")}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map(({ name, label, region, z }) => (
          <tr key={name}>
            <th scope="row">{label}</th>
            <td>{region === null ? "–" : yieldText(region.signal)}</td>
            <td>{region === null ? "–" : yieldText(region.background)}</td>
            <td>
              <Quantity value={z} decimals={SIGMA_DECIMALS} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the numbers say about each other, and whether the difference could be chance. */
function Sentences(props: { selections: Selections }): JSX.Element {
  const hunt = useHunt();
  const { nothing, cuts, network, both } = props.selections;
  const relative = hunt.state.backgroundUncertainty;
  const hasCuts = Object.keys(hunt.state.cuts).length > 0;
  const difference = (pair: Pair, measured: Measured): string =>
    differenceText(pair, measured, modelText(hunt.state.model));
  return (
    <>
      {hasCuts ? (
        <p>
          {difference("cuts", significanceDifference(cuts, nothing, cuts, relative))}{" "}
          {t("decide.cuts.flattered")}
        </p>
      ) : (
        <p>{t("decide.cuts.none")}</p>
      )}
      {network !== null && (
        <p>{difference("network", significanceDifference(network, nothing, network, relative))}</p>
      )}
      {hasCuts && network !== null && both !== null && (
        <p class="verdict">
          {difference("both", significanceDifference(network, cuts, both, relative))}{" "}
          {t("decide.shared", {
            signal: formatNumber(both.signal.sum),
            background: formatNumber(both.background.sum),
          })}
        </p>
      )}
    </>
  );
}

type Pair = "cuts" | "network" | "both";

function differenceText(pair: Pair, difference: Measured, model: string): string {
  if (difference.kind === "missing") {
    return t(`decide.difference.${pair}.missing`, { model, reason: measuredText(difference) });
  }
  const { value, uncertainty } = difference;
  if (uncertainty === 0) return t(`decide.difference.${pair}.same`, { model });
  const ratio = Math.abs(value) / uncertainty;
  const values = {
    model,
    difference: measuredText(
      { kind: "value", value: Math.abs(value), uncertainty },
      SIGMA_DECIMALS,
    ),
    direction: t(value >= 0 ? "decide.higher" : "decide.lower"),
    ratio: formatNumber(ratio, 2),
  };
  const judged = t(ratio > REMARKABLE ? "decide.beyond" : "decide.within", values);
  return `${t(`decide.difference.${pair}`, values)} ${judged}`;
}
