/** What the model looks at: each input shuffled among the unseen events. */
import type { JSX } from "preact";
import type { Hunt } from "../../hunt";
import { modelKey } from "../../keptRuns";
import type { ImportanceRow } from "../../model/importance";
import type { FeatureFacts, Measured } from "../../model/types";
import { t } from "../../text";
import { useHunt, useChanging } from "../context";
import { ImportancePlot } from "./importance-plot";
import { useNetworkMask } from "./verdict";
import { measuredText } from "./words";
import { Work } from "./work";

const N_REPEATS = 10;
/** Standard deviations: what chance alone exceeds once in twenty times. */
const REMARKABLE = 2;

/** A row with the variable it is about. */
export interface NamedRow extends ImportanceRow {
  readonly feature: FeatureFacts;
}

export function ImportancePart(): JSX.Element {
  const hunt = useHunt();
  const mask = useNetworkMask(hunt);
  const importance = useChanging(hunt.judging.importance);
  const present = modelKey(hunt.state, hunt.facts);
  const isPresent = importance.model === present;
  const rows = isPresent ? rowsOf(hunt) : [];
  const isMoving = hunt.training.state === "running" || hunt.training.batch !== 0;
  return (
    <>
      <p>{t("judge.importance.intro")}</p>
      <Work
        judgement={importance}
        isPresent={isPresent}
        start={t("judge.importance.start", { n: N_REPEATS })}
        counted={t("judge.importance.counted")}
        obstacle={isMoving ? t("judge.work.moving") : null}
        onStart={() => start(hunt, mask, present)}
      />
      {rows.length > 0 && (
        <div class="judge-columns">
          <ImportancePlot rows={rows} />
          <Used rows={rows} area={areaOf(hunt)} isDone={importance.state === "done"} />
        </div>
      )}
    </>
  );
}

function start(hunt: Hunt, mask: Uint8Array | null, model: string): void {
  const { dataset, training, split, state, trainingConfig: config } = hunt;
  if (dataset === null) return;
  const { network, trees } = training;
  const { seed } = state.network;
  hunt.judging.importance.start(
    {
      type: "importance",
      dataset,
      folds: split.test,
      mask,
      config,
      model: { network, trees },
      nRepeats: N_REPEATS,
      seed,
    },
    model,
  );
}

function rowsOf({ judging, features, state }: Hunt): NamedRow[] {
  const inputs = state.network.inputs;
  return judging.importance.news
    .flatMap((news) => (news.type === "row" ? [news.row] : []))
    .map((row) => ({ ...row, feature: features.find(({ name }) => name === inputs[row.column])! }))
    .sort((a, b) => b.drop.value - a.drop.value);
}

function areaOf({ judging }: Hunt): Measured | null {
  const found = judging.importance.news.find((news) => news.type === "area");
  return found?.type === "area" ? found.area : null;
}

/** The area before, and which variables the model cannot do without. */
function Used(props: {
  rows: readonly NamedRow[];
  area: Measured | null;
  isDone: boolean;
}): JSX.Element {
  const { rows, area } = props;
  const isUsed = ({ drop }: NamedRow): boolean => drop.value > REMARKABLE * drop.uncertainty;
  const names = (some: readonly NamedRow[]): string =>
    some.map(({ feature }) => feature.symbol).join(", ") || t("judge.importance.none");
  return (
    <div>
      {area !== null && <p>{t("judge.importance.area", { area: measuredText(area) })}</p>}
      {props.isDone && (
        <p class="found">
          {t("judge.importance.used", {
            used: names(rows.filter(isUsed)),
            others: names(rows.filter((row) => !isUsed(row))),
          })}
        </p>
      )}
      <p class="help">{t("judge.importance.help")}</p>
    </div>
  );
}
