/** One collision at every level that was visited: the same truth, seen more and more as it is. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { type LevelRecord, rowOf } from "../../model/ladder";
import { t } from "../../text";
import { formatNumber, withUnit } from "../format";
import { levelName } from "./words";

type Kind = "signal" | "background";

/** Digits that show what a resolution does. */
const DIGITS = 4;

export function FollowOne(props: { hunt: Hunt; records: readonly LevelRecord[] }): JSX.Element {
  const { hunt, records } = props;
  const [collision, follow] = useState<number | null>(null);
  const draw = (kind: Kind): void => {
    const here = records.find(({ rows }) => rows.level === hunt.state.level);
    if (here === undefined) return;
    const { dataset, collisions } = here.rows;
    const codes = kind === "signal" ? [hunt.codes.signal] : hunt.codes.backgrounds;
    const own = [...collisions.keys()].filter((row) => codes.includes(dataset.process[row]));
    if (own.length > 0) follow(collisions[own[Math.floor(Math.random() * own.length)]]);
  };
  return (
    <div class="level-follow">
      <h3>{t("level.follow")}</h3>
      <p>{t("level.follow.intro")}</p>
      <div class="buttons">
        {(["signal", "background"] as const).map((kind) => (
          <button key={kind} type="button" onClick={() => draw(kind)}>
            {t(`level.follow.${kind}`)}
          </button>
        ))}
      </div>
      <div role="status">
        {collision !== null && <Followed {...{ hunt, records, collision }} />}
      </div>
    </div>
  );
}

function Followed(props: {
  hunt: Hunt;
  records: readonly LevelRecord[];
  collision: number;
}): JSX.Element | null {
  const { hunt, records, collision } = props;
  const seen = records.map(({ rows }) => ({ rows, row: rowOf(rows, collision) }));
  const somewhere = seen.find(({ row }) => row !== null);
  if (somewhere === undefined) return null;
  const { dataset } = somewhere.rows;
  const name = dataset.processes[dataset.process[somewhere.row!]];
  const process = hunt.datasetFacts.processes.find((one) => one.name === name);
  return (
    <>
      <p>{t("level.follow.is", { process: process?.title ?? name })}</p>
      <div class="scroll-x" tabIndex={0} role="region" aria-label={t("level.follow.table")}>
        <table class="level-table">
          <thead>
            <tr>
              <th scope="col">{t("level.quantity")}</th>
              {seen.map(({ rows }) => (
                <th key={rows.level} scope="col">
                  {levelName(rows.level)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hunt.features.map(({ symbol, unit, label }, feature) => (
              <tr key={label}>
                <th scope="row">
                  {label} <span class="soft">{withUnit(symbol, unit)}</span>
                </th>
                {seen.map(({ rows, row }) => (
                  <td key={rows.level}>
                    {row === null ? "–" : formatNumber(rows.dataset.features[feature][row], DIGITS)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {seen.some(({ row }) => row === null) && <p class="help">{t("level.follow.lost")}</p>}
    </>
  );
}
