/** Two runs set against each other: their difference with an uncertainty, or why it has none. */
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { KeptRun } from "../../../journal/runs";
import { runDifference, type RunDifference } from "../../../keptRuns";
import type { Measured } from "../../../model/types";
import { t } from "../../../text";
import { Select } from "../../components/controls";
import { useChanging, useHunt } from "../../context";
import { formatNumber, SIGMA_DECIMALS } from "../../format";
import { measuredText } from "../words";
import { quoted, runName } from "./words";

/** Two standard deviations: what chance alone exceeds once in twenty times. */
const REMARKABLE = 2;

export function Difference(props: { runs: readonly KeptRun[] }): JSX.Element {
  const { runs } = props;
  const [chosen, setChosen] = useState<readonly [string, string]>(["", ""]);
  const place = (id: string, otherwise: number): number => {
    const found = runs.findIndex((run) => run.id === id);
    return found < 0 ? otherwise : found;
  };
  const first = place(chosen[0], runs.length - 1);
  const second = place(chosen[1], first === runs.length - 2 ? runs.length - 1 : runs.length - 2);
  const options = runs.map((run, index) => ({ value: run.id, label: runName(run, index) }));
  const [one, other] = [runs[first], runs[second]];
  return (
    <div class="difference">
      <h3>{t("judge.difference")}</h3>
      <div class="keep">
        <Select
          label={t("judge.difference.first")}
          value={one.id}
          options={options}
          onChange={(id) => setChosen([id, other.id])}
        />
        <Select
          label={t("judge.difference.second")}
          value={other.id}
          options={options}
          onChange={(id) => setChosen([one.id, id])}
        />
      </div>
      <div role="status">
        {one === other ? (
          <p>{t("judge.difference.same")}</p>
        ) : (
          <Told
            {...{ one, other }}
            names={{ one: quoted(runName(one, first)), other: quoted(runName(other, second)) }}
          />
        )}
      </div>
    </div>
  );
}

function Told(props: {
  one: KeptRun;
  other: KeptRun;
  names: { readonly one: string; readonly other: string };
}): JSX.Element {
  const hunt = useHunt();
  const { one, other, names } = props;
  const { facts, dataset } = hunt;
  const judging = useChanging(hunt.judging);
  const found = useMemo(
    () => runDifference(one, other, judging, facts),
    [one, other, facts, dataset, judging.listeners.changes],
  );
  if (found.unpaired !== null || found.paired === null) {
    return <Unpaired found={found} names={names} />;
  }
  const { auc, z } = found.paired;
  return (
    <>
      <p class="found">
        {t("judge.difference.auc", { ...names, difference: measuredText(auc) })} {verdictOn(auc)}
      </p>
      <p>
        {z === null
          ? t("judge.difference.z.none")
          : t("judge.difference.z", { difference: measuredText(z, SIGMA_DECIMALS) })}
      </p>
      <p class="help">{t("judge.difference.help")}</p>
    </>
  );
}

/** Whether chance alone explains it. */
function verdictOn(difference: Measured): string {
  if (difference.kind === "missing") return "";
  const { value, uncertainty } = difference;
  if (uncertainty === 0) return t("judge.difference.nothing");
  const ratio = formatNumber(Math.abs(value) / uncertainty, 2);
  const isRemarkable = Math.abs(value) > REMARKABLE * uncertainty;
  return t(isRemarkable ? "judge.difference.real" : "judge.difference.chance", { ratio });
}

function Unpaired(props: {
  found: RunDifference;
  names: { readonly one: string; readonly other: string };
}): JSX.Element {
  const { found, names } = props;
  const { value, unpaired } = found;
  return (
    <p>
      {value !== null &&
        t("judge.difference.bare", { ...names, difference: formatNumber(value, 2) })}{" "}
      {t(`judge.difference.why.${unpaired ?? "no-scores"}`)}
    </p>
  );
}
