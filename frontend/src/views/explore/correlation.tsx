/** Which variables say the same: their correlations, in the signal and in the background. */
import type { JSX, TargetedKeyboardEvent } from "preact";
import { useMemo, useRef } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { correlations } from "../../model/correlation";
import type { Correlations } from "../../model/correlation";
import { BACKGROUND, rolesOf, SIGNAL } from "../../model/separation";
import type { FeatureFacts, Measured } from "../../model/types";
import { t } from "../../text";
import { Definition } from "../components/definition";
import { useHunt } from "../context";
import { formatNumber } from "../format";
import { measuredText } from "../judge/words";
import { REST_MS, useRested } from "./rested";

/** Two variables by their places: the row and the column of a cell. */
export type Chosen = readonly [x: number, y: number];

interface Both {
  readonly signal: Correlations;
  readonly background: Correlations;
}

function useCorrelations(hunt: Hunt): Both {
  const { dataset, filter, state } = hunt;
  const cuts = useRested(JSON.stringify(state.cuts), REST_MS.correlation);
  return useMemo(() => {
    const roles = rolesOf(dataset!.process, hunt.codes, filter!.mask());
    const of = (role: number): Correlations =>
      correlations(dataset!.features, roles, role, dataset!.weight);
    return { signal: of(SIGNAL), background: of(BACKGROUND) };
  }, [dataset, state.signal, cuts]);
}

export function CorrelationTables(props: {
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
}): JSX.Element {
  const hunt = useHunt();
  const both = useCorrelations(hunt);
  const [x, y] = props.chosen;
  const values = {
    x: hunt.features[x].label,
    y: hunt.features[y].label,
    signal: measuredText(both.signal[x][y]),
    background: measuredText(both.background[x][y]),
  };
  return (
    <>
      <div class="matrices">
        <Matrix {...props} name={t("explore.corr.signal")} table={both.signal} />
        <Matrix {...props} name={t("explore.corr.background")} table={both.background} />
      </div>
      <p role="status">{t("explore.corr.chosen", values)}</p>
      <p class="help">{t("explore.corr.help")}</p>
    </>
  );
}

const MOVES: Readonly<Record<string, Chosen>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

function Matrix(props: {
  name: string;
  table: Correlations;
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
}): JSX.Element {
  const { features } = useHunt();
  const { table, chosen, onChoose } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const move = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    const step = MOVES[event.key] as Chosen | undefined;
    if (step === undefined) return;
    event.preventDefault();
    const [x, y] = [0, 1].map((axis) =>
      Math.min(features.length - 1, Math.max(0, chosen[axis] + step[axis])),
    );
    onChoose([x, y]);
    body.current?.rows[x]?.querySelectorAll<HTMLElement>("button.cell")[y]?.focus();
  };
  return (
    <table class="matrix">
      <caption>{props.name}</caption>
      <thead>
        <tr>
          <td />
          {features.map((feature, place) => (
            <th key={feature.name} scope="col" aria-label={feature.label}>
              {place + 1}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body} onKeyDown={move}>
        {features.map((feature, x) => (
          <tr key={feature.name}>
            <th scope="row">
              <span class="place">{x + 1}</span>{" "}
              <Definition feature={feature}>{feature.symbol}</Definition>
            </th>
            {features.map((other, y) => (
              <td key={other.name}>
                <Cell
                  pair={[feature, other]}
                  value={table[x][y]}
                  isChosen={x === chosen[0] && y === chosen[1]}
                  onChoose={() => onChoose([x, y])}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Ground of a cell at full correlation, in per cent of its colour: the number stays readable. */
const DEEPEST = 45;

function Cell(props: {
  pair: readonly [FeatureFacts, FeatureFacts];
  value: Measured;
  isChosen: boolean;
  onChoose: () => void;
}): JSX.Element {
  const { pair, value, isChosen, onChoose } = props;
  const r = value.kind === "value" ? value.value : 0;
  const shown = value.kind === "value" ? formatNumber(Math.round(100 * r)) : "–";
  return (
    <button
      type="button"
      class={`cell ${r < 0 ? "negative" : "positive"}`}
      style={{ "--size": `${Math.round(DEEPEST * Math.abs(r))}%` }}
      tabIndex={isChosen ? 0 : -1}
      aria-pressed={isChosen}
      aria-label={t("explore.corr.cell", {
        shown,
        x: pair[0].label,
        y: pair[1].label,
        r: measuredText(value),
      })}
      onClick={onChoose}
    >
      {shown}
    </button>
  );
}
