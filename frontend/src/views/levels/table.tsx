/** What each level gave, one column a level. */
import type { JSX } from "preact";
import type { Hunt } from "../../hunt";
import type { LevelRecord } from "../../model/ladder";
import { levelsOf } from "../../model/level";
import type { Level } from "../../model/types";
import { t } from "../../text";
import { yieldText } from "../components/measured";
import { chosenPercent, SIGMA_DECIMALS } from "../format";
import { cellText, scoreText } from "../judge/words";
import { inkOf, Swatch } from "../plots/palette";
import { levelName } from "./words";

interface Row {
  readonly name: string;
  /** A background by its process, shown under their sum. */
  readonly process?: string;
  readonly cell: (record: LevelRecord) => string;
}

const NOTHING = "–";

export function LevelTable(props: { hunt: Hunt; records: readonly LevelRecord[] }): JSX.Element {
  const { hunt, records } = props;
  const levels = levelsOf(hunt.datasetFacts);
  const recordOf = (level: Level): LevelRecord | undefined =>
    records.find(({ rows }) => rows.level === level);
  const section = (title: string, rows: readonly Row[]): JSX.Element => (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={levels.length + 1} class="level-section">
          {title}
        </th>
      </tr>
      {rows.map(({ name, process, cell }) => (
        <tr key={name}>
          <th scope="row" class={process === undefined ? "" : "level-process"}>
            {process !== undefined && <Swatch ink={inkOf(hunt.datasetFacts, process)} />}
            {name}
          </th>
          {levels.map((level) => {
            const record = recordOf(level);
            return <td key={level}>{record === undefined ? NOTHING : cell(record)}</td>;
          })}
        </tr>
      ))}
    </tbody>
  );
  return (
    <div class="scroll-x" tabIndex={0} role="region" aria-label={t("level.table")}>
      <table class="level-table">
        <thead>
          <tr>
            <th scope="col">{t("level.quantity")}</th>
            {levels.map((level) => (
              <th key={level} scope="col" aria-current={level === hunt.state.level || undefined}>
                {levelName(level)}
              </th>
            ))}
          </tr>
        </thead>
        {section(t("level.counted"), countRows(hunt))}
        {section(t("level.judged"), judgedRows(hunt))}
      </table>
    </div>
  );
}

/** All events that pass the cuts. */
function countRows({ datasetFacts, state }: Hunt): Row[] {
  const backgrounds = datasetFacts.processes.filter(({ kind }) => kind === "background");
  const uncertainty = chosenPercent(state.backgroundUncertainty);
  return [
    { name: t("level.signal"), cell: ({ counts }) => yieldText(counts.signal) },
    { name: t("level.background"), cell: ({ counts }) => yieldText(counts.background) },
    ...backgrounds.map(({ name: process, title }) => ({
      name: title,
      process,
      cell: ({ counts }: LevelRecord) => {
        const found = counts.processes.find(({ name }) => name === process);
        return found === undefined ? NOTHING : yieldText(found.kept);
      },
    })),
    { name: t("level.simple"), cell: ({ counts }) => cellText(counts.simple.found, 2) },
    {
      name: t("level.z", { uncertainty }),
      cell: ({ counts }) => cellText(counts.z.found, SIGMA_DECIMALS),
    },
  ];
}

/** What the model makes of events it has never seen. */
function judgedRows({ state }: Hunt): Row[] {
  const uncertainty = chosenPercent(state.backgroundUncertainty);
  return [
    { name: t("level.auc"), cell: ({ judged }) => (judged ? cellText(judged.auc.found) : NOTHING) },
    {
      name: t("level.threshold"),
      cell: ({ judged }) => (judged ? scoreText(judged.threshold) : NOTHING),
    },
    {
      name: t("level.signal.above"),
      cell: ({ judged }) => (judged ? yieldText(judged.kept.signal) : NOTHING),
    },
    {
      name: t("level.background.above"),
      cell: ({ judged }) => (judged ? yieldText(judged.kept.background) : NOTHING),
    },
    {
      name: t("level.z", { uncertainty }),
      cell: ({ judged }) => (judged ? cellText(judged.z.found, SIGMA_DECIMALS) : NOTHING),
    },
  ];
}
