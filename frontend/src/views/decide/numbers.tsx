/** A measurement in a few numbers, with all that it depends on: what is to be locked, or was. */
import type { JSX } from "preact";
import type { SelectionName } from "../../choices";
import { featuresOf, processTitle } from "../../features";
import type { Decision, ExpectedNumbers, ThresholdOrigin } from "../../journal/decision";
import { stateOf } from "../../keptRuns";
import type { MeasuredBins, Uncertain } from "../../model/measurement";
import type { Facts } from "../../model/types";
import type { State } from "../../state";
import { t } from "../../text";
import { useHunt } from "../context";
import { cutText } from "../cutText";
import { chosenPercent, formatMeasured, formatSigma } from "../format";
import { modelWords } from "../judge/runs/words";
import { luminosityText, metScaleText, muText, selectionText, splitText } from "./words";

export interface Written {
  readonly dataset: string;
  readonly signal: string;
  /**
   * The page's choices that it was made with: model and cuts among them. Null where they cannot be
   * read: they were made on a table that is not here any more.
   */
  readonly state: State | null;
  readonly selection: SelectionName;
  readonly threshold: number | null;
  readonly thresholdFrom: ThresholdOrigin | null;
  readonly bins: MeasuredBins;
  readonly luminosity: number;
  readonly uncertain: Uncertain;
  readonly expected: ExpectedNumbers;
}

/** A locked choice; what the page was like stands in its link. */
export function writtenOf(decision: Decision, facts: Facts): Written {
  const state = stateOf(decision, facts);
  return { ...decision, state: state.dataset === decision.dataset ? state : null };
}

type Row = readonly [string, string];

export function WrittenNumbers(props: { written: Written }): JSX.Element {
  const { facts } = useHunt();
  const { written } = props;
  const rows = [...choiceRows(written, facts), ...uncertaintyRows(written), ...numberRows(written)];
  return (
    <table class="written" aria-label={t("decide.write")}>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function choiceRows(written: Written, facts: Facts): Row[] {
  const { dataset, signal, state, selection, threshold, thresholdFrom, bins, luminosity } = written;
  const data = facts.datasets.find(({ id }) => id === dataset)?.title ?? dataset;
  const rows: Row[] = [
    [t("decide.written.data"), `${data}, ${processTitle(facts, dataset, signal)}`],
    [t("decide.keep"), selectionText(selection, threshold)],
  ];
  if (selection !== "cuts" && state !== null) {
    rows.push([t("decide.written.model"), modelText(state, facts)]);
  }
  if (thresholdFrom !== null) {
    rows.push([t("decide.written.threshold"), t(`decide.written.threshold.${thresholdFrom}`)]);
  }
  if (state !== null) rows.push([t("decide.written.cuts"), cutsText(state, selection, facts)]);
  return [
    ...rows,
    [t("decide.written.bins"), `${bins.signal.sum.length}`],
    [t("decide.luminosity"), luminosityText(luminosity)],
  ];
}

function modelText(state: State, facts: Facts): string {
  return t("decide.written.model.text", { ...modelWords(state, facts) });
}

/** The cuts that choose events, or that the model was trained behind. */
function cutsText(
  { dataset, cuts, network }: State,
  selection: SelectionName,
  facts: Facts,
): string {
  const made = featuresOf(facts, dataset).filter(({ name }) => name in cuts);
  if (made.length === 0) return t("decide.written.cuts.none");
  if (selection === "model" && !network.onlyPassing) return t("decide.written.cuts.unused");
  const list = made.map((feature) => cutText(feature, cuts[feature.name])).join("; ");
  const isBehind = selection !== "cuts" && network.onlyPassing;
  return isBehind ? t("decide.written.cuts.behind", { list }) : list;
}

function uncertaintyRows({ uncertain, bins }: Written): Row[] {
  return [
    [t("decide.slider.background"), chosenPercent(uncertain.background)],
    [t("decide.slider.luminosityError"), chosenPercent(uncertain.luminosity)],
    [t("decide.slider.metScale"), metScaleText(uncertain, bins)],
  ];
}

function numberRows({ expected }: Written): Row[] {
  const { signal, background, z, mu } = expected;
  return [
    [t("decide.signal"), formatMeasured(signal.value, signal.uncertainty)],
    [t("decide.background"), formatMeasured(background.value, background.uncertainty)],
    [t("decide.expected.z"), formatSigma(z.value, z.uncertainty)],
    [t("decide.mu"), `${muText(mu)} (${splitText(mu)})`],
  ];
}
