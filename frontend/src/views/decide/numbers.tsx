/** A measurement in a few numbers: what is to be locked, or was. */
import type { JSX } from "preact";
import type { ExpectedNumbers } from "../../journal/decision";
import type { Uncertain } from "../../model/measurement";
import { t } from "../../text";
import { chosenPercent, formatMeasured, formatSigma } from "../format";
import { luminosityText, muText, splitText } from "./words";

export interface Written {
  readonly dataset: string;
  readonly signal: string;
  /** In words. */
  readonly selection: string;
  readonly nBins: number;
  readonly luminosity: number;
  readonly uncertain: Uncertain;
  readonly hasMetShift: boolean;
  readonly expected: ExpectedNumbers;
}

export function WrittenNumbers(props: { written: Written }): JSX.Element {
  const { expected, uncertain, hasMetShift, ...rest } = props.written;
  const rows: readonly (readonly [string, string])[] = [
    [t("decide.written.data"), `${rest.dataset}, ${rest.signal}`],
    [t("decide.keep"), rest.selection],
    [t("decide.written.bins"), `${rest.nBins}`],
    [t("decide.luminosity"), luminosityText(rest.luminosity)],
    [t("decide.signal"), formatMeasured(expected.signal.value, expected.signal.uncertainty)],
    [
      t("decide.background"),
      formatMeasured(expected.background.value, expected.background.uncertainty),
    ],
    [t("decide.expected.z"), formatSigma(expected.z.value, expected.z.uncertainty)],
    [t("decide.mu"), `${muText(expected.mu)} (${splitText(expected.mu)})`],
    [t("decide.slider.background"), chosenPercent(uncertain.background)],
    [t("decide.slider.luminosityError"), chosenPercent(uncertain.luminosity)],
    [
      t("decide.slider.metScale"),
      hasMetShift ? chosenPercent(uncertain.metScale) : t("decide.written.notused"),
    ],
  ];
  return (
    <table class="written">
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
