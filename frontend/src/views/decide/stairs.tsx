/** How each uncertainty eats significance: bars from the counts alone down to everything. */
import type { JSX } from "preact";
import type { Uncertain } from "../../model/measurement";
import type { Split, Stair } from "../../model/stairs";
import { t } from "../../text";
import { NamedNumber, Quantity } from "../components/measured";
import { SigmaBar } from "../components/sigma-bar";
import { formatFixed, formatNumber, SIGMA_DECIMALS } from "../format";
import { cellText, measuredText } from "../judge/words";
import { PlotTable } from "../plots/plot";
import type { Expectation } from "./expectation";
import { muText, splitText, stepText } from "./words";

interface Row {
  readonly label: string;
  readonly stair: Stair;
  /** By how much Z is lower than without this step. */
  readonly lost: number | null;
}

export function Stairs(props: { expectation: Expectation; uncertain: Uncertain }): JSX.Element {
  const { expectation, uncertain } = props;
  const rows = rowsOf(expectation.stairs, uncertain);
  const last = rows[rows.length - 1].stair;
  const bars = rows.map(({ label, stair, lost }) => ({
    label,
    z: stair.z,
    ...(stair.z.kind === "value" && lost !== null ? { without: stair.z.value + lost } : {}),
  }));
  return (
    <div class="stairs">
      <dl class="numbers">
        <NamedNumber name={t("decide.expected.z")} help={t("decide.expected.z.help")}>
          <Quantity value={last.z} unit="σ" decimals={SIGMA_DECIMALS} />
        </NamedNumber>
        <SignalStrength mu={expectation.mu} />
      </dl>
      <h3>{t("decide.stairs")}</h3>
      <SigmaBar label={summary(rows)} bars={bars} />
      <p class="help">{t("decide.stairs.help")}</p>
      <LargestLoss rows={rows} />
      <PlotTable
        title={t("decide.stairs")}
        table={{
          columns: [
            t("decide.stairs.step"),
            t("decide.z.short"),
            t("decide.stairs.lost"),
            t("decide.stairs.mu"),
          ],
          rows: () => rows.map(cellsOf),
        }}
      />
    </div>
  );
}

function rowsOf(stairs: readonly Stair[], uncertain: Uncertain): Row[] {
  return stairs.map((stair, i) => {
    const before = i === 0 ? null : stairs[i - 1].z;
    const both = before?.kind === "value" && stair.z.kind === "value";
    return {
      label: stepText(stair.step, uncertain),
      stair,
      lost: both ? before.value - stair.z.value : null,
    };
  });
}

function cellsOf({ label, stair, lost }: Row): string[] {
  return [
    label,
    cellText(stair.z, SIGMA_DECIMALS),
    lost === null ? "–" : formatFixed(lost, SIGMA_DECIMALS),
    stair.muUncertainty === null ? "–" : formatNumber(stair.muUncertainty, 2),
  ];
}

function summary(rows: readonly Row[]): string {
  const values = rows.map(({ label, stair }) =>
    t("decide.stairs.part", { step: label, z: measuredText(stair.z, SIGMA_DECIMALS) }),
  );
  return `${t("decide.stairs")}: ${values.join("; ")}`;
}

/** The uncertainty that costs most, named. */
function LargestLoss(props: { rows: readonly Row[] }): JSX.Element | null {
  const largest = props.rows.reduce<Row | null>(
    (most, row) => ((row.lost ?? 0) > (most?.lost ?? 0) ? row : most),
    null,
  );
  if (largest?.lost == null || largest.stair.z.kind === "missing") return null;
  return (
    <p>
      {t("decide.stairs.largest", {
        step: largest.label,
        before: formatNumber(largest.stair.z.value + largest.lost, 3),
        after: formatNumber(largest.stair.z.value, 3),
      })}
    </p>
  );
}

function SignalStrength(props: { mu: Split | null }): JSX.Element {
  const { mu } = props;
  return (
    <NamedNumber
      name={t("decide.mu")}
      help={mu === null ? t("decide.mu.help") : `${splitText(mu)}. ${t("decide.mu.help")}`}
    >
      {mu === null ? (
        <Quantity value={{ kind: "missing", reason: "no-fit" }} />
      ) : (
        <span class="quantity">{muText(mu)}</span>
      )}
    </NamedNumber>
  );
}
