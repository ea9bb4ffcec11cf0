/** The trained model plays the student's ten pairs, and all pairs: what an area under a curve means. */
import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { signalMask } from "../../model/evaluation";
import {
  appearance,
  coin,
  fits,
  N_PAIRS,
  rightAnswers,
  rightByScores,
  scoreOf,
} from "../../model/pairGame";
import type { Spread } from "../../model/pairGame";
import { roc } from "../../model/roc";
import { eventsIn } from "../../model/sample";
import type { Measured } from "../../model/types";
import { t } from "../../text";
import { Quantity } from "../components/measured";
import { useHunt } from "../context";
import { formatMeasured } from "../format";
import { keptGame } from "./picture";

export interface ScoreRow {
  readonly name: string;
  readonly score: Spread;
}

/** Scores of ten, a coin's below them. */
export function ScoreTable(props: { rows: readonly ScoreRow[] }): JSX.Element {
  const rows = [...props.rows, { name: t("collide.game.coin"), score: coin(N_PAIRS) }];
  return (
    <div class="scores">
      {rows.map(({ name, score }) => (
        <div key={name} class="score-row">
          <span class="score-name">{name}</span>
          <span class="score-track" aria-hidden="true">
            <span class="score-fill" style={{ width: share(score.value) }} />
            <span
              class="score-error"
              style={{
                left: share(score.value - score.uncertainty),
                width: share(2 * score.uncertainty),
              }}
            />
          </span>
          <span class="quantity">
            {t("collide.game.of", {
              score: formatMeasured(score.value, score.uncertainty, 1),
              of: N_PAIRS,
            })}
          </span>
        </div>
      ))}
    </div>
  );
}

function share(right: number): string {
  return `${(100 * right) / N_PAIRS}%`;
}

/** Scores of the model as it is, asked for where they are missing; null until they are there. */
function useFreshScores(hunt: Hunt): Float32Array | null {
  const { training } = hunt;
  const isTrained = hunt.state.opened !== null || training.epoch > 0 || training.batch > 0;
  const isResting = training.state === "paused";
  const wanted = isTrained && isResting && !training.hasFreshScores;
  useEffect(() => {
    if (wanted) training.requestScores();
  });
  if (!isTrained || !training.hasFreshScores) return null;
  return training.scores;
}

/** Chance that the model is right, over all pairs drawn as those of the game are. */
function chanceOverAllPairs(hunt: Hunt, scores: Float32Array): Measured {
  const dataset = hunt.dataset!;
  const weights = appearance(dataset, eventsIn(dataset, hunt.split.test, hunt.codes, null));
  return roc(scores, signalMask(dataset, hunt.codes.signal), weights).auc;
}

/**
 * The student, the model and a coin on the same ten pairs; nothing before a game is finished and a
 * model trained. For Collide, where the game is played, and Judge, where the area is met.
 */
export function GameAgainstModel(): JSX.Element | null {
  const hunt = useHunt();
  const game = keptGame(hunt);
  const scores = useFreshScores(hunt);
  const { dataset, split, state } = hunt;
  const chance = useMemo(
    () => (dataset === null || scores === null ? null : chanceOverAllPairs(hunt, scores)),
    [dataset, scores, split, state.signal],
  );
  if (dataset === null || game === null || game.answers.length < N_PAIRS) return null;
  if (scores === null || chance === null) return null;
  if (!fits(game, dataset, hunt.codes, split.test)) return <p>{t("collide.model.seen")}</p>;
  const rows = [
    { name: t("collide.game.you"), score: scoreOf(rightAnswers(game), N_PAIRS) },
    { name: t("collide.game.model"), score: scoreOf(rightByScores(game.pairs, scores), N_PAIRS) },
  ];
  return (
    <section class="against-model" aria-label={t("collide.model.title")}>
      <h3>{t("collide.model.title")}</h3>
      <ScoreTable rows={rows} />
      <p>
        {t("collide.model.all")} <Quantity value={chance} />
      </p>
      <p class="help">{t("collide.model.help")}</p>
    </section>
  );
}
