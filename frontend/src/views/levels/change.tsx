/** What changes from the lowest level that was visited to the highest, and whether it may be chance. */
import type { JSX } from "preact";
import type { Hunt } from "../../hunt";
import { type Estimate, levelDifference, type LevelRecord } from "../../model/ladder";
import type { Measured } from "../../model/types";
import { t } from "../../text";
import { Rich } from "../components/rich";
import { yieldText } from "../components/measured";
import { chosenPercent, formatNumber, SIGMA_DECIMALS } from "../format";
import { measuredText } from "../judge/words";
import { levelName } from "./words";

/** Two standard deviations: what chance alone exceeds once in twenty times. */
const REMARKABLE = 2;

interface Quantity {
  readonly name: string;
  readonly decimals: number;
  readonly of: (record: LevelRecord) => Estimate | null;
}

const auc = ({ judged }: LevelRecord): Estimate | null => judged?.auc ?? null;
const significance = ({ judged, counts }: LevelRecord): Estimate => judged?.z ?? counts.z;

/** `records`: two or more, the lowest level first. */
export function Change(props: { hunt: Hunt; records: readonly LevelRecord[] }): JSX.Element {
  const { hunt, records } = props;
  const [first, last] = [records[0], records[records.length - 1]];
  const ends = { from: levelName(first.rows.level), to: levelName(last.rows.level) };
  const isJudged = first.judged !== null && last.judged !== null;
  const guess = hunt.journal.content.levelGuess;
  return (
    <div class="level-change">
      <h3>{t("level.change", ends)}</h3>
      {guess !== null && <p>{t("lesson.predict.kept", { guess: t(`level.guess.${guess}`) })}</p>}
      <p class="verdict">{outcome(first, last, isJudged)}</p>
      <ul>
        {quantities(hunt, isJudged).map((quantity) => (
          <li key={quantity.name}>{changeText(quantity, first, last)}</li>
        ))}
        <li>{signalText(first, last)}</li>
        <li>{backgroundText(hunt, first, last)}</li>
      </ul>
      <p class="help">{t("level.change.help")}</p>
      {t("level.explain")
        .split("\n\n")
        .map((paragraph, index) => (
          <p key={index}>
            <Rich text={paragraph} />
          </p>
        ))}
    </div>
  );
}

function quantities({ state }: Hunt, isJudged: boolean): Quantity[] {
  const uncertainty = chosenPercent(state.backgroundUncertainty);
  const counted: Quantity[] = [
    { name: t("level.simple.all"), decimals: 2, of: ({ counts }) => counts.simple },
    { name: t("level.z.all", { uncertainty }), decimals: SIGMA_DECIMALS, of: (r) => r.counts.z },
  ];
  if (!isJudged) return counted;
  return [
    { name: t("level.auc"), decimals: 3, of: auc },
    { name: t("level.z.above", { uncertainty }), decimals: SIGMA_DECIMALS, of: significance },
    ...counted,
  ];
}

/** One sentence, made of nothing but the numbers at hand. */
function outcome(first: LevelRecord, last: LevelRecord, isJudged: boolean): string {
  const z = movedText(levelDifference(last, first, significance));
  if (!isJudged) return t("level.outcome.counted", { z });
  return t("level.outcome", { auc: movedText(levelDifference(last, first, auc)), z });
}

function movedText(difference: Measured): string {
  if (difference.kind === "missing") return t("level.moved.missing");
  const { value, uncertainty } = difference;
  if (!(Math.abs(value) > REMARKABLE * uncertainty)) return t("level.moved.unclear");
  return t(value > 0 ? "level.moved.up" : "level.moved.down");
}

function changeText(
  { name, decimals, of }: Quantity,
  first: LevelRecord,
  last: LevelRecord,
): string {
  const difference = levelDifference(last, first, of);
  const numberOf = (record: LevelRecord): string => {
    const estimate = of(record);
    return estimate === null ? "–" : measuredText(estimate.found, decimals);
  };
  const values = { name, first: numberOf(first), last: numberOf(last) };
  if (difference.kind === "missing") return t("level.changed.missing", values);
  const { value, uncertainty } = difference;
  const size = { kind: "value", value: Math.abs(value), uncertainty } as const;
  const sign = value < 0 ? "−" : "+";
  const said = t("level.changed", { ...values, sign, difference: measuredText(size, decimals) });
  if (uncertainty === 0) return said;
  const ratio = Math.abs(value) / uncertainty;
  const judged = ratio > REMARKABLE ? "decide.beyond" : "decide.within";
  return `${said} ${t(judged, { ratio: formatNumber(ratio, 2) })}`;
}

function signalText(first: LevelRecord, last: LevelRecord): string {
  return t("level.changed.signal", {
    first: yieldText(first.counts.signal),
    last: yieldText(last.counts.signal),
  });
}

/** The background, and the process of it that changes most. */
function backgroundText({ datasetFacts }: Hunt, first: LevelRecord, last: LevelRecord): string {
  const changes = first.counts.processes.slice(1).map(({ name, kept }) => {
    const later = last.counts.processes.find((process) => process.name === name)!.kept;
    return { name, kept, later, size: Math.abs(later.sum - kept.sum) };
  });
  const most = changes.reduce((one, other) => (other.size > one.size ? other : one));
  const title = datasetFacts.processes.find(({ name }) => name === most.name)?.title;
  return t("level.changed.background", {
    first: yieldText(first.counts.background),
    last: yieldText(last.counts.background),
    process: title ?? most.name,
    before: yieldText(most.kept),
    after: yieldText(most.later),
  });
}
